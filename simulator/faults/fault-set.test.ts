// Which calls a fault hits: shares that are exact over many calls, keyed by the call alone, in windows and shapes.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../core/calendar.ts';
import { createRandom } from '../../core/random.ts';
import { DEFAULT_START_MS } from '../../core/virtual-clock.ts';
import { createFaultSet, type FaultSet, PORT_SLOT_MS } from './fault-set.ts';
import { faultsOf } from './faults-fixture.ts';

const START_MS = DEFAULT_START_MS;
const HOUR_MS = 3_600_000;

const setOf = (given: readonly object[], { issuer = 'ICBC', seed = 42 } = {}): FaultSet =>
  createFaultSet(issuer, faultsOf(given), createRandom(seed).fork('issuer', issuer));

const namesAt = (set: FaultSet, inquiry: number | string, attempt = 1, nowMs = START_MS): readonly string[] =>
  set.hits({ inquiryId: `inquiry-${inquiry}`, attempt, nowMs })?.names ?? [];

/** Of `calls` calls, the share that is hit. */
const shareOf = (calls: number, isHit: (at: number) => boolean): number => {
  let hit = 0;
  for (let at = 0; at < calls; at++) if (isHit(at)) hit++;
  return hit / calls;
};

/** Five standard deviations of a share of so many independent calls: missed once in two million seeds. */
const tolerance = (share: number, calls: number): number => 5 * Math.sqrt((share * (1 - share)) / calls);

test.each([0.3, 1 / 20, 0.001, 0.999])(
  'a share of %d is that share of many calls, and of the attempts of one inquiry',
  (share) => {
    const set = setOf([{ kind: 'hang', share }]);
    const calls = 50_000;
    expect(Math.abs(shareOf(calls, (at) => namesAt(set, at).length > 0) - share)).toBeLessThan(tolerance(share, calls));
    const attempts = shareOf(calls, (at) => namesAt(set, 'one', at + 1).length > 0);
    expect(Math.abs(attempts - share)).toBeLessThan(tolerance(share, calls));
  },
);

test('a share of 0 hits nobody and a share of 1 everybody', () => {
  const set = setOf([
    { kind: 'hang', share: 0 },
    { kind: 'close', share: 1 },
  ]);
  expect(shareOf(1000, (at) => namesAt(set, at).join() === 'close')).toBe(1);
});

test('the same seed gives the same calls the same fault: order, company and further faults change nothing', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 9999 }), { minLength: 1, maxLength: 40 });
  const flaky = { kind: 'status', name: 'flaky', status: 503, share: 0.5 };
  const hitsIn = (set: FaultSet, order: readonly number[]) =>
    new Map(order.map((id) => [id, [1, 2, 3].map((attempt) => namesAt(set, id, attempt).includes('flaky'))]));
  fc.assert(
    fc.property(ids, (order) => {
      const alone = hitsIn(setOf([flaky]), order);
      const others = [
        { kind: 'latency', p50: '1s', share: 0.5 },
        { kind: 'truncate', share: 0.3 },
      ];
      expect(hitsIn(setOf([...others, flaky]), order.toReversed())).toEqual(alone);
    }),
  );
  const many = Array.from({ length: 200 }, (_, at) => at);
  const icbc = hitsIn(setOf([flaky]), many);
  expect(hitsIn(setOf([flaky], { issuer: 'ABC' }), many)).not.toEqual(icbc);
  expect(hitsIn(setOf([flaky], { seed: 43 }), many)).not.toEqual(icbc);
  expect(hitsIn(setOf([{ ...flaky, name: 'other' }]), many)).not.toEqual(icbc);
});

test('a window opens at its first instant and is closed at its last', () => {
  const set = setOf([{ kind: 'hang', from: '10s', until: '20s' }]);
  const at = (offsetMs: number) => namesAt(set, 1, 1, START_MS + offsetMs);
  expect([9999, 10_000, 19_999, 20_000].map((ms) => at(ms).length)).toEqual([0, 1, 1, 0]);
});

test('nightly maintenance runs over midnight in Shanghai and says when it ends', () => {
  const set = setOf([{ name: 'nightly', kind: 'maintenance', from: '23:30', until: '00:30' }]);
  // 09:00 in Shanghai is the start: 23:30 comes 14.5 hours later.
  const retryAfter = (offsetMs: number) => {
    const delivery = set.hits({ inquiryId: 'i', attempt: 1, nowMs: START_MS + offsetMs })?.instead;
    return delivery?.act.kind === 'respond' ? [delivery.act.status, delivery.act.retryAfterS] : undefined;
  };
  expect(retryAfter(14.5 * HOUR_MS - 1)).toBeUndefined();
  expect(retryAfter(14.5 * HOUR_MS)).toEqual([503, 3600]);
  expect(retryAfter(15 * HOUR_MS)).toEqual([503, 1800]);
  expect(retryAfter(15.5 * HOUR_MS - 1)).toEqual([503, 1]);
  expect(retryAfter(15.5 * HOUR_MS)).toBeUndefined();
  expect(retryAfter(15 * HOUR_MS + 9 * DAY_MS)).toEqual([503, 1800]);
});

