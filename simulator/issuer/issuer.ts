// One issuer, pure: from a request and the time to a Delivery (R2, R3, R4; issuer-api.yaml). Doors bring it requests
// and carry out what it says; size and signature are checked before it (http-exchange.ts).
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import { answerOf } from '../people/ground-truth.ts';
import type { People } from '../people/people.ts';
import type { Delivery } from './delivery.ts';
import { DENIED, type Outcome } from './inquiry-book.ts';
import { createInquiryDesk } from './inquiry-desk.ts';
import { inquiryOf, type ReceivedBody } from './inquiry-form.ts';
import { badForm, otherBody, unknownInquiry } from './refusals.ts';
import type { IssuerSettings } from './settings.ts';

/** What an issuer looks up about a person. */
export type PeopleOnFile = Pick<People, 'identity' | 'holding'>;

/**
 * Whether the issuer takes calls at this moment: undefined, or the 429 or 503 that it gives instead. It is asked after
 * the signature and before the form, for POST and GET alike, and what it turns away binds nothing.
 */
export type Availability = (nowMs: number) => Delivery | undefined;

export interface IssuerOptions {
  readonly bank: IssuerCode;
  readonly people: PeopleOnFile;
  readonly settings: IssuerSettings;
  /** The seed's own; every choice is keyed by this issuer, the inquiry, the attempt and what it is for. */
  readonly random: Random;
  /** Asked in order; the first that turns the call away decides. Default: always open. */
  readonly availability?: readonly Availability[];
}

export interface Issuer {
  readonly code: IssuerCode;
  /** POST /v1/card-inquiries, its signature already checked. */
  post(body: ReceivedBody, nowMs: number): Delivery;
  /** GET /v1/card-inquiries/{inquiryId}, its signature already checked. */
  get(inquiryId: string, nowMs: number): Delivery;
  /** Whether the result of this inquiry is still to be called back: known here, and no reply has carried it. */
  owesCallback(inquiryId: string, nowMs: number): boolean;
}

export const createIssuer = ({ bank, people, settings, random, availability = [] }: IssuerOptions): Issuer => {
  const chance = random.fork('issuer', bank);
  const hashes = chance.fork('body');
  const desk = createInquiryDesk({ bank, settings, chance });
  return {
    code: bank,
    post(body, nowMs) {
      const refusal = turnedAway(availability, nowMs);
      if (refusal !== undefined) return refusal;
      const form = inquiryOf(body);
      if (!form.ok) return badForm(form.failure);
      const { inquiryId, customer, callbackUrl } = form.value;
      const bodyHash = hashOf(form.value, hashes);
      const bound = desk.find(inquiryId, nowMs);
      if (bound === undefined) {
        return desk.open(
          { inquiryId, bodyHash, outcome: outcomeFor(customer, bank, people, nowMs), callbackUrl },
          nowMs,
        );
      }
      return bound.bodyHash === bodyHash ? desk.answer(bound, nowMs) : otherBody({ inquiryId, issuer: bank });
    },
    get(inquiryId, nowMs) {
      const refusal = turnedAway(availability, nowMs);
      if (refusal !== undefined) return refusal;
      const bound = desk.find(inquiryId, nowMs);
      return bound === undefined ? unknownInquiry : desk.answer(bound, nowMs);
    },
    owesCallback: (inquiryId, nowMs) => desk.find(inquiryId, nowMs)?.told === false,
  };
};

const turnedAway = (availability: readonly Availability[], nowMs: number): Delivery | undefined => {
  for (const isOpen of availability) {
    const refusal = isOpen(nowMs);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** What this bank knows of the customer. Whoever has nothing here has no file to compare a name with: no cards. */
const outcomeFor = (
  customer: InquiryRequest['customer'],
  bank: IssuerCode,
  people: PeopleOnFile,
  nowMs: number,
): Outcome => {
  const holding = people.holding(customer.idNumber, bank);
  if (holding === undefined || holding.cards.length === 0) return { cards: [], unsupported: [] };
  const identity = people.identity(customer.idNumber);
  if (identity === undefined || identity.name !== customer.name || identity.mobile !== customer.mobile) return DENIED;
  return answerOf(holding, shanghaiDay(nowMs));
};

/** Equal for bodies that are equal as JSON values: the order of members is gone once they are parsed. */
const hashOf = ({ consentId, customer, callbackUrl }: InquiryRequest, hashes: Random): number =>
  hashes.unit(consentId, customer.name, customer.idType, customer.idNumber, customer.mobile, callbackUrl ?? 0);
