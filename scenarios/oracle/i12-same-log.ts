// I12: over two runs of the same seed and input instead of one; what is compared is their event logs.
import type { Violation } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const SAME_LOG = {
  id: 'I12',
  title: 'the same seed and input give the same event log, byte for byte (virtual time)',
} as const;

/** The first line in which two logs differ; a side that has no such line is undefined. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  readonly one: string | undefined;
  readonly other: string | undefined;
}

/** Undefined where the logs are the same to the byte. */
export const firstDifference = (one: string, other: string): Difference | undefined => {
  if (one === other) return undefined;
  const [lines, others] = [one.split('\n'), other.split('\n')];
  const at = lines.findIndex((line, index) => line !== others[index]);
  const index = at === -1 ? lines.length : at;
  return { line: index + 1, one: lines[index], other: others[index] };
};

/** What breaks I12 in the logs of two runs that should be the same. */
export const sameLog = (one: string, other: string): readonly Violation[] => {
  const difference = firstDifference(one, other);
  if (difference === undefined) return NONE;
  const shown = (line: string | undefined): string => (line === undefined ? 'nothing' : JSON.stringify(line));
  const { line } = difference;
  const [first, second] = [shown(difference.one), shown(difference.other)];
  return broken(SAME_LOG.id, '', `line ${line} is ${first} in one log, ${second} in the other`);
};
