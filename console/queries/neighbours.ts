// Where an arrow key leads from one call of a picture: along the lane, or to the lane above or below. Pure.
import type { Bar, Lane, QueryLanes } from './query-lanes.ts';

const ordered = ({ bars, callbacks }: Lane): readonly Bar[] =>
  [...bars, ...callbacks].sort((one, other) => one.fromMs - other.fromMs);

/** The number of the call there; undefined where nothing is. */
export const neighbourOf = ({ lanes }: QueryLanes, seq: number | undefined, key: string): number | undefined => {
  const rows = lanes.map(ordered).filter((row) => row.length > 0);
  const at = rows.findIndex((row) => row.some((bar) => bar.seq === seq));
  const row = rows[at];
  if (row === undefined) return rows[0]?.[0]?.seq;
  const place = row.findIndex((bar) => bar.seq === seq);
  if (key === 'ArrowLeft') return row[place - 1]?.seq;
  if (key === 'ArrowRight') return row[place + 1]?.seq;
  const next = rows[at + (key === 'ArrowUp' ? -1 : 1)];
  const fromMs = row[place]?.fromMs ?? 0;
  const distance = (bar: Bar): number => Math.abs(bar.fromMs - fromMs);
  return next?.reduce((best, bar) => (distance(bar) < distance(best) ? bar : best)).seq;
};
