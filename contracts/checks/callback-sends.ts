// All five sends of a callback in their time, and how long a send may wait: minutes, so only for `--patient`
// (issuer-api.yaml, Callback).
import type { Check, ReceivedCallback } from '../check.ts';
import type { Finding } from '../verification.ts';
import {
  aboutFirstCallback,
  asExchange,
  CALLBACK_GRACE_MS,
  callbackFinding,
  expectAsEveryAnswer,
  type Scene,
} from './callback-scene.ts';
import { contractCustomer } from './contract-customer.ts';
import { expectAnswer } from './outcomes.ts';

const SOURCE = 'issuer-api.yaml, Callback';
const NEEDS = ['states', 'callbacks', 'patience'] as const;
const customer = contractCustomer('mixed');

/** Before sends 2 to 5, from the end of the failed one. */
const GAPS_MS = [0, 60_000, 120_000, 240_000] as const;
/** What goes on doubling comes after 8 minutes, what repeats its last gap after 4. */
const NO_SIXTH_MS = 480_000;
/** A clock of whole seconds may send so much before its time. */
const EARLY_MS = 1500;
/** A 2xx has so long (issuer-api.yaml). */
const SEND_LIMIT_MS = 10_000;

const FIVE_SENDS_LIMIT_MS = 1_200_000;
const SLOW_LIMIT_MS = 180_000;

const fiveSends: Check = {
  name: 'callbacks/five-sends',
  title:
    'A callback that is never taken is sent five times, after 0, 1, 2 and 4 minutes, signed anew each time, and no more',
  source: SOURCE,
  needs: NEEDS,
  limitMs: FIVE_SENDS_LIMIT_MS,
  run: aboutFirstCallback({ customer, answer: [() => 503] }, async (_first, scene, endpoint) => {
    const { box } = scene;
    for (const [at, gapMs] of GAPS_MS.entries()) {
      const hasCome = await box.waitFor(at + 2, gapMs + CALLBACK_GRACE_MS);
      if (!hasCome) return [missing(scene, at + 2, gapMs)];
    }
    const sends = box.received();
    await box.waitFor(GAPS_MS.length + 2, NO_SIXTH_MS + CALLBACK_GRACE_MS);
    const count = box.received().length;
    const most = GAPS_MS.length + 1;
    const tooMany = [callbackFinding(scene, SENT, `${most} sends`, `${count} sends`)];
    return [
      ...sends.flatMap((send, at) => tooEarly(scene, send, sends[at + 1], GAPS_MS[at])),
      ...sends.flatMap((send, at) => expectSignedAnew(scene, send, sends[at + 1], GAPS_MS[at])),
      ...sends.flatMap((send) => {
        const exchange = asExchange(send, scene);
        return [...expectAsEveryAnswer(exchange, endpoint), ...expectAnswer(exchange, customer)];
      }),
      ...(count > most ? tooMany : []),
    ];
  }),
};

const SENT = 'callbacks that were answered with 503';

const minutes = (durationMs: number): string => `${Math.round(durationMs / 6000) / 10} min`;

const missing = (scene: Scene, nth: number, gapMs: number): Finding =>
  callbackFinding(scene, SENT, `send ${nth} after ${minutes(gapMs)}`, `${scene.box.received().length} sends`);

/** That it is not late has been waited for. */
const tooEarly = (
  scene: Scene,
  send: ReceivedCallback,
  next: ReceivedCallback | undefined,
  gapMs: number | undefined,
): readonly Finding[] => {
  if (next === undefined || gapMs === undefined || next.atMs - send.atMs >= gapMs - EARLY_MS) return [];
  return [callbackFinding(scene, SENT, `a gap of ${minutes(gapMs)}`, `a gap of ${minutes(next.atMs - send.atMs)}`)];
};

/** A minute later `created` must be another, or the last send would be refused as stale. */
const expectSignedAnew = (
  scene: Scene,
  send: ReceivedCallback,
  next: ReceivedCallback | undefined,
  gapMs: number | undefined,
): readonly Finding[] => {
  const problem = send.signatureProblem;
  const isOld = next !== undefined && gapMs !== undefined && gapMs > 0 && createdOf(next) === createdOf(send);
  return [
    ...(problem === undefined ? [] : [callbackFinding(scene, SENT, 'a signature that holds', problem)]),
    ...(isOld ? [callbackFinding(scene, SENT, 'each send signed anew', 'the created of the send before')] : []),
  ];
};

const createdOf = ({ headers }: ReceivedCallback): string | undefined =>
  /;\s*created=(\d+)/.exec(headers['signature-input'] ?? '')?.[1];

const SLOW_BUT_IN_TIME_MS = SEND_LIMIT_MS - 3000;
const TOO_SLOW_MS = SEND_LIMIT_MS + 5000;

const slowIsTaken: Check = {
  name: 'callbacks/slow-is-taken',
  title: `A 2xx after ${SLOW_BUT_IN_TIME_MS / 1000} s ends it: no second send`,
  source: `${SOURCE} (2xx within 10 s ends it)`,
  needs: NEEDS,
  limitMs: SLOW_LIMIT_MS,
  run: aboutFirstCallback({ customer, answer: [() => 204, () => SLOW_BUT_IN_TIME_MS] }, async (_first, scene) => {
    if (!(await scene.box.waitFor(2, TOO_SLOW_MS + CALLBACK_GRACE_MS))) return [];
    return [callbackFinding(scene, 'a callback that is taken slowly', 'no second send', 'one')];
  }),
};

const tooSlowHasFailed: Check = {
  name: 'callbacks/too-slow-has-failed',
  title: `A send that has no 2xx after ${SEND_LIMIT_MS / 1000} s has failed: the second follows`,
  source: `${SOURCE} (2xx within 10 s ends it)`,
  needs: NEEDS,
  limitMs: SLOW_LIMIT_MS,
  run: aboutFirstCallback(
    { customer, answer: [() => 204, (nth) => (nth === 1 ? TOO_SLOW_MS * 2 : 0)] },
    async (first, scene) => {
      const sent = `a callback that has no answer for ${(TOO_SLOW_MS * 2) / 1000} s`;
      const expected = `a second send after ${SEND_LIMIT_MS / 1000} s`;
      if (!(await scene.box.waitFor(2, SEND_LIMIT_MS + CALLBACK_GRACE_MS)))
        return [callbackFinding(scene, sent, expected, 'none')];
      const gapMs = (scene.box.received()[1]?.atMs ?? first.atMs) - first.atMs;
      if (gapMs >= SEND_LIMIT_MS - EARLY_MS) return [];
      return [callbackFinding(scene, sent, expected, `one after ${Math.round(gapMs / 1000)} s`)];
    },
  ),
};

export const CALLBACK_SEND_CHECKS: readonly Check[] = [slowIsTaken, tooSlowHasFailed, fiveSends];
