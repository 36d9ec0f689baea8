// One call of the journal: what each side tells of it, how both make one entry, and how that is shown. Codes, names of
// faults and times; nothing of a customer has a place in these shapes (R26).
import type { IssuerCode } from './banks.ts';
import { shanghaiTimestamp } from './calendar.ts';
import { hasValidCheckCharacter } from './id-number.ts';
import { INQUIRY_ID_PATTERN, MOBILE_PATTERN } from './messages.ts';
import { isTraceparent } from './trace-context.ts';

/** What an issuer tells about a call that it got, or about a callback that it made. */
export interface IssuerCallRecord {
  readonly issuer: IssuerCode;
  readonly inquiryId: string | undefined;
  readonly operation: 'ask' | 'status' | 'callback';
  readonly attempt: number | undefined;
  /** As the caller sent it. */
  readonly traceparent: string | undefined;
  /** The names of the faults that the call met, in the order in which they work. */
  readonly faults: readonly string[];
  /** `200/00`, `503/02`, `reset`, `close`, `hang`, `refuse`, `200/00 truncated`, `callback sent`, `callback failed`. */
  readonly did: string;
  /** When the call came. */
  readonly atMs: number;
  /** From then to the act, as the issuer meant it. */
  readonly plannedMs: number;
  readonly tookMs: number;
}

/** What the engine tells when it starts a call. */
export interface CallBegun {
  readonly traceparent: string;
  readonly queryId: string;
  readonly inquiryId: string;
  readonly issuer: IssuerCode;
  readonly operation: 'ask' | 'status';
  readonly attempt: number;
  readonly atMs: number;
  /** Faults that keep the call from ever reaching the issuer, such as a closed port. */
  readonly faults?: readonly string[];
}

/** What the engine tells when a call has ended. */
export interface CallOver {
  readonly traceparent: string;
  readonly outcome: string;
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  readonly respCode?: string | undefined;
  readonly failure?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly nextAtMs?: number | undefined;
  readonly atMs: number;
}

/** A call as the journal shows it: what is not known, or not yet, is undefined and so in no JSON. */
export interface JournalEntry {
  /** Counts up from 1 and is never used again; an entry that grows keeps its own. */
  readonly seq: number;
  /** When the call began, Shanghai time. */
  readonly at: string;
  /** `other`: somebody else than this engine asks the issuer. */
  readonly caller: 'engine' | 'other';
  readonly queryId?: string | undefined;
  readonly inquiryId?: string | undefined;
  readonly issuer: IssuerCode;
  readonly operation: 'ask' | 'status' | 'callback';
  readonly attempt?: number | undefined;
  readonly traceparent?: string | undefined;
  readonly faults: readonly string[];
  /** What the issuer did, and from the call to that, as it meant it. */
  readonly did?: string | undefined;
  readonly plannedMs?: number | undefined;
  /** What the engine made of it. */
  readonly outcome?: string | undefined;
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
  readonly respCode?: string | undefined;
  readonly failure?: string | undefined;
  /** The floor that the issuer has set for the next call (R17). */
  readonly retryAfterMs?: number | undefined;
  readonly tookMs?: number | undefined;
  /** When the issuer is called next, where it is. */
  readonly nextAt?: string | undefined;
}

/** Both sides of one call, as far as they have told: it is filled in place, for there are very many of them. */
export interface JournalCall {
  readonly seq: number;
  atMs: number;
  readonly issuer: IssuerCode;
  readonly operation: IssuerCallRecord['operation'];
  begun: CallBegun | undefined;
  over: CallOver | undefined;
  record: IssuerCallRecord | undefined;
  /** The query that a callback is for, of which its sender knows only the inquiry. */
  readonly calledBackQueryId: string | undefined;
}

export const queryIdOf = ({ begun, calledBackQueryId }: JournalCall): string | undefined =>
  begun?.queryId ?? calledBackQueryId;

