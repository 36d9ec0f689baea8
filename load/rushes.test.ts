// When a rush begins, and from where its recovery counts.
import { expect, test } from 'vitest';
import { distributionOf } from './distribution.ts';
import { slicesOf } from './run-slices.ts';
import { rushesOf } from './rushes.ts';

const THROTTLE = { burst: 10, perSecond: 50 };

/** Seconds by how many were due and how many of these were refused. */
const rushes = (...seconds: readonly (readonly [due: number, refused: number])[]) =>
  rushesOf(
    seconds.map(([due, refused], at) => ({
      atMs: at * 1000,
      due,
      refused: distributionOf(Array.from({ length: refused }, () => 1)),
    })),
    THROTTLE,
  );

test('where nobody is refused there is no rush, however many the burst lets in', () => {
  expect(rushes([40, 0], [60, 0], [40, 0])).toEqual([]);
});

test('acceptance that recovers at once takes no time, also where nobody came for a while', () => {
  const rush = { fromMs: 1000, untilMs: 3000, refused: 250, recoveryMs: 0 };
  expect(rushes([40, 0], [200, 100], [200, 150], [40, 0])).toEqual([rush]);
  expect(rushes([40, 0], [200, 100], [200, 150], [0, 0], [0, 0], [40, 0])).toEqual([rush]);
});

test('who is refused after the excess makes the recovery longer, by each such second', () => {
  expect(rushes([200, 150], [40, 30], [0, 0], [40, 10], [40, 0], [40, 0])).toEqual([
    { fromMs: 0, untilMs: 1000, refused: 190, recoveryMs: 2000 },
  ]);
});

test('more excess before the recovery is the same rush; after it, another', () => {
  expect(rushes([200, 150], [40, 30], [200, 150], [40, 0], [200, 99], [40, 0])).toEqual([
    { fromMs: 0, untilMs: 3000, refused: 330, recoveryMs: 0 },
    { fromMs: 4000, untilMs: 5000, refused: 99, recoveryMs: 0 },
  ]);
});

test('a run that ends in a rush does not show its recovery', () => {
  expect(rushes([200, 150], [200, 150])).toEqual([{ fromMs: 0, untilMs: 2000, refused: 300, recoveryMs: undefined }]);
});

test('the burst comes back while few are accepted, and no more of it than there is', () => {
  const second = { atMs: 0, due: 0, sent: 0, answered: 0, errors: 0, throttled: 0, accepted: 0 };
  const metered = Array.from({ length: 4 }, () => ({
    ...second,
    apply: undefined,
    report: undefined,
    refused: undefined,
  }));
  const seen = [60, 0, 0, 60].map((accepted, at) => ({ second: 7 + at, accepted, calls: 0, retries: 0 }));
  expect(
    slicesOf(metered, seen, 7, THROTTLE).map(({ acceptedTotal, allowedTotal }) => [acceptedTotal, allowedTotal]),
  ).toEqual([
    [60, 60],
    [60, 110],
    [60, 120],
    [120, 120],
  ]);
});
