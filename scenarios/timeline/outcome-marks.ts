// How the outcome of a call looks: a colour by class, and a shape of its own, so that nobody needs the colour.
import type { Markup } from '../../report/markup.ts';
import { circle, group, type Look, line, type Point, polyline } from '../../report/svg.ts';

type Draw = (at: Point, look: Look) => Markup;

interface OutcomeMark {
  /** Also the class: good, calm, warn, bad, ink or faint. */
  readonly tone: string;
  /** For the legend. */
  readonly meaning: string;
  readonly draw: Draw;
}

const SIZE = 4;

const dot: Draw = (at, look) => circle(at, SIZE, look);
const square: Draw = ({ x, y }, look) =>
  polyline(
    [
      { x: x - SIZE + 0.5, y: y - SIZE + 0.5 },
      { x: x + SIZE - 0.5, y: y - SIZE + 0.5 },
      { x: x + SIZE - 0.5, y: y + SIZE - 0.5 },
      { x: x - SIZE + 0.5, y: y + SIZE - 0.5 },
    ],
    true,
    look,
  );
const diamond: Draw = ({ x, y }, look) =>
  polyline(
    [
      { x, y: y - SIZE - 1 },
      { x: x + SIZE + 1, y },
      { x, y: y + SIZE + 1 },
      { x: x - SIZE - 1, y },
    ],
    true,
    look,
  );
const triangle: Draw = ({ x, y }, look) =>
  polyline(
    [
      { x, y: y - SIZE },
      { x: x + SIZE + 0.5, y: y + SIZE },
      { x: x - SIZE - 0.5, y: y + SIZE },
    ],
    true,
    look,
  );
const cross: Draw = ({ x, y }, { class: name, title }) =>
  group(
    { class: `${name ?? ''} cross`, title },
    line({ x: x - SIZE, y: y - SIZE }, { x: x + SIZE, y: y + SIZE }),
    line({ x: x - SIZE, y: y + SIZE }, { x: x + SIZE, y: y - SIZE }),
  );
const hollow =
  (draw: Draw): Draw =>
  (at, look) =>
    draw(at, { ...look, class: `${look.class ?? ''} hollow` });
const bar: Draw = ({ x, y }, look) => line({ x, y: y - SIZE - 1 }, { x, y: y + SIZE + 1 }, look);

/** The outcomes of the engine (engine/outcome.ts), and `cut`. */
export const OUTCOME_MARKS: Readonly<Record<string, OutcomeMark>> = {
  delivered: { tone: 'good', meaning: 'delivered', draw: dot },
  denied: { tone: 'ink', meaning: 'denied for good', draw: square },
  running: { tone: 'calm', meaning: 'accepted, still running', draw: hollow(dot) },
  later: { tone: 'warn', meaning: 'told to come later', draw: triangle },
  lost: { tone: 'warn', meaning: 'not known there: sent again', draw: hollow(triangle) },
  unknown: { tone: 'bad', meaning: 'no answer', draw: cross },
  broken: { tone: 'bad', meaning: 'answer breaks the contract', draw: hollow(diamond) },
  failed: { tone: 'bad', meaning: 'cannot be understood', draw: diamond },
  cut: { tone: 'faint', meaning: 'lost with the engine', draw: bar },
};

const OTHER: OutcomeMark = { tone: 'ink', meaning: 'another outcome', draw: hollow(square) };

export const outcomeMark = (outcome: string): OutcomeMark => OUTCOME_MARKS[outcome] ?? OTHER;
