// Whether the answers were right, out of what the users were shown and what the oracle inside the network saw. Pure.
import type { OracleView } from './control-link.ts';
import type { JourneyCounts } from './journey.ts';
import type { BankResult, Correctness } from './load-result.ts';
import type { Judged } from './report-judge.ts';
import { mergedViolations } from './violation-counts.ts';

export interface Seen {
  readonly users: readonly { readonly counts: JourneyCounts; readonly judged: Judged }[];
  readonly oracle: OracleView;
  readonly banks: readonly BankResult[];
  /** What has not ended when a run is interrupted may yet end: it is not lost. */
  readonly wasInterrupted: boolean;
  /** Nobody else uses the network: whatever it has accepted is of this run, also where the answer did not arrive. */
  readonly isOwn: boolean;
}

export const correctnessOf = ({ users, oracle, banks, wasInterrupted, isOwn }: Seen): Correctness => {
  const sum = (read: (one: Seen['users'][number]) => number): number =>
    users.reduce((total, one) => total + read(one), 0);
  const violations = mergedViolations(oracle.violations, ...users.map(({ judged }) => judged.violations));
  const countOf = (id: string): number => violations.find(({ invariant }) => invariant === id)?.count ?? 0;
  const { accepted, ready, failed, running } = oracle.counts;
  const unended = Math.max(
    sum(({ counts }) => counts.lost),
    isOwn ? running : 0,
  );
  const inquiries = banks.reduce((total, bank) => total + bank.inquiries, 0);
  const calls = banks.reduce((total, bank) => total + bank.calls, 0);
  return {
    queriesAccepted: isOwn ? accepted : sum(({ counts }) => counts.accepted),
    queriesEnded: isOwn ? ready + failed : sum(({ counts }) => counts.ended),
    lost: wasInterrupted ? 0 : unended,
    // R13: the same query told to two, or two queries of one user at a time or too soon.
    doubled: sum(({ counts }) => counts.doubled) + countOf('I5'),
    wrongReports: sum(({ judged }) => judged.wrongReports),
    throttleExcess: countOf('I6'),
    amplification: inquiries === 0 ? 0 : calls / inquiries,
    leaks: sum(({ counts }) => counts.leaks),
    violations,
  };
};
