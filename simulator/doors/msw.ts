// The MSW door, and the entry `banknet/msw`: the issuers as request handlers for somebody else's tests, in Node
// (msw/node) and in a browser (msw/browser). No sockets, no `node:` module.
import { bypass, type HttpHandler, http } from 'msw';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { portableDigests } from '../../core/portable-digests.ts';
import { createRandom } from '../../core/random.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createIssuer, type PeopleOnFile } from '../issuer/issuer.ts';
import { createPeople } from '../people/people.ts';
import type { PopulationSettings } from '../people/settings.ts';
import { createCallbackDesk } from './callback-desk.ts';
import { type CallbackFetch, createFetchCallbackSender } from './fetch-callback-sender.ts';
import { type GivenBase, isAt, localBaseOf, withBases } from './msw-bases.ts';
import { exchangeAt } from './msw-exchange.ts';
import { type GivenIssuers, issuersOf } from './msw-issuers.ts';

// What a test needs beside the handlers: who the customers are, and how a call is signed.
export { portableDigests } from '../../core/portable-digests.ts';
export { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
export { createPeople } from '../people/people.ts';

export interface IssuerHandlersOptions {
  /**
   * Which issuers there are, and what they do: `ALL`, a list of codes, or settings by code, as in banknet.yaml
   * (`{ CMB: { mode: 'poll' }, ICBC: {} }`). With `defaults` among these all issuers are there. Default `ALL`.
   */
  readonly issuers?: GivenIssuers;
  /**
   * Where they are. A text: each in a folder of its own, named by its code in capitals:
   * `${baseUrl}/CMB/v1/card-inquiries`. Default: the ports of `banknet up`, from `http://127.0.0.1:7101` on.
   */
  readonly baseUrl?: GivenBase;
  /** Same seed, same people, answers, latencies and faults, whichever door they come through. Default 42. */
  readonly seed?: number;
  readonly population?: Partial<PopulationSettings>;
  /** The customers, in place of those of `seed` and `population`: `createPeople(…)` with changes, or your own. */
  readonly people?: PeopleOnFile;
  /** The key that the network shares with each issuer. Default: the keys for development, `dev-key-CMB`. */
  readonly keyOf?: (issuer: IssuerCode) => string;
  /** `false`: no signature is looked at. Default `true`. */
  readonly verifySignatures?: boolean;
  /** Whose time latencies, faults and callbacks follow. Default: the machine's. */
  readonly clock?: Clock;
  /** Takes the callbacks. Default: a fetch past every handler of MSW, so that they need a real receiver. */
  readonly sendCallback?: CallbackFetch;
  /** Told what an issuer did about each call. */
  readonly onCall?: (record: IssuerCallRecord) => void;
  /** Ends replies that wait, and callbacks that are going. */
  readonly signal?: AbortSignal;
}

/**
 * Handlers for `setupServer` or `setupWorker`, one for each issuer. They remember: `server.use(...issuerHandlers(…))`
 * puts fresh issuers before them, `server.resetHandlers()` brings the first ones back.
 * @throws RangeError with every mistake in the options
 */
export const issuerHandlers = (options: IssuerHandlersOptions = {}): HttpHandler[] => {
  const { seed = 42, population = {}, keyOf = developmentKeyOf, clock = systemClock, onCall, signal } = options;
  const issuers = withBases(issuersOf(options.issuers ?? 'ALL', clock.now()), options.baseUrl ?? localBaseOf);
  const people = options.people ?? createPeople({ seed, banks: BANKS, population });
  const random = createRandom(seed);
  const digests = portableDigests;
  const send = createFetchCallbackSender({ keyOf, clock, digests, fetch: options.sendCallback ?? fetchPastHandlers });
  const callbacks = createCallbackDesk({ clock, send, ...(onCall && { onCall }) });
  signal?.addEventListener('abort', () => callbacks.close(), { once: true });
  const signatures = options.verifySignatures === false ? 'ignored' : 'checked';
  return issuers.map(({ code, settings, base }) => {
    const issuer = createIssuer({ bank: code, people, settings, random });
    const access = { issuer, key: keyOf(code), digests, basePath: base.path, signatures } as const;
    const exchange = exchangeAt(access, { clock, callbacks, onCall, closed: signal });
    return http.all(
      ({ request }) => isAt(base, new URL(request.url)),
      ({ request }) => exchange(request),
    );
  });
};

/** MSW's own handlers must not take what an issuer sends. */
const fetchPastHandlers: CallbackFetch = (request) => fetch(bypass(request));
