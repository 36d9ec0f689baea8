// The frame of a chart: axes with their ticks and units, what is drawn in between, and the legend below. Series are
// told apart by their dashes as well as by their colours.
import { html, type Markup } from '../../report/markup.ts';
import { group, line, picture, polyline, rect, text } from '../../report/svg.ts';
import type { Scale, Span } from './scale.ts';

const WIDTH = 600;
const HEIGHT = 210;
const LEFT = 62;
/** Half of the longest tick, `1h 30m`, lies beyond the axis. */
const RIGHT = 20;
const TOP = 22;
const BOTTOM = 26;

/** Where values are drawn. */
export const ACROSS: Span = { from: LEFT, to: WIDTH - RIGHT };
/** Upwards. */
export const UP: Span = { from: HEIGHT - BOTTOM, to: TOP };

/** How a series looks: `one` is solid, the others have dashes of their own. */
export type SeriesLook = 'one' | 'two' | 'three' | 'four' | 'alarm' | 'limit';

export interface Series {
  readonly name: string;
  readonly look: SeriesLook;
}

export interface Chart {
  /** The heading, which says what is shown and in what. */
  readonly title: string;
  /** For who cannot see it: what stands out. */
  readonly label: string;
  readonly x: Scale;
  readonly y: Scale;
  readonly series: readonly Series[];
  readonly marks: readonly Markup[];
  /** Further lines of the legend. */
  readonly legend?: readonly Markup[];
  /** A sentence below it. */
  readonly note?: string | undefined;
}

export const chartFigure = ({ title, label, x, y, series, marks, legend = [], note }: Chart): Markup => {
  const drawn = picture(
    { width: WIDTH, height: HEIGHT, label, class: 'chart' },
    ...y.ticks.flatMap(({ at, words }) => [
      line({ x: ACROSS.from, y: at }, { x: ACROSS.to, y: at }, { class: 'grid' }),
      text({ x: ACROSS.from - 7, y: at + 4, words, anchor: 'end' }),
    ]),
    ...x.ticks.flatMap(({ at, words }) => [
      line({ x: at, y: UP.from }, { x: at, y: UP.from + 4 }, { class: 'axis' }),
      text({ x: at, y: UP.from + 17, words, anchor: 'middle' }),
    ]),
    ...marks,
    line({ x: ACROSS.from, y: UP.from }, { x: ACROSS.to, y: UP.from }, { class: 'axis' }),
  );
  return figure(title, drawn, [...series.map(legendEntry), ...legend], note);
};

/** A picture with its heading above, and below what its marks mean. */
export const figure = (title: string, drawn: Markup, legend: readonly Markup[], note: string | undefined): Markup =>
  html`<figure class="plot"><figcaption>${title}</figcaption>
<div class="scroll">${drawn}</div>
${legend.length > 0 && html`<p class="legend">${legend}</p>`}
${note !== undefined && html`<p class="soft small">${note}</p>`}
</figure>`;

const SWATCH = { width: 26, height: 10 };

export const legendEntry = ({ name, look }: Series): Markup => {
  const middle = SWATCH.height / 2;
  const stroke = line({ x: 0, y: middle }, { x: SWATCH.width, y: middle }, { class: `series ${look}` });
  return html`<span>${picture({ ...SWATCH, label: look, class: 'chart swatch' }, stroke)} ${name}</span>\n`;
};

/** A legend entry of a filled shape. */
export const areaEntry = (name: string, look: string): Markup => {
  const box = rect({ x: 0, y: 0, ...SWATCH, class: look });
  return html`<span>${picture({ ...SWATCH, label: look, class: 'chart swatch' }, box)} ${name}</span>\n`;
};

/** A line through what there is; it breaks where there is nothing. */
export const seriesLine = (
  points: readonly (readonly [x: number, y: number | undefined])[],
  look: SeriesLook,
  title: string,
): Markup => {
  const runs: { x: number; y: number }[][] = [[]];
  for (const [x, y] of points) {
    if (y === undefined) runs.push([]);
    else runs.at(-1)?.push({ x, y });
  }
  const drawn = runs
    .filter((run) => run.length > 0)
    .map((run) => {
      // One point alone would be a line of no length.
      const [first] = run;
      const whole = run.length === 1 && first !== undefined ? [first, { x: first.x + 2, y: first.y }] : run;
      return polyline(whole, false, { class: `series ${look}`, title });
    });
  return group({}, ...drawn);
};
