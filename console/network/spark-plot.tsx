// Two minutes of one bank in a small plot: calls and failed ones as areas, p50 and p99 as lines, nothing where nothing
// is known. For the eye alone: the same figures stand beside it as text.
import { effect } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { history } from '../live/overview.ts';
import { canvasColour } from '../style/canvas-colour.ts';
import { isDark } from '../theme.ts';
import { drawSoon, neverDraw } from './draw-queue.ts';
import { LEAST_MS, MOST_MS, sparkColumns } from './spark-columns.ts';

const HEIGHT = 48;
const SHOWN_SECONDS = 120;
/** A value between two seconds without calls has no line: it gets a dot. */
const loneValues: uPlot.Series.Points.Filter = ({ data }, series, isShown) => {
  if (!isShown) return null;
  const values: ArrayLike<number | null | undefined> = data[series] ?? [];
  const isThere = (at: number): boolean => typeof values[at] === 'number';
  return Array.from(values, (_value, at) => at).filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
};

const optionsOf = (width: number, probe: HTMLElement): uPlot.Options => {
  const line = (name: string): uPlot.Series => {
    const stroke = canvasColour(probe, name);
    return {
      stroke,
      width: 1.25,
      points: { show: true, size: 3, width: 0, fill: stroke, filter: loneValues },
    };
  };
  const area = (name: string): uPlot.Series => ({
    scale: 'rate',
    fill: canvasColour(probe, name),
    width: 0,
    points: { show: false },
  });
  return {
    width,
    height: HEIGHT,
    padding: [2, 0, 2, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false, range: (_plot, _min, max) => [max - SHOWN_SECONDS, max] },
      y: { distr: 3, range: [LEAST_MS, MOST_MS] },
      rate: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.5)] },
    },
    series: [{}, area('spark-calls'), area('spark-failed'), line('calm'), line('warn')],
  };
};

export const SparkPlot = ({ code }: { readonly code: string }): JSX.Element => {
  const place = useRef<HTMLDivElement>(null);
  const dark = isDark();
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const plot = new uPlot(optionsOf(current.clientWidth, current), [...sparkColumns(history.peek(), code)], current);
    const watcher = new ResizeObserver(() => plot.setSize({ width: current.clientWidth, height: HEIGHT }));
    watcher.observe(current);
    const leave = effect(() => {
      const seen = history.value;
      drawSoon(plot, () => plot.setData([...sparkColumns(seen, code)]));
    });
    return () => {
      leave();
      neverDraw(plot);
      watcher.disconnect();
      plot.destroy();
    };
  }, [code, dark]);
  return <div class="network-spark" aria-hidden="true" ref={place} />;
};
