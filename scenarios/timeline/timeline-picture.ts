// Draws a timeline: the user's steps on top, the queries, a lane for each bank, the time below.
import { elapsed, roughly } from '../../report/elapsed.ts';
import { html, type Markup } from '../../report/markup.ts';
import { group, line, picture, polyline, rect, text } from '../../report/svg.ts';
import { endingRoom, laneHeight, laneMarkup } from './lane-picture.ts';
import { marksHeight, marksOf } from './step-marks.ts';
import { type TimeAxis, timeAxisOf } from './time-axis.ts';
import type { Call, QueryBar, Timeline } from './timeline.ts';
import { legendOf } from './timeline-legend.ts';

const LEFT = 104;
const QUERY_HEIGHT = 18;
const FOOT = 32;
/** More queries than this are counted, not drawn: a crowd is seen in the lanes. */
const MAX_QUERIES = 8;

/** The picture with its legend; undefined where the story has nothing that could be drawn. */
export const timelinePicture = (timeline: Timeline, name: string): Markup | undefined => {
  const { startMs, lanes, queries, steps } = timeline;
  if (steps.length === 0 && lanes.length === 0) return undefined;
  const impulses = new Set(steps.map(({ atMs }) => atMs));
  const axis = shifted(timeAxisOf({ instants: instantsOf(timeline), impulses, underWay: queries }), LEFT);
  const width = LEFT + axis.width + endingRoom(lanes);
  const top = marksHeight(timeline, axis);
  const shownQueries = queries.slice(0, MAX_QUERIES);
  const lanesTop = top + 6 + shownQueries.length * QUERY_HEIGHT + (queries.length > MAX_QUERIES ? QUERY_HEIGHT : 0);
  let y = lanesTop;
  const drawn = lanes.map((lane, at) => {
    const height = laneHeight(lane, axis);
    const markup = laneMarkup(lane, { axis, y, height, startMs, isOdd: at % 2 === 1, left: 0, width });
    y += height;
    return markup;
  });
  const label = `Timeline of ${name}: ${lanes.length} banks, ${queries.length} queries, ${steps.length} steps`;
  return html`<div class="scroll">${picture(
    { width, height: y + FOOT, label, class: `timeline ${widthClass(width)}` },
    ...drawn,
    ...panelsOf(axis, startMs, top, y),
    ...crashesOf(timeline, axis, top, y),
    ...shownQueries.map((query, at) => queryMarkup(query, axis, startMs, top + 6 + at * QUERY_HEIGHT)),
    ...moreQueries(queries.length - MAX_QUERIES, lanesTop - 6),
    ...marksOf(timeline, axis, y),
  )}</div>${legendOf(timeline)}`;
};

/** Long stories are scrolled, not shrunk until nobody can read them. */
const widthClass = (width: number): string => (width < 1300 ? 'usual' : width < 1600 ? 'wide' : 'widest');

/** The axis begins beside the names of the lanes. */
const shifted = (axis: TimeAxis, byX: number): TimeAxis => ({
  ...axis,
  panels: axis.panels.map((one) => ({ ...one, x: one.x + byX })),
  breaks: axis.breaks.map((one) => ({ ...one, x: one.x + byX })),
  ticks: axis.ticks.map((one) => ({ ...one, x: one.x + byX })),
  x: (atMs) => axis.x(atMs) + byX,
});

const instantsOf = ({ startMs, lanes, queries, steps, violations, crashes }: Timeline): readonly number[] => [
  startMs,
  ...steps.map(({ atMs }) => atMs),
  ...violations.map(({ atMs }) => atMs),
  ...crashes.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
  ...queries.flatMap(({ fromMs, untilMs }) => [fromMs, untilMs]),
  ...lanes.flatMap(({ calls, endings, callbacks }) => [
    ...calls.flatMap(({ fromMs, untilMs }: Call) => [fromMs, untilMs]),
    ...[...endings, ...callbacks].map(({ atMs }) => atMs),
  ]),
];

