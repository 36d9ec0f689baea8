// Latencies, counted by HdrHistogram in microseconds with three significant digits. Every figure is read from the
// counts alone, so it does not matter in which process they were taken, or how often they were stored meanwhile.
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, JsHistogram } from 'hdr-histogram-js';
import type { Distribution } from './load-result.ts';

/** What takes longer counts as this: no user is still there, and the counts of a histogram stay under 100 kB. */
export const LONGEST_LATENCY_MS = 3_600_000;
const US_PER_MS = 1000;
const SIGNIFICANT_DIGITS = 3;
/** A count within its thousandth is known to so many digits; more would be noise of the counting. */
const SHOWN_DIGITS = SIGNIFICANT_DIGITS + 1;
/** Bits of a count: four thousand million of one latency. */
const COUNT_BITS = 32;

export interface LatencyRecorder {
  readonly count: number;
  /** Below zero counts as zero. */
  record(latencyMs: number): void;
  /** Adds, exactly, what was counted elsewhere. */
  add(other: Distribution): void;
  /** What was counted up to now; undefined where that is nothing. */
  distribution(): Distribution | undefined;
  /** Begins again. */
  reset(): void;
}

export const createRecorder = (): LatencyRecorder => {
  const histogram = emptyHistogram();
  return {
    get count() {
      return histogram.totalCount;
    },
    record(latencyMs) {
      const ms = Math.min(LONGEST_LATENCY_MS, Math.max(0, latencyMs));
      histogram.recordValue(Math.round(ms * US_PER_MS));
    },
    add(other) {
      histogram.add(histogramOf(other));
    },
    distribution: () => (histogram.totalCount === 0 ? undefined : toldOf(histogram)),
    reset: () => histogram.reset(),
  };
};

/** The distribution of these latencies; undefined where there are none. */
export const distributionOf = (latenciesMs: Iterable<number>): Distribution | undefined => {
  const recorder = createRecorder();
  for (const latencyMs of latenciesMs) recorder.record(latencyMs);
  return recorder.distribution();
};

/** All of them as one, exactly; undefined where none has anything. */
export const mergeDistributions = (parts: Iterable<Distribution | undefined>): Distribution | undefined => {
  const [first, ...others] = [...parts].filter((part) => part !== undefined);
  // A histogram is 100 kB, and reading one takes a while: what needs none has none.
  if (first === undefined || others.length === 0) return first;
  const recorder = createRecorder();
  for (const part of [first, ...others]) recorder.add(part);
  return recorder.distribution();
};

/** The latency that a share (0 to 1) of them do not exceed. */
export const latencyAt = (distribution: Distribution, share: number): number =>
  shownMs(histogramOf(distribution).getValueAtPercentile(share * 100));

/** So many took from `fromMs` to under `toMs`. */
export interface LatencyCount {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** What a distribution has counted, ascending, a line for each latency that can be told from its neighbours. */
export const countsOf = (distribution: Distribution): readonly LatencyCount[] => {
  const histogram = histogramOf(distribution);
  const counts: LatencyCount[] = [];
  for (let at = 0, left = histogram.totalCount; left > 0; at++) {
    const count = histogram.getCountAtIndex(at);
    if (count === 0) continue;
    const us = histogram.valueFromIndex(at);
    counts.push({
      fromMs: us / US_PER_MS,
      toMs: histogram.nextNonEquivalentValue(us) / US_PER_MS,
      count,
    });
    left -= count;
  }
  return counts;
};

/** With bounds from the beginning: two that have counted the same are stored as the same text. */
const emptyHistogram = (): JsHistogram =>
  plain(
    build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: LONGEST_LATENCY_MS * US_PER_MS,
      numberOfSignificantValueDigits: SIGNIFICANT_DIGITS,
      bitBucketSize: COUNT_BITS,
      autoResize: false,
      useWebAssembly: false,
    }),
  );

/** @throws RangeError where the text is no histogram of ours: it was cut off, or came from elsewhere */
const histogramOf = ({ histogram }: Distribution): JsHistogram => {
  let read: JsHistogram;
  try {
    read = plain(decodeFromCompressedBase64(histogram, COUNT_BITS, false));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RangeError(`A stored histogram cannot be read (${why}): take the result file as it was written`);
  }
  if (read.numberOfSignificantValueDigits === SIGNIFICANT_DIGITS) return read;
  const digits = read.numberOfSignificantValueDigits;
  throw new RangeError(`A stored histogram has ${digits} significant digits instead of ${SIGNIFICANT_DIGITS}`);
};

/** In JavaScript alone: the WebAssembly one gives no single counts. */
const plain = (histogram: unknown): JsHistogram => {
  if (histogram instanceof JsHistogram) return histogram;
  throw new Error('hdr-histogram-js gave another kind of histogram than was asked for');
};

const toldOf = (histogram: JsHistogram): Distribution => {
  const at = (percentile: number): number => shownMs(histogram.getValueAtPercentile(percentile));
  return {
    count: histogram.totalCount,
    minMs: at(0),
    meanMs: shownMs(histogram.mean),
    p50Ms: at(50),
    p90Ms: at(90),
    p99Ms: at(99),
    p999Ms: at(99.9),
    maxMs: at(100),
    histogram: encodeIntoCompressedBase64(histogram),
  };
};

const shownMs = (us: number): number => Number((us / US_PER_MS).toPrecision(SHOWN_DIGITS));
