// What only a run that is watched step by step shows, invariant by invariant; and that watching and judging afterwards
// come to the same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Card } from '../../core/messages.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { Latest } from './latest.ts';
import { createOracle, INVARIANTS, judge } from './oracle.ts';
import type { RunRecord } from './run-record.ts';
import { contextOf, sightsOf } from './run-sights.ts';
import type { RunContext, Sight } from './sight.ts';
import {
  accepted,
  answered,
  CHOSEN,
  contextWith,
  DAY,
  delivered,
  done,
  ended,
  engine,
  firedBy,
  GOOD_STORY,
  HOUR,
  messagesAt,
  recordAt,
  reportAt,
  runningAt,
  saidOf,
  started,
  T0,
  TRUTH,
} from './sights-fixture.ts';

const whole = [accepted(), ...delivered('ICBC', 1, 0), ...delivered('CMB', 1, 1000), ended(1000)];

test('the table has I1 to I11 in their order', () => {
  expect(INVARIANTS.map(({ id }) => id)).toEqual(Array.from({ length: 11 }, (_, at) => `I${at + 1}`));
});

test('a record that is still RUNNING a minute after its deadline breaks I1 at once', () => {
  expect(saidOf([accepted(), runningAt(DAY + 60_000)])).toEqual([]);
  expect(saidOf([accepted(), runningAt(DAY + 60_001)])).toEqual([expect.stringMatching(/^I1 is still RUNNING/)]);
  expect(firedBy([accepted(), recordAt(2 * DAY, { generatedAtMs: T0 + 2 * DAY })])).toContain('I1');
});

test('a bank that ends twice, that nobody chose, that has not ended, or that ends after its query breaks I2', () => {
  const other = engine({ type: 'bank-done', queryId: 'q1', bank: 'ABC', disposition: 'DENIED', atMs: T0 });
  expect(firedBy([accepted(), done('ICBC', 0, 'DENIED'), done('ICBC', 0, 'FAILED')])).toEqual(['I2']);
  expect(firedBy([accepted(), other])).toEqual(['I2']);
  expect(firedBy([accepted(), ...delivered('ICBC', 1, 0), ended(0)])).toEqual(['I2']);
  expect(firedBy([...whole, done('CMB', 1001, 'FAILED')])).toEqual(['I2']);
});

test('a record or a report that says something else of a bank than what it came to breaks I2', () => {
  const timedOut = [
    { bank: 'ICBC', disposition: 'DELIVERED' },
    { bank: 'CMB', disposition: 'TIMEOUT' },
  ] as const;
  expect(saidOf([...whole, recordAt(2000, { dispositions: timedOut })])).toEqual([
    'I2 CMB is TIMEOUT in the record, and was DELIVERED',
  ]);
  const banks = timedOut.map((one) => ({ ...one, bankName: '', unsupported: [] }));
  expect(firedBy([...whole, reportAt(2000, { banks })])).toContain('I2');
  expect(firedBy([accepted(), done('ICBC', 5, 'DENIED'), runningAt(6, 'DELIVERED')])).toEqual(['I2']);
});

test('a truth from before the first call, or from after the bank was done, breaks I3', () => {
  const asked: string[] = [];
  const context = contextWith(
    {},
    {
      truths: (idNumber, bank, fromMs, untilMs) => {
        asked.push(`${idNumber} ${bank} ${fromMs - T0} ${untilMs - T0}`);
        return bank === 'CMB' ? [{ cards: [], unsupported: [] }] : [{ cards: [], unsupported: [] }, TRUTH];
      },
    },
  );
  const story = [
    accepted(),
    ...delivered('ICBC', 1, 50),
    started('CMB', 1, 10),
    answered('CMB', 1, 20, 'unknown', { tookMs: 10 }),
    ...delivered('CMB', 2, 1000),
    ended(1000),
    reportAt(2000),
  ];
  expect(saidOf(story, { context })).toEqual(['I3 CMB (DELIVERED) shows DEBIT 6222 0001 - -, the truth is nothing']);
  expect(asked).toEqual(['310000199001010010 ICBC 50 50', '310000199001010010 CMB 10 1000']);
});

test('cards in another order than the truth break nothing, one of them twice in the place of the other breaks I3', () => {
  const one = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' } as const;
  const other = { ...one, panLast4: '0002' };
  const truths: RunContext['truths'] = (_idNumber, bank) => [
    { cards: bank === 'ICBC' ? [one, other] : [], unsupported: [] },
  ];
  const shown = (...cards: readonly Card[]) => {
    const banks = CHOSEN.map((bank) => ({ bank, bankName: '', debit: bank === 'ICBC' ? 2 : 0, credit: 0 }));
    const summary = { debit: 2, credit: 0, banks };
    return reportAt(2000, { summary, cards: cards.map((card) => ({ bank: 'ICBC', bankName: '', ...card })) });
  };
  const context = contextWith({}, { truths });
  expect(saidOf([...whole, shown(one, other)], { context })).toEqual([]);
  expect(saidOf([...whole, shown(other, one)], { context })).toEqual([]);
  expect(firedBy([...whole, shown(one, one)], { context })).toEqual(['I3']);
});

test('a report shown to somebody else, or to nobody of the run, breaks I3', () => {
  expect(saidOf([...whole, reportAt(2000, {}, 'u2')])).toEqual(['I3 u2 was shown a report of u1']);
  expect(firedBy([reportAt(2000, {}, 'u2')])).toEqual(['I3']);
});

