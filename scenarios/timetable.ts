// When the steps of a scenario are played: each as often as it says, spread over its time, in the order of time.
import type { Step } from './scenario.ts';

/** A step at one instant, so often at once. */
export interface Entry {
  readonly step: Step;
  /** After the start. */
  readonly atMs: number;
  readonly times: number;
}

/** Of one instant what stands earlier in the file comes first. */
export const timetableOf = (steps: readonly Step[]): readonly Entry[] =>
  steps.flatMap(entriesOf).toSorted((one, other) => one.atMs - other.atMs || one.step.index - other.step.index);

const entriesOf = (step: Step): readonly Entry[] => {
  const { atMs, repeat, overMs } = step;
  if (overMs === 0) return [{ step, atMs, times: repeat }];
  const entries: Entry[] = [];
  for (let at = 0; at < repeat; at++) {
    const nextMs = atMs + Math.round((at * overMs) / repeat);
    const last = entries.at(-1);
    if (last?.atMs === nextMs) entries[entries.length - 1] = { ...last, times: last.times + 1 };
    else entries.push({ step, atMs: nextMs, times: 1 });
  }
  return entries;
};
