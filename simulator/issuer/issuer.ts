// One issuer, pure: from a request and the time to a Delivery (R2, R3, R4; issuer-api.yaml). Doors bring it requests
// and carry out what it says; size and signature are checked before it (http-exchange.ts).
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import { type Answer, answerOf } from '../people/ground-truth.ts';
import type { People } from '../people/people.ts';
import { answerNow, type CallbackOrder, type Delivery } from './delivery.ts';
import { type BoundInquiry, DENIED, InquiryBook, type KeptOutcome } from './inquiry-book.ts';
import { inquiryOf, type ReceivedBody } from './inquiry-form.ts';
import { latencyAt } from './latency.ts';
import { badForm, otherBody, refusalAbout, respMsgOf, unknownInquiry } from './refusals.ts';
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

/** The answer that most inquiries get, kept once for all. */
const NO_CARDS: Answer = { cards: [], unsupported: [] };
const NO_CARDS_KEPT: KeptOutcome = JSON.stringify(NO_CARDS);

export const createIssuer = ({ bank, people, settings, random, availability = [] }: IssuerOptions): Issuer => {
  const chance = random.fork('issuer', bank);
  const hashes = chance.fork('body');
  const book = new InquiryBook();
  const present = (bound: BoundInquiry, nowMs: number): Delivery => presentTo(bound, { bank, settings, chance }, nowMs);

  const bind = (inquiry: InquiryRequest, bodyHash: number, nowMs: number): BoundInquiry => {
    const { inquiryId } = inquiry;
    const takesMs = settings.mode === 'sync' ? 0 : latencyAt(settings.latency, chance.unit(inquiryId, 1, 'latency'));
    const bound: BoundInquiry = {
      inquiryId,
      bodyHash,
      boundAtMs: nowMs,
      takesMs,
      outcome: outcomeFor(inquiry.customer, bank, people, nowMs),
      calls: 0,
      told: false,
    };
    book.add(bound);
    return bound;
  };

  return {
    code: bank,
    post(body, nowMs) {
      const refusal = turnedAway(availability, nowMs);
      if (refusal !== undefined) return refusal;
      const form = inquiryOf(body);
      if (!form.ok) return badForm(form.failure);
      const inquiry = form.value;
      const bodyHash = hashOf(inquiry, hashes);
      const known = book.find(inquiry.inquiryId, nowMs);
      if (known !== undefined) {
        if (known.bodyHash === bodyHash) return present(known, nowMs);
        return otherBody({ inquiryId: inquiry.inquiryId, issuer: bank });
      }
      const bound = bind(inquiry, bodyHash, nowMs);
      const delivery = present(bound, nowMs);
      if (settings.mode !== 'callback' || inquiry.callbackUrl === undefined) return delivery;
      return { ...delivery, callbacks: [callbackFor(bound, bank, inquiry.callbackUrl)] };
    },
    get(inquiryId, nowMs) {
      const refusal = turnedAway(availability, nowMs);
      if (refusal !== undefined) return refusal;
      const bound = book.find(inquiryId, nowMs);
      return bound === undefined ? unknownInquiry : present(bound, nowMs);
    },
    owesCallback: (inquiryId, nowMs) => book.find(inquiryId, nowMs)?.told === false,
  };
};

const turnedAway = (availability: readonly Availability[], nowMs: number): Delivery | undefined => {
  for (const isOpen of availability) {
    const refusal = isOpen(nowMs);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
};

/** What the next call about a bound inquiry gets at this moment; counts the call. */
const presentTo = (
  bound: BoundInquiry,
  { bank, settings, chance }: { readonly bank: IssuerCode; readonly settings: IssuerSettings; readonly chance: Random },
  nowMs: number,
): Delivery => {
  bound.calls++;
  const isAccepting = bound.calls === 1 && settings.mode !== 'sync';
  if (isAccepting || nowMs < bound.boundAtMs + bound.takesMs) return answerNow(202, pendingBody(bound, bank));
  bound.told = true;
  const { inquiryId, calls, outcome } = bound;
  return {
    afterMs: settings.mode === 'sync' ? latencyAt(settings.latency, chance.unit(inquiryId, calls, 'latency')) : 0,
    act: { kind: 'respond', status: outcome === DENIED ? 422 : 200, body: finalBody(bound, bank) },
  };
};

const callbackFor = (bound: BoundInquiry, issuer: IssuerCode, url: string): CallbackOrder => ({
  afterMs: bound.takesMs,
  url,
  issuer,
  inquiryId: bound.inquiryId,
  body: finalBody(bound, issuer),
});

/** What this bank knows of the customer. Whoever has nothing here has no file to compare a name with: no cards. */
const outcomeFor = (
  customer: InquiryRequest['customer'],
  bank: IssuerCode,
  people: PeopleOnFile,
  nowMs: number,
): KeptOutcome => {
  const holding = people.holding(customer.idNumber, bank);
  if (holding === undefined || holding.cards.length === 0) return NO_CARDS_KEPT;
  const identity = people.identity(customer.idNumber);
  if (identity === undefined || identity.name !== customer.name || identity.mobile !== customer.mobile) return DENIED;
  return JSON.stringify(answerOf(holding, shanghaiDay(nowMs)));
};

/** Equal for bodies that are equal as JSON values: the order of members is gone once they are parsed. */
const hashOf = ({ consentId, customer, callbackUrl }: InquiryRequest, hashes: Random): number =>
  hashes.unit(consentId, customer.name, customer.idType, customer.idNumber, customer.mobile, callbackUrl ?? 0);

const pendingBody = ({ inquiryId }: BoundInquiry, issuer: IssuerCode): object => ({
  inquiryId,
  issuer,
  respCode: '05',
  respMsg: respMsgOf('05'),
});

const finalBody = ({ inquiryId, outcome }: BoundInquiry, issuer: IssuerCode): CallbackOrder['body'] => {
  if (outcome === DENIED) return refusalAbout({ inquiryId, issuer }, '66');
  const { cards, unsupported } = outcome === NO_CARDS_KEPT ? NO_CARDS : (JSON.parse(outcome) as Answer);
  return {
    inquiryId,
    issuer,
    respCode: '00',
    respMsg: respMsgOf('00'),
    cards: [...cards],
    unsupported: [...unsupported],
  };
};
