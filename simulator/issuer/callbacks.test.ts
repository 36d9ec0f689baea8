// The five sends of a callback, in virtual time (R4, issuer-api.yaml "Callback").
import { expect, test } from 'vitest';
import { nextTurn } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { CALLBACK_LIMIT_MS, type CallbackEnd, type SendCallback, startCallback } from './callbacks.ts';
import type { CallbackOrder } from './delivery.ts';

const MINUTE_MS = 60_000;

const ORDER: CallbackOrder = {
  afterMs: 5000,
  url: 'http://127.0.0.1/cb',
  issuer: 'ICBC',
  inquiryId: 'q-00000001',
  body: { inquiryId: 'q-00000001', issuer: 'ICBC', respCode: '66', respMsg: 'x' },
};

/** Runs one callback to its end; the receiver decides each send by its number from 1. */
const run = async (
  receive: (sendNumber: number, clock: VirtualClock, signal: AbortSignal) => ReturnType<SendCallback>,
) => {
  const clock = new VirtualClock({ startMs: 0, settle: nextTurn });
  const sentAtMs: number[] = [];
  const ends: CallbackEnd[] = [];
  let isOwed = true;
  const cancel = startCallback({
    order: ORDER,
    clock,
    send: (_order, signal) => {
      sentAtMs.push(clock.now());
      return receive(sentAtMs.length, clock, signal);
    },
    isOwed: () => isOwed,
    onEnd: (end) => ends.push(end),
  });
  return {
    clock,
    sentAtMs,
    ends,
    cancel,
    settle: () => {
      isOwed = false;
    },
  };
};

const LONG_MS = 24 * 60 * MINUTE_MS;

test('the first send comes when the answer is ready, and a 2xx ends it', async () => {
  const callback = await run(() => Promise.resolve('accepted'));
  expect(await callback.clock.runUntilIdle(LONG_MS)).toBe(true);
  expect(callback.sentAtMs).toEqual([5000]);
  expect(callback.ends).toEqual(['accepted']);
});

test('five sends with gaps of 0, 1, 2 and 4 minutes, then no more', async () => {
  const callback = await run(() => Promise.resolve('failed'));
  expect(await callback.clock.runUntilIdle(LONG_MS)).toBe(true);
  const gapsMs = [0, 0, 1, 3, 7].map((minutes) => 5000 + minutes * MINUTE_MS);
  expect(callback.sentAtMs).toEqual(gapsMs);
  expect(callback.ends).toEqual(['given-up']);
});

test('a gap counts from the end of the failed send', async () => {
  const callback = await run(async (_sendNumber, clock) => {
    await clock.sleep(3000);
    return 'failed';
  });
  await callback.clock.runUntilIdle(LONG_MS);
  expect(callback.sentAtMs).toEqual([5000, 8000, 71_000, 194_000, 437_000]);
});

test('a send without an answer has failed after 10 s, is given up, and its late answer changes nothing', async () => {
  const signals: AbortSignal[] = [];
  const callback = await run(async (sendNumber, clock, signal) => {
    signals.push(signal);
    // The first answers 15 s late, while the second is on its way.
    await clock.sleep([0, CALLBACK_LIMIT_MS + 5000, 8000][sendNumber] ?? 0);
    return sendNumber === 1 ? 'accepted' : 'failed';
  });
  await callback.clock.runUntil(5000 + CALLBACK_LIMIT_MS - 1);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await callback.clock.runUntilIdle(LONG_MS);
  expect(signals[0]?.aborted).toBe(true);
  expect(callback.sentAtMs.slice(0, 2)).toEqual([5000, 15_000]);
  expect(callback.sentAtMs).toHaveLength(5);
  expect(callback.ends).toEqual(['given-up']);
});

test('a 2xx on a later send ends it there', async () => {
  const callback = await run((sendNumber) => Promise.resolve(sendNumber === 3 ? 'accepted' : 'failed'));
  expect(await callback.clock.runUntilIdle(LONG_MS)).toBe(true);
  expect(callback.sentAtMs).toHaveLength(3);
  expect(callback.ends).toEqual(['accepted']);
});

test('what a reply has carried meanwhile is not sent, nor sent again', async () => {
  const before = await run(() => Promise.resolve('accepted'));
  before.settle();
  await before.clock.runUntilIdle(LONG_MS);
  expect(before.sentAtMs).toEqual([]);
  expect(before.ends).toEqual(['not-owed']);

  const between = await run(() => Promise.resolve('failed'));
  await between.clock.runUntil(5000 + MINUTE_MS);
  between.settle();
  await between.clock.runUntilIdle(LONG_MS);
  expect(between.sentAtMs).toHaveLength(3);
  expect(between.ends).toEqual(['not-owed']);
});

test('a cancel ends it while waiting and while sending, leaves no timer, and counts once', async () => {
  const waiting = await run(() => Promise.resolve('accepted'));
  waiting.cancel();
  waiting.cancel();
  expect(waiting.clock.pending).toBe(0);
  expect(waiting.ends).toEqual(['cancelled']);

  let signal: AbortSignal | undefined;
  const sending = await run((_sendNumber, _clock, given) => {
    signal = given;
    return new Promise(() => undefined);
  });
  await sending.clock.runUntil(5000);
  sending.cancel();
  expect(signal?.aborted).toBe(true);
  expect(sending.clock.pending).toBe(0);
  expect(sending.ends).toEqual(['cancelled']);
});
