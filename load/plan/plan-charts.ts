// Pictures of a computed plan over its time: who comes and who is let in, who waits for which bank, how long a report
// takes for whom, and what each throttle would do.
import type { IssuerCode } from '../../core/banks.ts';
import type { Markup } from '../../report/markup.ts';
import { circle, line, text } from '../../report/svg.ts';
import { ACROSS, areaEntry, chartFigure, type Series, type SeriesLook, seriesLine, UP } from '../charts/frame.ts';
import { linearScale, type Scale, timeScale } from '../charts/scale.ts';
import { incidentMarks } from '../charts/time-chart.ts';
import { countWords } from '../load-words.ts';
import type { PlanResult } from './plan-result.ts';
import { keepsDeadline, type PlanRun } from './plan-run.ts';
import type { PlanSlice } from './plan-slices.ts';
import { mostWaiting } from './plan-text.ts';
import { people, rateWords, timeWords } from './plan-words.ts';
import { timeTicksScale } from './time-ticks.ts';

interface SliceSeries extends Series {
  readonly value: (slice: PlanSlice) => number | undefined;
}

interface OverTime {
  readonly title: string;
  readonly label: string;
  readonly series: readonly SliceSeries[];
  readonly y: Scale;
  readonly note?: string;
}

const perSecond = (name: string, look: SeriesLook, read: (slice: PlanSlice) => number): SliceSeries => ({
  name,
  look,
  value: (slice) => (read(slice) * 1000) / slice.forMs,
});

const highestOf = (slices: readonly PlanSlice[], series: readonly SliceSeries[]): number =>
  slices.reduce((most, slice) => Math.max(most, ...series.map(({ value }) => value(slice) ?? 0)), 0);

export const admissionChart = (result: PlanResult, run: PlanRun): Markup => {
  const series = [
    perSecond('applications', 'limit', ({ applications }) => applications),
    perSecond('accepted', 'one', ({ accepted }) => accepted),
    perSecond('refused by the throttle', 'two', ({ refused }) => refused),
  ];
  const most = highestOf(run.slices, series);
  return overTime(result, run, {
    title: 'Applications, a second',
    label: `Applications over time, ${rateWords(most)} at most`,
    series,
    y: linearScale(most, UP),
    note: 'Who comes back after a refusal is an application again.',
  });
};

const LOOKS: readonly SeriesLook[] = ['one', 'two', 'three', 'four'];

export const backlogChart = (result: PlanResult, run: PlanRun): Markup => {
  const series = mostWaiting(run).map(({ bank }, at) => backlogSeries(bank, LOOKS[at] ?? 'limit'));
  const most = highestOf(run.slices, series);
  return overTime(result, run, {
    title: 'Inquiries that wait or are under way, by bank',
    label: `Waiting inquiries over time, ${people(most)} at most`,
    series,
    y: linearScale(Math.max(1, most), UP, shortCount),
    note: 'The banks where most wait. The others have their answers nearly at once.',
  });
};

const backlogSeries = (bank: IssuerCode, look: SeriesLook): SliceSeries => ({
  name: bank,
  look,
  value: ({ backlog }) => backlog[bank] ?? 0,
});

export const reportChart = (result: PlanResult, run: PlanRun): Markup => {
  const series: readonly SliceSeries[] = [
    { name: 'p99', look: 'two', value: ({ p99Ms }) => p99Ms },
    { name: 'p50', look: 'one', value: ({ p50Ms }) => p50Ms },
    { name: 'deadline', look: 'limit', value: () => result.plan.engine.deadlineMs },
  ];
  const shown = series.filter(({ name }) => name !== 'deadline');
  const [most, deadlineMs] = [highestOf(run.slices, shown), result.plan.engine.deadlineMs];
  // A deadline that is far off would leave no room for what there is.
  const isNear = most > deadlineMs / 4;
  return overTime(result, run, {
    title: 'From application to report, by when it was accepted',
    label: `How long reports take, ${timeWords(most)} at most`,
    series: isNear ? series : shown,
    y: timeTicksScale(isNear ? deadlineMs : most, UP),
  });
};

const overTime = (result: PlanResult, { slices }: PlanRun, chart: OverTime): Markup => {
  const last = slices.at(-1);
  const x = timeScale(last === undefined ? 0 : last.atMs + last.forMs, ACROSS);
  const lines = chart.series.map(({ name, look, value }) =>
    seriesLine(
      slices.map((slice) => {
        const found = value(slice);
        return [x.place(slice.atMs + slice.forMs / 2), found === undefined ? undefined : chart.y.place(found)] as const;
      }),
      look,
      name,
    ),
  );
  const { incidents } = result.plan;
  return chartFigure({
    ...chart,
    x,
    marks: [...incidentMarks({ incidents }, x), ...lines],
    legend: incidents.length === 0 ? [] : [areaEntry('incident', 'incident')],
  });
};

/** Accepted and missed against the throttle's rate. */
export const throttleChart = ({ runs, best, given }: PlanResult): Markup => {
  const x = linearScale(Math.max(...runs.map(({ throttle }) => throttle.perSecond)), ACROSS);
  const y = linearScale(Math.max(...runs.map(({ accepted, gaveUp }) => Math.max(accepted, gaveUp))), UP, shortCount);
  const series: readonly (Series & { readonly read: (run: PlanRun) => number })[] = [
    { name: 'accepted', look: 'one', read: ({ accepted }) => accepted },
    { name: 'gave up', look: 'two', read: ({ gaveUp }) => gaveUp },
    { name: 'accepted, and missed the deadline', look: 'alarm', read: ({ missed }) => missed },
  ];
  const marks = series.flatMap(({ name, look, read }) => [
    seriesLine(
      runs.map((run) => [x.place(run.throttle.perSecond), y.place(read(run))]),
      look,
      name,
    ),
    ...runs.map((run) => {
      const title = `${name} ${people(read(run))} at ${rateWords(run.throttle.perSecond)}`;
      return circle({ x: x.place(run.throttle.perSecond), y: y.place(read(run)) }, 2.6, { class: 'took', title });
    }),
  ]);
  return chartFigure({
    title: 'People, by the throttle’s rate a second',
    label: `Accepted and missed for ${runs.length} throttles`,
    x,
    y,
    series,
    marks: [
      ...marks,
      ...markOf(best, x, 'highest that keeps the deadline'),
      ...(given === best ? [] : markOf(given, x, 'asked about')),
    ],
    note: runs.every(keepsDeadline)
      ? 'All of these keep every deadline.'
      : 'Right of the mark some miss their deadline.',
  });
};

const markOf = (run: PlanRun | undefined, x: Scale, words: string): readonly Markup[] => {
  if (run === undefined) return [];
  const at = x.place(run.throttle.perSecond);
  const isLeft = at < (ACROSS.from + ACROSS.to) / 2;
  return [
    line({ x: at, y: UP.from }, { x: at, y: UP.to }, { class: 'axis', title: words }),
    text({ x: isLeft ? at + 5 : at - 5, y: UP.to - 5, words, anchor: isLeft ? 'start' : 'end', class: 'head' }),
  ];
};

const MILLION = 1_000_000;

/** `2.5 M`, `400 k`: beside an axis there is room for so much. */
const shortCount = (count: number): string => {
  if (count >= MILLION) return `${countWords(count / MILLION)} M`;
  return count >= 10_000 ? `${countWords(count / 1000)} k` : countWords(count);
};
