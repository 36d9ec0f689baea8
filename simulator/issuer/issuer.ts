// One issuer, pure: from a request and the time to a Delivery (R2, R3, R4; issuer-api.yaml). Doors bring it requests
// and carry out what it says; size and signature are checked before it (http-exchange.ts).
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import type { InquiryPending, InquiryRequest, InquiryResult, Refusal } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import { answerOf } from '../people/ground-truth.ts';
import type { People } from '../people/people.ts';
import { answerNow, type Delivery } from './delivery.ts';
import { type BoundInquiry, DENIED, InquiryBook, keep, type Outcome, readKept } from './inquiry-book.ts';
import { inquiryOf, type ReceivedBody } from './inquiry-form.ts';
import { drawLatency } from './latency.ts';
import { badForm, otherBody, refusalAbout, respMsgOf, type Subject, unknownInquiry } from './refusals.ts';
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
  const book = new InquiryBook();
  /** One draw of the latency; `attempt` counts the calls about an inquiry from 1. */
  const latencyMs = (inquiryId: string, attempt: number): number =>
    drawLatency(settings.latency, () => chance.unit(inquiryId, attempt, 'latency'));

  const bind = (inquiryId: string, bodyHash: number, outcome: Outcome, nowMs: number): BoundInquiry => {
    const takesMs = settings.mode === 'sync' ? 0 : latencyMs(inquiryId, 1);
    const kept = keep(outcome);
    const bound = { inquiryId, bodyHash, boundAtMs: nowMs, takesMs, outcome: kept, calls: 0, told: false };
    book.add(bound);
    return bound;
  };

  /** What the next call about a bound inquiry gets at this moment; counts the call. */
  const present = (bound: BoundInquiry, nowMs: number, outcome?: Outcome): Delivery => {
    const { inquiryId, boundAtMs, takesMs } = bound;
    bound.calls++;
    const isAccepting = bound.calls === 1 && settings.mode !== 'sync';
    if (isAccepting || nowMs < boundAtMs + takesMs) return answerNow(202, pendingBody({ inquiryId, issuer: bank }));
    bound.told = true;
    const told = outcome ?? readKept(bound.outcome);
    const body = finalBody({ inquiryId, issuer: bank }, told);
    return {
      afterMs: settings.mode === 'sync' ? latencyMs(inquiryId, bound.calls) : 0,
      act: { kind: 'respond', status: told === DENIED ? 422 : 200, body },
    };
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
      const { inquiryId, customer, callbackUrl: url } = inquiry;
      const outcome = outcomeFor(customer, bank, people, nowMs);
      const bound = bind(inquiryId, bodyHash, outcome, nowMs);
      const delivery = present(bound, nowMs, outcome);
      if (settings.mode !== 'callback' || url === undefined) return delivery;
      const subject = { inquiryId, issuer: bank };
      return {
        ...delivery,
        callbacks: [{ ...subject, afterMs: bound.takesMs, url, body: finalBody(subject, outcome) }],
      };
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

const pendingBody = ({ inquiryId, issuer }: Subject): InquiryPending => ({
  inquiryId,
  issuer,
  respCode: '05',
  respMsg: respMsgOf('05'),
});

const finalBody = (subject: Subject, outcome: Outcome): InquiryResult | Refusal => {
  if (outcome === DENIED) return refusalAbout(subject, '66');
  const { cards, unsupported } = outcome;
  return {
    inquiryId: subject.inquiryId,
    issuer: subject.issuer,
    respCode: '00',
    respMsg: respMsgOf('00'),
    cards,
    unsupported,
  };
};
