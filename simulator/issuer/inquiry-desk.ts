// The inquiries of one issuer: binds them, and says what a call about a bound one gets (R4; issuer-api.yaml,
// "Idempotency"). The issuer has checked everything before.
import type { IssuerCode } from '../../core/banks.ts';
import type { InquiryPending, InquiryResult, Refusal } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import { answerNow, type CallbackOrder, type Delivery } from './delivery.ts';
import { type BoundInquiry, DENIED, InquiryBook, keep, type Outcome, readKept } from './inquiry-book.ts';
import { drawLatency } from './latency.ts';
import { refusalAbout, respMsgOf, type Subject } from './refusals.ts';
import type { IssuerSettings } from './settings.ts';

export interface InquiryDesk {
  /** The inquiry that is bound to this id and not yet forgotten. */
  find(inquiryId: string, nowMs: number): BoundInquiry | undefined;
  /** Counts one call about this id and says which it is, from 1: the attempt that its chance is keyed by. */
  count(inquiryId: string, bound: BoundInquiry | undefined): number;
  /** Binds an id that `find` does not know, and answers the call that brought it. */
  open(inquiry: NewInquiry, nowMs: number): Delivery;
  /** What a call about a bound inquiry gets at this moment. It has been counted. */
  answer(bound: BoundInquiry, nowMs: number): Delivery;
}

export interface NewInquiry {
  readonly inquiryId: string;
  readonly bodyHash: number;
  readonly outcome: Outcome;
  readonly callbackUrl: string | undefined;
  /** Of the call that brings it. */
  readonly attempt: number;
}

export interface InquiryDeskOptions {
  readonly bank: IssuerCode;
  /** Asked at every call: settings change while traffic runs. */
  readonly settings: () => Pick<IssuerSettings, 'latency' | 'mode'>;
  /** This issuer's own. */
  readonly chance: Random;
}

export const createInquiryDesk = ({ bank, settings, chance }: InquiryDeskOptions): InquiryDesk => {
  const book = new InquiryBook();
  const latencyMs = (inquiryId: string, attempt: number): number =>
    drawLatency(settings().latency, (what) => chance.unit(inquiryId, attempt, what));

  const tell = (bound: BoundInquiry, outcome: Outcome): Delivery => {
    const subject = { inquiryId: bound.inquiryId, issuer: bank };
    bound.told = true;
    return {
      afterMs: settings().mode === 'sync' ? latencyMs(bound.inquiryId, bound.calls) : 0,
      act: { kind: 'respond', status: outcome === DENIED ? 422 : 200, body: finalBody(subject, outcome) },
    };
  };

  return {
    find: (inquiryId, nowMs) => book.find(inquiryId, nowMs),
    count: (inquiryId, bound) => book.count(inquiryId, bound),
    open({ inquiryId, bodyHash, outcome, callbackUrl: url, attempt }, nowMs) {
      const { mode } = settings();
      const takesMs = mode === 'sync' ? 0 : latencyMs(inquiryId, attempt);
      const bound = {
        inquiryId,
        bodyHash,
        boundAtMs: nowMs,
        takesMs,
        outcome: keep(outcome),
        calls: attempt,
        told: false,
      };
      book.add(bound);
      if (mode === 'sync') return tell(bound, outcome);
      // The first reply accepts, however fast the answer is.
      const subject = { inquiryId, issuer: bank };
      const delivery = accepted(subject);
      if (mode !== 'callback' || url === undefined) return delivery;
      const order: CallbackOrder = { ...subject, afterMs: takesMs, url, body: finalBody(subject, outcome) };
      return { ...delivery, callbacks: [order] };
    },
    answer: (bound, nowMs) =>
      nowMs < bound.boundAtMs + bound.takesMs
        ? accepted({ inquiryId: bound.inquiryId, issuer: bank })
        : tell(bound, readKept(bound.outcome)),
  };
};

/** 202: the inquiry is known, and its answer is not there yet. */
export const accepted = ({ inquiryId, issuer }: Subject): Delivery => {
  const body: InquiryPending = { inquiryId, issuer, respCode: '05', respMsg: respMsgOf('05') };
  return answerNow(202, body);
};

const finalBody = (subject: Subject, outcome: Outcome): InquiryResult | Refusal => {
  if (outcome === DENIED) return refusalAbout(subject, '66');
  const { inquiryId, issuer } = subject;
  const { cards, unsupported } = outcome;
  return { inquiryId, issuer, respCode: '00', respMsg: respMsgOf('00'), cards, unsupported };
};
