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
import type { Invariant, RunContext, Seen, SeenName, Sight, Violation, Watch } from './sight.ts';
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
  const watches = INVARIANTS.map(({ watch }) => watch(context));
  /** Who is shown what, by its name: most of what there is to see is nothing to most of them. */
  const looks = new Map<SeenName, readonly Look[]>();
  const looksAt = (sight: Sight): readonly Look[] => {
    const name = sight.kind === 'engine' ? sight.event.type : sight.kind;
    const known = looks.get(name);
    if (known !== undefined) return known;
    const all = looksOf(watches, name, sight.kind === 'engine');
    looks.set(name, all);
    return all;
  };
  const said = new Set<string>();
  const isNew = ({ invariant, queryId, message }: Violation): boolean => {
    const words = `${invariant} ${queryId} ${message}`;
    if (said.has(words) || said.size >= MAX_VIOLATIONS) return false;
    said.add(words);
    return true;
  };
  return {
    see: (sight) => {
      const seen = sight.kind === 'engine' ? sight.event : sight;
      let found = NONE;
      for (const look of looksAt(sight)) {
        const more = look(seen);
        if (more !== NONE) found = joined(found, more);
      }
      return found === NONE ? NONE : found.filter(isNew);
    },
    end: (atMs) => watches.flatMap((watch) => watch.end?.(atMs) ?? NONE).filter(isNew),
  };
};

type Look = (seen: Seen) => readonly Violation[];

/** What each does about what has this name, in their order. */
const looksOf = (watches: readonly Watch[], name: SeenName, isEvent: boolean): readonly Look[] => {
  const looks: Look[] = [];
  for (const watch of watches) {
    // What has a name is shown to the method of that name alone, which no type can say of a table.
    const look = watch[name] as Look | undefined;
    if (look !== undefined) looks.push(look.bind(watch));
    // Its method for events takes any: only events come here.
    if (isEvent && watch.event !== undefined) looks.push(watch.event.bind(watch) as Look);
  }
  return looks;
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