const panelsOf = ({ panels, breaks, ticks }: TimeAxis, startMs: number, top: number, bottom: number): Markup[] => [
  ...panels.map(({ x, width }) => rect({ x, y: top, width, height: bottom - top, class: 'panel' })),
  ...ticks.flatMap(({ x, sinceMs, atMs }) => {
    const words = sinceMs === 0 ? elapsed(atMs - startMs) : `+${roughly(sinceMs)}`;
    const name = sinceMs === 0 ? undefined : 'small';
    return [
      line({ x, y: bottom }, { x, y: bottom + 4 }, { class: 'tick' }),
      text({ x: x - 3, y: bottom + 15, words, class: name, title: elapsed(atMs - startMs) }),
    ];
  }),
  ...breaks.flatMap(({ x, width, silentMs }) => {
    if (silentMs === undefined) return [];
    const middle = x + width / 2;
    const title = `nothing happens for ${elapsed(silentMs)}`;
    return [
      rect({ x, y: top, width, height: bottom - top, class: 'gap', title }),
      polyline(zigzag(middle, top, bottom), false, { class: 'silence', title }),
      text({ x: middle, y: bottom + 28, words: roughly(silentMs), anchor: 'middle', class: 'small', title }),
    ];
  }),
];

const ZIGZAG = 5;

const zigzag = (x: number, top: number, bottom: number) =>
  Array.from({ length: Math.max(2, Math.ceil((bottom - top) / ZIGZAG)) }, (_, at) => ({
    x: x + (at % 2 === 0 ? -3 : 3),
    y: Math.min(bottom, top + at * ZIGZAG),
  }));

const crashesOf = ({ crashes, startMs }: Timeline, axis: TimeAxis, top: number, bottom: number): Markup[] =>
  crashes.map(({ fromMs, untilMs }) => {
    const x = axis.x(fromMs);
    const title = `engine killed at ${elapsed(fromMs - startMs)}, back at ${elapsed(untilMs - startMs)}`;
    const bolt = [
      { x: x + 2, y: top - 1 },
      { x: x - 4, y: top + 8 },
      { x, y: top + 8 },
      { x: x - 2, y: top + 15 },
      { x: x + 4, y: top + 5 },
      { x, y: top + 5 },
    ];
    return group(
      { title },
      rect({ x, y: top, width: Math.max(2, axis.x(untilMs) - x), height: bottom - top, class: 'down' }),
      line({ x, y: top }, { x, y: bottom }, { class: 'crash' }),
      polyline(bolt, true, { class: 'bad' }),
    );
  });

/** For a status inside its bar. */
const STATUS_ROOM = 60;

const queryMarkup = (query: QueryBar, axis: TimeAxis, startMs: number, y: number): Markup => {
  const { label, fromMs, untilMs, deadlineMs, status } = query;
  const x = axis.x(fromMs);
  const endX = Math.max(axis.x(untilMs), x + 3);
  const since = (atMs: number): string => elapsed(atMs - startMs);
  const deadlineX = axis.x(deadlineMs);
  const hasRoom = endX - x > STATUS_ROOM;
  const isSeen = untilMs >= deadlineMs;
  return group(
    { title: `${label}: accepted at ${since(fromMs)}, ${status} at ${since(untilMs)}, deadline ${since(deadlineMs)}` },
    text({ x: LEFT - 8, y: y + 11, words: label, anchor: 'end' }),
    rect({ x, y: y + 2, width: endX - x, height: 12, round: 2, class: 'query' }),
    hasRoom
      ? text({ x: endX - 5, y: y + 11.5, words: status, anchor: 'end', class: 'small' })
      : text({ x: endX + 6, y: y + 11.5, words: status, class: 'small' }),
    isSeen ? line({ x: deadlineX, y: y }, { x: deadlineX, y: y + 15 }, { class: 'deadline' }) : undefined,
    isSeen ? polyline(flag(deadlineX, y), true, { class: 'deadline' }) : undefined,
  );
};

const flag = (x: number, y: number) => [
  { x, y },
  { x: x + 7, y: y + 3 },
  { x, y: y + 6 },
];

const moreQueries = (more: number, y: number): Markup[] =>
  more > 0 ? [text({ x: LEFT + 14, y, words: `and ${more} more queries`, class: 'small' })] : [];
