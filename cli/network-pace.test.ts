// What a step of a live clock waits for: calls on their way, and not those that an issuer holds back.
import { expect, test } from 'vitest';
import { nextTurn } from '../core/system-clock.ts';
import { EventBus } from '../engine/events.ts';
import { NetworkPace } from './network-pace.ts';

/** More turns of the event loop than a step takes that waits for nothing. */
const MANY_TURNS = 200;

const started = (bank: string, traceparent: string) =>
  ({
    type: 'call-started',
    queryId: 'q',
    bank,
    inquiryId: 'i',
    traceparent,
    operation: 'ask',
    attempt: 1,
    isProbe: false,
    atMs: 0,
  }) as const;
const ended = (bank: string, traceparent: string) =>
  ({
    type: 'call-ended',
    queryId: 'q',
    bank,
    inquiryId: 'i',
    traceparent,
    attempt: 1,
    outcome: 'delivered',
    tookMs: 0,
    atMs: 0,
  }) as const;

const pacing = () => {
  const events = new EventBus();
  const pace = new NetworkPace({ inThisProcess: true, config: { realBanks: new Map() } });
  pace.follow(events);
  let isAtRest = false;
  const settle = (): Promise<void> =>
    pace.settle(false).then(() => {
      isAtRest = true;
    });
  const turns = async (): Promise<boolean> => {
    for (let turn = 0; turn < MANY_TURNS; turn++) await nextTurn();
    return isAtRest;
  };
  return { events, pace, settle, turns };
};

test('a step waits for a call on its way until it has ended', async () => {
  const { events, settle, turns } = pacing();
  events.emit(started('CMB', 'a'));
  const settled = settle();
  expect(await turns()).toBe(false);
  events.emit(ended('CMB', 'a'));
  await settled;
});

test('a call that its issuer holds back keeps no step waiting, until its answer goes out', async () => {
  const { events, pace, settle, turns } = pacing();
  events.emit(started('CMB', 'a'));
  const release = pace.wire.hold('a');
  const held = settle();
  expect(await turns()).toBe(true);
  await held;
  release();
  let isOver = false;
  const sent = pace.settle(false).then(() => {
    isOver = true;
  });
  await turns();
  expect(isOver).toBe(false);
  events.emit(ended('CMB', 'a'));
  await sent;
});
