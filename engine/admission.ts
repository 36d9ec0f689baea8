// May this application be accepted? The checks of R12 in their order, over facts read in one atomic step.
// Pure: the same facts give the same answer.
import type { IssuerCode } from '../core/banks.ts';
import { type Bucket, exactLimit, fullBucket, takeToken } from '../core/token-bucket.ts';
import type { EngineSettings } from './settings.ts';
import type { NewQuery, Verification } from './store/port.ts';

/** All that the store knows about the applicant at one instant. */
export interface AdmissionFacts {
  /** The query that this Idempotency-Key of this user has made before. */
  readonly earlier: NewQuery | undefined;
  /** Of this user and id; undefined where there is none or another user's. */
  readonly verification: Verification | undefined;
  readonly verificationUsed: boolean;
  readonly running: boolean;
  /** When the user's latest report was made. */
  readonly lastGeneratedAtMs: number | undefined;
  /** Queries that the user has had so far: makes the next one's id. */
  readonly queryCount: number;
  readonly bucket: Bucket | undefined;
}

/** A refusal of an application, in the words of the rules. Nothing has changed (R12). */
export type ApplicationRefusal =
  | { readonly code: 'NOT_REAL_NAME' }
  | { readonly code: 'REGION_NOT_OPEN' }
  | { readonly code: 'NOT_VERIFIED' }
  | { readonly code: 'UNKNOWN_BANK'; readonly banks: readonly { readonly index: number }[] }
  | { readonly code: 'QUERY_IN_PROGRESS' }
  | { readonly code: 'TOO_SOON'; readonly opensAtMs: number }
  | { readonly code: 'THROTTLED'; readonly retryAfterMs: number }
  | { readonly code: 'IDEMPOTENCY_KEY_REUSED' };

export type Admission =
  | { readonly kind: 'accepted'; readonly query: NewQuery; readonly bucket: Bucket }
  /** The key was used before for the same application: its first answer again (R14). */
  | { readonly kind: 'repeated'; readonly query: NewQuery }
  | { readonly kind: 'refused'; readonly refusal: ApplicationRefusal };

/** What the applicant asks for, as far as it is not in the store. */
export interface Applicant {
  readonly userId: string;
  readonly verificationId: string;
  readonly banks: readonly string[];
  readonly idempotencyKey: string | undefined;
  /** Registered with ID card and bound card (R5). */
  readonly realName: boolean;
  readonly regionOpen: boolean;
  readonly callbackBaseUrl: string | undefined;
  readonly traceId?: string | undefined;
  readonly nowMs: number;
}

export interface AdmissionContext {
  readonly known: ReadonlySet<IssuerCode>;
  readonly settings: EngineSettings;
  /** The id of the user's n-th query, counted from 1. */
  readonly queryIdOf: (userId: string, ordinal: number) => string;
}

/** Decides over one application (R12). Form has been checked before. */
export const admit = (applicant: Applicant, facts: AdmissionFacts, context: AdmissionContext): Admission => {
  if (facts.earlier !== undefined) return repeat(applicant, facts.earlier);
  const { nowMs } = applicant;
  const { settings } = context;
  if (!applicant.realName) return refuse({ code: 'NOT_REAL_NAME' }); // R5
  if (!applicant.regionOpen) return refuse({ code: 'REGION_NOT_OPEN' }); // R6
  if (facts.verification === undefined || facts.verificationUsed || facts.verification.expiresAtMs <= nowMs) {
    return refuse({ code: 'NOT_VERIFIED' }); // R7
  }
  const unknown = applicant.banks.flatMap((bank, index) => (context.known.has(bank) ? [] : [{ index }]));
  if (unknown.length > 0) return refuse({ code: 'UNKNOWN_BANK', banks: unknown }); // R8
  if (facts.running) return refuse({ code: 'QUERY_IN_PROGRESS' }); // R9
  const opensAtMs = (facts.lastGeneratedAtMs ?? Number.NEGATIVE_INFINITY) + settings.intervalMs;
  if (nowMs < opensAtMs) return refuse({ code: 'TOO_SOON', opensAtMs }); // R10
  const token = takeToken(facts.bucket ?? fullBucket(nowMs), nowMs, exactLimit(settings.throttle)); // R11
  if (!token.taken) return refuse({ code: 'THROTTLED', retryAfterMs: token.retryAfterMs });
  return { kind: 'accepted', query: newQuery(applicant, facts, context), bucket: token.bucket };
};

const refuse = (refusal: ApplicationRefusal): Admission => ({ kind: 'refused', refusal });

const newQuery = (applicant: Applicant, facts: AdmissionFacts, context: AdmissionContext): NewQuery => ({
  queryId: context.queryIdOf(applicant.userId, facts.queryCount + 1),
  userId: applicant.userId,
  verificationId: applicant.verificationId,
  banks: foldRepeats(applicant.banks),
  acceptedAtMs: applicant.nowMs,
  deadlineMs: applicant.nowMs + context.settings.deadlineMs,
  idempotencyKey: applicant.idempotencyKey,
  callbackBaseUrl: applicant.callbackBaseUrl,
  traceId: applicant.traceId,
});

/** R8: repeats are folded; the order of first mention stays. */
const foldRepeats = (banks: readonly string[]): readonly string[] => [...new Set(banks)];

const repeat = (applicant: Applicant, earlier: NewQuery): Admission => {
  const same =
    earlier.verificationId === applicant.verificationId &&
    foldRepeats(applicant.banks).toSorted().join() === earlier.banks.toSorted().join();
  return same ? { kind: 'repeated', query: earlier } : refuse({ code: 'IDEMPOTENCY_KEY_REUSED' });
};
