// One lane of a timeline: a bank with its faults shaded, its circuit, its calls and the waits between them.
import { elapsed } from '../../report/elapsed.ts';
import type { Markup } from '../../report/markup.ts';
import { group, line, polyline, rect, text } from '../../report/svg.ts';
import type { FaultSpan } from './fault-spans.ts';
import { type Bar, barsOf } from './lane-bars.ts';
import { outcomeMark } from './outcome-marks.ts';
import type { TimeAxis } from './time-axis.ts';
import type { Call, Lane } from './timeline.ts';

export interface LanePlace {
  readonly axis: TimeAxis;
  readonly y: number;
  readonly height: number;
  readonly startMs: number;
  readonly isOdd: boolean;
  readonly left: number;
  readonly width: number;
}

const ROW = 15;
const PADDING = 4;
const BAR_HEIGHT = 8;
/** A wait shorter than this on paper is seen by its bars. */
const SHORTEST_WAIT = 5;

/** Above the calls of a bank that is broken at times: what it suffers from. */
const FAULT_ROOM = 9;

const roomAbove = ({ faults }: Lane): number => PADDING + (faults.length > 0 ? FAULT_ROOM : 0);

export const laneHeight = (lane: Lane, axis: TimeAxis): number =>
  roomAbove(lane) + PADDING + ROW * Math.max(1, ...barsOf(lane.calls, axis).map(({ row }) => row + 1));

export const laneMarkup = (lane: Lane, place: LanePlace): Markup => {
  const { axis, y, height, startMs, isOdd, left, width } = place;
  const bars = barsOf(lane.calls, axis);
  const middle = y + height / 2 + 4;
  const lastMs = axis.panels.at(-1)?.untilMs ?? startMs;
  const edge = (axis.panels.at(-1)?.x ?? 0) + (axis.panels.at(-1)?.width ?? 0);
  const box = { x: left, y, width, height, class: isOdd ? 'lane odd' : 'lane' };
  return group(
    { class: `bank-${lane.bank}` },
    rect(box),
    text({ x: left + 8, y: middle, words: lane.bank }),
    text({ x: left + 96, y: middle, words: lane.name, anchor: 'end', class: 'small' }),
    ...lane.faults.filter(({ fromMs }) => fromMs <= lastMs).flatMap((fault) => faultMarkup(fault, place)),
    ...lane.circuits.map(({ fromMs, untilMs }) => {
      const title = `circuit open from ${elapsed(fromMs - startMs)} to ${elapsed(untilMs - startMs)}`;
      const x = axis.x(fromMs);
      return rect({
        x,
        y: y + height - 3,
        width: Math.max(2, axis.x(untilMs) - x),
        height: 3,
        class: 'open-circuit',
        title,
      });
    }),
    ...waitsOf(bars, y + roomAbove(lane), axis),
    ...bars.map((bar) => barMarkup(bar, y + roomAbove(lane), place)),
    ...lane.callbacks.map((callback) => callbackMarkup(callback, place)),
    text({ x: edge + 8, y: middle, words: endingWords(lane), class: 'small' }),
  );
};

/** `DELIVERED, 3 calls`; of several queries how many had which. */
const endingWords = ({ calls, endings }: Lane): string => {
  const counts = new Map<string, number>();
  for (const { disposition } of endings) counts.set(disposition, (counts.get(disposition) ?? 0) + 1);
  const words = [...counts].map(([disposition, count]) => (count === 1 ? disposition : `${count} ${disposition}`));
  return [...words, ...(calls.length === 1 ? [] : [`${calls.length} calls`])].join(', ');
};

const LETTER_WIDTH = 5.6;

/** How much room the words after the lanes take. */
export const endingRoom = (lanes: readonly Lane[]): number =>
  16 + LETTER_WIDTH * Math.max(0, ...lanes.map((lane) => endingWords(lane).length));

