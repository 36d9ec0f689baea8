// A query that is being worked on, with its inquiries, as the fan-out holds them in memory.
import type { IssuerCode } from '../core/banks.ts';
import type { Cancel } from '../core/clock.ts';
import type { Customer, InquiryRequest } from '../core/messages.ts';
import type { Trace } from '../core/trace-context.ts';
import type { CallKind } from './issuer-lane.ts';
import type { Progress } from './retry.ts';
import type { NewQuery, User } from './store/port.ts';

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
  cancelDeadline: Cancel;
}

/** What the next call of an inquiry would be (R17, R18). */
export const callKindOf = ({ progress, calling }: Inquiry): CallKind => {
  if (progress.state === 'DONE' || calling) return 'over';
  if (progress.running) return 'status';
  return progress.attempts === 0 ? 'first' : 'retry';
};

/** The id of the inquiry to one bank for one query: always the same, so that sending it twice is harmless. */
export const inquiryIdOf = (queryId: string, bank: IssuerCode): string => `${queryId}-${bank}`;

/** Of whom all banks of a query are asked. */
export const customerOf = ({ name, idNumber, mobile }: User): Customer => ({ name, idType: '01', idNumber, mobile });

/** What the bank is sent (R4). */
export const requestOf = ({ run, inquiryId, bank }: Inquiry): InquiryRequest => {
  const { verificationId: consentId, callbackBaseUrl } = run.query;
  if (callbackBaseUrl === undefined) return { inquiryId, consentId, customer: run.customer };
  const callbackUrl = `${callbackBaseUrl}/v1/issuer-callbacks/${bank}`;
  return { inquiryId, consentId, customer: run.customer, callbackUrl };
};
