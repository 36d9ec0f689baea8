// Of what a user waits for, how much the banks meant to take, how much a call took beyond that, and what is left:
// queueing, retries, callbacks. A report waits for the slowest of its banks; what they mean to take is independent of
// each other (chance is keyed), so the slowest is the product of their distributions. What calls take beyond is not: a
// busy machine slows all of them at once. Of that only the average is told apart, and it is exact.
import { countsOf } from './distribution.ts';
import type { BankResult, Distribution, LoadResult } from './load-result.ts';

/** A share (0 to 1) of something took so long or less; ascending. */
export type Curve = readonly { readonly share: number; readonly ms: number }[];

/** What share takes at most this long. */
type Cumulative = (ms: number) => number;

export const curveOf = (distribution: Distribution): Curve => {
  let below = 0;
  const points = countsOf(distribution).map(({ toMs, count }) => {
    below += count;
    return { share: below / distribution.count, ms: toMs };
  });
  return thinned(points);
};

/** How long this share takes at most, between two points of the curve in proportion; undefined of an empty one. */
export const msAt = (curve: Curve, share: number): number | undefined => {
  const at = curve.findIndex((point) => point.share >= share - ROUNDING);
  const [before, after] = [curve[at - 1], at === -1 ? curve.at(-1) : curve[at]];
  if (before === undefined || after === undefined || after.share <= before.share) return after?.ms;
  return before.ms + ((after.ms - before.ms) * (share - before.share)) / (after.share - before.share);
};

const ROUNDING = 1e-9;

/**
 * How long the slowest bank of an application means to take. Banks that not every application asks count as often as
 * they are asked. Empty where no bank has told what it meant.
 */
export const slowestMeant = (banks: readonly BankResult[]): Curve => {
  const most = Math.max(0, ...banks.map(({ inquiries }) => inquiries));
  const all = banks.flatMap(({ inquiries, plannedLatency }) =>
    plannedLatency === undefined || most === 0 ? [] : [{ plannedLatency, chance: inquiries / most }],
  );
  if (all.length === 0) return [];
  const parts = all.map(({ plannedLatency, chance }) => ({ cumulative: cumulativeOf(plannedLatency), chance }));
  const grid = logGrid(Math.max(...all.map(({ plannedLatency }) => plannedLatency.maxMs)));
  return grid.map((ms) => ({
    ms,
    share: parts.reduce((share, { cumulative, chance }) => share * (1 - chance + chance * cumulative(ms)), 1),
  }));
};

/** What a call took beyond what its bank meant, on average: of means alone a difference is exact. */
export const ownMeanMs = ({ latency, plannedLatency }: BankResult): number | undefined =>
  latency === undefined || plannedLatency === undefined ? undefined : latency.meanMs - plannedLatency.meanMs;

/** {@link ownMeanMs} of the calls to all banks. */
export const ownMeanOfAllMs = (banks: readonly BankResult[]): number => {
  const told = banks.flatMap((bank) => {
    const ownMs = ownMeanMs(bank);
    return ownMs === undefined ? [] : [{ ownMs, count: bank.latency?.count ?? 0 }];
  });
  const calls = told.reduce((sum, { count }) => sum + count, 0);
  const sum = told.reduce((total, { ownMs, count }) => total + ownMs * count, 0);
  return calls === 0 ? 0 : Math.max(0, sum / calls);
};

/** What a share of reports takes, and the parts of it. */
export interface PartsAt {
  readonly share: number;
  /** The slowest bank, as its simulator meant it: injected latency, and the queue at its own servers. */
  readonly meantMs: number;
  /** What calls took beyond that on average: sockets, event loops, the harness's own. The same at each share. */
  readonly ownMs: number;
  /** What is left up to the report: retries, waiting for a place at a bank, callbacks, the look at the record. */
  readonly waitingMs: number;
  readonly reportMs: number;
}

const SHARES = [0.5, 0.9, 0.99];

/** Undefined where there were no reports, or no simulated banks to ask. */
export const partsOf = ({ steps, banks }: LoadResult): readonly PartsAt[] | undefined => {
  const report = steps.find(({ step }) => step === 'report')?.distribution;
  const meant = slowestMeant(banks);
  if (report === undefined || meant.length === 0) return undefined;
  const [whole, ownMs] = [curveOf(report), ownMeanOfAllMs(banks)];
  return SHARES.map((share) => {
    const [meantMs = 0, reportMs = 0] = [meant, whole].map((curve) => msAt(curve, share));
    return { share, meantMs, ownMs, waitingMs: reportMs - meantMs - ownMs, reportMs };
  });
};

const cumulativeOf = (distribution: Distribution): Cumulative => {
  const counts = countsOf(distribution);
  let below = 0;
  const sums = counts.map(({ count }) => (below += count));
  return (ms) => {
    // The first that begins above it; all before it are at most so long.
    let [low, high] = [0, counts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((counts[middle]?.fromMs ?? 0) > ms) high = middle;
      else low = middle + 1;
    }
    return (sums[low - 1] ?? 0) / distribution.count;
  };
};

/** Latencies that follow each other by a hundredth: finer than a picture shows, or a reader needs. */
const GRID_RATIO = 1.01;
const GRID_FROM_MS = 0.1;

const logGrid = (maxMs: number): readonly number[] => {
  const count = Math.ceil(Math.log(Math.max(1, maxMs / GRID_FROM_MS)) / Math.log(GRID_RATIO)) + 1;
  return Array.from({ length: count + 1 }, (_, at) => GRID_FROM_MS * GRID_RATIO ** at);
};

/** Points of a curve that can be told apart: so many for each further nine. */
const POINTS_PER_NINE = 60;

const thinned = (curve: Curve): Curve => {
  const place = (share: number): number => Math.floor(-Math.log10(Math.max(1e-9, 1 - share)) * POINTS_PER_NINE);
  return curve.filter(
    (point, at) => at === 0 || at === curve.length - 1 || place(point.share) !== place(curve[at - 1]?.share ?? 0),
  );
};
