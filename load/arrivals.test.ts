// Arrivals: at every instant as many as the rate has earned, within one.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivalTotals, dueTimes, everyNth, rateAt } from './arrivals.ts';
import type { Segment } from './profile.ts';

const steady = (perSecond: number, forMs: number): Segment => ({
  fromPerSecond: perSecond,
  toPerSecond: perSecond,
  forMs,
});

const segment = fc.record({
  fromPerSecond: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 300, noNaN: true })),
  toPerSecond: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 300, noNaN: true })),
  forMs: fc.integer({ min: 1, max: 5000 }),
});
const segments = fc.array(segment, { minLength: 1, maxLength: 6 });

/** By small steps, as slow as it is plain. */
const earnedUpTo = (given: readonly Segment[], atMs: number): number => {
  const STEPS = 2000;
  let [startMs, earned] = [0, 0];
  for (const { fromPerSecond, toPerSecond, forMs } of given) {
    const upToMs = Math.max(0, Math.min(forMs, atMs - startMs));
    for (let step = 0; step < STEPS; step++) {
      const middleMs = ((step + 0.5) / STEPS) * upToMs;
      const rate = fromPerSecond + ((toPerSecond - fromPerSecond) * middleMs) / forMs;
      earned += (rate * upToMs) / STEPS / 1000;
    }
    startMs += forMs;
  }
  return earned;
};

test('a steady rate is evenly spaced, the first at once', () => {
  expect([...dueTimes([steady(4, 1000)])]).toEqual([0, 250, 500, 750]);
  expect([...dueTimes([steady(20, 3000)])]).toHaveLength(60);
});

test('a ramp from nothing comes closer and closer: the n-th at the root of n', () => {
  const due = [...dueTimes([{ fromPerSecond: 0, toPerSecond: 8, forMs: 4000 }])];
  expect(due).toHaveLength(16);
  for (const [at, ms] of due.entries()) expect(ms).toBeCloseTo(1000 * Math.sqrt(at), 6);
});

test('a ramp down to nothing ends, and a pause has nobody', () => {
  const due = [...dueTimes([{ fromPerSecond: 8, toPerSecond: 0, forMs: 1000 }, steady(0, 5000), steady(1, 1500)])];
  expect(due).toHaveLength(6);
  expect(due.slice(4)).toEqual([6000, 7000]);
});

test('what a segment leaves over is carried into the next: a rate that is cut into pieces stays the rate', () => {
  const whole = [...dueTimes([steady(7, 10_000)])];
  const pieces = [...dueTimes(Array.from({ length: 100 }, () => steady(7, 100)))];
  expect(pieces).toHaveLength(whole.length);
  for (const [at, ms] of pieces.entries()) expect(ms).toBeCloseTo(whole[at] ?? Number.NaN, 6);
});

test('at every instant as many were due as the rate has earned, within one', () => {
  fc.assert(
    fc.property(segments, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const atMs = share * arrivalTotals(given).durationMs;
      const due = [...dueTimes(given)].filter((ms) => ms < atMs).length;
      expect(Math.abs(due - earnedUpTo(given, atMs))).toBeLessThanOrEqual(1.001);
    }),
  );
});

test('due times ascend, stay within the segments, and are as many as the totals say', () => {
  fc.assert(
    fc.property(segments, (given) => {
      const due = [...dueTimes(given)];
      const { arrivals, durationMs } = arrivalTotals(given);
      expect(due).toHaveLength(arrivals);
      for (const [at, ms] of due.entries()) {
        expect(ms).toBeGreaterThanOrEqual(due[at - 1] ?? 0);
        expect(ms).toBeLessThanOrEqual(durationMs);
      }
    }),
  );
});

test('the millionth has not drifted', () => {
  let last = 0;
  for (const ms of dueTimes([steady(1000 / 3, 3_000_003)])) last = ms;
  expect(last).toBeCloseTo(3_000_000, 3);
});

test('the parts of several generators together are the whole', () => {
  fc.assert(
    fc.property(segments, fc.integer({ min: 1, max: 5 }), (given, of) => {
      const parts = Array.from({ length: of }, (_, part) => [...everyNth(dueTimes(given), part, of)]);
      expect(parts.flat().toSorted((one, other) => one - other)).toEqual([...dueTimes(given)]);
    }),
  );
});

test('the rate of a moment is that of its segment', () => {
  const given = [steady(50, 1000), { fromPerSecond: 50, toPerSecond: 150, forMs: 1000 }];
  expect([0, 999, 1000, 1500, 2000].map((atMs) => rateAt(given, atMs))).toEqual([50, 50, 50, 100, 0]);
});
