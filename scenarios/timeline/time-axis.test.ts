// The time axis of a picture: order is kept, silence is short, what is under way is not silent.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeAxisOf } from './time-axis.ts';

const DAY_MS = 86_400_000;
const NOTHING = { impulses: new Set<number>(), underWay: [] };

test('a story of a second with an end nine days later is two panels and a break that says how long', () => {
  const axis = timeAxisOf({ ...NOTHING, instants: [0, 180, 420, 600, 9 * DAY_MS] });
  expect(axis.panels.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
    [0, 600],
    [9 * DAY_MS, 9 * DAY_MS],
  ]);
  expect(axis.breaks.map(({ silentMs }) => silentMs)).toEqual([9 * DAY_MS - 600]);
  expect(axis.x(600) - axis.x(0)).toBeGreaterThan(axis.x(9 * DAY_MS) - axis.x(600));
});

test('pauses between retries that double are no silence, in one panel', () => {
  const instants = Array.from({ length: 16 }, (_, at) => 1000 * 2 ** at);
  expect(timeAxisOf({ ...NOTHING, instants: [0, ...instants] }).panels).toHaveLength(1);
});

test('a step begins a panel, and while a query runs there is no break before it', () => {
  const retries = [0, 1000, 5000, 20_000, 80_000];
  const running = [{ fromMs: 0, untilMs: 80_000 }];
  const axis = timeAxisOf({ instants: retries, impulses: new Set([0, 20_000]), underWay: running });
  expect(axis.panels).toHaveLength(2);
  expect(axis.breaks).toMatchObject([{ silentMs: undefined }]);
  const idle = timeAxisOf({ instants: retries, impulses: new Set([0, 20_000]), underWay: [] });
  expect(idle.breaks).toMatchObject([{ silentMs: 15_000 }, { silentMs: 60_000 }]);
});

test('a short panel is drawn to scale', () => {
  const axis = timeAxisOf({ ...NOTHING, instants: [0, 500, 1000] });
  expect(axis.x(500) - axis.x(0)).toBeCloseTo(axis.x(1000) - axis.x(500));
});

test('whatever happens and whenever, later is never further left, and nothing is outside', () => {
  const instant = fc.integer({ min: 0, max: 400 * DAY_MS });
  fc.assert(
    fc.property(fc.array(instant, { minLength: 1 }), fc.array(instant), (instants, steps) => {
      const all = [...instants, ...steps];
      const axis = timeAxisOf({ instants: all, impulses: new Set(steps), underWay: [] });
      const places = all.toSorted((one, other) => one - other).map(axis.x);
      for (const [at, x] of places.entries()) {
        expect(x).toBeGreaterThanOrEqual(places[at - 1] ?? 0);
        expect(x).toBeLessThanOrEqual(axis.width);
      }
      expect(axis.panels.length).toBeLessThanOrEqual(24);
    }),
  );
});
