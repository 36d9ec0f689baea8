// For tests only: issuers behind MSW in Node, and calls to them through the global fetch.
import { setupServer } from 'msw/node';
import { onTestFinished } from 'vitest';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { INQUIRIES_PATH, type IssuerClient } from '../../core/issuer-client.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { CUSTOMERS } from '../issuer/customers-fixture.ts';
import { createFetchClient } from './fetch-client-fixture.ts';
import { type IssuerHandlersOptions, issuerHandlers, portableDigests } from './msw.ts';

export const BASE = 'http://banks.test';

/** Issuers with the three customers of customers-fixture.ts, at `http://banks.test/CODE`; gone with the test. */
export const openMsw = (options: IssuerHandlersOptions = {}): { readonly client: IssuerClient } => {
  const end = new AbortController();
  const { clock = systemClock } = options;
  const handlers = issuerHandlers({ baseUrl: BASE, people: CUSTOMERS, signal: end.signal, ...options });
  const server = setupServer(...handlers);
  server.listen({ onUnhandledFrame: 'error' });
  const client = createFetchClient({ baseUrlOf: (issuer) => `${BASE}/${issuer}`, clock });
  onTestFinished(async () => {
    end.abort();
    await client.close();
    server.close();
  });
  return { client };
};

export interface SignedFetch {
  readonly method?: string;
  readonly suffix?: string;
  readonly body?: string | undefined;
  readonly issuer?: IssuerCode;
  /** Whose key signs; `nobody`: no signature. */
  readonly signedBy?: IssuerCode | 'nobody';
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** One signed fetch, for what an IssuerClient does not show. */
export const fetchIssuer = (call: SignedFetch = {}): Promise<Response> => {
  const { method = 'POST', suffix = INQUIRIES_PATH, body, issuer = 'ICBC', clock = systemClock, signal } = call;
  const { signedBy = issuer } = call;
  const url = new URL(`${BASE}/${issuer}${suffix}`);
  const credentials = { keyId: keyIdOf(signedBy), key: developmentKeyOf(signedBy) };
  const parts = { method, path: url.pathname, body };
  const createdS = Math.floor(clock.now() / 1000);
  const signature = signedBy === 'nobody' ? {} : signMessage(parts, credentials, createdS, portableDigests);
  return fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...signature },
    body: body ?? null,
    signal: signal ?? null,
  });
};
