// What every report of a verification is made of: groups, counts, what was left out and why, and the verdict in one
// sentence. How it is written is in verification-text.ts, -json.ts, -junit.ts and -html.ts.
import {
  type CheckResult,
  type CheckVerdict,
  hasHeld,
  isEnvironmentsFault,
  type Verification,
} from './verification.ts';

export type VerdictKind = CheckVerdict['kind'];

/** A verification with what only its caller knows. */
export interface VerificationReport {
  readonly verification: Verification;
  /** The command that does it again, without `--only`, and without any key. */
  readonly command: string;
  readonly wasInterrupted: boolean;
}

export type Counts = Readonly<Record<VerdictKind, number>>;

export interface CheckGroup {
  readonly name: string;
  readonly results: readonly CheckResult[];
  readonly counts: Counts;
}

/** `held`: all that was tried; `broken`: the bank's affair; `unknown`: the environment kept it from being known. */
export type Outcome = 'held' | 'broken' | 'unknown';

export const outcomeOf = (verification: Verification): Outcome => {
  if (hasHeld(verification)) return 'held';
  // Where nothing at all was tried, nothing is known either.
  const wasTried = verification.checks.some(({ verdict }) => verdict.kind !== 'left-out');
  return isEnvironmentsFault(verification) || !wasTried ? 'unknown' : 'broken';
};

export const countsOf = (results: readonly CheckResult[]): Counts => {
  const count = (kind: VerdictKind): number => results.filter(({ verdict }) => verdict.kind === kind).length;
  return { held: count('held'), broken: count('broken'), 'not-run': count('not-run'), 'left-out': count('left-out') };
};

/** `signature` of `signature/stale`. */
export const groupNameOf = (name: string): string => name.split('/')[0] ?? name;

/** In the order in which each is met first. */
export const groupsOf = (results: readonly CheckResult[]): readonly CheckGroup[] =>
  [...Map.groupBy(results, ({ name }) => groupNameOf(name))].map(([name, members]) => ({
    name,
    results: members,
    counts: countsOf(members),
  }));

export interface ByReason {
  readonly why: string;
  readonly results: readonly CheckResult[];
}

/** The results of this kind, together where they have one reason: it is then said once. */
export const byReason = (results: readonly CheckResult[], kind: 'not-run' | 'left-out'): readonly ByReason[] => {
  const reasoned = results.flatMap((result) =>
    result.verdict.kind === kind ? [{ why: reasonOf(result.verdict), result }] : [],
  );
  return [...Map.groupBy(reasoned, ({ why }) => why)].map(([why, members]) => ({
    why,
    results: members.map(({ result }) => result),
  }));
};

/** Why it could not run, and whose affair that is. */
const reasonOf = (verdict: Extract<CheckVerdict, { readonly why: string }>): string =>
  verdict.kind === 'left-out' ? verdict.why : `${verdict.why} (${BLAME_WORDS[verdict.blame]})`;

export const BLAME_WORDS = { bank: "the bank's affair", environment: 'not known against the bank' } as const;

/** `3 broken, 2 not run, 70 held, 12 left out`; what there is none of is not said. */
export const countWords = (counts: Counts): string =>
  KINDS.filter(({ kind }) => counts[kind] > 0)
    .map(({ kind, word }) => `${counts[kind]} ${word}`)
    .join(', ') || 'no checks';

const KINDS: readonly { readonly kind: VerdictKind; readonly word: string }[] = [
  { kind: 'broken', word: 'broken' },
  { kind: 'not-run', word: 'not run' },
  { kind: 'held', word: 'held' },
  { kind: 'left-out', word: 'left out' },
];

/** The one sentence for a reader in a hurry. */
export const verdictSentence = ({ verification, wasInterrupted }: VerificationReport): string => {
  const { issuer, checks } = verification;
  const counts = countsOf(checks);
  const tried = checks.length - counts['left-out'];
  const end = wasInterrupted ? '; interrupted before the end' : '';
  const outcome = outcomeOf(verification);
  if (outcome === 'unknown') return `Whether ${issuer} keeps the contract is not known: ${countWords(counts)}${end}`;
  if (outcome === 'broken') return `${issuer} does not keep the contract: ${countWords(counts)}${end}`;
  if (counts['left-out'] > 0)
    return `${issuer} keeps the contract in all ${tried} checks that were run; ${counts['left-out']} were left out`;
  return `${issuer} keeps the contract: all ${counted(tried, 'check')} held`;
};

/** `1 check`, `3 checks`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
