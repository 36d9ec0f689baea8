// What an issuer does about one call, as a value: what is delivered, when, and how. The pure issuer decides it, a door
// carries it out. A new way to fail is one more kind of `Act` and a case in each door.
import type { IssuerCode } from '../../core/banks.ts';
import type { InquiryResult, Refusal } from '../../core/messages.ts';

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
}

/** How the caller gets its answer. */
export type Act = Respond;

/** A result that the issuer brings to the caller by itself (issuer-api.yaml, "Callback"). */
export interface CallbackOrder {
  /** From the moment of the call to the first send. */
  readonly afterMs: number;
  readonly url: string;
  readonly issuer: IssuerCode;
  readonly inquiryId: string;
  readonly body: InquiryResult | Refusal;
}

export interface Delivery {
  /** From the moment of the call to the act. */
  readonly afterMs: number;
  readonly act: Act;
  /** Present only where this call set callbacks going. */
  readonly callbacks?: readonly CallbackOrder[];
}

/** An answer that is delivered at once. */
export const answerNow = (status: number, body: object): Delivery => ({
  afterMs: 0,
  act: { kind: 'respond', status, body },
});
