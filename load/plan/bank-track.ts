// What an inquiry of any moment would have met at one bank, step by step: report-times.ts follows some through it.
import type { CallMix } from './call-mix.ts';

export interface BankTrack {
  readonly stepMs: number;
  /** Sums up to the end of each step: first calls that have begun or run out of time, retries due, retries begun. */
  readonly freshOut: Float64Array;
  readonly retryIn: Float64Array;
  readonly retryOut: Float64Array;
  readonly mixes: CallMix[];
  /** Of the calls at the gate, which share was let in. */
  readonly passShare: Float32Array;
  /** How long those waited for a server of the bank. */
  readonly queuedMs: Float32Array;
  readonly gateFloorMs: number;
}

export const emptyTrack = (stepMs: number, steps: number, gateFloorMs: number): BankTrack => ({
  stepMs,
  freshOut: new Float64Array(steps),
  retryIn: new Float64Array(steps),
  retryOut: new Float64Array(steps),
  mixes: [],
  passShare: new Float32Array(steps).fill(1),
  queuedMs: new Float32Array(steps),
  gateFloorMs,
});

/** When the first call begins of the inquiry that so many came before; Infinity where it never does. */
export const startTimeOf = ({ freshOut, stepMs }: BankTrack, place: number): number => timeOf(freshOut, place, stepMs);

/** When a retry that is due then begins: after those that were due before it. */
export const retryTimeOf = ({ retryIn, retryOut, stepMs }: BankTrack, dueMs: number): number =>
  Math.max(dueMs, timeOf(retryOut, valueAt(retryIn, dueMs, stepMs), stepMs));

/** A sum that grows evenly within each step, at a time. */
const valueAt = (sums: Float64Array, atMs: number, stepMs: number): number => {
  const at = Math.floor(atMs / stepMs);
  if (at >= sums.length) return sums.at(-1) ?? 0;
  const before = at === 0 ? 0 : (sums[at - 1] ?? 0);
  return before + ((sums[at] ?? 0) - before) * (atMs / stepMs - at);
};

/** What sums of millions may be off by. */
const ROUNDING = 1e-6;

/** When a sum has reached a value; Infinity where it never does. */
const timeOf = (sums: Float64Array, value: number, stepMs: number): number => {
  const wanted = value - ROUNDING;
  let [low, high] = [0, sums.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) >= wanted) high = middle;
    else low = middle + 1;
  }
  if (low === sums.length) return Number.POSITIVE_INFINITY;
  const before = low === 0 ? 0 : (sums[low - 1] ?? 0);
  const grown = (sums[low] ?? 0) - before;
  return (low + (grown > 0 ? Math.min(1, Math.max(0, value - before) / grown) : 0)) * stepMs;
};