/** By what the two sides of a call know each other; a callback has no other side. */
export const traceparentOf = ({ operation, begun, record }: JournalCall): string | undefined =>
  operation === 'callback' ? undefined : (begun?.traceparent ?? record?.traceparent);

/** What is kept of what the engine tells: these members and no others. */
export const keptBegun = (told: CallBegun): CallBegun => ({
  traceparent: told.traceparent,
  queryId: told.queryId,
  inquiryId: told.inquiryId,
  issuer: told.issuer,
  operation: told.operation,
  attempt: told.attempt,
  atMs: told.atMs,
  faults: told.faults ?? [],
});

export const keptOver = (told: CallOver): CallOver => ({
  traceparent: told.traceparent,
  outcome: told.outcome,
  reason: told.reason,
  status: told.status,
  respCode: told.respCode,
  failure: told.failure,
  retryAfterMs: told.retryAfterMs,
  nextAtMs: told.nextAtMs,
  atMs: told.atMs,
});

/** Ids in a call are its sender's own text: one that is none, or that is a number of a person, is not kept. */
export const keptRecord = (told: IssuerCallRecord): IssuerCallRecord => ({
  issuer: told.issuer,
  inquiryId: told.inquiryId !== undefined && isOnlyAnId(told.inquiryId) ? told.inquiryId : undefined,
  operation: told.operation,
  attempt: told.attempt,
  traceparent: told.traceparent !== undefined && isTraceparent(told.traceparent) ? told.traceparent : undefined,
  faults: told.faults,
  did: told.did,
  atMs: told.atMs,
  plannedMs: told.plannedMs,
  tookMs: told.tookMs,
});

const isOnlyAnId = (text: string): boolean =>
  INQUIRY_ID_PATTERN.test(text) && !hasValidCheckCharacter(text) && !MOBILE_PATTERN.test(text);

/** The entry of a call as it stands. */
export const shownCall = (call: JournalCall): JournalEntry => {
  const { seq, atMs, issuer, operation, begun, over, record } = call;
  const queryId = queryIdOf(call);
  return {
    seq,
    at: shanghaiTimestamp(atMs),
    caller: queryId === undefined ? 'other' : 'engine',
    queryId,
    inquiryId: begun?.inquiryId ?? record?.inquiryId,
    issuer,
    operation,
    attempt: begun?.attempt ?? record?.attempt,
    traceparent: begun?.traceparent ?? record?.traceparent,
    faults: [...new Set([...(begun?.faults ?? []), ...(record?.faults ?? [])])],
    did: record?.did,
    plannedMs: record?.plannedMs,
    outcome: over?.outcome,
    reason: over?.reason,
    status: over?.status,
    respCode: over?.respCode,
    failure: over?.failure,
    retryAfterMs: over?.retryAfterMs,
    tookMs: tookMsOf(call),
    nextAt: over?.nextAtMs === undefined ? undefined : shanghaiTimestamp(over.nextAtMs),
  };
};

/** As long as the caller waited, where we know the caller. */
const tookMsOf = ({ atMs, begun, over, record }: JournalCall): number | undefined => {
  if (begun === undefined) return record?.tookMs;
  return over === undefined ? undefined : over.atMs - atMs;
};

/** Whether each of these words, in small letters, stands somewhere in what is shown of a call. */
export const saysAll = (call: JournalCall, words: readonly string[]): boolean => {
  const { issuer, operation, begun, over, record } = call;
  const texts = [
    issuer,
    operation,
    queryIdOf(call),
    begun?.inquiryId ?? record?.inquiryId,
    traceparentOf(call),
    record?.did,
    over?.outcome,
    over?.reason,
    over?.status?.toString(),
    over?.respCode,
    over?.failure,
    ...(begun?.faults ?? []),
    ...(record?.faults ?? []),
  ];
  return words.every((word) => texts.some((text) => text?.toLowerCase().includes(word)));
};
