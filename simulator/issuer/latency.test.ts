// A latency has the quantiles that were asked for.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { LONGEST_LATENCY_MS, latencyAt } from './latency.ts';

test('fixed is always the same', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (unit) => {
      expect(latencyAt({ fixedMs: 40 }, unit)).toBe(40);
    }),
  );
});

test('uniform goes from the least to the greatest', () => {
  const latency = { minMs: 100, maxMs: 300 };
  expect([0, 0.25, 0.5, 1].map((unit) => latencyAt(latency, unit))).toEqual([100, 150, 200, 300]);
});

test('log-normal has exactly its two quantiles, and is symmetric in the logarithm', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 100 }), (p50Ms, times) => {
      const latency = { p50Ms, p99Ms: p50Ms * times };
      expect(latencyAt(latency, 0.5)).toBe(p50Ms);
      expect(latencyAt(latency, 0.99)).toBe(p50Ms * times);
      expect(Math.abs(latencyAt(latency, 0.01) - p50Ms / times)).toBeLessThanOrEqual(0.51);
    }),
  );
});

test('log-normal quantiles are those of the normal distribution in body and tails', () => {
  // Standard normal quantiles from a table; with p99 = e^(z99) the latency is e^z, times 1e6 for its digits.
  const latency = { p50Ms: 1e6, p99Ms: 1e6 * Math.exp(2.3263478740408408) };
  const table = [
    [0.001, -3.090232306167814],
    [0.02, -2.053748910631823],
    [0.025, -1.959963984540054],
    [0.75, 0.674489750196082],
    [0.975, 1.959963984540054],
    [0.98, 2.053748910631823],
    [0.9999, 3.719016485455709],
  ] as const;
  for (const [unit, z] of table) {
    expect(Math.abs(latencyAt(latency, unit) - 1e6 * Math.exp(z)), String(unit)).toBeLessThan(1);
  }
});

test('ten thousand keyed draws have the median and p99 that were asked for', () => {
  const random = createRandom('latency');
  const drawnMs = Array.from({ length: 10_000 }, (_, at) => latencyAt({ p50Ms: 80, p99Ms: 600 }, random.unit(at)));
  drawnMs.sort((one, other) => one - other);
  expect(drawnMs[5000]).toBeGreaterThan(77);
  expect(drawnMs[5000]).toBeLessThan(83);
  expect(drawnMs[9900]).toBeGreaterThan(530);
  expect(drawnMs[9900]).toBeLessThan(680);
});

test('a latency grows with its quantile, is whole, and has a bound', () => {
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(unit, unit, (one, other) => {
      const latency = { p50Ms: 20_000, p99Ms: 1_800_000 };
      const [lessMs, moreMs] = [latencyAt(latency, Math.min(one, other)), latencyAt(latency, Math.max(one, other))];
      expect(lessMs).toBeLessThanOrEqual(moreMs);
      expect(Number.isInteger(lessMs) && lessMs >= 0).toBe(true);
    }),
  );
  expect(latencyAt({ p50Ms: 1e9, p99Ms: 1e10 }, 0.999)).toBe(LONGEST_LATENCY_MS);
  expect(latencyAt({ p50Ms: 50, p99Ms: 50 }, 0)).toBe(50);
  expect(latencyAt({ p50Ms: 50, p99Ms: 500 }, 0)).toBe(0);
});
