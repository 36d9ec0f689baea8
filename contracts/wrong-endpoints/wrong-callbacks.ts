// Callbacks that do not come, or come wrongly. Those that take minutes are in checks/callbacks.test.ts.
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { callbackRequest } from '../../simulator/doors/callback-request.ts';
import type { CallbackOrder } from '../../simulator/issuer/delivery.ts';
import { callingBackAnswers } from '../checks/wrong-ways-fixture.ts';
import { calling, type WrongEndpoint, wrong } from './wrong-endpoint.ts';

const SECOND_SENDS = ['error', 'redirect', 'refusal'].map((name) => `callbacks/second-send-after-${name}`);

/** Sends by itself, once, in this way, and whatever is answered. */
const sendingOnce = (send: (order: CallbackOrder, clock: Clock) => Promise<unknown>) =>
  calling((order, clock) => {
    clock.at(clock.now() + order.afterMs, () => {
      // Whoever waits for it may be gone by then.
      void send(order, clock).catch(() => undefined);
    });
    return [];
  });

const requestFor = (order: CallbackOrder, clock: Clock) =>
  callbackRequest(order, { key: developmentKeyOf('ICBC'), nowMs: clock.now(), digests: nodeDigests });

export const WRONG_CALLBACKS: readonly WrongEndpoint[] = [
  wrong(
    'no-callback',
    'callbackUrl is taken and never called',
    calling(() => []),
    'callbacks/delivered',
    'callbacks/content',
  ),
  wrong(
    'callback-unsigned',
    'Callbacks are not signed',
    calling((order) => [{ ...order, unsigned: true }]),
    'callbacks/signature',
  ),
  wrong(
    'callback-sent-once',
    'A callback is sent once, whatever is answered to it',
    sendingOnce((order, clock) => fetch(order.url, { ...requestFor(order, clock), redirect: 'manual' })),
    ...SECOND_SENDS,
  ),
  wrong(
    'callback-after-200',
    'What was answered with 200 is called back as well',
    () => ({ spoil: () => callingBackAnswers }),
    'callbacks/not-after-200',
  ),
  wrong(
    'callback-twice',
    'Two jobs look for what is to be called back, and both do so',
    calling((order) => [order, { ...order, regardless: true }]),
    'callbacks/delivered',
  ),
  wrong(
    'callback-to-another-path',
    'The inquiryId is put behind callbackUrl',
    calling((order) => [{ ...order, url: `${order.url}/${order.inquiryId}` }]),
    'callbacks/delivered',
    'callbacks/query',
  ),
  wrong(
    'callback-without-its-query',
    'The query of callbackUrl is dropped',
    calling((order) => [{ ...order, url: order.url.split('?')[0] ?? '' }]),
    'callbacks/query',
  ),
  wrong(
    'callback-by-get',
    'callbackUrl is called with GET, as a sign that the result may be fetched',
    sendingOnce((order, clock) => fetch(order.url, { headers: requestFor(order, clock).headers })),
    'callbacks/delivered',
    'callbacks/content',
  ),
  wrong(
    'callback-with-other-cards',
    'A callback has other cards than GET',
    calling((order) => [{ ...order, body: { ...order.body, cards: [] } }]),
    'callbacks/content',
    'callbacks/repeated-meanwhile',
  ),
  wrong(
    'denial-called-back-as-a-result',
    'A denial is called back as a result without cards',
    calling((order) => [{ ...order, body: { ...order.body, respCode: '00', cards: [], unsupported: [] } }]),
    'callbacks/denied',
  ),
  wrong(
    'redirect-followed',
    'A callback that is redirected follows',
    sendingOnce((order, clock) => fetch(order.url, { ...requestFor(order, clock), redirect: 'follow' })),
    'callbacks/second-send-after-redirect',
  ),
];
