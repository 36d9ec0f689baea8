// The oracle: every invariant of the rules, in their order. A new one is a file and a line here. I12 is over two runs
// and stands apart: `sameLog` of i12-same-log.ts.
import { everyQueryEnds } from './i1-every-query-ends.ts';
import { oneDispositionPerBank } from './i2-one-disposition-per-bank.ts';
import { reportIsTheTruth } from './i3-report-is-the-truth.ts';
import { reportNeverChanges } from './i4-report-never-changes.ts';
import { oneQueryAtATime } from './i5-one-query-at-a-time.ts';
import { throttleIsExact } from './i6-throttle-is-exact.ts';
import { noForbiddenAttempt } from './i7-no-forbidden-attempt.ts';
import { restraint } from './i8-restraint.ts';
import { nothingUnmasked } from './i9-nothing-unmasked.ts';
import { nothingAfterExpiry } from './i10-nothing-after-expiry.ts';
import { liveness } from './i11-liveness.ts';
import type { RunRecord } from './run-record.ts';
import { contextOf, sightsOf } from './run-sights.ts';
import { type Invariant, isOfCalls, type RunContext, type Sight, type Violation } from './sight.ts';
import { NONE } from './violations.ts';

export const INVARIANTS: readonly Invariant[] = [
  everyQueryEnds,
  oneDispositionPerBank,
  reportIsTheTruth,
  reportNeverChanges,
  oneQueryAtATime,
  throttleIsExact,
  noForbiddenAttempt,
  restraint,
  nothingUnmasked,
  nothingAfterExpiry,
  liveness,
];

/** Whatever is broken in so many ways needs no further proof; the memory of what was said has a bound. */
const MAX_VIOLATIONS = 10_000;

export interface Oracle {
  /** What this sight breaks; each violation is said once. */
  see(sight: Sight): readonly Violation[];
  /** What only the end shows. No sight follows. */
  end(atMs: number): readonly Violation[];
}

/** Watches one run. */
export const createOracle = (context: RunContext): Oracle => {
  const watching = INVARIANTS.map(({ watch, isBeyondCalls = false }) => ({ watch: watch(context), isBeyondCalls }));
  const watches = watching.map(({ watch }) => watch);
  const ofCalls = watching.filter(({ isBeyondCalls }) => !isBeyondCalls).map(({ watch }) => watch);
  const said = new Set<string>();
  const isNew = ({ invariant, queryId, message }: Violation): boolean => {
    const words = `${invariant} ${queryId} ${message}`;
    if (said.has(words) || said.size >= MAX_VIOLATIONS) return false;
    said.add(words);
    return true;
  };
  return {
    see: (sight) => {
      let found = NONE;
      for (const watch of isOfCalls(sight) ? ofCalls : watches) {
        const more = watch.see(sight);
        if (more !== NONE) found = joined(found, more);
      }
      return found === NONE ? NONE : found.filter(isNew);
    },
    end: (atMs) => watches.flatMap((watch) => watch.end?.(atMs) ?? NONE).filter(isNew),
  };
};

/** Nearly always the one empty list. */
const joined = (some: readonly Violation[], more: readonly Violation[]): readonly Violation[] => {
  if (more.length === 0) return some;
  return some.length === 0 ? more : [...some, ...more];
};

/** Every breach of every invariant in a run that is over; none where all hold. */
export const judge = (run: RunRecord): readonly Violation[] => {
  const oracle = createOracle(contextOf(run));
  return [...sightsOf(run).flatMap((sight) => oracle.see(sight)), ...oracle.end(run.untilMs)];
};
