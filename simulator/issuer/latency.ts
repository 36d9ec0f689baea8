// How long an issuer takes, as people state it, and draws from that. Pure: the chance comes in as numbers. What people
// write is read by latency-schema.ts.
import { normalQuantile, Z_P99 } from './normal-quantile.ts';
import { type Recorded, recordedAt } from './recorded-latency.ts';

/** A latency and, as a share of all draws, those that come from another one. */
export type Latency = LatencyShape & { readonly outliers?: Outliers };

/**
 * `fixedMs`: always that long. `p50Ms`, `p99Ms`: log-normal with this median and 99th percentile (0 < p50Ms <= p99Ms).
 * `p50Ms` to `maxMs`: straight lines between these quantiles, from `minMs` or 0. `minMs`, `maxMs`: uniform between the
 * two. `meanMs`: exponential. `recorded`: values as somebody measured them, each as often as it was seen.
 */
export type LatencyShape =
  | { readonly fixedMs: number }
  | { readonly p50Ms: number; readonly p99Ms: number }
  | Piecewise
  | { readonly minMs: number; readonly maxMs: number }
  | { readonly meanMs: number }
  | { readonly recorded: Recorded };

export interface Piecewise {
  readonly minMs?: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface Outliers {
  /** Of all draws, from 0 to 1. */
  readonly share: number;
  readonly latency: LatencyShape;
}

/** What a uniform number is for: each is asked for at most once in a draw. */
export type LatencyChance = (what: 'outlier' | 'latency' | 'outlier-latency') => number;

/** No draw is longer: by then the caller's deadline (R19) has passed, and a timer per call must end some day. */
export const LONGEST_LATENCY_MS = 24 * 3_600_000;

/** One draw in whole milliseconds, as instants are; `unit` is not asked where nothing depends on it. */
export const drawLatency = (latency: Latency, unit: LatencyChance): number => Math.round(exactDraw(latency, unit));

/** One draw that is not rounded: sums of many draws, as in a queue, would otherwise be off by what is rounded away. */
export const exactDraw = (latency: Latency, unit: LatencyChance): number => {
  const { outliers } = latency;
  if (outliers === undefined || unit('outlier') >= outliers.share) return drawShape(latency, () => unit('latency'));
  return drawShape(outliers.latency, () => unit('outlier-latency'));
};

const drawShape = (shape: LatencyShape, unit: () => number): number =>
  exactLatencyAt(shape, 'fixedMs' in shape ? 0 : unit());

/** The latency at quantile `unit` in whole milliseconds, as {@link exactLatencyAt}. */
export const latencyAt = (shape: LatencyShape, unit: number): number => Math.round(exactLatencyAt(shape, unit));

/**
 * The latency at quantile `unit`, which lies in [0, 1): a uniform `unit` gives a draw. Outliers do not count.
 * @returns milliseconds from 0 to {@link LONGEST_LATENCY_MS}
 */
export const exactLatencyAt = (shape: LatencyShape, unit: number): number =>
  Math.min(LONGEST_LATENCY_MS, Math.max(0, quantileOf(shape, unit)));

const quantileOf = (shape: LatencyShape, unit: number): number => {
  if ('fixedMs' in shape) return shape.fixedMs;
  if ('meanMs' in shape) return -shape.meanMs * Math.log1p(-unit);
  if ('recorded' in shape) return recordedAt(shape.recorded, unit);
  if ('p90Ms' in shape) return piecewiseAt(shape, unit);
  if ('p50Ms' in shape) return logNormalAt(shape.p50Ms, shape.p99Ms, unit);
  return between(unit, 0, 1, shape.minMs, shape.maxMs);
};

const logNormalAt = (p50Ms: number, p99Ms: number, unit: number): number => {
  const spread = Math.log(p99Ms / p50Ms) / Z_P99;
  return p50Ms * Math.exp(spread === 0 ? 0 : spread * normalQuantile(unit));
};

const piecewiseAt = ({ minMs = 0, p50Ms, p90Ms, p99Ms, maxMs }: Piecewise, unit: number): number => {
  if (unit < 0.5) return between(unit, 0, 0.5, minMs, p50Ms);
  if (unit < 0.9) return between(unit, 0.5, 0.9, p50Ms, p90Ms);
  if (unit < 0.99) return between(unit, 0.9, 0.99, p90Ms, p99Ms);
  return between(unit, 0.99, 1, p99Ms, maxMs);
};

/** On the straight line from (`from`, `fromMs`) to (`to`, `toMs`), and not beyond its end by rounding. */
const between = (unit: number, from: number, to: number, fromMs: number, toMs: number): number =>
  Math.min(toMs, fromMs + ((toMs - fromMs) * (unit - from)) / (to - from));
