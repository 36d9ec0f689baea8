// When the steps of a scenario are played: each as often as it says, spread over its time, in the order of time.
import type { Step } from '../story/scenario.ts';

/** A step at one instant, so often at once. */
export interface Entry {
  readonly step: Step;
  /** After the start. */
  readonly atMs: number;
  readonly times: number;
  /** The one of a crowd whose turn it is, from 0; undefined is everybody's. */
  readonly member: number | undefined;
}

/** How many people a name of the story stands for. */
type HeadsOf = (name: string) => number;

/** Of one instant what stands earlier in the file comes first. */
export const timetableOf = (steps: readonly Step[], headsOf: HeadsOf): readonly Entry[] =>
  steps
    .flatMap((step) => entriesOf(step, headsOf))
    .toSorted((one, other) => one.atMs - other.atMs || one.step.index - other.step.index);

/** What is spread over a time is spread over a crowd, too: one of it after the other, and once more from the first. */
const entriesOf = (step: Step, headsOf: HeadsOf): readonly Entry[] => {
  const { atMs, action, repeat, overMs } = step;
  if (overMs === 0) return [{ step, atMs, times: repeat, member: undefined }];
  const heads = 'person' in action ? headsOf(action.person) : 1;
  const actions = repeat * heads;
  const entries: Entry[] = [];
  for (let at = 0; at < actions; at++) {
    const nextMs = atMs + Math.round((at * overMs) / actions);
    const last = entries.at(-1);
    if (heads === 1 && last?.atMs === nextMs) entries[entries.length - 1] = { ...last, times: last.times + 1 };
    else entries.push({ step, atMs: nextMs, times: 1, member: heads === 1 ? undefined : at % heads });
  }
  return entries;
};
