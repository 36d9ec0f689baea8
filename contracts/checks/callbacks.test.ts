// Callbacks under virtual time, over sockets: a right endpoint passes all their checks, those that take minutes too,
// and each of them is broken by an endpoint that is wrong in one way.
import { expect, onTestFinished, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { WireWatch } from '../../core/wire-watch.ts';
import { callbackRequest } from '../../simulator/doors/callback-request.ts';
import type { CallbackOrder, Delivery } from '../../simulator/issuer/delivery.ts';
import type { Issuer } from '../../simulator/issuer/issuer.ts';
import type { CheckResult } from '../verification.ts';
import { openStated } from '../verify/stated-fixture.ts';
import { verifyEndpoint } from '../verify/verify-endpoint.ts';
import { CALLBACK_SEND_CHECKS } from './callback-sends.ts';
import { CALLBACK_CHECKS } from './callbacks.ts';
import { callingBackAnswers } from './wrong-ways-fixture.ts';

const CHECKS = [...CALLBACK_CHECKS, ...CALLBACK_SEND_CHECKS];
const KEY = 'dev-key-ICBC';
/** In which time is put forward: short beside every gap and grace. */
const STEP_MS = 200;
/** Turns of the event loop that one step gets at least, for calls that are no callbacks, and at the most. */
const LEAST_TURNS = 20;
const MOST_TURNS = 2000;
/** Of virtual time. Calls under way must not run into it while it is put forward. */
const TIMEOUT_MS = 600_000;

interface World {
  readonly clock: VirtualClock;
  readonly wire: WireWatch;
}

/** What an endpoint does in place of what it has been told to, when a call has set callbacks going. */
type Spoil = (world: World) => (issuer: Issuer) => Issuer;

const verify = async (names: readonly string[], spoil?: Spoil) => {
  const wire = new WireWatch();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < LEAST_TURNS || (!wire.isQuiet && turn < MOST_TURNS); turn++) await nextTurn();
  };
  const clock = new VirtualClock({ settle });
  const endpoint = await openStated({ clock, wire, ...(spoil && { spoil: spoil({ clock, wire }) }) });
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
  });
  const verifying = verifyEndpoint({
    issuer: 'ICBC',
    key: KEY,
    timeoutMs: TIMEOUT_MS,
    clock,
    isPatient: true,
    checks: CHECKS.filter(({ name }) => names.includes(name)),
    ...endpoint,
  }).finally(() => {
    isOver = true;
  });
  while (!isOver) await clock.runUntil(clock.now() + STEP_MS);
  const { checks } = await verifying;
  return checks.filter(({ name }) => names.includes(name));
};

