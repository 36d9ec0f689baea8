// What happened second by second: throughput, latency, the throttle, retries.
import type { Markup } from '../../report/markup.ts';
import type { Distribution, LoadResult } from '../load-result.ts';
import { capital, counted, countWords, latencyWords, msWords, ratioWords } from '../load-words.ts';
import { type Bucket, bucketsOf, perSecond } from '../slice-buckets.ts';
import { type SeriesLook, UP } from './frame.ts';
import { latencyScale, linearScale } from './scale.ts';
import { type TimeSeries, timeChart } from './time-chart.ts';

/** A line has a point each third pixel at most. */
const MOST_POINTS = 220;

type Read = (bucket: Bucket) => number | undefined;

const rate = (name: string, look: SeriesLook, count: (bucket: Bucket) => number): TimeSeries => ({
  name,
  look,
  value: (bucket) => perSecond(count(bucket), bucket),
});

const highest = (buckets: readonly Bucket[], reads: readonly Read[]): number =>
  buckets.reduce((most, bucket) => Math.max(most, ...reads.map((read) => read(bucket) ?? 0)), 0);

export const throughputChart = (result: LoadResult): Markup => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const series = [
    rate('answered', 'one', ({ answered }) => answered),
    rate('due', 'limit', ({ due }) => due),
    rate('throttled', 'two', ({ throttled }) => throttled),
    rate('errors', 'alarm', ({ errors }) => errors),
  ];
  const most = highest(
    buckets,
    series.map(({ value }) => value),
  );
  return timeChart({
    title: 'Throughput, requests per second',
    label: `Requests per second over time, ${countWords(most)} at most`,
    result,
    buckets,
    y: linearScale(most, UP),
    series,
    note:
      'Answered below due: requests queue; above it later: the queue empties. ' +
      'A refusal by the throttle is an answer, and no error.',
  });
};

/** p50, p99 and the slowest of a step over time. */
export const latencyChart = (result: LoadResult, step: 'apply' | 'report'): Markup | undefined =>
  overTime(result, step, `Latency of ${step}`);

/** Of those alone whom the throttle refused. */
export const refusalChart = (result: LoadResult): Markup | undefined =>
  overTime(result, 'refused', 'Latency of refusals');

const overTime = (result: LoadResult, of: 'apply' | 'report' | 'refused', title: string): Markup | undefined => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const all = buckets.flatMap(({ [of]: one }) => (one === undefined ? [] : [one]));
  if (all.length === 0) return undefined;
  const line = (name: string, look: SeriesLook, read: (one: Distribution) => number): TimeSeries => ({
    name,
    look,
    value: ({ [of]: one }) => (one === undefined ? undefined : read(one)),
  });
  const slowestMs = Math.max(...all.map(({ maxMs }) => maxMs));
  return timeChart({
    title: `${title}, logarithmic`,
    label: `${title} over time, ${msWords(slowestMs)} at most; ${latencyWords(result)}`,
    result,
    buckets,
    y: latencyScale(Math.min(...all.map(({ p50Ms }) => p50Ms)), slowestMs, UP),
    series: [
      line('slowest', 'three', ({ maxMs }) => maxMs),
      line('p99', 'two', ({ p99Ms }) => p99Ms),
      line('p50', 'one', ({ p50Ms }) => p50Ms),
    ],
    note: `${capital(latencyWords(result))}. Of fewer than a hundred in a second the p99 is the slowest.`,
  });
};

export const throttleTotalChart = (result: LoadResult): Markup => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const last = buckets.at(-1);
  const [allowed, accepted] = [last?.allowedTotal ?? 0, last?.acceptedTotal ?? 0];
  return timeChart({
    title: 'Applications accepted against allowed, in all',
    label: `${countWords(accepted)} accepted of ${countWords(allowed)} that the throttle allows`,
    result,
    buckets,
    y: linearScale(highest(buckets, [({ allowedTotal }) => allowedTotal, ({ acceptedTotal }) => acceptedTotal]), UP),
    series: [
      { name: 'accepted', look: 'one', value: ({ acceptedTotal }) => acceptedTotal },
      { name: 'allowed by the throttle', look: 'limit', value: ({ allowedTotal }) => allowedTotal },
    ],
    note:
      'Allowed: in no stretch of time more than the burst and the rate. The lines meet where the throttle is full; ' +
      'more than allowed fails the run, which the oracle judges to the millisecond.',
  });
};

export const throttleRateChart = (result: LoadResult): Markup => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const limit = result.throttle?.perSecond;
  const series = [
    rate('accepted', 'one', ({ accepted }) => accepted),
    rate('refused by the throttle', 'two', ({ throttled }) => throttled),
    ...(limit === undefined ? [] : [{ name: 'allowed for ever', look: 'limit' as const, value: () => limit }]),
  ];
  const most = highest(
    buckets,
    series.map(({ value }) => value),
  );
  return timeChart({
    title: 'Applications accepted and refused, per second',
    label: `Applications per second, ${countWords(most)} at most`,
    result,
    buckets,
    y: linearScale(most, UP),
    series,
    note: 'Accepted may be above what is allowed for ever while the burst lasts; then the rest is refused.',
  });
};

export const retryChart = (result: LoadResult): Markup => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const series = [
    rate('calls to banks', 'one', ({ issuerCalls }) => issuerCalls),
    rate('retries among them', 'two', ({ retries }) => retries),
  ];
  const retries = result.slices.reduce((sum, slice) => sum + slice.retries, 0);
  return timeChart({
    title: 'Calls to banks and retries, per second',
    label: `Calls to banks per second; ${counted(retries, 'retry call')} in all`,
    result,
    buckets,
    y: linearScale(
      highest(
        buckets,
        series.map(({ value }) => value),
      ),
      UP,
    ),
    series,
    note: 'Each in the second in which it began. Peaks of retries at the same distance are a herd that comes back.',
  });
};

export const amplificationChart = (result: LoadResult): Markup => {
  const buckets = bucketsOf(result.slices, MOST_POINTS);
  const amplification: Read = ({ issuerCalls, retries }) =>
    issuerCalls > retries ? issuerCalls / (issuerCalls - retries) : undefined;
  return timeChart({
    title: 'Amplification: calls for each first call',
    label: `Amplification over time; ${ratioWords(result.correctness.amplification)} in all`,
    result,
    buckets,
    y: linearScale(Math.max(2, highest(buckets, [amplification])), UP, ratioWords),
    series: [{ name: 'amplification (1 is no retry)', look: 'one', value: amplification }],
    note: 'Over a second with retries alone there is no line: nothing was asked for the first time in it.',
  });
};
