// I11: each way in which an engine may not go on although nothing hinders it.
import { expect, test } from 'vitest';
import {
  accepted,
  answered,
  at,
  DAY,
  delivered,
  done,
  ended,
  firedBy,
  HOUR,
  recordAt,
  runningAt,
  saidOf,
  started,
  T0,
} from './sights-fixture.ts';

const failedOnce = [
  accepted(),
  ...delivered('ICBC', 1, 0),
  started('CMB', 1, 0),
  answered('CMB', 1, 10, 'unknown', { tookMs: 10 }),
];
const timedOut = [done('CMB', DAY, 'TIMEOUT'), ended(DAY)];

test('a query that has not ended when all is healed and at rest breaks I11', () => {
  expect(saidOf([...failedOnce, at('healed', 1000), at('at-rest', HOUR)])).toEqual([
    'I11 has not ended though all was healed and at rest at 2026-01-05T10:00:00.000+08:00',
  ]);
  expect(
    saidOf([...failedOnce, ...delivered('CMB', 2, 500), ended(500), at('healed', 1000), at('at-rest', HOUR)]),
  ).toEqual([]);
});

test('without healing nothing is owed: a bank may be down up to the deadline', () => {
  expect(saidOf([...failedOnce, ...timedOut])).toEqual([]);
});

test('a TIMEOUT of a bank that was not asked for hours after the healing breaks I11', () => {
  expect(firedBy([...failedOnce, at('healed', HOUR), ...timedOut])).toEqual(['I11']);
  // Two pauses of at most half an hour, and a little: up to there it is the engine's own affair.
  expect(saidOf([...failedOnce, at('healed', DAY - HOUR), ...timedOut])).toEqual([]);
});

test('a bank that is asked and does not serve, or has set a Retry-After up to the deadline, is not neglected', () => {
  const askedAgain = [started('CMB', 2, DAY - HOUR), answered('CMB', 2, DAY - HOUR, 'unknown')];
  expect(saidOf([...failedOnce, at('healed', HOUR), ...askedAgain, ...timedOut])).toEqual([]);
  const told = [started('CMB', 2, 100), answered('CMB', 2, 100, 'later', { retryAfterMs: DAY })];
  expect(saidOf([...failedOnce, ...told, at('healed', HOUR), ...timedOut])).toEqual([]);
});

test('a TIMEOUT before the deadline breaks I11, healed or not', () => {
  expect(firedBy([...failedOnce, done('CMB', DAY - 1, 'TIMEOUT'), ended(DAY - 1)])).toEqual(['I11']);
});

test('FAILED by a call that began after the healing breaks I11, by one from before it does not; DENIED may be the truth', () => {
  const late = (disposition: 'FAILED' | 'DENIED', beganMs: number) => [
    ...failedOnce,
    at('healed', 1000),
    started('CMB', 2, beganMs),
    answered('CMB', 2, 2000, disposition.toLowerCase(), { tookMs: 2000 - beganMs }),
    done('CMB', 2000, disposition),
    ended(2000),
  ];
  expect(firedBy(late('FAILED', 1001))).toEqual(['I11']);
  expect(saidOf(late('FAILED', 1000))).toEqual([]);
  expect(saidOf(late('DENIED', 1500))).toEqual([]);
});

test('at the end, a bank that nobody has asked for hours breaks I11', () => {
  expect(saidOf([...failedOnce, at('healed', HOUR)], { untilMs: T0 + 2 * HOUR })).toEqual([]);
  expect(saidOf([...failedOnce, at('healed', HOUR)], { untilMs: T0 + 4 * HOUR })).toEqual([
    expect.stringMatching(/^I11 CMB was PENDING at 2026-01-05T13:00:00\.000\+08:00 and had not been asked/),
  ]);
});

test('an engine that is off owes nothing, one that is back does', () => {
  const off = [...failedOnce, at('healed', 1000), at('crashed', 2000)];
  expect(saidOf([...off, at('at-rest', HOUR)], { untilMs: T0 + 9 * HOUR })).toEqual([]);
  const back = [...off, at('restarted', 3000)];
  expect(firedBy(back, { untilMs: T0 + 9 * HOUR })).toEqual(['I11']);
  expect(firedBy([...back, at('at-rest', HOUR), runningAt(HOUR)])).toEqual(['I11']);
  const failed = { status: 'FAILED', generatedAtMs: undefined, expiresAtMs: undefined } as const;
  expect(saidOf([...back, at('at-rest', HOUR), recordAt(HOUR, failed)])).not.toContainEqual(
    expect.stringMatching(/^I11/),
  );
});
