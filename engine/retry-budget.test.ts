// How many calls in vain a bank may be asked again with (R18).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bucket } from '../core/token-bucket.ts';
import { afterFirstCall, afterGoodRetry, fullBudget, spendRetry } from './retry-budget.ts';
import { DEFAULT_SETTINGS } from './settings.ts';

const settings = { share: 0.1, perSecond: 2, burst: 3 };

/** The budget after as many retries as it had room for at this instant, and how many those were. */
const spendAll = (budget: Bucket, nowMs: number): { readonly spent: number; readonly budget: Bucket } => {
  let left = budget;
  for (let spent = 0; ; spent++) {
    const taken = spendRetry(left, nowMs, settings);
    if (!taken.taken) return { spent, budget: left };
    left = taken.bucket;
  }
};

test('a full budget has its burst, then what time brings', () => {
  const { spent, budget } = spendAll(fullBudget(0), 0);
  expect(spent).toBe(3);
  expect(spendRetry(budget, 0, settings)).toEqual({ taken: false, retryAfterMs: 500 });
  expect(spendAll(budget, 1000).spent).toBe(2);
  expect(spendAll(budget, 3_600_000).spent).toBe(3);
});

test('ten first calls allow one retry', () => {
  let { budget } = spendAll(fullBudget(0), 0);
  for (let call = 0; call < 9; call++) budget = afterFirstCall(budget, settings);
  expect(spendAll(budget, 0).spent).toBe(0);
  expect(spendAll(afterFirstCall(budget, settings), 0).spent).toBe(1);
});

test('a retry that was served costs nothing: what has waited through an outage is not held up by it (I11)', () => {
  const { budget } = spendAll(fullBudget(0), 0);
  expect(spendAll(afterGoodRetry(budget), 0).spent).toBe(1);
  expect(afterGoodRetry(fullBudget(0))).toEqual(fullBudget(0));
});

test('over any course retries in vain stay within the share, the time and the burst', () => {
  const step = fc.record({ passMs: fc.nat({ max: 2000 }), act: fc.constantFrom('first', 'retry', 'good retry') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      let [nowMs, firsts, inVain] = [0, 0, 0];
      let budget = fullBudget(0);
      for (const { passMs, act } of steps) {
        nowMs += passMs;
        if (act === 'first') {
          budget = afterFirstCall(budget, settings);
          firsts++;
          continue;
        }
        const taken = spendRetry(budget, nowMs, settings);
        if (!taken.taken) continue;
        budget = act === 'retry' ? taken.bucket : afterGoodRetry(taken.bucket);
        if (act === 'retry') inVain++;
      }
      expect(inVain).toBeLessThanOrEqual(
        settings.burst + settings.share * firsts + (settings.perSecond * nowMs) / 1000,
      );
    }),
  );
});

test('share and time together are the 1.2 of R18 under the load of the default throttle', () => {
  const { share, perSecond } = DEFAULT_SETTINGS.retryBudget;
  expect(share + perSecond / DEFAULT_SETTINGS.throttle.perSecond).toBeCloseTo(0.2);
});
