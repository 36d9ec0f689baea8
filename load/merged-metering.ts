// What several generators have measured, as if it had been one: exact, wherever each of them was.
import { mergeDistributions } from './distribution.ts';
import type { Metered, MeteredSecond, MeteredStep } from './run-meter.ts';

export const mergeMetered = (parts: readonly Metered[]): Metered => {
  const steps = Map.groupBy(
    parts.flatMap((part) => part.steps),
    ({ step }) => step,
  );
  const seconds = Map.groupBy(
    parts.flatMap((part) => part.seconds),
    ({ atMs }) => atMs,
  );
  return {
    steps: [...steps.values()].flatMap((same) => mergedStep(same)),
    seconds: [...seconds.values()]
      .flatMap((same) => mergeSeconds(same) ?? [])
      .toSorted((one, other) => one.atMs - other.atMs),
  };
};

/** What all of these have seen together. */
export const sumOfSeconds = (seconds: readonly Omit<MeteredSecond, 'atMs'>[]): Omit<MeteredSecond, 'atMs'> => {
  const sum = (read: (second: Omit<MeteredSecond, 'atMs'>) => number): number =>
    seconds.reduce((total, second) => total + read(second), 0);
  return {
    due: sum(({ due }) => due),
    sent: sum(({ sent }) => sent),
    answered: sum(({ answered }) => answered),
    errors: sum(({ errors }) => errors),
    throttled: sum(({ throttled }) => throttled),
    accepted: sum(({ accepted }) => accepted),
    apply: mergeDistributions(seconds.map(({ apply }) => apply)),
    report: mergeDistributions(seconds.map(({ report }) => report)),
    refused: mergeDistributions(seconds.map(({ refused }) => refused)),
  };
};

/** The same second of several generators; undefined where none has it. */
export const mergeSeconds = (same: readonly MeteredSecond[]): MeteredSecond | undefined => {
  const [first, ...others] = same;
  if (first === undefined || others.length === 0) return first;
  return { atMs: first.atMs, ...sumOfSeconds(same) };
};

const mergedStep = (same: readonly MeteredStep[]): readonly MeteredStep[] => {
  const [first] = same;
  const distribution = mergeDistributions(same.map((one) => one.distribution));
  if (first === undefined || distribution === undefined) return [];
  const outcomes = mergeCounts(same.map((one) => one.outcomes));
  return [{ step: first.step, distribution, outcomes, refused: mergeDistributions(same.map((one) => one.refused)) }];
};

export const mergeCounts = (parts: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const total: Record<string, number> = {};
  for (const part of parts) for (const [name, count] of Object.entries(part)) total[name] = (total[name] ?? 0) + count;
  return total;
};
