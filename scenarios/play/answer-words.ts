// The words in which a network answers, as lists: the codes of refusals, the ends of a bank, the states of a query. The
// engine has them as types; a word that is new there, or has gone, does not compile here.
import type { RefusalCode } from '../../engine/refusal.ts';
import type { Disposition } from '../../engine/report.ts';
import type { BankDisposition, QueryStatus } from '../../engine/store/port.ts';
import { NO_ANSWER } from '../stage.ts';

/** The words of a type, none left out. */
export const wordsOf = <Word extends string>(words: Readonly<Record<Word, true>>): readonly Word[] =>
  Object.keys(words) as Word[];

/** Why something can be refused, in the order of R12 and then of a query's life. */
export const REFUSALS = wordsOf<RefusalCode>({
  VALIDATION: true,
  ALREADY_REGISTERED: true,
  UNAUTHENTICATED: true,
  WRONG_CREDENTIALS: true,
  NOT_REAL_NAME: true,
  REGION_NOT_OPEN: true,
  SMS_TOO_SOON: true,
  CONSENT_REQUIRED: true,
  FACE_MISMATCH: true,
  SMS_CODE_WRONG: true,
  SMS_CODE_EXPIRED: true,
  NOT_VERIFIED: true,
  UNKNOWN_BANK: true,
  QUERY_IN_PROGRESS: true,
  TOO_SOON: true,
  THROTTLED: true,
  IDEMPOTENCY_KEY_REUSED: true,
  STOPPING: true,
  NOT_FOUND: true,
  NOT_READY: true,
  QUERY_FAILED: true,
  EXPIRED: true,
  WRONG_PASSWORD: true,
  LOCKED: true,
});

/** What somebody in a story may be shown in place of what they asked for: also nothing, while the engine is down. */
export const SHOWN_REFUSALS: readonly string[] = [...REFUSALS, NO_ANSWER];

/** How a bank can stand in a report (R16). */
export const DISPOSITIONS = wordsOf<Disposition>({ DELIVERED: true, DENIED: true, FAILED: true, TIMEOUT: true });

/** How a bank can stand in a record. */
export const BANK_STATES = wordsOf<BankDisposition['disposition']>({
  PENDING: true,
  DELIVERED: true,
  DENIED: true,
  FAILED: true,
  TIMEOUT: true,
});

export const QUERY_STATUSES = wordsOf<QueryStatus>({ RUNNING: true, READY: true, FAILED: true, EXPIRED: true });