/** Every verdict in a line: `held`, or what was got. */
const saidBy = (checks: readonly CheckResult[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    checks.map(({ name, verdict }) => [
      name,
      verdict.kind === 'broken' ? verdict.findings.map(({ got }) => got).join('; ') : verdict.kind,
    ]),
  );

test('a right endpoint passes every check of callbacks, all five sends among them', async () => {
  const names = CHECKS.map(({ name }) => name);
  expect(saidBy(await verify(names))).toEqual(Object.fromEntries(names.map((name) => [name, 'held'])));
});

/** Changes what POST delivers. */
const delivering =
  (change: (delivery: Delivery, world: World) => Delivery): Spoil =>
  (world) =>
  (issuer) => ({ ...issuer, post: (body, nowMs) => change(issuer.post(body, nowMs), world) });

const calling = (change: (order: CallbackOrder) => readonly CallbackOrder[]): Spoil =>
  delivering((delivery) =>
    delivery.callbacks === undefined ? delivery : { ...delivery, callbacks: delivery.callbacks.flatMap(change) },
  );

interface Schedule {
  /** When each send goes out, in seconds from the first. */
  readonly atS: readonly number[];
  /** Whether each send is signed when it goes out, or all are when the first is. */
  readonly isSignedOnce?: boolean;
  readonly redirect?: 'manual' | 'follow';
}

/** Sends by a schedule of its own, whatever is answered, until something is taken. */
const scheduled = ({ atS, isSignedOnce = false, redirect = 'manual' }: Schedule): Spoil =>
  delivering((delivery, { clock, wire }) => {
    for (const order of delivery.callbacks ?? []) {
      const fromMs = clock.now() + order.afterMs;
      let isTaken = false;
      for (const secondsOn of atS) {
        clock.at(fromMs + secondsOn * 1000, () => {
          const nowMs = isSignedOnce ? fromMs : clock.now();
          const request = callbackRequest(order, { key: KEY, nowMs, digests: nodeDigests });
          const send = async (): Promise<void> => {
            if (isTaken) return;
            // The test may be over before its answer: then nobody waits for it.
            isTaken = await fetch(order.url, { ...request, redirect }).then(
              ({ ok }) => ok,
              () => false,
            );
          };
          void wire.calling(send());
        });
      }
    }
    const { callbacks: _callbacks, ...rest } = delivery;
    return rest;
  });

const FIVE = 'callbacks/five-sends';
const SECOND_SENDS = ['error', 'redirect', 'refusal'].map((name) => `callbacks/second-send-after-${name}`);

type Row = readonly [what: string, spoil: Spoil, broken: Readonly<Record<string, RegExp>>];

const each = (names: readonly string[], said: RegExp): Readonly<Record<string, RegExp>> =>
  Object.fromEntries(names.map((name) => [name, said]));

const ROWS: readonly Row[] = [
  [
    'never calls back',
    calling(() => []),
    each(
      CHECKS.map(({ name }) => name).filter((name) => name !== 'callbacks/not-after-200'),
      /^none$/,
    ),
  ],
  [
    'calls back twice',
    calling((order) => [order, { ...order, regardless: true }]),
    { 'callbacks/delivered': /^2 callbacks$/ },
  ],
  [
    'does not sign',
    calling((order) => [{ ...order, unsigned: true }]),
    { 'callbacks/signature': /Signature-Input is missing/, 'callbacks/query': /Signature-Input is missing/ },
  ],
  [
    'calls back fewer cards',
    calling((order) => [{ ...order, body: { ...order.body, cards: [] } }]),
    { 'callbacks/content': /^0 cards/, 'callbacks/repeated-meanwhile': /^0 cards/, [FIVE]: /^0 cards/ },
  ],
  [
    'names another bank',
    calling((order) => [{ ...order, body: { ...order.body, issuer: 'CMB' } }]),
    { 'callbacks/content': /issuer "CMB"/, 'callbacks/denied': /issuer "CMB"/ },
  ],
  [
    'calls back a denial as a result',
    calling((order) => [{ ...order, body: { ...order.body, respCode: '00', cards: [], unsupported: [] } }]),
    { 'callbacks/denied': /200 \/ 00/ },
  ],
  [
    'drops the query',
    calling((order) => [{ ...order, url: order.url.split('?')[0] ?? '' }]),
    { 'callbacks/query': /others; without @query/ },
  ],
  [
    'decodes the query',
    calling((order) => [{ ...order, url: order.url.replace('%20', '+') }]),
    { 'callbacks/query': /^others$/ },
  ],
  ['sends once', scheduled({ atS: [0] }), each(SECOND_SENDS, /^none within 10 s$/)],
  [
    'waits a minute before the second send',
    scheduled({ atS: [0, 60, 120, 240, 480] }),
    { ...each(SECOND_SENDS, /^none within 10 s$/), [FIVE]: /^1 sends$/ },
  ],
  [
    'follows redirects',
    scheduled({ atS: [0], redirect: 'follow' }),
    { 'callbacks/second-send-after-redirect': /another address/ },
  ],
  ['sends four times', scheduled({ atS: [0, 0, 60, 180] }), { [FIVE]: /^4 sends$/ }],
  ['sends a sixth time', scheduled({ atS: [0, 0, 60, 180, 420, 900] }), { [FIVE]: /^6 sends$/ }],
  ['sends every minute', scheduled({ atS: [0, 0, 60, 120, 180] }), { [FIVE]: /^a gap of 1 min; a gap of 1 min$/ }],
  [
    'signs once for all sends',
    scheduled({ atS: [0, 0, 60, 180, 420], isSignedOnce: true }),
    { [FIVE]: /the created of the send before.*created is more than 300 s/ },
  ],
  [
    'waits two seconds for an answer',
    scheduled({ atS: [0, 2] }),
    { 'callbacks/slow-is-taken': /^one$/, 'callbacks/too-slow-has-failed': /^one after 2 s$/ },
  ],
  ['calls back what it has answered', () => callingBackAnswers, { 'callbacks/not-after-200': /^1 callbacks$/ }],
];

for (const [what, spoil, broken] of ROWS) {
  test(`an endpoint that ${what} is seen by ${Object.keys(broken).join(', ')}`, async () => {
    const said = saidBy(await verify(Object.keys(broken), spoil));
    for (const [name, words] of Object.entries(broken)) expect(said[name], name).toMatch(words);
  });
}

test('each check of callbacks is broken by one of these endpoints', () => {
  const seen = new Set(ROWS.flatMap(([, , broken]) => Object.keys(broken)));
  expect(CHECKS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});
