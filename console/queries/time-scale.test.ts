// The time axis of a query's picture.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, roundedUp, type ScaleKind, SHORTEST_WINDOW_MS, timeScaleOf, zoomed } from './time-scale.ts';

const DAY_MS = 86_400_000;
const kinds = fc.constantFrom<ScaleKind>('even', 'stretched');
const windows = fc
  .tuple(fc.integer({ min: 0, max: DAY_MS }), fc.integer({ min: SHORTEST_WINDOW_MS, max: DAY_MS }))
  .map(([fromMs, spanMs]) => ({ fromMs, untilMs: fromMs + spanMs }));

test('what comes later is never further left, and a window fills its width', () => {
  fc.assert(
    fc.property(kinds, windows, fc.array(fc.integer({ min: 0, max: 3 * DAY_MS })), (kind, window, instants) => {
      const { x } = timeScaleOf(kind, window, 100, 800);
      expect(x(window.fromMs)).toBeCloseTo(100);
      expect(x(window.untilMs)).toBeCloseTo(900);
      const places = instants.toSorted((one, other) => one - other).map(x);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
    }),
  );
});

test('ticks stand within the window, apart from each other, and there is always one', () => {
  fc.assert(
    fc.property(kinds, windows, (kind, window) => {
      const { ticks } = timeScaleOf(kind, window, 0, 800);
      expect(ticks.length).toBeGreaterThan(0);
      for (const [at, { x, atMs }] of ticks.entries()) {
        expect(atMs).toBeGreaterThanOrEqual(window.fromMs);
        expect(atMs).toBeLessThanOrEqual(window.untilMs);
        expect(x - (ticks[at - 1]?.x ?? Number.NEGATIVE_INFINITY)).toBeGreaterThan(60);
      }
    }),
  );
});

test('a stretched axis gives the first second of a day as much room as it needs', () => {
  const day = { fromMs: 0, untilMs: DAY_MS };
  expect(timeScaleOf('stretched', day, 0, 1000).x(1000)).toBeGreaterThan(150);
  expect(timeScaleOf('even', day, 0, 1000).x(1000)).toBeLessThan(1);
});

test('zooming in and out and moving stay between acceptance and the end, and never come to nothing', () => {
  const steps = fc.array(fc.constantFrom(0.5, 2, 'earlier' as const, 'later' as const), { maxLength: 40 });
  fc.assert(
    fc.property(kinds, steps, fc.double({ min: 0, max: 1, noNaN: true }), (kind, taken, share) => {
      let window = { fromMs: 0, untilMs: 1000 };
      for (const step of taken) {
        const aroundMs = window.fromMs + share * (window.untilMs - window.fromMs);
        if (typeof step === 'number') window = zoomed(kind, window, step, aroundMs, DAY_MS);
        else window = moved(kind, window, step === 'later' ? 0.25 : -0.25, DAY_MS);
        expect(window.fromMs).toBeGreaterThanOrEqual(0);
        expect(window.untilMs).toBeLessThanOrEqual(DAY_MS + 1e-6);
        expect(window.untilMs - window.fromMs).toBeGreaterThan(0);
      }
    }),
  );
});

test('what one zooms around stays where it is', () => {
  const before = timeScaleOf('stretched', { fromMs: 0, untilMs: 10_000 }, 0, 900);
  const after = timeScaleOf('stretched', zoomed('stretched', before.window, 0.5, 700, DAY_MS), 0, 900);
  expect(after.x(700)).toBeCloseTo(before.x(700));
});

test('a picture is fitted to a round time not much longer than what has happened', () => {
  expect([3, 800, 1000, 1001, 2100, 22_188].map(roundedUp)).toEqual([5, 1000, 1000, 1500, 3000, 30_000]);
});
