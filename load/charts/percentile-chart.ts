// Latency by percentile: how slow it is for the one in a hundred, in a thousand. Each nine has the same room.
import type { Markup } from '../../report/markup.ts';
import { polyline } from '../../report/svg.ts';
import { type Curve, curveOf, msAt, ownMeanOfAllMs, slowestMeant } from '../latency-parts.ts';
import type { LoadResult } from '../load-result.ts';
import { capital, latencyWords, msWords } from '../load-words.ts';
import { ACROSS, areaEntry, chartFigure, type Series, type SeriesLook, seriesLine, UP } from './frame.ts';
import { latencyScale, percentileScale, type Scale } from './scale.ts';

interface CurveSeries extends Series {
  readonly curve: Curve;
}

const LOOKS: readonly SeriesLook[] = ['four', 'three', 'one', 'two', 'limit'];

export const stepPercentiles = (result: LoadResult): Markup => {
  const series = result.steps.map(({ step, distribution }, at) => ({
    name: step,
    look: LOOKS[at % LOOKS.length] ?? 'one',
    curve: curveOf(distribution),
  }));
  const slowest = result.steps.map(({ step, distribution }) => `${step} ${msWords(distribution.p99Ms)}`).join(', ');
  return percentileChart({
    title: 'Latency by percentile, for each step',
    label: `Latency by percentile; p99: ${slowest}`,
    series,
    note: `${capital(latencyWords(result))}${preparationWords(result)}. What failed or timed out is in it.`,
  });
};

/** Nobody is due to register: that is made ready before. */
const preparationWords = ({ model, steps }: LoadResult): string => {
  const before = steps.filter(({ latency }) => latency === 'service-time').map(({ step }) => step);
  return model === 'closed' || before.length === 0 ? '' : `; of ${before.join(' and ')} from when it left`;
};

/** The report, and below it what the slowest bank meant to take and took. */
export const partsChart = (result: LoadResult): Markup | undefined => {
  const report = result.steps.find(({ step }) => step === 'report')?.distribution;
  const meant = slowestMeant(result.banks);
  const ownMs = ownMeanOfAllMs(result.banks);
  if (report === undefined || meant.length === 0) return undefined;
  return percentileChart({
    title: 'What a report waits for, by percentile',
    label: 'The time to the report, and the parts of it: what banks meant to take, their calls, what is left',
    series: [
      { name: 'application to report', look: 'one', curve: curveOf(report) },
      { name: 'slowest bank, with what a call takes beyond on average', look: 'two', curve: later(meant, ownMs) },
      { name: 'slowest bank, as it was meant', look: 'limit', curve: meant },
    ],
    areas: [
      ['queueing, retries, callbacks', 'part waiting'],
      ['the harness’s own part of the calls', 'part own'],
      ['injected by the banks', 'part meant'],
    ],
    note: undefined,
  });
};

interface PercentileChart {
  readonly title: string;
  readonly label: string;
  readonly series: readonly CurveSeries[];
  /** What lies below each curve down to the next: its name and class. */
  readonly areas?: readonly (readonly [string, string])[];
  readonly note: string | undefined;
}

const percentileChart = ({ title, label, series, areas = [], note }: PercentileChart): Markup => {
  const measured = series.flatMap(({ curve }) => curve.map(({ share }) => share).filter((share) => share < 1));
  const most = Math.min(
    HIGHEST,
    measured.reduce((one, other) => Math.max(one, other), LOWEST),
  );
  const x = percentileScale(most, ACROSS);
  const drawn = series.map((one) => ({ ...one, curve: sampled(one.curve, most) }));
  const ms = drawn.flatMap(({ curve }) => curve.map((point) => point.ms));
  const y = latencyScale(Math.min(...ms), Math.max(...ms), UP);
  const filled = areas.map(([, look], at) => areaMark(drawn[at]?.curve ?? [], drawn[at + 1]?.curve, x, y, look));
  const lines = drawn.map(({ name, look, curve }) =>
    seriesLine(
      curve.map((point) => [x.place(point.share), y.place(point.ms)] as const),
      look,
      name,
    ),
  );
  const legend = areas.map(([name, look]) => areaEntry(name, look));
  return chartFigure({ title, label, x, y, series, marks: [...filled, ...lines], legend, note });
};

const NINES = 5;
const HIGHEST = 1 - 10 ** -NINES;
const LOWEST = 0.99;
/** A curve down to its fastest one alone would push all that matters into the top. */
const FASTEST = 0.01;
const SAMPLES_PER_NINE = 50;

/** All curves at the same shares, so that what lies between two of them can be filled. */
const sampled = (curve: Curve, most: number): Curve => {
  const shares = Array.from({ length: NINES * SAMPLES_PER_NINE }, (_, at) => 1 - 10 ** (-at / SAMPLES_PER_NINE));
  return shares
    .filter((share) => share > FASTEST && share <= most)
    .flatMap((share) => {
      const ms = msAt(curve, share);
      return ms === undefined ? [] : [{ share, ms }];
    });
};

const later = (curve: Curve, byMs: number): Curve => curve.map(({ share, ms }) => ({ share, ms: ms + byMs }));

/** Where the lower curve is above the upper one, which only chance between distributions can do, nothing is filled. */
const areaMark = (above: Curve, below: Curve | undefined, x: Scale, y: Scale, look: string): Markup => {
  const at = (curve: Curve) => curve.map(({ share, ms }) => ({ x: x.place(share), y: y.place(ms) }));
  const ground = [above[0], above.at(-1)].flatMap((point) =>
    point === undefined ? [] : [{ x: x.place(point.share), y: UP.from }],
  );
  const floor =
    below === undefined
      ? ground
      : at(below.map(({ share, ms }) => ({ share, ms: Math.min(ms, msAt(above, share) ?? ms) })));
  return polyline([...at(above), ...floor.toReversed()], true, { class: look });
};