test('a fault with `for` heals by itself', () => {
  const set = setOf([{ kind: 'hang', for: '30s' }]);
  expect(namesAt(set, 1, 1, START_MS + 29_999)).toEqual(['hang']);
  expect(namesAt(set, 1, 1, START_MS + 30_000)).toEqual([]);
  expect(namesAt(set, 1, 1, START_MS - 1)).toEqual([]);
});

test('a ramp hits ever more calls and then nobody', () => {
  const set = setOf([{ kind: 'ramp', from: '0s', until: '100s', start: 0.2, share: 0.8, as: 'close' }]);
  const calls = 20_000;
  const shareAt = (offsetMs: number) => shareOf(calls, (at) => namesAt(set, at, 1, START_MS + offsetMs).length > 0);
  for (const [offsetMs, share] of [
    [0, 0.2],
    [25_000, 0.35],
    [50_000, 0.5],
    [99_999, 0.8],
  ] as const) {
    expect(Math.abs(shareAt(offsetMs) - share)).toBeLessThan(tolerance(share, calls));
  }
  expect(shareAt(100_000)).toBe(0);
});

test('fail-first fails the first calls of every inquiry, and a share is a share of inquiries', () => {
  const set = setOf([{ kind: 'fail-first', n: 3 }]);
  for (const id of [1, 2, 'x']) {
    expect([1, 2, 3, 4, 5].map((attempt) => namesAt(set, id, attempt).length)).toEqual([1, 1, 1, 0, 0]);
  }
  const half = setOf([{ kind: 'fail-first', n: 2, share: 0.5 }]);
  const calls = 20_000;
  const share = shareOf(calls, (at) => {
    const [first, second] = [namesAt(half, at, 1).length, namesAt(half, at, 2).length];
    expect(second).toBe(first);
    return first > 0;
  });
  expect(Math.abs(share - 0.5)).toBeLessThan(tolerance(0.5, calls));
});

test('bursts come and go as long as they were asked to, and are the same for whoever asks', () => {
  const given = [{ kind: 'burst', good: '60s', bad: '5s', share: 1, goodShare: 0, as: 'close' }];
  const set = setOf(given);
  const seconds = 400_000;
  const isBad = (second: number, of: FaultSet = set) => namesAt(of, 'x', 1, START_MS + second * 1000).length > 0;
  let bad = 0;
  let changes = 0;
  for (let second = 0, before = false; second < seconds; second++) {
    const now = isBad(second);
    if (now) bad++;
    if (now && !before) changes++;
    before = now;
  }
  // 5 of 65 seconds are bad; over six thousand bursts, 7 % are more than five standard deviations.
  expect(bad / seconds).toBeGreaterThan((5 / 65) * 0.93);
  expect(bad / seconds).toBeLessThan((5 / 65) * 1.07);
  // Bursts shorter than a second may fall between two looks.
  expect(changes).toBeGreaterThan((seconds / 65) * 0.8);
  expect(changes).toBeLessThan((seconds / 65) * 1.07);
  const other = setOf(given);
  const backwards = [350_000, 20, 123_456, 5, 399_999];
  expect(backwards.map((second) => isBad(second, other))).toEqual(backwards.map((second) => isBad(second)));
});

test('what answers in place of the bank goes before what changes its answer, in one fixed order', () => {
  const given = [
    { kind: 'latency', fixed: '2s' },
    { kind: 'truncate' },
    { kind: 'status', status: 500 },
    { kind: 'wrong-answer', what: 'schema' },
  ];
  for (const order of [given, given.toReversed()]) {
    const hits = setOf(order).hits({ inquiryId: 'inquiry-1', attempt: 1, nowMs: START_MS });
    expect(hits?.names).toEqual(['status', 'wrong-answer', 'truncate', 'latency']);
    const delivery = hits?.instead && hits.alter(hits.instead);
    expect(delivery).toMatchObject({
      afterMs: 2000,
      act: { kind: 'respond', status: 500, body: { respCode: 99 }, transport: { kind: 'truncate' } },
      faults: ['status', 'wrong-answer', 'truncate', 'latency'],
    });
  }
});

test('a port is shut by the clock, for its share of the time', () => {
  const certain = setOf([{ kind: 'refuse', from: '10s', until: '20s' }]);
  expect(certain.port(START_MS + 9999)).toEqual({ kind: 'open' });
  expect(certain.port(START_MS + 10_000)).toEqual({ kind: 'refuse', fault: 'refuse' });
  expect([0, 10_000, 20_000].map((ms) => certain.nextPortChangeMs(START_MS + ms))).toEqual([
    START_MS + 10_000,
    START_MS + 20_000,
    undefined,
  ]);
  const flaky = setOf([{ kind: 'reset', at: 'accept', share: 0.3 }]);
  const slots = 20_000;
  const share = shareOf(slots, (at) => flaky.port(START_MS + at * PORT_SLOT_MS).kind === 'reset');
  expect(Math.abs(share - 0.3)).toBeLessThan(tolerance(0.3, slots));
  expect(flaky.nextPortChangeMs(START_MS + 1)).toBe(START_MS + PORT_SLOT_MS);
  // A call that has come in meets nothing of it.
  expect(namesAt(flaky, 1)).toEqual([]);
});
