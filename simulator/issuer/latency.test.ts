// A latency has the quantiles that were asked for.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import {
  drawLatency,
  exactDraw,
  exactLatencyAt,
  type Latency,
  type LatencyShape,
  LONGEST_LATENCY_MS,
  latencyAt,
} from './latency.ts';

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

test('exponential has its mean and its quantiles', () => {
  const latency = { meanMs: 100 };
  expect([0, 0.5, 0.99].map((unit) => latencyAt(latency, unit))).toEqual([0, 69, 461]);
  const middles = Array.from({ length: 10_000 }, (_, at) => exactLatencyAt(latency, (at + 0.5) / 10_000));
  expect(middles.reduce((sum, ms) => sum + ms, 0) / 10_000).toBeCloseTo(100, 1);
});

test('piecewise has its quantiles, straight lines between them, and its greatest', () => {
  const latency = { p50Ms: 10, p90Ms: 50, p99Ms: 140, maxMs: 1140 };
  const at = (shape: LatencyShape) => [0, 0.25, 0.5, 0.7, 0.9, 0.95, 0.99, 0.995].map((unit) => latencyAt(shape, unit));
  expect(at(latency)).toEqual([0, 5, 10, 30, 50, 100, 140, 640]);
  expect(at({ ...latency, minMs: 8 })).toEqual([8, 9, 10, 30, 50, 100, 140, 640]);
  expect(latencyAt(latency, 1 - 2 ** -53)).toBe(1140);
});

test('recorded values come as they are', () => {
  const recorded = [
    { atMs: 1, count: 1 },
    { atMs: 7, count: 8 },
    { atMs: 900, count: 1 },
  ];
  expect([0, 0.09, 0.1, 0.89, 0.9, 0.99].map((unit) => latencyAt({ recorded }, unit))).toEqual([1, 1, 7, 7, 900, 900]);
});

test('so many draws are outliers as their share says, and the others are what they were without', () => {
  const random = createRandom('outliers');
  const plain: Latency = { p50Ms: 80, p99Ms: 600 };
  const latency: Latency = { ...plain, outliers: { share: 0.1, latency: { minMs: 10_000, maxMs: 20_000 } } };
  const drawn = Array.from({ length: 10_000 }, (_, at) => [
    drawLatency(latency, (what) => random.unit(at, what)),
    drawLatency(plain, (what) => random.unit(at, what)),
  ]);
  const outliers = drawn.filter(([mixed, alone]) => mixed !== alone);
  expect(outliers.every(([mixed = 0]) => mixed >= 10_000 && mixed <= 20_000)).toBe(true);
  expect(Math.abs(outliers.length - 1000)).toBeLessThan(100);
});

test('chance is asked in a fixed order, and only for what depends on it', () => {
  const asked = (latency: Latency, outlier: number): string[] => {
    const whats: string[] = [];
    drawLatency(latency, (what) => {
      whats.push(what);
      return what === 'outlier' ? outlier : 0.5;
    });
    return whats;
  };
  const outliers = { share: 0.5, latency: { meanMs: 9 } };
  expect(asked({ fixedMs: 1 }, 0)).toEqual([]);
  expect(asked({ meanMs: 1 }, 0)).toEqual(['latency']);
  expect(asked({ meanMs: 1, outliers }, 0.5)).toEqual(['outlier', 'latency']);
  expect(asked({ meanMs: 1, outliers }, 0.49)).toEqual(['outlier', 'outlier-latency']);
  expect(asked({ meanMs: 1, outliers: { share: 0.5, latency: { fixedMs: 9 } } }, 0.49)).toEqual(['outlier']);
});

const ms = fc.double({ min: 0, max: 1e8, noNaN: true });
const sorted = (count: number) =>
  fc.array(ms, { minLength: count, maxLength: count }).map((all) => all.toSorted((one, other) => one - other));
/** A shape, with the least and greatest that it may give. */
const bounded: fc.Arbitrary<readonly [LatencyShape, number, number]> = fc.oneof(
  ms.map((fixedMs) => [{ fixedMs }, fixedMs, fixedMs] as const),
  sorted(2).map(([p50Ms = 0, p99Ms = 0]) => [{ p50Ms: p50Ms + 1, p99Ms: p99Ms + 1 }, 0, Infinity] as const),
  sorted(2).map(([minMs = 0, maxMs = 0]) => [{ minMs, maxMs }, minMs, maxMs] as const),
  ms.map((meanMs) => [{ meanMs }, 0, Infinity] as const),
  sorted(5).map(([minMs = 0, p50Ms = 0, p90Ms = 0, p99Ms = 0, maxMs = 0]) => {
    return [{ minMs, p50Ms, p90Ms, p99Ms, maxMs }, minMs, maxMs] as const;
  }),
  sorted(4).map((all) => {
    return [{ recorded: all.map((atMs) => ({ atMs, count: 3 })) }, all[0] ?? 0, all[3] ?? 0] as const;
  }),
);

test('a draw of any form grows with its chance and stays within its bounds; whole ones are rounded (property)', () => {
  const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(bounded, unit, unit, ([shape, leastMs, greatestMs], one, other) => {
      const [lessMs, moreMs] = [Math.min(one, other), Math.max(one, other)].map((at) => exactDraw(shape, () => at));
      expect(lessMs).toBeLessThanOrEqual(moreMs ?? 0);
      expect(lessMs).toBeGreaterThanOrEqual(Math.min(leastMs, LONGEST_LATENCY_MS));
      expect(moreMs).toBeLessThanOrEqual(Math.min(greatestMs, LONGEST_LATENCY_MS));
      expect(drawLatency(shape, () => one)).toBe(Math.round(exactDraw(shape, () => one)));
    }),
    { numRuns: 1000 },
  );
  expect(latencyAt({ p50Ms: 1e9, p99Ms: 1e10 }, 0.999)).toBe(LONGEST_LATENCY_MS);
  expect(latencyAt({ p50Ms: 50, p99Ms: 50 }, 0)).toBe(50);
  expect(latencyAt({ p50Ms: 50, p99Ms: 500 }, 0)).toBe(0);
});
