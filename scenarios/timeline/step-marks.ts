// The story above the lanes: a numbered mark for each step, and one for each invariant that broke, with a line down.
import { elapsed } from '../../report/elapsed.ts';
import type { Markup } from '../../report/markup.ts';
import { circle, group, line, polyline, text } from '../../report/svg.ts';
import type { TimeAxis } from './time-axis.ts';
import type { Timeline } from './timeline.ts';

interface Mark {
  readonly x: number;
  readonly words: string;
  readonly title: string;
  readonly isBad: boolean;
  readonly row: number;
}

const ROW = 20;
const DISTANCE = 22;
/** Steps at one instant stand above each other, up to so many; then they share a place. */
const MAX_ROWS = 6;
const MARGIN = 4;

const placed = ({ steps, violations, startMs }: Timeline, axis: TimeAxis): readonly Mark[] => {
  const lastX: number[] = [];
  const all = [
    ...steps.map(({ index, atMs, what, answer, mismatches }) => ({
      atMs,
      words: String(index + 1),
      title: `step ${index + 1} at ${elapsed(atMs - startMs)}: ${what} → ${answer}`,
      isBad: mismatches.length > 0,
    })),
    ...violations.map(({ atMs, invariant, message }) => ({
      atMs,
      words: invariant,
      title: `${invariant} broken at ${elapsed(atMs - startMs)}: ${message}`,
      isBad: true,
    })),
  ].toSorted((one, other) => one.atMs - other.atMs);
  return all.map(({ atMs, ...mark }) => {
    const x = axis.x(atMs);
    const free = Array.from({ length: MAX_ROWS }, (_, row) => row).find(
      (row) => x - (lastX[row] ?? Number.NEGATIVE_INFINITY) >= DISTANCE,
    );
    const row = free ?? MAX_ROWS - 1;
    lastX[row] = x;
    return { ...mark, x, row };
  });
};

export const marksHeight = (timeline: Timeline, axis: TimeAxis): number =>
  2 * MARGIN + ROW * Math.max(1, ...placed(timeline, axis).map(({ row }) => row + 1));

export const marksOf = (timeline: Timeline, axis: TimeAxis, bottom: number): Markup[] => {
  const top = marksHeight(timeline, axis);
  const marks = placed(timeline, axis);
  return [
    ...marks.map(({ x, row, isBad }) =>
      line({ x, y: top - MARGIN - row * ROW }, { x, y: bottom }, { class: isBad ? 'step bad' : 'step' }),
    ),
    ...marks.map(({ x, row, words, title, isBad }) => {
      const y = top - MARGIN - ROW / 2 - row * ROW;
      const shape = isBad
        ? polyline(diamond(x, y), true, { class: 'mark bad' })
        : circle({ x, y }, 8, { class: 'mark' });
      return group({ title, class: 'story' }, shape, text({ x, y: y + 3.5, words, anchor: 'middle', class: 'inside' }));
    }),
  ];
};

const diamond = (x: number, y: number) => [
  { x, y: y - 10 },
  { x: x + 13, y },
  { x, y: y + 10 },
  { x: x - 13, y },
];