const faultMarkup = (fault: FaultSpan, { axis, y, height, startMs }: LanePlace): readonly Markup[] => {
  const x = axis.x(fault.fromMs);
  const width = Math.max(2, axis.x(fault.untilMs) - x);
  const when = `${elapsed(fault.fromMs - startMs)} to ${elapsed(fault.untilMs - startMs)}`;
  const title = `fault ${fault.name} (${fault.what}), ${when}`;
  const lines = Array.from({ length: Math.ceil(width / HATCH) }, (_, at) => {
    const fromX = x + at * HATCH;
    const run = Math.min(height - 2, x + width - fromX);
    return line({ x: fromX, y: y + height - 1 }, { x: fromX + run, y: y + height - 1 - run }, { class: 'hatch' });
  });
  const hasRoom = width > fault.what.length * 5;
  const words = hasRoom ? [text({ x: x + 3, y: y + 8, words: fault.what, class: 'fault-name', title })] : [];
  return [rect({ x, y: y + 1, width, height: height - 2, class: 'fault', title }), ...lines, ...words];
};

const HATCH = 9;

const rowY = (top: number, row: number): number => top + row * ROW + ROW / 2;

/** From each call to the next about the same inquiry, where there is one. */
const waitsOf = (bars: readonly Bar[], top: number, axis: TimeAxis): readonly Markup[] =>
  bars.flatMap(({ row, toX, calls }) => {
    const last = calls.at(-1);
    if (last?.nextAtMs === undefined) return [];
    const nextX = axis.x(Math.min(last.nextAtMs, last.doneMs ?? last.nextAtMs));
    if (nextX - toX < SHORTEST_WAIT) return [];
    const at = rowY(top, row);
    const title = `waits ${elapsed(last.nextAtMs - last.untilMs)} before it asks again`;
    return [line({ x: toX, y: at }, { x: nextX, y: at }, { class: 'wait', title })];
  });

/** For the number of calls inside their bar. */
const COUNT_ROOM = 22;

const barMarkup = ({ row, fromX, toX, outcome, calls }: Bar, top: number, { axis, startMs }: LanePlace): Markup => {
  const { tone, draw } = outcomeMark(outcome);
  const at = rowY(top, row);
  const box = { x: fromX, y: at - BAR_HEIGHT / 2, width: toX - fromX, height: BAR_HEIGHT, round: 2 };
  return group(
    { title: barTitle(calls, startMs), class: 'call' },
    rect({ ...box, class: `bar ${tone} ${outcome}${calls.length > 1 ? ' many' : ''}` }),
    calls.length > 1 && box.width > COUNT_ROOM
      ? text({ x: fromX + box.width / 2 - 2, y: at + 3.5, words: `×${calls.length}`, anchor: 'middle', class: 'count' })
      : undefined,
    draw({ x: Math.min(toX, axis.x(Number.MAX_SAFE_INTEGER)), y: at }, { class: tone }),
  );
};

const barTitle = (calls: readonly Call[], startMs: number): string => {
  const first = calls[0];
  const last = calls.at(-1);
  if (first === undefined || last === undefined) return '';
  const said = [...new Set(calls.map(({ said: one }) => one))].filter((one) => one !== '').slice(0, 4);
  const outcome = [`${outcomeMark(first.outcome).meaning} (${first.outcome})`, ...said].join(', ');
  if (first !== last) {
    const span = `${elapsed(first.fromMs - startMs)} to ${elapsed(last.untilMs - startMs)}`;
    return `${calls.length} calls, ${span}: ${outcome}`;
  }
  const what = first.operation === 'ask' ? `attempt ${first.attempt}` : `${first.operation}, attempt ${first.attempt}`;
  const took = `${elapsed(first.fromMs - startMs)}, took ${elapsed(first.untilMs - first.fromMs)}`;
  const next = first.nextAtMs === undefined ? '' : `; asks again at ${elapsed(first.nextAtMs - startMs)}`;
  return `${what} at ${took}: ${outcome}${next}`;
};

const callbackMarkup = ({ atMs, receipt }: Lane['callbacks'][number], { axis, y, startMs }: LanePlace): Markup => {
  const x = axis.x(atMs);
  const arrow = [
    { x: x - 4, y: y + 1 },
    { x: x + 4, y: y + 1 },
    { x, y: y + 8 },
  ];
  const look = receipt === 'taken' ? 'calm' : receipt === 'ignored' ? 'calm hollow' : 'bad hollow';
  return polyline(arrow, true, { class: look, title: `callback at ${elapsed(atMs - startMs)}: ${receipt}` });
};
