// One interaction between the engine and an issuer, as data: what holds before it, what is asked, what comes back, and
// what the engine makes of it. From these the pacts are written (../pacts), and an endpoint is held to them.
import type { InquiryRequest } from '../../core/messages.ts';
import type { Outcome } from '../../engine/outcome.ts';
import type { Template } from './matchers.ts';

/** A state of contract-states.md with all that it needs. */
export interface ProviderState {
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Described {
  /** Together with the states it is unlike any other of this issuer: Pact would silently merge two. */
  readonly description: string;
  /** They add up; the later wins. */
  readonly states: readonly ProviderState[];
  /** What the engine takes the answer for. */
  readonly outcome: Outcome;
}

/** Members of a message, exact but where a matcher leaves the bank free. */
export type MessageTemplate = Readonly<Record<string, Template>>;

export interface ExpectedAnswer {
  readonly status: number;
  /** Of the Retry-After header. */
  readonly retryAfterS?: number;
  readonly body: MessageTemplate;
}

/** POST /v1/card-inquiries */
export interface AskInteraction extends Described {
  readonly kind: 'ask';
  readonly inquiry: InquiryRequest;
  readonly answer: ExpectedAnswer;
}

/** GET /v1/card-inquiries/{inquiryId} */
export interface StatusInteraction extends Described {
  readonly kind: 'status';
  readonly inquiryId: string;
  readonly answer: ExpectedAnswer;
}

/** What the bank sends to callbackUrl. */
export interface CallbackInteraction extends Described {
  readonly kind: 'callback';
  /** What leads to it; `callbackUrl` is to be put in by whoever asks it, for it is where they listen. */
  readonly inquiry: InquiryRequest;
  readonly body: MessageTemplate;
}

export type IssuerInteraction = AskInteraction | StatusInteraction | CallbackInteraction;