test('a report of another query or of one that has FAILED, and a record that takes its end back, break I4', () => {
  const failed = { status: 'FAILED', generatedAtMs: undefined, expiresAtMs: undefined } as const;
  expect(firedBy([...whole, reportAt(2000, { queryId: 'q2' })])).toEqual(['I4']);
  expect(firedBy([recordAt(2000, failed), reportAt(3000)])).toEqual(['I4']);
  expect(firedBy([recordAt(2000), recordAt(3000, failed)])).toEqual(['I4']);
  expect(firedBy([recordAt(2000), runningAt(3000)])).toContain('I4');
  expect(firedBy([recordAt(2000), recordAt(3000, { generatedAtMs: T0 + 1001 })])).toEqual(['I4']);
});

test('a phone without a message once its query has ended breaks I4, one before that does not', () => {
  expect(saidOf([accepted(), messagesAt(500)])).toEqual([]);
  expect(firedBy([...whole, messagesAt(2000)])).toEqual(['I4']);
});

test('an acceptance while the last query runs breaks I5 at once; inside the interval its record decides to the millisecond', () => {
  expect(saidOf([accepted(), accepted(10, 'q2')])).toEqual([expect.stringContaining('while q1 of the same user')]);
  expect(firedBy([...whole, accepted(2000, 'q2')])).toEqual(['I5']);
  // In a live network the event of the end comes some milliseconds after the report was made.
  const late = [...whole.slice(0, -1), ended(1005), accepted(7 * DAY + 1000, 'q2')];
  const record = recordAt(7 * DAY + 2000);
  expect(saidOf([...late, record])).toEqual([]);
  expect(firedBy([...late, recordAt(7 * DAY + 2000, { generatedAtMs: T0 + 1001 })])).toEqual(['I5']);
  expect(firedBy(late)).toEqual(['I5']);
  expect(saidOf([...whole.slice(0, -1), ended(1000, 'FAILED'), accepted(2000, 'q2')])).toEqual([]);
});

test('an interval of the settings is the one that counts (I5)', () => {
  const context = contextWith({ intervalMs: HOUR });
  expect(saidOf([...whole, accepted(1000 + HOUR, 'q2')], { context })).toEqual([]);
  expect(firedBy([...whole, accepted(999 + HOUR, 'q2')], { context })).toEqual(['I5']);
});

test('personal data in a step, in a list within an event, or as a number breaks I9; people may come late', () => {
  const people: { idNumber: string; mobile: string; name: string }[] = [];
  const oracle = createOracle(contextWith({}, { people: () => people }));
  const said = (sight: Sight) => oracle.see(sight).map(({ invariant, message }) => `${invariant} ${message}`);
  const step = (text: string): Sight => ({ kind: 'step', text, atMs: T0 });
  expect(said(step('王小明 applies'))).toEqual([]);
  people.push({ idNumber: '310000199001010010', mobile: '13912345678', name: '王小明' });
  expect(said(step('王小明 applies'))).toEqual(['I9 a step has a name (王*) at character 0']);
  const event: EngineEvent = { type: 'code-sent', atMs: T0 };
  const inside = Object.assign(event, { to: [{ mobile: 13_912_345_678 }] });
  // An instant is as long as that, whatever its digits.
  expect(said(engine({ type: 'code-sent', atMs: 1_391_234_567_800 }))).toEqual([]);
  expect(said(engine(inside))).toEqual(['I9 an event code-sent has a mobile (139…5678) at character 0']);
});

test('the same breach is said once', () => {
  const oracle = createOracle(contextWith());
  for (const sight of whole) expect(oracle.see(sight)).toEqual([]);
  expect(oracle.see(messagesAt(2000))).toHaveLength(1);
  expect(oracle.see(messagesAt(3000))).toEqual([]);
});

test('of what has ended the latest are remembered, as many as the limit at least and twice as many at most', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (keys, limit) => {
      const latest = new Latest<number>(limit);
      for (const [at, key] of keys.entries()) latest.set(String(key), at);
      const recent = new Map(keys.map((key, at) => [String(key), at]));
      const newest = [...recent].toSorted(([, one], [, other]) => other - one);
      for (const [key, at] of newest.slice(0, limit)) expect(latest.get(key)).toBe(at);
      expect(newest.filter(([key]) => latest.get(key) !== undefined).length).toBeLessThanOrEqual(2 * limit);
    }),
  );
});

/** Events in any order, so also impossible runs: each breaks something. */
const runs = fc.shuffledSubarray(GOOD_STORY.flatMap((sight) => (sight.kind === 'engine' ? [sight.event] : [])));

test('sights one by one come to the same as the run judged as a whole, whatever has happened', () => {
  fc.assert(
    fc.property(runs, (events) => {
      const run: RunRecord = {
        queries: [],
        events,
        untilMs: T0 + 9 * DAY,
        intervalMs: DAY,
        throttle: { burst: 1, perSecond: 1 },
        restraint: { inFlight: 1, retryBudget: { share: 0, perSecond: 0, burst: 0 } },
        truthOn: () => TRUTH,
      };
      const oracle = createOracle(contextOf(run));
      const one = sightsOf(run).map((sight) => oracle.see(sight));
      expect([...one.flat(), ...oracle.end(run.untilMs)]).toEqual(judge(run));
    }),
  );
});

test('no order of sights makes the oracle throw, and the right one is the one that breaks nothing', () => {
  expect(saidOf(GOOD_STORY, { untilMs: T0 + 30 * DAY })).toEqual([]);
  fc.assert(
    fc.property(fc.shuffledSubarray([...GOOD_STORY]), (sights) => {
      expect(() => saidOf(sights, { untilMs: T0 + 30 * DAY })).not.toThrow();
    }),
  );
});
