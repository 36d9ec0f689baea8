// May this version of an endpoint go live? Yes is explicit: the newest record of it, against the pact as it is now, has
// every check of this program, and all of them held. What may be left out has to be named by whoever asks. Pure.
import type { IssuerCode } from '../core/banks.ts';
import type { Need } from './check.ts';
import type { ListedCheck } from './check-list.ts';
import type { RecordedCheck, VerificationRecord } from './record.ts';
import { counted } from './verification-summary.ts';

export interface GoLiveQuestion {
  readonly issuer: IssuerCode;
  readonly endpointVersion: string;
  /** Of the pact as it is now; undefined where there is none. */
  readonly pactHash: string | undefined;
  /** All that this program has. */
  readonly checks: readonly ListedCheck[];
  /** What a record may have left out. */
  readonly without: readonly Need[];
  /** Of this issuer. */
  readonly records: readonly VerificationRecord[];
  /** Files among the records that are none, or no more: nothing can be concluded past them. */
  readonly damaged: readonly string[];
}

export interface GoLiveAnswer {
  readonly mayGoLive: boolean;
  /** Every reason against it. */
  readonly reasons: readonly string[];
  /** The record that decides; undefined where there is none. */
  readonly record: VerificationRecord | undefined;
  /** Checks that were left out as was allowed. */
  readonly allowedWithout: readonly string[];
}

const SHOWN_HASH_CHARACTERS = 12;
/** More names help nobody: the record has them. */
const MAX_NAMED = 8;

export const answerGoLive = (question: GoLiveQuestion): GoLiveAnswer => {
  const { damaged } = question;
  const found = decidingRecord(question);
  if (typeof found === 'string') {
    return { mayGoLive: false, reasons: [...damaged, found], record: undefined, allowedWithout: [] };
  }
  const { reasons, allowedWithout } = judge(found, question);
  const all = [...damaged, ...reasons];
  return { mayGoLive: all.length === 0, reasons: all, record: found, allowedWithout };
};

/** The newest against the present pact, or why there is none. */
const decidingRecord = (question: GoLiveQuestion): VerificationRecord | string => {
  const { issuer, endpointVersion, pactHash, records } = question;
  if (pactHash === undefined) return `this program has no pact for ${issuer}, so nothing can be held to it`;
  const ofVersion = records.filter((one) => one.issuer === issuer && one.endpointVersion === endpointVersion);
  if (ofVersion.length === 0) {
    const known = [...new Set(records.map((one) => one.endpointVersion))].sort();
    const others = known.length === 0 ? '' : `; there are records of ${named(known)}`;
    return `there is no record of version ${endpointVersion}${others}`;
  }
  const ofPact = ofVersion.filter((one) => one.pactHash === pactHash);
  if (ofPact.length === 0) {
    const before = [...new Set(ofVersion.map((one) => shortened(one.pactHash)))];
    const now = `the pact is now ${shortened(pactHash)}: verify and record it again`;
    return `its records are against another pact (${named(before)}); ${now}`;
  }
  // Of two that began in one instant the worse one counts.
  return ofPact.reduce((best, one) => (isNewer(one, best, question) ? one : best));
};

const isNewer = (one: VerificationRecord, other: VerificationRecord, question: GoLiveQuestion): boolean => {
  const [at, otherAt] = [Date.parse(one.startedAt), Date.parse(other.startedAt)];
  return at === otherAt ? judge(one, question).reasons.length > judge(other, question).reasons.length : at > otherAt;
};

const judge = (record: VerificationRecord, question: GoLiveQuestion) => {
  const { checks } = record;
  const names = new Set(checks.map(({ name }) => name));
  const leftOut = checks.filter(({ verdict }) => verdict === 'left-out');
  const allowed = leftOut.filter((one) => isAllowed(one, record, question));
  const of = (verdict: RecordedCheck['verdict']) => checks.filter((one) => one.verdict === verdict);
  const groups: readonly (readonly [readonly RecordedCheck[] | readonly ListedCheck[], string])[] = [
    [of('broken'), 'broken'],
    [of('not-run'), 'not run, which is no pass'],
    [leftOut.filter((one) => !allowed.includes(one)), 'left out'],
    [question.checks.filter(({ name }) => !names.has(name)), 'newer than the record'],
  ];
  const reasons = groups.flatMap(([some, what]) =>
    some.length === 0 ? [] : [`${counted(some.length, 'check')} ${what}: ${named(some.map(({ name }) => name))}`],
  );
  const nothing = of('held').length === 0 ? ['no check held'] : [];
  return { reasons: [...reasons, ...nothing], allowedWithout: allowed.map(({ name }) => name) };
};

/** What was chosen away with `--only` has no cause, and is never allowed. */
const isAllowed = (
  { cause }: RecordedCheck,
  { hasStates }: VerificationRecord,
  { without }: GoLiveQuestion,
): boolean => {
  if (cause === undefined) return false;
  // Where states were given, what is missing for want of them is missing for another reason.
  return cause === 'not-applicable' || (without.includes(cause) && !(cause === 'states' && hasStates));
};

/** The first of them, and how many more. */
export const named = (names: readonly string[]): string =>
  names.length > MAX_NAMED
    ? `${names.slice(0, MAX_NAMED).join(', ')} and ${names.length - MAX_NAMED} more`
    : names.join(', ');

const shortened = (hash: string): string => hash.slice(0, SHOWN_HASH_CHARACTERS);
