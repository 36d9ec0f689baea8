// Something over the time of a run, with its incidents shaded behind it.
import { elapsed } from '../../report/elapsed.ts';
import type { Markup } from '../../report/markup.ts';
import { rect, text } from '../../report/svg.ts';
import type { LoadResult } from '../load-result.ts';
import type { Bucket } from '../slice-buckets.ts';
import { ACROSS, areaEntry, chartFigure, type Series, seriesLine, UP } from './frame.ts';
import { type Scale, timeScale } from './scale.ts';

export interface TimeSeries extends Series {
  readonly value: (bucket: Bucket) => number | undefined;
}

export interface TimeChart {
  readonly title: string;
  readonly label: string;
  readonly result: LoadResult;
  readonly buckets: readonly Bucket[];
  readonly y: Scale;
  readonly series: readonly TimeSeries[];
  readonly note?: string | undefined;
}

export const endOf = (buckets: readonly Bucket[]): number => {
  const last = buckets.at(-1);
  return last === undefined ? 0 : last.atMs + last.forMs;
};

export const timeChart = ({ title, label, result, buckets, y, series, note }: TimeChart): Markup => {
  const x = timeScale(endOf(buckets), ACROSS);
  const lines = series.map(({ name, look, value }) => {
    const points = buckets.map((bucket) => {
      const found = value(bucket);
      return [x.place(bucket.atMs + bucket.forMs / 2), found === undefined ? undefined : y.place(found)] as const;
    });
    return seriesLine(points, look, name);
  });
  return chartFigure({
    title,
    label,
    x,
    y,
    series,
    marks: [...incidentMarks(result, x), ...lines],
    legend: result.incidents.length > 0 ? [areaEntry('incident', 'incident')] : [],
    note,
  });
};

const LETTER_WIDTH = 5.4;

/** Shaded from beginning to end, named above where there is room, and for who points at it. */
export const incidentMarks = (
  { incidents }: Pick<LoadResult, 'incidents'>,
  x: Scale,
  look = 'incident',
): readonly Markup[] =>
  incidents.flatMap(({ name, atMs, forMs, issuers }) => {
    const from = x.place(atMs);
    const width = Math.max(2, x.place(atMs + forMs) - from);
    const words = `${name}: ${issuers.join(' ')}`;
    const title = `${words}, ${elapsed(atMs)} to ${elapsed(atMs + forMs)}`;
    const shown = words.slice(0, Math.floor((ACROSS.to - from) / LETTER_WIDTH));
    return [
      rect({ x: from, y: UP.to, width, height: UP.from - UP.to, class: look, title }),
      text({
        x: from,
        y: UP.to - 5,
        words: shown === words ? words : `${shown.slice(0, -1)}…`,
        class: 'incident-name',
      }),
    ];
  });
