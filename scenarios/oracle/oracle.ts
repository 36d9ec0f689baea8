// The oracle: every invariant of the rules that is code, in their order. A new one is a file and a line here.
import { everyQueryEnds } from './i1-every-query-ends.ts';
import { oneDispositionPerBank } from './i2-one-disposition-per-bank.ts';
import { reportIsTheTruth } from './i3-report-is-the-truth.ts';
import { reportNeverChanges } from './i4-report-never-changes.ts';
import { oneQueryAtATime } from './i5-one-query-at-a-time.ts';
import { throttleIsExact } from './i6-throttle-is-exact.ts';
import { noForbiddenAttempt } from './i7-no-forbidden-attempt.ts';
import { restraint } from './i8-restraint.ts';
import { nothingUnmasked } from './i9-nothing-unmasked.ts';
import type { Invariant, RunRecord, Violation } from './run-record.ts';

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
];

/** Every breach of every invariant in this run; none where all hold. */
export const judge = (run: RunRecord): readonly Violation[] => INVARIANTS.flatMap(({ check }) => check(run));
