// The steps of a plan while it is being made: collected in any order, written in the order of time.
import type { Plain } from './choices.ts';
import { written } from './edges.ts';

export interface Story {
  /** One more step; of several at one instant the order is that of this call. */
  add(atMs: number, action: Plain): void;
  /** A name that no other query of the story has. */
  nameQuery(): string;
  /** The instant of the last step so far; 0 where there is none. */
  lastMs(): number;
  steps(): readonly Plain[];
}

export const createStory = (): Story => {
  const steps: { readonly atMs: number; readonly action: Plain }[] = [];
  let named = 0;
  return {
    add: (atMs, action) => void steps.push({ atMs: Math.max(0, Math.round(atMs)), action }),
    nameQuery: () => `q${++named}`,
    lastMs: () => steps.reduce((latest, { atMs }) => Math.max(latest, atMs), 0),
    steps: () =>
      steps
        .toSorted((one, other) => one.atMs - other.atMs)
        .map(({ atMs, action }) => ({ at: written(atMs), ...action })),
  };
};
