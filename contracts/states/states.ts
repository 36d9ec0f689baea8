// The provider states of contract-states.md: each by name, with the form of its params and what an issuer then does, as
// data. state-desk.ts keeps those that hold, stated-issuer.ts does what they say.
import { z } from 'zod';
import {
  type Customer,
  cardSchema,
  customerSchema,
  type InquiryRequest,
  inquiryRequestSchema,
  MAX_CARDS_PER_ANSWER,
} from '../../core/messages.ts';
import type { ContractCard, ContractCustomer } from '../customers.ts';

/** Whom the bank has under an ID number: nobody, somebody of other details than anybody will give, or this customer. */
export type OnFile = 'nobody' | 'somebody-else' | ContractCustomer;

/** What a call that holds to nothing else gets while a state holds. */
export interface TurnsAway {
  readonly kind: 'turns-away';
  readonly status: 429 | 503;
  readonly respCode: '37' | '02' | '06';
  readonly retryAfterS?: number;
}

export interface HasPerson {
  readonly kind: 'has-person';
  readonly idNumber: string;
  readonly onFile: OnFile;
  /** Accepted first, answered later. */
  readonly isLater: boolean;
}

export interface UnansweredInquiry {
  readonly kind: 'has-inquiry';
  readonly inquiryId: string;
  readonly progress: 'running' | 'unknown';
}

export interface AnsweredInquiry {
  readonly kind: 'has-inquiry';
  readonly inquiryId: string;
  readonly progress: 'answered';
  /** What it was answered about, for exactly this request. */
  readonly customer: ContractCustomer;
  readonly inquiry: InquiryRequest;
}

export type HasInquiry = UnansweredInquiry | AnsweredInquiry;

export type Effect = TurnsAway | HasPerson | HasInquiry;

/** A state: how its params are read, and what they come to. */
export interface State {
  readonly params: z.ZodType;
  /** @throws {z.ZodError} where the params are not of its form */
  readonly effectOf: (params: unknown) => Effect;
}

const state = <Params>(params: z.ZodType<Params>, effectOf: (params: Params) => Effect): State => ({
  params,
  effectOf: (given) => effectOf(params.parse(given)),
});

const { name, idNumber, mobile } = customerSchema.shape;
const { inquiryId, consentId } = inquiryRequestSchema.shape;
const identity = { name, idNumber, mobile };

const card: z.ZodType<ContractCard> = cardSchema.safeExtend({
  reservedMobile: z.boolean(),
  cardlessEnabled: z.boolean(),
  accountClass: cardSchema.shape.accountClass.unwrap().exactOptional(),
  status: cardSchema.shape.status.unwrap().exactOptional(),
});
const customer: z.ZodType<ContractCustomer> = z.strictObject({
  ...identity,
  idExpired: z.boolean(),
  cards: z.array(card).max(MAX_CARDS_PER_ANSWER, `must be ${MAX_CARDS_PER_ANSWER} cards at most`),
});

const aCustomer = z.strictObject({ customer });
const somebody = z.strictObject(identity);
const anInquiry = z.strictObject({ inquiryId });
const waiting = z.strictObject({ retryAfterSeconds: z.int().min(0, 'must be 0 or more') });

type Identity = Pick<Customer, 'name' | 'idNumber' | 'mobile'>;
const has = (person: Identity, onFile: OnFile, isLater = false): HasPerson => ({
  kind: 'has-person',
  idNumber: person.idNumber,
  onFile,
  isLater,
});

export const STATES = {
  'a customer': state(aCustomer, ({ customer }) => has(customer, customer)),
  'no such customer': state(somebody, (person) => has(person, 'nobody')),
  'customer details differ': state(somebody, (person) => has(person, 'somebody-else')),
  throttling: state(waiting, ({ retryAfterSeconds: retryAfterS }) => ({
    kind: 'turns-away',
    status: 429,
    respCode: '37',
    retryAfterS,
  })),
  closed: state(waiting, ({ retryAfterSeconds: retryAfterS }) => ({
    kind: 'turns-away',
    status: 503,
    respCode: '02',
    retryAfterS,
  })),
  busy: state(z.strictObject({}), () => ({ kind: 'turns-away', status: 503, respCode: '06' })),
  'answers later': state(aCustomer, ({ customer }) => has(customer, customer, true)),
  'inquiry running': state(anInquiry, ({ inquiryId }) => ({
    kind: 'has-inquiry',
    inquiryId,
    progress: 'running',
  })),
  'inquiry answered': state(z.strictObject({ inquiryId, consentId, customer }), (params) => ({
    kind: 'has-inquiry',
    inquiryId: params.inquiryId,
    progress: 'answered',
    customer: params.customer,
    inquiry: requestFor(params),
  })),
  'inquiry unknown': state(anInquiry, ({ inquiryId }) => ({
    kind: 'has-inquiry',
    inquiryId,
    progress: 'unknown',
  })),
} as const satisfies Readonly<Record<string, State>>;

/** The request that was answered before: for these params there is exactly one. */
const requestFor = (params: {
  readonly inquiryId: string;
  readonly consentId: string;
  readonly customer: ContractCustomer;
}): InquiryRequest => {
  const { name, idNumber, mobile } = params.customer;
  const { inquiryId, consentId } = params;
  return { inquiryId, consentId, customer: { name, idType: '01', idNumber, mobile } };
};

export type StateName = keyof typeof STATES;

export const STATE_NAMES = Object.keys(STATES) as readonly StateName[];
