// What an issuer does about one call, as a value: what is delivered, when, and how it breaks. The pure issuer decides
// it, a door carries it out. A new way to break is one more kind of `Act` or `Transport` and a case in each door.
import type { IssuerCode } from '../../core/banks.ts';

/** A complete HTTP answer. */
export interface Respond {
  readonly kind: 'respond';
  readonly status: number;
  /** What is sent as JSON; an issuer without faults sends only the messages of issuer-api.yaml. */
  readonly body: object;
  /** Whole seconds for the Retry-After header. */
  readonly retryAfterS?: number;
  /** The methods of this path, for the Allow header of a 405. */
  readonly allow?: string;
  /** Sent instead of `body`: bytes that are no message of ours. */
  readonly raw?: RawBody;
  /** How the body travels, where not whole and at once. */
  readonly transport?: Transport;
}

/** A body that no JSON of ours could be. */
export interface RawBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * `dribble`: `chunkBytes` at a time, with a pause before each but the first. `truncate`: content-length says the whole,
 * half of it comes, then the connection ends. `reset`: half of it comes, then a TCP reset.
 */
export type Transport =
  | { readonly kind: 'dribble'; readonly chunkBytes: number; readonly pauseMs: number }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'reset' };

/**
 * How the caller gets its answer, or what it gets instead: `reset` is a TCP reset before any header, `close` the end of
 * the connection without a reply, `hang` silence for as long as the caller waits.
 */
export type Act = Respond | { readonly kind: 'reset' } | { readonly kind: 'close' } | { readonly kind: 'hang' };

/** A result that the issuer brings to the caller by itself (issuer-api.yaml, "Callback"). */
export interface CallbackOrder {
  /** From the moment of the call to the first send. */
  readonly afterMs: number;
  readonly url: string;
  readonly issuer: IssuerCode;
  readonly inquiryId: string;
  /** An `InquiryResult` or a `Refusal`, unless a fault has made something else of it. */
  readonly body: object;
  /** Sent without a signature. */
  readonly unsigned?: boolean;
  /** Sent even where a reply has carried the result meanwhile. */
  readonly regardless?: boolean;
}

export interface Delivery {
  /** From the moment of the call to the act. */
  readonly afterMs: number;
  readonly act: Act;
  /** Present only where this call set callbacks going. */
  readonly callbacks?: readonly CallbackOrder[];
  /** Which call this answers; absent where no issuer has looked at it (a wrong path, a bad signature). */
  readonly about?: { readonly inquiryId: string; readonly attempt: number };
  /** The names of the faults that this call met, in the order in which they work. */
  readonly faults?: readonly string[];
}

/**
 * The port of an issuer at one moment. `refuse`: it does not accept connections. `reset`: it accepts, then resets.
 * `fault` names the one that does it.
 */
export type PortState =
  | { readonly kind: 'open' }
  | { readonly kind: 'refuse'; readonly fault: string }
  | { readonly kind: 'reset'; readonly fault: string };

/** An answer that is delivered at once. */
export const answerNow = (status: number, body: object): Delivery & { readonly act: Respond } => ({
  afterMs: 0,
  act: { kind: 'respond', status, body },
});
