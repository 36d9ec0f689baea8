// A plot over the seconds of a run, with incidents shaded: uPlot in the colours of the page.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { canvasColour } from '../style/canvas-colour.ts';
import { isDark } from '../theme.ts';

export interface PlotSeries {
  readonly label: string;
  /** Named as in tokens.css. */
  readonly colour: 'calm' | 'good' | 'warn' | 'bad' | 'soft';
  /** For each second; null where there is nothing to tell. */
  readonly values: readonly (number | null)[];
  readonly isDashed?: boolean;
}

export interface Shade {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

export interface TimePlotOptions {
  /** What it shows, for who does not see it. */
  readonly label: string;
  readonly seconds: readonly number[];
  readonly series: readonly PlotSeries[];
  readonly shades: readonly Shade[];
  /** Written behind every value, such as ` ms`. */
  readonly unit: string;
  /** Latencies spread over so much that only a logarithm shows them all. */
  readonly isLogarithmic?: boolean;
}

const HEIGHT = 220;
/** Up to the highest value and a little more. */
const FROM_ZERO: uPlot.Scale.Range = { min: { pad: 0, soft: 0, mode: 1 }, max: { pad: 0.1, soft: 1, mode: 1 } };

const optionsOf = (options: TimePlotOptions, width: number, probe: HTMLElement): uPlot.Options => {
  const colour = (name: string): string => canvasColour(probe, name);
  const axis = { stroke: colour('soft'), grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    scales: { x: { time: false }, y: options.isLogarithmic === true ? { distr: 3 } : { range: FROM_ZERO } },
    axes: [
      { ...axis, values: (_plot, ticks) => ticks.map((tick) => `${tick} s`) },
      { ...axis, size: 70, values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : tick + options.unit)) },
    ],
    series: [
      { label: 's' },
      ...options.series.map(({ label, colour: name, isDashed }) => ({
        label,
        stroke: colour(name),
        width: 1.5,
        points: { show: false },
        ...(isDashed === true ? { dash: [4, 3] } : {}),
        value: (_plot: uPlot, value: number | null) =>
          value === null ? '–' : `${Math.round(value * 10) / 10}${options.unit}`,
      })),
    ],
    hooks: { drawClear: [(plot) => shade(plot, options.shades, colour('warn-soft'))] },
  };
};

const shade = ({ ctx, bbox, valToPos }: uPlot, shades: readonly Shade[], colour: string): void => {
  ctx.save();
  ctx.fillStyle = colour;
  for (const { fromSeconds, untilSeconds } of shades) {
    const left = Math.max(bbox.left, valToPos(fromSeconds, 'x', true));
    const right = Math.min(bbox.left + bbox.width, valToPos(untilSeconds, 'x', true));
    if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
};

export const TimePlot = (options: TimePlotOptions): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  const dark = isDark();
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const data: uPlot.AlignedData = [
      [...options.seconds],
      ...options.series.map(({ values }): (number | null)[] => [...values]),
    ];
    const plot = new uPlot(optionsOf(options, current.clientWidth, current), data, current);
    const watcher = new ResizeObserver(() => plot.setSize({ width: current.clientWidth, height: HEIGHT }));
    watcher.observe(current);
    return () => {
      watcher.disconnect();
      plot.destroy();
    };
  }, [options.seconds, options.series, dark]);
  return <div class="time-plot" role="img" aria-label={options.label} ref={place} />;
};
