// What a small plot of one bank shows, second by second. Pure.
import type { Seen } from '../live/overview.ts';

/** One logarithm for all banks, so that they can be compared: from 1 ms to beyond the patience for a call. */
export const LEAST_MS = 1;
export const MOST_MS = 10_000;

type Column = (number | null)[];
type SparkColumns = readonly [number[], Column, Column, Column, Column];

const clamped = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.min(MOST_MS, Math.max(LEAST_MS, ms));

/** Times, calls and failed calls per second, p50, p99 of this bank. */
export const sparkColumns = (seen: readonly Seen[], code: string): SparkColumns => {
  const columns: SparkColumns = [[], [], [], [], []];
  for (const { seenAt, overview } of seen) {
    const bank = overview?.banks.find((one) => one.code === code);
    const perSecond = overview === undefined ? 0 : 1000 / Math.max(1, overview.sinceMs);
    columns[0].push(seenAt);
    columns[1].push(bank === undefined ? null : bank.calls * perSecond);
    columns[2].push(bank === undefined ? null : bank.failed * perSecond);
    columns[3].push(clamped(bank?.p50Ms));
    columns[4].push(clamped(bank?.p99Ms));
  }
  return columns;
};
