// The payment password when viewing (R24): five wrong tries lock for thirty minutes.
import { expect, test } from 'vitest';
import { countTry, FRESH_PASSWORD_STATE, lockedUntil, type PasswordState } from './password.ts';

const settings = { wrongTries: 5, lockMs: 1_800_000 };
const NOW_MS = 5_000_000;
const UNTIL_MS = NOW_MS + 1_800_000;

/** The state after so many wrong tries. */
const afterWrong = (tries: number): PasswordState => {
  let state = FRESH_PASSWORD_STATE;
  for (let n = 0; n < tries; n++) state = countTry(state, false, NOW_MS, settings).state;
  return state;
};

test('wrong tries count down and the fifth locks (R24)', () => {
  const verdicts = [0, 1, 2, 3, 4].map((tries) => countTry(afterWrong(tries), false, NOW_MS, settings).verdict);
  expect(verdicts).toEqual([
    { kind: 'wrong', triesLeft: 4 },
    { kind: 'wrong', triesLeft: 3 },
    { kind: 'wrong', triesLeft: 2 },
    { kind: 'wrong', triesLeft: 1 },
    { kind: 'locked', untilMs: UNTIL_MS },
  ]);
});

test('the right password forgets the wrong tries before it (R24)', () => {
  expect(countTry(afterWrong(4), true, NOW_MS, settings)).toEqual({
    state: FRESH_PASSWORD_STATE,
    verdict: { kind: 'right' },
  });
});

test('while locked even the right password is no help, and no try lengthens the lock (R24)', () => {
  const locked = afterWrong(5);
  for (const matches of [true, false]) {
    expect(countTry(locked, matches, UNTIL_MS - 1, settings)).toEqual({
      state: locked,
      verdict: { kind: 'locked', untilMs: UNTIL_MS },
    });
  }
  expect(lockedUntil(locked, UNTIL_MS - 1)).toBe(UNTIL_MS);
});

test('the lock ends to the millisecond, and the count begins anew (R24)', () => {
  const locked = afterWrong(5);
  expect(lockedUntil(locked, UNTIL_MS)).toBeUndefined();
  expect(countTry(locked, true, UNTIL_MS, settings)).toEqual({
    state: FRESH_PASSWORD_STATE,
    verdict: { kind: 'right' },
  });
  expect(countTry(locked, false, UNTIL_MS, settings)).toEqual({
    state: { wrongTries: 1, lockedUntilMs: undefined },
    verdict: { kind: 'wrong', triesLeft: 4 },
  });
});

test('nobody is locked before the first try', () => {
  expect(lockedUntil(FRESH_PASSWORD_STATE, NOW_MS)).toBeUndefined();
});
