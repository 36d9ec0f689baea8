// One issuer, pure: from a request and the time to a Delivery (R2, R3, R4; issuer-api.yaml). Doors bring it requests
// and carry out what it says; size and signature are checked before it (http-exchange.ts).
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiDay } from '../../core/calendar.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import type { Result } from '../../core/result.ts';
import { createFaultSet, type Hits } from '../faults/fault-set.ts';
import { answerOf } from '../people/ground-truth.ts';
import type { People } from '../people/people.ts';
import type { Identity } from '../people/person.ts';
import type { Delivery, PortState } from './delivery.ts';
import { createGate } from './gate.ts';
import { type BoundInquiry, DENIED, type Outcome } from './inquiry-book.ts';
import { createInquiryDesk } from './inquiry-desk.ts';
import { inquiryOf, type ReceivedBody } from './inquiry-form.ts';
import { badForm, otherBody, unknownInquiry } from './refusals.ts';
import type { IssuerSettings } from './settings.ts';

/** What an issuer looks up about a person: whether they are who they say, and what it has of theirs. */
export interface PeopleOnFile extends Pick<People, 'holding'> {
  identity(idNumber: string): Pick<Identity, 'name' | 'mobile'> | undefined;
}

export interface IssuerOptions {
  readonly bank: IssuerCode;
  readonly people: PeopleOnFile;
  readonly settings: IssuerSettings;
  /** The seed's own; every choice is keyed by this issuer, the inquiry, the attempt and what it is for. */
  readonly random: Random;
}

export interface Issuer {
  readonly code: IssuerCode;
  readonly settings: IssuerSettings;
  /** From the next call on. What is under way, and what was counted and bound, stays. */
  configure(settings: IssuerSettings): void;
  /** What the port does at this moment; asked by a door before a call comes in. */
  port(nowMs: number): PortState;
  /** The next instant at which the port may change; undefined where it never will by itself. */
  nextPortChangeMs(nowMs: number): number | undefined;
  /** POST /v1/card-inquiries, its signature already checked. */
  post(body: ReceivedBody, nowMs: number): Delivery;
  /** GET /v1/card-inquiries/{inquiryId}, its signature already checked. */
  get(inquiryId: string, nowMs: number): Delivery;
  /** Whether an inquiry is bound to this id and not yet forgotten. */
  knows(inquiryId: string, nowMs: number): boolean;
  /** Whether the result of this inquiry is still to be called back: known here, and no reply has carried it. */
  owesCallback(inquiryId: string, nowMs: number): boolean;
}

export const createIssuer = ({ bank, people, settings: first, random }: IssuerOptions): Issuer => {
  const chance = random.fork('issuer', bank);
  const hashOf = createBodyHash(chance.fork('body'));
  const gate = createGate(chance);
  let faults = createFaultSet(bank, first.faults ?? [], chance);
  gate.configure(first);
  const desk = createInquiryDesk({ bank, settings: () => issuer.settings, chance });

  /** One call: faults may answer in place of the bank, the gate may turn it away, and faults change what is left. */
  const call = (inquiryId: string, nowMs: number, work: Work): Delivery => {
    const bound = desk.find(inquiryId, nowMs);
    const about = { inquiryId, attempt: desk.count(inquiryId, bound), nowMs };
    const hits: Hits | undefined = faults.hits(about);
    const delivery = hits?.instead ?? gate.pass(about, () => work(bound, about.attempt));
    return { ...(hits?.alter(delivery) ?? delivery), about };
  };

  const bind = (inquiry: InquiryRequest, bound: BoundInquiry | undefined, attempt: number, nowMs: number): Delivery => {
    const { inquiryId, customer, callbackUrl } = inquiry;
    const bodyHash = hashOf(inquiry);
    if (bound === undefined) {
      const outcome = outcomeFor(customer, bank, people, nowMs);
      return desk.open({ inquiryId, bodyHash, outcome, callbackUrl, attempt }, nowMs);
    }
    return bound.bodyHash === bodyHash ? desk.answer(bound, nowMs) : otherBody({ inquiryId, issuer: bank });
  };

  // Settings are data: a literal with an accessor is slow, and its issuer is kept until the next full collection.
  const issuer: Issuer & { settings: IssuerSettings } = {
    code: bank,
    settings: first,
    configure(next) {
      issuer.settings = next;
      faults = createFaultSet(bank, next.faults ?? [], chance);
      gate.configure(next);
    },
    port: (nowMs) => faults.port(nowMs),
    nextPortChangeMs: (nowMs) => faults.nextPortChangeMs(nowMs),
    post(body, nowMs) {
      const form = inquiryOf(body);
      return call(idIn(form), nowMs, (bound, attempt) =>
        form.ok ? bind(form.value, bound, attempt, nowMs) : badForm(form.failure),
      );
    },
    get: (inquiryId, nowMs) =>
      call(inquiryId, nowMs, (bound) => (bound === undefined ? unknownInquiry : desk.answer(bound, nowMs))),
    knows: (inquiryId, nowMs) => desk.find(inquiryId, nowMs) !== undefined,
    owesCallback: (inquiryId, nowMs) => desk.find(inquiryId, nowMs)?.told === false,
  };
  return issuer;
};

/** What the bank does about a call that nothing has turned away; `bound` is the inquiry that the call is about. */
type Work = (bound: BoundInquiry | undefined, attempt: number) => Delivery;

/** Calls that name no inquiry are all about the same one, as far as chance goes. */
const idIn = (form: Result<InquiryRequest, unknown>): string => (form.ok ? form.value.inquiryId : '');

/** What this bank knows of the customer. Of whom it has nothing it has no file to compare a name with: no cards. */
const outcomeFor = (
  customer: InquiryRequest['customer'],
  bank: IssuerCode,
  people: PeopleOnFile,
  nowMs: number,
): Outcome => {
  const holding = people.holding(customer.idNumber, bank);
  if (holding === undefined) return { cards: [], unsupported: [] };
  const identity = people.identity(customer.idNumber);
  if (identity === undefined || identity.name !== customer.name || identity.mobile !== customer.mobile) return DENIED;
  return answerOf(holding, shanghaiDay(nowMs));
};

/**
 * A number for a whole body. Equal for bodies that are equal as JSON values: the order of members is gone once they are
 * parsed. A caller gives the same address with nearly every inquiry, so what that comes to is kept.
 */
const createBodyHash = (hashes: Random): ((inquiry: InquiryRequest) => number) => {
  let address: string | undefined;
  let underAddress = hashes.fork(0);
  return ({ consentId, customer, callbackUrl }) => {
    if (callbackUrl !== address) {
      address = callbackUrl;
      underAddress = hashes.fork(callbackUrl ?? 0);
    }
    const { name, idType, idNumber, mobile } = customer;
    return underAddress.unit(consentId, name, idType, idNumber, mobile);
  };
};
