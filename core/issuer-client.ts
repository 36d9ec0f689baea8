// The port between engine and issuers: whoever carries an inquiry to a bank implements it (a socket client in the
// engine, the in-process door of the simulator), and both sides share its shapes.
import type { IssuerCode } from './banks.ts';
import type { CallFailure } from './failures.ts';
import type { InquiryRequest } from './messages.ts';

/** A complete HTTP answer of an issuer, its body parsed but not yet believed. */
export interface IssuerReply {
  readonly status: number;
  /** Seconds, as the header gave them; undefined without the header. */
  readonly retryAfter?: string | undefined;
  readonly contentType?: string | undefined;
  /** The parsed JSON body; `undefined` where it was no JSON that we accept, and then `bodyError` says why. */
  readonly body: unknown;
  readonly bodyError?: string | undefined;
}

/** How one call ended. */
export type CallResult =
  | { readonly kind: 'reply'; readonly reply: IssuerReply }
  | { readonly kind: 'no-reply'; readonly failure: CallFailure };

/** What accompanies one call. */
export interface CallOptions {
  /** The caller waits so long for the whole answer, then it is a `timeout`. */
  readonly timeoutMs: number;
  /** W3C trace context, passed on as it is. */
  readonly traceparent?: string | undefined;
  /** Ends the call early; the result is then `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Carries inquiries to issuers. Never rejects for anything that an issuer or a network can do. */
export interface IssuerClient {
  /** POST /v1/card-inquiries */
  ask(issuer: IssuerCode, inquiry: InquiryRequest, options: CallOptions): Promise<CallResult>;
  /** GET /v1/card-inquiries/{inquiryId} */
  status(issuer: IssuerCode, inquiryId: string, options: CallOptions): Promise<CallResult>;
  /** Ends idle connections; running calls end as `aborted`. */
  close(): Promise<void>;
}

/** The path of the inquiry resource of every issuer. */
export const INQUIRIES_PATH = '/v1/card-inquiries';
