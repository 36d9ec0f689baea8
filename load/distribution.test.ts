// Distributions: what is read from them, and that merging them loses nothing.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countsOf,
  createRecorder,
  distributionOf,
  LONGEST_LATENCY_MS,
  latencyAt,
  mergeDistributions,
} from './distribution.ts';

const latencies = fc.array(fc.double({ min: 0, max: 2 * LONGEST_LATENCY_MS, noNaN: true }), { maxLength: 200 });

test('a constant 100 ms reads 100 from the least to the most', () => {
  expect(distributionOf(Array.from({ length: 1000 }, () => 100))).toMatchObject({
    count: 1000,
    minMs: expect.closeTo(100, 1),
    meanMs: 100,
    p50Ms: 100,
    p90Ms: 100,
    p99Ms: 100,
    p999Ms: 100,
    maxMs: 100,
  });
});

test('one slow answer in a hundred is p999 and the maximum, not p90', () => {
  const told = distributionOf([...Array.from({ length: 99 }, () => 10), 2000]);
  expect(told).toMatchObject({ p50Ms: 10.01, p90Ms: 10.01, p999Ms: 2001, maxMs: 2001 });
});

test('nothing has no distribution', () => {
  expect(distributionOf([])).toBeUndefined();
  expect(mergeDistributions([undefined])).toBeUndefined();
});

test('what was counted in parts and merged is, to the letter, what would have been counted in one', () => {
  fc.assert(
    fc.property(fc.array(latencies, { maxLength: 5 }), (parts) => {
      expect(mergeDistributions(parts.map(distributionOf))).toEqual(distributionOf(parts.flat()));
    }),
  );
});

test('a percentile is within a thousandth of the latency that has its rank', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0.01, max: 1, noNaN: true }), (given, share) => {
      const told = distributionOf(given);
      if (told === undefined) return;
      const sorted = given.toSorted((one, other) => one - other);
      const exactMs = Math.min(LONGEST_LATENCY_MS, sorted[Math.ceil(share * given.length - 1e-9) - 1] ?? Number.NaN);
      expect(Math.abs(latencyAt(told, share) - exactMs)).toBeLessThanOrEqual(exactMs * 0.0016 + 0.001);
    }),
  );
});

test('the counts add up, ascend, and hold every latency', () => {
  fc.assert(
    fc.property(latencies, (given) => {
      const told = distributionOf(given);
      const counts = told === undefined ? [] : countsOf(told);
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
      for (const [at, { fromMs, toMs }] of counts.entries()) {
        expect(fromMs).toBeLessThan(toMs);
        expect(fromMs).toBeGreaterThanOrEqual(counts[at - 1]?.toMs ?? 0);
      }
    }),
  );
});

test('a recorder that is reset has forgotten everything', () => {
  const recorder = createRecorder();
  recorder.record(5);
  recorder.reset();
  expect(recorder.distribution()).toBeUndefined();
  recorder.record(7);
  expect(recorder.distribution()).toEqual(distributionOf([7]));
});

test('a stored histogram that is cut off is told, not read as something else', () => {
  const told = distributionOf([1, 2, 3]);
  const cut = told && { ...told, histogram: told.histogram.slice(0, 20) };
  expect(() => mergeDistributions([told, cut])).toThrow(/cannot be read .* as it was written/);
});
