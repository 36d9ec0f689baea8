// Holds what users are shown to the truth and to everything else that a report must be (I3, I4, I9, I10), by the oracle
// itself: the people of a network follow from its seed and population, so their cards are known here, too.
import type { Report } from '../engine/report.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { createOracle } from '../scenarios/oracle/oracle.ts';
import { VirtualPeople } from '../scenarios/virtual/virtual-people.ts';
import type { People } from '../simulator/people/people.ts';
import { type CountedViolation, createViolationCounts } from './violation-counts.ts';

export interface Judged {
  readonly wrongReports: number;
  readonly violations: readonly CountedViolation[];
}

export interface ReportJudge {
  /** Whether this report is what this person had to be shown now. */
  judge(
    shown: { readonly queryId: string; readonly userId: string; readonly idNumber: string },
    report: Report,
  ): boolean;
  view(): Judged;
}

/** Nobody's name is looked for in a report: it is its owner's own. */
const NOBODY: readonly [] = [];

/** `now`: on the network's clock. */
export const createReportJudge = (people: People, settings: EngineSettings, now: () => number): ReportJudge => {
  const idNumbers = new Map<string, string>();
  const oracle = createOracle({
    startMs: now(),
    settings,
    idNumberOf: (userId) => idNumbers.get(userId),
    people: () => NOBODY,
    truths: new VirtualPeople(people, now).truths,
  });
  const found = createViolationCounts();
  let wrongReports = 0;
  return {
    judge({ queryId, userId, idNumber }, report) {
      idNumbers.set(userId, idNumber);
      const violations = oracle.see({ kind: 'report', queryId, userId, report, atMs: now() });
      found.add(violations);
      if (violations.length > 0) wrongReports++;
      return violations.length === 0;
    },
    view: () => ({ wrongReports, violations: found.view() }),
  };
};
