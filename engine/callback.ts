// What a callback's body means for the inquiry that it names (R20).
import type { IssuerCode } from '../core/banks.ts';
import { callbackOutcomeOf } from './outcome.ts';
import type { BankOutcome } from './report.ts';
import { endOf } from './retry.ts';

/** What became of a callback. */
export type CallbackReceipt =
  | { readonly kind: 'taken' }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'broken'; readonly reason: string };

type CallbackEnd = { readonly kind: 'end'; readonly end: BankOutcome } | Extract<CallbackReceipt, { kind: 'broken' }>;

/** The end that it brings; broken where it is none, or not this bank's to tell. */
export const callbackEndOf = (bank: IssuerCode, inquiryId: string, body: unknown): CallbackEnd => {
  const outcome = callbackOutcomeOf(body, { bank, inquiryId, operation: 'status' });
  const end = endOf(outcome, bank);
  if (end === undefined) return { kind: 'broken', reason: 'reason' in outcome ? outcome.reason : outcome.kind };
  // A bank may answer what it was asked, and nothing that another one was.
  if (!inquiryId.endsWith(`-${bank}`)) return { kind: 'broken', reason: 'answer for another inquiry' };
  return { kind: 'end', end };
};

/** The query of this bank's inquiry. */
export const queryIdIn = (inquiryId: string, bank: IssuerCode): string => inquiryId.slice(0, -(bank.length + 1));
