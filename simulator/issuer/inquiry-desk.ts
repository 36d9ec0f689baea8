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
  /** Binds an id that `find` does not know, and answers the call that brought it. */
  open(inquiry: NewInquiry, nowMs: number): Delivery;
  /** What the next call about a bound inquiry gets at this moment. Counts the call. */
  answer(bound: BoundInquiry, nowMs: number): Delivery;
}

export interface NewInquiry {
  readonly inquiryId: string;
  readonly bodyHash: number;
  readonly outcome: Outcome;
  readonly callbackUrl: string | undefined;
}

export interface InquiryDeskOptions {
  readonly bank: IssuerCode;
  readonly settings: IssuerSettings;
  /** This issuer's own. */
  readonly chance: Random;
}

export const createInquiryDesk = ({ bank, settings, chance }: InquiryDeskOptions): InquiryDesk => {
  const book = new InquiryBook();
  /** One draw of the latency; `attempt` counts the calls about an inquiry from 1. */
  const latencyMs = (inquiryId: string, attempt: number): number =>
    drawLatency(settings.latency, () => chance.unit(inquiryId, attempt, 'latency'));

  const answer = (bound: BoundInquiry, nowMs: number, outcome?: Outcome): Delivery => {
    const subject = { inquiryId: bound.inquiryId, issuer: bank };
    bound.calls++;
    const isAccepting = bound.calls === 1 && settings.mode !== 'sync';
    if (isAccepting || nowMs < bound.boundAtMs + bound.takesMs) return answerNow(202, pendingBody(subject));
    bound.told = true;
    const told = outcome ?? readKept(bound.outcome);
    return {
      afterMs: settings.mode === 'sync' ? latencyMs(bound.inquiryId, bound.calls) : 0,
      act: { kind: 'respond', status: told === DENIED ? 422 : 200, body: finalBody(subject, told) },
    };
  };

  return {
    find: (inquiryId, nowMs) => book.find(inquiryId, nowMs),
    open({ inquiryId, bodyHash, outcome, callbackUrl: url }, nowMs) {
      const takesMs = settings.mode === 'sync' ? 0 : latencyMs(inquiryId, 1);
      const kept = keep(outcome);
      const bound = { inquiryId, bodyHash, boundAtMs: nowMs, takesMs, outcome: kept, calls: 0, told: false };
      book.add(bound);
      const delivery = answer(bound, nowMs, outcome);
      if (settings.mode !== 'callback' || url === undefined) return delivery;
      const subject = { inquiryId, issuer: bank };
      const order: CallbackOrder = { ...subject, afterMs: takesMs, url, body: finalBody(subject, outcome) };
      return { ...delivery, callbacks: [order] };
    },
    answer,
  };
};

const pendingBody = ({ inquiryId, issuer }: Subject): InquiryPending => ({
  inquiryId,
  issuer,
  respCode: '05',
  respMsg: respMsgOf('05'),
});

const finalBody = (subject: Subject, outcome: Outcome): InquiryResult | Refusal => {
  if (outcome === DENIED) return refusalAbout(subject, '66');
  const { inquiryId, issuer } = subject;
  const { cards, unsupported } = outcome;
  return { inquiryId, issuer, respCode: '00', respMsg: respMsgOf('00'), cards, unsupported };
};
