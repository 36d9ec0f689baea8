// For tests only: an IssuerClient over the global fetch, which is what MSW takes over; the engine's own client has
// sockets that MSW does not see. It signs, and reads answers and failures as the engine's client does.
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { ABORTED, type CallFailure, callFailureFor, TIMED_OUT } from '../../core/failures.ts';
import { type CallOptions, type CallResult, INQUIRIES_PATH, type IssuerClient } from '../../core/issuer-client.ts';
import { portableDigests } from '../../core/portable-digests.ts';
import { readReplyBody } from '../../core/reply-body.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';

export interface FetchClientOptions {
  /** `http://127.0.0.1:7101`, or a base address with a path of its own. */
  readonly baseUrlOf: (issuer: IssuerCode) => string;
  readonly clock: Clock;
  readonly keyOf?: (issuer: IssuerCode) => string;
  /** The engine's own limit (R20). */
  readonly maxReplyBytes?: number;
}

export const createFetchClient = (options: FetchClientOptions): IssuerClient => {
  const { baseUrlOf, clock, keyOf = developmentKeyOf, maxReplyBytes = 262_144 } = options;
  /** What ends each running call early. */
  const running = new Set<() => void>();

  const requestOf = (issuer: IssuerCode, suffix: string, body: string | undefined, traceparent?: string): Request => {
    const url = new URL(baseUrlOf(issuer).replace(/\/$/, '') + INQUIRIES_PATH + suffix);
    const method = body === undefined ? 'GET' : 'POST';
    const parts = { method, path: url.pathname, body };
    const credentials = { keyId: keyIdOf(issuer), key: keyOf(issuer) };
    const signature = signMessage(parts, credentials, Math.floor(clock.now() / 1000), portableDigests);
    const headers = new Headers({ accept: 'application/json', ...signature });
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (traceparent !== undefined) headers.set('traceparent', traceparent);
    return new Request(url, { method, headers, body: body ?? null });
  };

  const call = async (
    issuer: IssuerCode,
    suffix: string,
    body: string | undefined,
    { timeoutMs, traceparent, signal }: CallOptions,
  ): Promise<CallResult> => {
    const abort = new AbortController();
    let ended: CallFailure | undefined;
    const end = (failure: CallFailure): void => {
      ended ??= failure;
      abort.abort();
    };
    const give = (): void => end(ABORTED);
    const cancelTimeout = clock.at(clock.now() + timeoutMs, () => end(TIMED_OUT));
    signal?.addEventListener('abort', give, { once: true });
    running.add(give);
    if (signal?.aborted) give();
    try {
      const response = await fetch(requestOf(issuer, suffix, body, traceparent), { signal: abort.signal });
      const bytes = await bytesOf(response, maxReplyBytes);
      return bytes === undefined ? noReply(TOO_LARGE) : replyOf(response, bytes);
    } catch (error) {
      return noReply(ended ?? callFailureFor(codeOf(error)));
    } finally {
      cancelTimeout();
      signal?.removeEventListener('abort', give);
      running.delete(give);
    }
  };

  return {
    ask: (issuer, inquiry, options) => call(issuer, '', JSON.stringify(inquiry), options),
    status: (issuer, inquiryId, options) => call(issuer, `/${inquiryId}`, undefined, options),
    async close() {
      for (const give of [...running]) give();
    },
  };
};

const TOO_LARGE = callFailureFor('UND_ERR_RES_EXCEEDED_MAX_SIZE');

const noReply = (failure: CallFailure): CallResult => ({ kind: 'no-reply', failure });

/** The whole body; undefined where it is over the limit, the rest then unread. */
const bytesOf = async (response: Response, limitBytes: number): Promise<Uint8Array | undefined> => {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

const replyOf = ({ status, headers }: Response, bytes: Uint8Array): CallResult => ({
  kind: 'reply',
  reply: {
    status,
    retryAfter: headers.get('retry-after') ?? undefined,
    contentType: headers.get('content-type') ?? undefined,
    ...readReplyBody(bytes),
  },
});

/** The code of what is beneath fetch's error: the socket's own, or that of MSW's error response. */
const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) return codeOf(error.errors[0]);
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return error instanceof Error ? error.name : 'Response';
};
