// For tests only: runs in a page. Starts MSW's worker with one issuer for each way to break, calls each, and tells what
// the page has seen.
import { setupWorker } from 'msw/browser';
import type { IssuerCode } from '../../core/banks.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createFetchClient } from './fetch-client-fixture.ts';
import { createPeople, developmentKeyOf, issuerHandlers, keyIdOf, portableDigests, signMessage } from './msw.ts';

/** What a page sees of one fetch. */
export interface Sight {
  readonly status?: number;
  readonly contentLength?: string | null;
  readonly retryAfter?: string | null;
  /** How the body came. */
  readonly pieces?: number;
  readonly sizeBytes?: number;
  readonly respCode?: unknown;
  /** `TypeError: Failed to fetch` */
  readonly error?: string;
  readonly cause?: unknown;
}

const BASE = 'https://banks.test';
const AT_ONCE = { latency: { fixed: '0ms' } };
const withFault = (fault: object) => ({ ...AT_ONCE, faults: [fault] });

const ISSUERS = {
  ICBC: AT_ONCE,
  ABC: AT_ONCE,
  BOC: withFault({ kind: 'status', status: 503, retryAfter: '7s' }),
  CCB: withFault({ kind: 'truncate' }),
  BOCOM: withFault({ kind: 'reset', at: 'body' }),
  PSBC: withFault({ kind: 'refuse' }),
  CITIC: withFault({ kind: 'reset', at: 'headers' }),
  CEB: withFault({ kind: 'close' }),
  CMB: withFault({ kind: 'dribble', bytes: 50, every: '2ms' }),
  SPDB: withFault({ kind: 'malformed', what: 'utf8' }),
  CMBC: withFault({ kind: 'hang' }),
  HXB: { ...AT_ONCE, mode: 'callback' },
};

const people = createPeople({ seed: 42 });

/** The same inquiry to everybody, about the first person of the population. */
const inquiry = (callbackUrl: string) => {
  const idNumber = people.at(0);
  const identity = people.identity(idNumber);
  if (identity === undefined) throw new Error('the population has nobody');
  const { name, mobile } = identity;
  return {
    inquiryId: 'in-a-page-1',
    consentId: 'consent-1',
    customer: { name, idType: '01', idNumber, mobile },
    callbackUrl,
  } as const;
};

const signedFetch = (
  issuer: IssuerCode,
  body: string,
  { signedBy = issuer, signal }: { readonly signedBy?: IssuerCode; readonly signal?: AbortSignal } = {},
): Promise<Response> => {
  const url = new URL(`${BASE}/${issuer}${INQUIRIES_PATH}`);
  const signature = signMessage(
    { method: 'POST', path: url.pathname, body },
    { keyId: keyIdOf(signedBy), key: developmentKeyOf(signedBy) },
    Math.floor(systemClock.now() / 1000),
    portableDigests,
  );
  const headers = { 'content-type': 'application/json', ...signature };
  return fetch(url, { method: 'POST', headers, body, signal: signal ?? null });
};

const sightOf = async (answer: Promise<Response>): Promise<Sight> => {
  let seen: Sight = {};
  try {
    const response = await answer;
    const { status, headers, body } = response;
    seen = { status, contentLength: headers.get('content-length'), retryAfter: headers.get('retry-after') };
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      seen = { ...seen, pieces: (seen.pieces ?? 0) + 1, sizeBytes: (seen.sizeBytes ?? 0) + chunk.byteLength };
    }
    return { ...seen, respCode: /"respCode":"(\d\d)"/.exec(text)?.[1] };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...seen, error: `${error.name}: ${error.message}`, cause: error.cause };
  }
};

/** Calls every issuer once, and those of the engine's client once more. `origin` receives callbacks. */
const seeAll = async (origin: string): Promise<Readonly<Record<string, unknown>>> => {
  const end = new AbortController();
  const worker = setupWorker(...issuerHandlers({ issuers: ISSUERS, baseUrl: BASE, people, signal: end.signal }));
  await worker.start({ quiet: true, onUnhandledFrame: 'bypass' });
  const asked = inquiry(`${origin}/called`);
  const body = JSON.stringify(asked);
  const sights: Record<string, unknown> = {};
  for (const issuer of Object.keys(ISSUERS)) {
    if (issuer !== 'CMBC') sights[issuer] = await sightOf(signedFetch(issuer, body));
  }
  sights.forged = await sightOf(signedFetch('ICBC', body, { signedBy: 'ABC' }));
  const caller = new AbortController();
  worker.events.on('request:start', () => caller.abort());
  sights.CMBC = await sightOf(signedFetch('CMBC', body, { signal: caller.signal }));
  const client = createFetchClient({ baseUrlOf: (issuer) => `${BASE}/${issuer}`, clock: systemClock });
  for (const issuer of ['ABC', 'PSBC', 'CCB']) {
    sights[`client ${issuer}`] = await client.ask(issuer, asked, { timeoutMs: 10_000 });
  }
  // The worker waits for every answer that is under way, silence among them.
  end.abort();
  await worker.stop();
  return sights;
};

Object.assign(globalThis, { seeAll });
