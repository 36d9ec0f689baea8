// Violations counted by invariant, with the first of each: what is broken ten thousand times is told in one line.
import type { Violation } from '../scenarios/oracle/sight.ts';
import type { Correctness } from './load-result.ts';

export type CountedViolation = Correctness['violations'][number];

export interface ViolationCounts {
  add(violations: readonly Violation[]): void;
  /** In the order in which each was first seen. */
  view(): readonly CountedViolation[];
}

export const createViolationCounts = (): ViolationCounts => {
  const counts = new Map<string, { count: number; readonly first: string }>();
  return {
    add(violations) {
      for (const { invariant, queryId, message } of violations) {
        const known = counts.get(invariant);
        if (known === undefined) counts.set(invariant, { count: 1, first: `${queryId} ${message}`.trim() });
        else known.count++;
      }
    },
    view: () => [...counts].map(([invariant, { count, first }]) => ({ invariant, count, first })),
  };
};

/** The counts of several watchers together; of each invariant the first that the earlier one saw. */
export const mergedViolations = (...lists: readonly (readonly CountedViolation[])[]): readonly CountedViolation[] =>
  [...Map.groupBy(lists.flat(), ({ invariant }) => invariant)].map(([invariant, same]) => ({
    invariant,
    count: same.reduce((sum, { count }) => sum + count, 0),
    first: same[0]?.first ?? '',
  }));
