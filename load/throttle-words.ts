// What the throttle did, in words for a terminal and for the page: how long refusals took, and what came of each rush.
import { elapsed } from '../report/elapsed.ts';
import type { LoadResult, Rush } from './load-result.ts';
import { countWords, msWords } from './load-words.ts';

/** `burst 50, 50 per second`; empty where it is not known. */
export const throttleWords = ({ throttle }: LoadResult): string =>
  throttle === undefined ? '' : `burst ${countWords(throttle.burst)}, ${countWords(throttle.perSecond)} per second`;

/** `701 of 2,350 applications refused, in 1.21 ms at p50, 3.5 ms at p99, 12 ms at most`. */
export const refusalWords = ({ steps }: LoadResult): string => {
  const apply = steps.find(({ step }) => step === 'apply');
  const refused = apply?.refused;
  if (apply === undefined || refused === undefined) return 'nobody was refused';
  const took = `${msWords(refused.p50Ms)} at p50, ${msWords(refused.p99Ms)} at p99, ${msWords(refused.maxMs)} at most`;
  return `${countWords(refused.count)} of ${countWords(apply.distribution.count)} applications refused, in ${took}`;
};

/** Columns of {@link rushCells}. */
export const RUSH_COLUMNS = ['refused from', 'excess until', 'refused', 'all let in again'] as const;

export const rushCells = ({ fromMs, untilMs, refused, recoveryMs }: Rush): readonly string[] => [
  elapsed(fromMs),
  untilMs === fromMs ? 'none' : elapsed(untilMs),
  countWords(refused),
  recoveryWords(recoveryMs),
];

const recoveryWords = (recoveryMs: number | undefined): string => {
  if (recoveryMs === undefined) return 'not before the end of the run';
  return recoveryMs === 0 ? 'at once' : `${elapsed(recoveryMs)} later`;
};
