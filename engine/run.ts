// A query that is being worked on, with its inquiries, as the fan-out holds them in memory.
import type { IssuerCode } from '../core/banks.ts';
import type { Cancel } from '../core/clock.ts';
import type { Customer, InquiryRequest } from '../core/messages.ts';
import type { Random } from '../core/random.ts';
import { createTrace, type Trace } from '../core/trace-context.ts';
import type { CallKind } from './issuer-lane.ts';
import { firstProgress, type Progress } from './retry.ts';
import type { ClaimedQuery, NewQuery, User } from './store/port.ts';

export interface Inquiry {
  readonly run: Run;
  readonly bank: IssuerCode;
  readonly inquiryId: string;
  progress: Progress;
  calling: boolean;
  cancelWait: Cancel | undefined;
}

export interface Run {
  readonly query: NewQuery;
  readonly user: User;
  readonly customer: Customer;
  /** Names each call of this query, by bank and attempt. */
  readonly trace: Trace;
  readonly inquiries: Inquiry[];
  pending: number;
  /** Steps that are not known to be durable. */
  unsaved: number;
  /** Answers that are yet to be written (progress-writer.ts). */
  held: Inquiry[];
  cancelHeld: Cancel;
  /** It has been given up here, and what is left of it in queues is wanted no more. */
  parked: boolean;
  cancelDeadline: Cancel;
}

/** A query where it stands. Its deadline is still to be set. */
export const runOf = ({ query, user, inquiries }: ClaimedQuery, random: Random, nowMs: number): Run => {
  const known = new Map(inquiries.map(({ bank, progress }) => [bank, progress]));
  const run: Run = {
    query,
    user,
    customer: customerOf(user),
    trace: createTrace(random, query.queryId, query.traceId),
    inquiries: [],
    pending: 0,
    unsaved: 0,
    held: [],
    cancelHeld: () => undefined,
    parked: false,
    cancelDeadline: () => undefined,
  };
  const first = firstProgress(nowMs);
  for (const bank of query.banks) {
    const progress = known.get(bank) ?? first;
    const inquiryId = inquiryIdOf(query.queryId, bank);
    run.inquiries.push({ run, bank, inquiryId, progress, calling: false, cancelWait: undefined });
    if (progress.state === 'WAITING') run.pending++;
  }
  return run;
};

/** What the next call of an inquiry would be (R17, R18). */
export const callKindOf = ({ run, progress, calling }: Inquiry): CallKind => {
  if (progress.state === 'DONE' || calling || run.parked) return 'over';
  if (progress.running) return 'status';
  return progress.attempts === 0 ? 'first' : 'retry';
};

/** The id of the inquiry to one bank for one query: always the same, so that sending it twice is harmless. */
export const inquiryIdOf = (queryId: string, bank: IssuerCode): string => {
  // In one piece, as a template would not be: it is a key in every book, and is kept there.
  return [queryId, bank].join('-');
};

/** Of whom all banks of a query are asked. */
export const customerOf = ({ name, idNumber, mobile }: User): Customer => ({ name, idType: '01', idNumber, mobile });

/** What the bank is sent (R4). */
export const requestOf = ({ run, inquiryId, bank }: Inquiry): InquiryRequest => {
  const { verificationId: consentId, callbackBaseUrl } = run.query;
  if (callbackBaseUrl === undefined) return { inquiryId, consentId, customer: run.customer };
  return { inquiryId, consentId, customer: run.customer, callbackUrl: callbackUrlOf(callbackBaseUrl, bank) };
};

/** Queries have the same base one after the other, and each bank then the same text. */
let callbackUrls = { base: '', byBank: new Map<IssuerCode, string>() };

const callbackUrlOf = (base: string, bank: IssuerCode): string => {
  if (callbackUrls.base !== base) callbackUrls = { base, byBank: new Map() };
  const known = callbackUrls.byBank.get(bank);
  if (known !== undefined) return known;
  const made = `${base}/v1/issuer-callbacks/${bank}`;
  callbackUrls.byBank.set(bank, made);
  return made;
};
