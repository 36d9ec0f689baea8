// How many took how long when: time across, latency upwards, stronger where more are. A p99 is a number; here two
// crowds, a slow few, or a stall that empties itself can be told apart.
import { elapsed } from '../../report/elapsed.ts';
import { html, type Markup } from '../../report/markup.ts';
import { picture, rect } from '../../report/svg.ts';
import { countsOf } from '../distribution.ts';
import type { LoadResult } from '../load-result.ts';
import { capital, counted, latencyWords, msWords } from '../load-words.ts';
import { bucketsOf } from '../slice-buckets.ts';
import { ACROSS, chartFigure, UP } from './frame.ts';
import { latencyScale, timeScale } from './scale.ts';
import { endOf, incidentMarks } from './time-chart.ts';

const MOST_COLUMNS = 120;
/** Latencies in one cell differ by a quarter at most. */
const ROWS_PER_DECADE = 10;
/** Shades that an eye tells apart. */
const LEVELS = 6;

interface Cell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly atMs: number;
  readonly forMs: number;
  readonly count: number;
}

export const heatMap = (result: LoadResult, step: 'apply' | 'report'): Markup | undefined => {
  const buckets = bucketsOf(result.slices, MOST_COLUMNS);
  const all = buckets.flatMap(({ [step]: one }) => (one === undefined ? [] : [one]));
  if (all.length === 0) return undefined;
  const x = timeScale(endOf(buckets), ACROSS);
  const y = latencyScale(Math.min(...all.map(({ minMs }) => minMs)), Math.max(...all.map(({ maxMs }) => maxMs)), UP);
  const cells = buckets.flatMap(({ atMs, forMs, [step]: one }) =>
    one === undefined ? [] : rowsOf(countsOf(one)).map((row) => ({ atMs, forMs, ...row })),
  );
  const most = Math.max(...cells.map(({ count }) => count));
  const marks = cells.map((cell) => {
    const [left, right] = [x.place(cell.atMs), x.place(cell.atMs + cell.forMs)];
    const [bottom, top] = [y.place(cell.fromMs), y.place(cell.toMs)];
    const title = titleOf(cell);
    const level = `heat level-${levelOf(cell.count, most)}`;
    return rect({ x: left, y: top, width: right - left, height: bottom - top, class: level, title });
  });
  return chartFigure({
    title: `Heat map of ${step}: how many took how long when`,
    label: `Latency of ${step} over time, stronger where more are: ${counted(most, 'request')} in the fullest cell`,
    x,
    y,
    series: [],
    marks: [...marks, ...incidentMarks(result, x, 'incident hollow')],
    legend: [levelsLegend(most)],
    note: `${capital(latencyWords(result))}.`,
  });
};

const rowsOf = (counts: ReturnType<typeof countsOf>): readonly Pick<Cell, 'fromMs' | 'toMs' | 'count'>[] => {
  const rows = new Map<number, number>();
  for (const { fromMs, toMs, count } of counts) {
    const row = Math.floor(Math.log10((fromMs + toMs) / 2) * ROWS_PER_DECADE);
    rows.set(row, (rows.get(row) ?? 0) + count);
  }
  return [...rows].map(([row, count]) => ({
    fromMs: 10 ** (row / ROWS_PER_DECADE),
    toMs: 10 ** ((row + 1) / ROWS_PER_DECADE),
    count,
  }));
};

/** By the logarithm: one alone must be seen beside a thousand. */
const levelOf = (count: number, most: number): number =>
  most <= 1 ? LEVELS : 1 + Math.round(((LEVELS - 1) * Math.log(count)) / Math.log(most));

const titleOf = ({ atMs, forMs, fromMs, toMs, count }: Cell): string =>
  `${count} took ${msWords(fromMs)} to ${msWords(toMs)}, ${elapsed(atMs)} to ${elapsed(atMs + forMs)}`;

const levelsLegend = (most: number): Markup => {
  const boxes = Array.from({ length: LEVELS }, (_, at) =>
    rect({ x: at * 16, y: 0, width: 15, height: 10, class: `heat level-${at + 1}` }),
  );
  return html`<span>1 ${picture({ width: LEVELS * 16, height: 10, label: 'shades', class: 'chart swatch' }, ...boxes)}
${counted(most, 'request')} in a cell</span>`;
};
