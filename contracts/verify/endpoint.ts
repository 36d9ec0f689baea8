// The endpoint as one check sees it: signs, sends, sets states, and shows every exchange to the observer.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../core/clock.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import type { CallbackBox, Endpoint, Exchange, RawAnswer, RawRequest, SigningChange } from '../check.ts';
import type { RawClient } from './raw-client.ts';
import { createSigner } from './signer.ts';
import type { StateClient } from './state-client.ts';

export interface EndpointOptions {
  readonly issuer: string;
  /** Origin and base path. */
  readonly url: string;
  readonly key: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly client: RawClient;
  /** Undefined where the check needs none. */
  readonly states: StateClient | undefined;
  /** Undefined where the check needs none. */
  readonly openBox: ((signal: AbortSignal) => CallbackBox) | undefined;
  /** Raised when the check is over, whatever it still does. */
  readonly over: AbortSignal;
  /** Sees every exchange. */
  readonly onExchange: (exchange: Exchange) => void;
}

export const createEndpoint = (options: EndpointOptions): Endpoint => {
  const { issuer, clock, timeoutMs, client, states, openBox, over, onExchange } = options;
  const signed = createSigner(options);

  const exchanged = (request: RawRequest, sent: string, answer: RawAnswer, sinceMs: number): Exchange => {
    const exchange = { request, sent, answer, tookMs: clock.now() - sinceMs };
    onExchange(exchange);
    return exchange;
  };
  const send = async (request: RawRequest, sent: string): Promise<Exchange> => {
    const sinceMs = clock.now();
    return exchanged(request, sent, await client.send(request), sinceMs);
  };
  const given = needed(states, 'states');

  return {
    issuer,
    timeoutMs,
    freshId: () => `verify-${randomUUID()}`,
    signed,
    send,
    async sendInTurn(requests, sent) {
      const sinceMs = clock.now();
      const answers = await client.sendInTurn(requests);
      return answers.flatMap((answer, at) => {
        const request = requests[at];
        return request === undefined
          ? []
          : [exchanged(request, `${sent} (${at + 1} of ${requests.length})`, answer, sinceMs)];
      });
    },
    ask(inquiry, { change, text = JSON.stringify(inquiry), sent = sentWords('POST', INQUIRIES_PATH, change) } = {}) {
      return send(signed({ method: 'POST', target: INQUIRIES_PATH, headers: JSON_HEADERS, body: text }, change), sent);
    },
    status(inquiryId, { change, sent = sentWords('GET', `${INQUIRIES_PATH}/{inquiryId}`, change) } = {}) {
      const target = `${INQUIRIES_PATH}/${inquiryId}`;
      return send(signed({ method: 'GET', target, headers: ACCEPT, body: undefined }, change), sent);
    },
    inquiryFor: ({ name, idNumber, mobile }, more = {}) => ({
      inquiryId: `verify-${randomUUID()}`,
      consentId: `consent-${randomUUID()}`,
      customer: { name, idType: '01', idNumber, mobile },
      ...more,
    }),
    given: async (state, params) => {
      over.throwIfAborted();
      await given().setUp(state, params);
    },
    endStates: async () => states?.tearDown(),
    openCallbackBox: async () => needed(openBox, 'callbacks')()(over),
    now: () => clock.now(),
    sleep: (delayMs) => sleepUnless(over, clock, delayMs),
  };
};

/** Ends at once when the check is over: nothing may keep the program alive then. */
const sleepUnless = (over: AbortSignal, clock: Clock, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      cancel();
      over.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.at(clock.now() + (over.aborted ? 0 : delayMs), end);
    over.addEventListener('abort', end, { once: true });
  });

const ACCEPT = [['Accept', 'application/json']] as const;
const JSON_HEADERS = [...ACCEPT, ['Content-Type', 'application/json']] as const;

/** A check that uses what it does not say it needs has a bug: it would run where that is not there. */
const needed =
  <Part>(part: Part | undefined, need: 'states' | 'callbacks') =>
  (): Part => {
    if (part === undefined) throw new Error(`this check uses ${need} and does not say that it needs them`);
    return part;
  };

/** `POST /v1/card-inquiries, signed, created 301 s ago`. */
const sentWords = (method: string, path: string, change: SigningChange = {}): string => {
  const { keyId, key, alg, createdByS, without, digestOf, drop } = change;
  const words = [
    ...(keyId === undefined ? [] : [`with the keyid ${JSON.stringify(keyId)}`]),
    ...(key === undefined ? [] : ['with another key']),
    ...(alg === undefined ? [] : [`with alg ${JSON.stringify(alg)}`]),
    ...(createdByS === undefined ? [] : [`created ${Math.abs(createdByS)} s ${createdByS < 0 ? 'ago' : 'from now'}`]),
    ...(without === undefined ? [] : [`not covering ${without.join(', ')}`]),
    ...(digestOf === undefined ? [] : ['with the digest of another body']),
    ...(drop === undefined ? [] : [`without ${drop.join(', ')}`]),
  ];
  return [`${method} ${path}`, 'signed', ...words].join(', ');
};
