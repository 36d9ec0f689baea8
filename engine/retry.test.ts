// When a bank is asked again, and how an inquiry ends (R16, R17).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { afterCall, firstProgress, type Progress, type Waiting } from './retry.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const NOW_MS = 1_000_000;
const settings = DEFAULT_SETTINGS.retry;
const first = firstProgress(NOW_MS);
const answer = { cards: [], unsupported: [] };

const after = (before: Waiting, outcome: Outcome, chance = 0.5): Progress =>
  afterCall(before, outcome, { bank: 'CMB', nowMs: NOW_MS, settings, chance });

/** Where the inquiry stands after these calls, one after another; throws where it has ended on the way. */
const afterAll = (outcomes: readonly Outcome[], chance = 0.5): Progress =>
  outcomes.reduce<Progress>((progress, outcome) => {
    if (progress.state === 'DONE') throw new Error('the inquiry has ended before its last call (I7)');
    return after(progress, outcome, chance);
  }, first);

const pauseMs = (progress: Progress): number =>
  progress.state === 'WAITING' ? progress.nextAtMs - NOW_MS : Number.NaN;

const broken: Outcome = { kind: 'broken', reason: 'schema' };
const unknown: Outcome = { kind: 'unknown', reason: 'ECONNRESET' };
const running: Outcome = { kind: 'running' };
const lost: Outcome = { kind: 'lost' };
const later = (retryAfterMs?: number): Outcome => ({ kind: 'later', retryAfterMs });

test('an inquiry that was not sent is due at once', () => {
  expect(first).toEqual({ state: 'WAITING', running: false, attempts: 0, inVain: 0, brokenInRow: 0, nextAtMs: NOW_MS });
});

test('delivered, denied and failed end an inquiry, each with its disposition (R16)', () => {
  const ends: readonly (readonly [Outcome, object])[] = [
    [
      { kind: 'delivered', answer },
      { bank: 'CMB', disposition: 'DELIVERED', answer },
    ],
    [{ kind: 'denied' }, { bank: 'CMB', disposition: 'DENIED' }],
    [
      { kind: 'failed', reason: 'status 400' },
      { bank: 'CMB', disposition: 'FAILED' },
    ],
  ];
  for (const [outcome, end] of ends)
    expect(after(first, outcome)).toEqual({ state: 'DONE', attempts: 1, outcome: end });
});

test('everything else goes on (R17)', () => {
  for (const outcome of [broken, unknown, running, lost, later(), later(5000)]) {
    expect(after(first, outcome)).toMatchObject({ state: 'WAITING', attempts: 1, inVain: 1 });
  }
});

test('pauses are uniform below a limit that doubles up to a quarter of an hour (R17)', () => {
  const limits = Array.from({ length: 13 }, (_, n) =>
    pauseMs(
      afterAll(
        Array.from({ length: n + 1 }, () => unknown),
        1,
      ),
    ),
  );
  expect(limits.map((limit) => limit / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  expect(pauseMs(afterAll([unknown, unknown, unknown], 0.25))).toBe(1000);
  expect(pauseMs(after(first, unknown, 0))).toBe(0);
});

test('pauses stay bounded after any number of attempts', () => {
  const worn: Waiting = { ...first, attempts: 5000, inVain: 5000 };
  expect(pauseMs(after(worn, unknown, 1))).toBe(settings.longestPauseMs);
  expect(pauseMs(after({ ...worn, running: true }, running))).toBe(settings.longestStatusPauseMs);
});

test('Retry-After is a floor, and only a floor (R17, I7)', () => {
  expect(pauseMs(after(first, later(90_000)))).toBe(90_000);
  expect(pauseMs(after({ ...first, inVain: 9 }, later(90_000), 1))).toBe(512_000);
  expect(pauseMs(after({ ...first, running: true }, later(90_000)))).toBe(90_000);
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat({ max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (floorMs, inVain, chance) => {
        expect(pauseMs(after({ ...first, inVain }, later(floorMs), chance))).toBeGreaterThanOrEqual(floorMs);
      },
    ),
  );
});

test('a running inquiry is asked for at 1, 2, 4, 8, 16, 32 seconds, then ever more rarely (R17)', () => {
  const pauses = Array.from({ length: 13 }, (_, n) => pauseMs(afterAll(Array.from({ length: n + 1 }, () => running))));
  expect(pauses.map((pause) => pause / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1800, 1800]);
});

test('an unknown outcome while running leaves it running (R17)', () => {
  const progress = afterAll([running, unknown, later(), broken]);
  expect(progress).toMatchObject({ running: true, attempts: 4, inVain: 4 });
  expect(pauseMs(progress)).toBe(8000);
});

test('an inquiry that the bank has lost is sent again, and pauses begin anew (R17)', () => {
  const progress = afterAll([running, running, running, lost], 1);
  expect(progress).toMatchObject({ running: false, attempts: 4, inVain: 1 });
  expect(pauseMs(progress)).toBe(1000);
});

test('a step forward makes the pauses short again (R17)', () => {
  expect(pauseMs(afterAll([unknown, unknown, unknown, running]))).toBe(1000);
});

test('eight answers in a row that break the contract are FAILED, seven are not (R16)', () => {
  const sevenTimes = Array.from({ length: 7 }, () => broken);
  expect(afterAll(sevenTimes)).toMatchObject({ state: 'WAITING', brokenInRow: 7 });
  expect(afterAll([...sevenTimes, broken])).toEqual({
    state: 'DONE',
    attempts: 8,
    outcome: { bank: 'CMB', disposition: 'FAILED' },
  });
});

test('an answer that keeps the contract breaks the row, no answer at all does not (R16)', () => {
  const sevenTimes = Array.from({ length: 7 }, () => broken);
  for (const outcome of [later(), running, lost]) {
    expect(afterAll([...sevenTimes, outcome, broken])).toMatchObject({ state: 'WAITING', brokenInRow: 1 });
  }
  expect(afterAll([...sevenTimes, unknown, broken]).state).toBe('DONE');
});

test('attempts count every call and the next one is never in the past (I7)', () => {
  const outcome = fc.constantFrom(unknown, running, lost, later(), later(3000));
  fc.assert(
    fc.property(fc.array(outcome), fc.double({ min: 0, max: 1, noNaN: true }), (outcomes, chance) => {
      const progress = afterAll(outcomes, chance);
      expect(progress.attempts).toBe(outcomes.length);
      expect(pauseMs(progress)).toBeGreaterThanOrEqual(0);
    }),
  );
});
