// A check of an issuer's endpoint, and what a check has to work with. One file a group in ./checks; all of them are
// listed in checks/checks.ts.
import type { IssuerCode } from '../core/banks.ts';
import type { Customer, InquiryRequest } from '../core/messages.ts';
import type { ContractCustomer } from './customers.ts';
import type { Finding } from './verification.ts';

/** A request to the letter: a check may send what no client of ours ever would. */
export interface RawRequest {
  readonly method: string;
  /** Below the endpoint's address, with query: `/v1/card-inquiries`. */
  readonly target: string;
  /** In this order and with this spelling; Host, Content-Length and Connection are added where they are not given. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Uint8Array | undefined;
  /** `chunked`: without content-length. Default: with it. */
  readonly framing?: 'length' | 'chunked';
  /** The body goes out in pieces with a pause after each. Default: at once. */
  readonly pieces?: { readonly sizeBytes: number; readonly pauseMs: number };
  /** After so much of the body the connection is closed, as by a caller that is gone: no answer, ABORT_ERR. */
  readonly hangUpAfterBytes?: number;
}

/** What came back. `failure` is an error code: ECONNRESET, or one of ours (verify/raw-client.ts) as TOO_LARGE. */
export type RawAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** By lower-case name; repeated ones joined with a comma. */
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array;
      /** The body as text, and parsed where it is JSON without repeated members. */
      readonly text: string;
      readonly json: unknown;
    }
  | { readonly kind: 'failure'; readonly code: string };

export interface Exchange {
  readonly request: RawRequest;
  /** In words, masked, for the report. */
  readonly sent: string;
  readonly answer: RawAnswer;
  readonly tookMs: number;
}

/** How a request is signed other than rightly. */
export interface SigningChange {
  readonly keyId?: string;
  readonly key?: string;
  readonly alg?: string;
  /** Seconds added to the present. */
  readonly createdByS?: number;
  /** Components left out of what is covered. */
  readonly without?: readonly string[];
  /** Exactly these are covered, in this order; any header of the request may be among them. */
  readonly covers?: readonly string[];
  /** In this order; `created`, `keyid` and `alg` stand for themselves, anything else is written as it is. */
  readonly params?: readonly string[];
  /** In place of `sig1`. */
  readonly label?: string;
  /** The digest is of this text and not of the body. */
  readonly digestOf?: string;
  /** The whole value of Content-Digest. */
  readonly contentDigest?: string;
  /** Headers left out altogether. */
  readonly drop?: readonly string[];
}

/** A callback as the bank sent it to us. */
export interface ReceivedCallback {
  readonly atMs: number;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Why its signature does not hold; undefined where it does. */
  readonly signatureProblem: string | undefined;
}

/** A place for the callbacks of one inquiry. */
export interface CallbackBox {
  readonly url: string;
  /**
   * What is answered to the n-th send, from 1, and how long after it has come. Default 204 at once. A redirect leads
   * back to the box, with a query that says so.
   */
  answerWith(status: (nth: number) => number, afterMs?: (nth: number) => number): void;
  received(): readonly ReceivedCallback[];
  /** Resolves with whether so many have come within this time of the verifier's clock. */
  waitFor(count: number, withinMs: number): Promise<boolean>;
}

/** The endpoint under verification. Every exchange through it is held to the document, whatever a check looks at. */
export interface Endpoint {
  readonly issuer: IssuerCode;
  /** The longest that a call may take. */
  readonly timeoutMs: number;
  /** An id that was never used. */
  freshId(): string;
  /** Puts the signature's headers behind those of a request. */
  signed(request: RawRequest, change?: SigningChange): RawRequest;
  /** Sends exactly this, on a connection of its own. `sent` says in words, without personal data, what it is. */
  send(request: RawRequest, sent: string): Promise<Exchange>;
  /** One after the other on one connection, as far as the endpoint keeps it. */
  sendInTurn(requests: readonly RawRequest[], sent: string): Promise<readonly Exchange[]>;
  /** Signs and sends an inquiry; `change` says what is wrong with the signature, `text` replaces the body's text. */
  ask(inquiry: unknown, options?: { change?: SigningChange; text?: string; sent?: string }): Promise<Exchange>;
  status(inquiryId: string, options?: { change?: SigningChange; sent?: string }): Promise<Exchange>;
  /** A whole inquiry for this customer under a fresh id. */
  inquiryFor(customer: Customer, more?: Partial<InquiryRequest>): InquiryRequest;
  /**
   * Brings the endpoint into a provider state until the check is over; in a check that `needs` states only.
   * @throws StateFailed (verify/could-not-run.ts) where the state URL does not do it: the check is then `not-run`
   */
  given(state: string, params: object): Promise<void>;
  /** Ends what `given` has set up before the check is over. */
  endStates(): Promise<void>;
  /** Where this endpoint can call back; in a check that `needs` callbacks only. */
  openCallbackBox(): Promise<CallbackBox>;
  /** Of the clock that callbacks are timed by, epoch milliseconds. */
  now(): number;
  sleep(delayMs: number): Promise<void>;
}

/** What a check cannot do without: a state URL, a place to be called back, minutes of somebody's time (`--patient`). */
export type Need = 'states' | 'callbacks' | 'patience';

export interface Check {
  /** `signature/stale`. Fixed: `--only`, records and other teams' CI name it. */
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly needs: readonly Need[];
  /** How long it may take in all, where it has to wait for long; else the verifier's own bound. */
  readonly limitMs?: number;
  /** What is not as it must be; nothing where all is. Throws only for a bug of ours. */
  readonly run: (endpoint: Endpoint) => Promise<readonly Finding[]>;
}

/** The customers that checks ask about: complete in what a bank needs to know of them. */
export type { ContractCustomer };
