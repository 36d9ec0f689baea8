// Carries inquiries to issuers over HTTP: signs, sends, reads the answer up to a limit. One undici pool an issuer.
import { Pool } from 'undici';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { ABORTED, type CallFailure, callFailureFor, TIMED_OUT } from '../../core/failures.ts';
import { type CallOptions, type CallResult, INQUIRIES_PATH, type IssuerClient } from '../../core/issuer-client.ts';
import { type Digests, keyIdOf, type SignedParts, signMessage } from '../../core/signature.ts';
import { ReplyReader } from './reply-reader.ts';

/** An answer of 200 cards takes about 25 KB; what is over this is no answer (R20). */
export const MAX_REPLY_BYTES = 262_144;
/** An idle connection is closed after so long, well before the issuers' own limits. */
const KEEP_ALIVE_MS = 4000;

export interface IssuerAddress {
  readonly code: IssuerCode;
  /** `http://127.0.0.1:7101`, or a base address with a path of its own. */
  readonly url: string;
  /** The key that the network shares with this issuer. */
  readonly key: string;
}

export interface HttpIssuerClientOptions {
  readonly issuers: readonly IssuerAddress[];
  readonly clock: Clock;
  readonly digests: Digests;
  /** Connections to one issuer; also its calls at a time. */
  readonly connectionsPerIssuer: number;
}

interface Target {
  readonly pool: Pool;
  readonly path: string;
  readonly keyId: string;
  readonly key: string;
}

/** An IssuerClient over sockets. */
export const createHttpIssuerClient = (options: HttpIssuerClientOptions): IssuerClient => {
  const { clock, digests, connectionsPerIssuer } = options;
  const targets = new Map(options.issuers.map((issuer) => [issuer.code, targetOf(issuer, connectionsPerIssuer)]));

  const call = (
    issuer: IssuerCode,
    method: 'GET' | 'POST',
    suffix: string,
    body: string | undefined,
    opts: CallOptions,
  ) => {
    const target = targets.get(issuer);
    if (target === undefined) return Promise.resolve(noReply(callFailureFor('ECONNREFUSED')));
    if (opts.signal?.aborted === true) return Promise.resolve(noReply(ABORTED));
    const path = target.path + suffix;
    const parts: SignedParts = body === undefined ? { method, path } : { method, path, body };
    const headers: Record<string, string> = {
      accept: 'application/json',
      ...signMessage(parts, target, Math.floor(clock.now() / 1000), digests),
    };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (opts.traceparent !== undefined) headers.traceparent = opts.traceparent;
    return new Promise<CallResult>((resolve) => {
      const reader = new ReplyReader(MAX_REPLY_BYTES, resolve);
      const cancelTimeout = clock.at(clock.now() + opts.timeoutMs, () => reader.abort(TIMED_OUT));
      reader.onDone = cancelTimeout;
      opts.signal?.addEventListener('abort', () => reader.abort(ABORTED), { once: true });
      target.pool.dispatch({ method, path, headers, body: body ?? null }, reader);
    });
  };

  return {
    ask: (issuer, inquiry, opts) => call(issuer, 'POST', INQUIRIES_PATH, JSON.stringify(inquiry), opts),
    status: (issuer, inquiryId, opts) => call(issuer, 'GET', `${INQUIRIES_PATH}/${inquiryId}`, undefined, opts),
    close: async () => {
      await Promise.all([...targets.values()].map(({ pool }) => pool.destroy()));
    },
  };
};

const targetOf = ({ code, url, key }: IssuerAddress, connections: number): Target => {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, {
    connections,
    // One call a connection: a call that hangs must not hold up another behind it.
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Time is the clock's (the timer of each call), not the pool's.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { pool, path: pathname.replace(/\/$/, ''), keyId: keyIdOf(code), key };
};

const noReply = (failure: CallFailure): CallResult => ({ kind: 'no-reply', failure });
