// What the signs of one timeline mean: only those that are in it.
import { html, type Markup } from '../../report/markup.ts';
import { line, picture, polyline, rect } from '../../report/svg.ts';
import { OUTCOME_MARKS } from './outcome-marks.ts';
import type { Timeline } from './timeline.ts';

const BOX = { width: 18, height: 14 };
const MIDDLE = { x: 9, y: 7 };

export const legendOf = ({ lanes, queries, crashes }: Timeline): Markup => {
  const outcomes = new Set(lanes.flatMap(({ calls }) => calls.map(({ outcome }) => outcome)));
  const some = (test: (lane: Timeline['lanes'][number]) => boolean): boolean => lanes.some(test);
  const shown = [
    ...Object.entries(OUTCOME_MARKS).flatMap(([outcome, { tone, meaning, draw }]) =>
      outcomes.has(outcome) ? [entry(meaning, draw(MIDDLE, { class: tone }))] : [],
    ),
    ...(some(({ calls }) => calls.some(({ nextAtMs }) => nextAtMs !== undefined))
      ? [entry('waits to ask again', line({ x: 0, y: 7 }, { x: 18, y: 7 }, { class: 'wait' }))]
      : []),
    ...(some(({ callbacks }) => callbacks.length > 0)
      ? [entry('callback', polyline(ARROW, true, { class: 'calm' }))]
      : []),
    ...(some(({ faults }) => faults.length > 0)
      ? [entry('fault in force', rect({ x: 1, y: 1, width: 16, height: 12, class: 'fault' }), HATCH)]
      : []),
    ...(some(({ circuits }) => circuits.length > 0)
      ? [entry('circuit open', rect({ x: 0, y: 6, width: 18, height: 3, class: 'open-circuit' }))]
      : []),
    ...(queries.some(({ deadlineMs, untilMs }) => untilMs >= deadlineMs)
      ? [
          entry(
            'deadline',
            line({ x: 7, y: 1 }, { x: 7, y: 13 }, { class: 'deadline' }),
            polyline(FLAG, true, { class: 'deadline' }),
          ),
        ]
      : []),
    ...(crashes.length > 0 ? [entry('engine killed', line({ x: 9, y: 0 }, { x: 9, y: 14 }, { class: 'crash' }))] : []),
  ];
  return html`<p class="legend">${shown}</p>`;
};

const ARROW = [
  { x: 5, y: 3 },
  { x: 13, y: 3 },
  { x: 9, y: 10 },
];
const FLAG = [
  { x: 7, y: 1 },
  { x: 14, y: 4 },
  { x: 7, y: 7 },
];
const HATCH = line({ x: 4, y: 13 }, { x: 15, y: 2 }, { class: 'hatch' });

const entry = (meaning: string, ...shapes: readonly Markup[]): Markup =>
  html`<span>${picture({ ...BOX, label: meaning, class: 'timeline' }, ...shapes)}${meaning}</span> `;
