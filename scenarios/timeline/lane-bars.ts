// The calls of one lane as bars: in rows, so that calls at the same time do not hide each other, and joined where they
// would be too small to tell apart.
import type { TimeAxis } from './time-axis.ts';
import type { Call } from './timeline.ts';

export interface Bar {
  readonly row: number;
  readonly fromX: number;
  toX: number;
  readonly outcome: string;
  /** At least one; several where they are drawn as one. */
  readonly calls: Call[];
}

/** Calls at the same time, to one bank, that are told apart; what is beyond is joined. */
const MAX_ROWS = 3;
const MIN_WIDTH = 3;
/** A mark needs so much room after its bar. */
const MARK_ROOM = 7;
const NARROW = 6;

export const barsOf = (calls: readonly Call[], axis: TimeAxis): readonly Bar[] => {
  const bars: Bar[] = [];
  const last: Bar[] = [];
  for (const call of calls.toSorted((one, other) => one.fromMs - other.fromMs)) {
    const fromX = axis.x(call.fromMs);
    const toX = Math.max(axis.x(call.untilMs), fromX + MIN_WIDTH);
    const joined = last.find((bar) => joins(bar, call.outcome, fromX, toX));
    if (joined !== undefined) {
      joined.calls.push(call);
      joined.toX = Math.max(joined.toX, toX);
      continue;
    }
    const free = last.findIndex((bar) => bar.toX + MARK_ROOM <= fromX);
    const row = free !== -1 ? free : Math.min(last.length, MAX_ROWS - 1);
    const bar: Bar = { row, fromX, toX, outcome: call.outcome, calls: [call] };
    last[row] = bar;
    bars.push(bar);
  }
  return bars;
};

/** Whether a call is drawn as part of this bar: both would cover each other, and say the same. */
const joins = (bar: Bar, outcome: string, fromX: number, toX: number): boolean => {
  if (bar.outcome !== outcome) return false;
  const isSame = Math.abs(bar.fromX - fromX) < 1 && Math.abs(bar.toX - toX) < 1;
  const isDense = fromX - bar.toX < MARK_ROOM && toX - fromX <= NARROW && (bar.calls.length > 1 || isNarrow(bar));
  return isSame || isDense;
};

const isNarrow = ({ fromX, toX }: Bar): boolean => toX - fromX <= NARROW;
