// What lies behind the calls of a lane: faults that they met, open circuits, and the waits between them.
import type { JSX } from 'preact';
import { roughly } from '../../report/elapsed.ts';
import { say } from '../language.ts';
import type { Span, Wait } from './query-lanes.ts';
import type { TimeScale } from './time-scale.ts';
import { QUERY_WORDS } from './words.ts';

/** A wait shorter than this on paper is seen by its bars. */
const LEAST_WAIT_PX = 5;
const LETTER_PX = 5.6;

interface ShadeProps {
  readonly span: Span;
  readonly scale: TimeScale;
  readonly y: number;
  readonly height: number;
  readonly look: 'fault' | 'circuit';
}

export const Shade = ({ span, scale, y, height, look }: ShadeProps): JSX.Element => {
  const x = scale.x(span.fromMs) - 2;
  const width = Math.max(8, scale.x(span.untilMs) - x + 2);
  return (
    <g class={`shade ${look}`}>
      <rect x={x} y={y} width={width} height={height} />
      <rect x={x} y={y} width={width} height={height} fill={`url(#hatch-${look})`} class="stripes" />
      <title>{look === 'fault' ? span.words : say(QUERY_WORDS).circuitOpen}</title>
    </g>
  );
};

/** Each where there is room, and not again while it stays the same. */
export const FaultNames = ({
  spans,
  scale,
  y,
}: {
  readonly spans: readonly Span[];
  readonly scale: TimeScale;
  readonly y: number;
}): JSX.Element => {
  let freeX = Number.NEGATIVE_INFINITY;
  const names = spans.flatMap(({ fromMs, words }) => {
    const x = scale.x(fromMs) - 1;
    if (x < freeX) return [];
    freeX = x + words.length * LETTER_PX + 6;
    return [{ x, words }];
  });
  return (
    <>
      {names.map(({ x, words }) => (
        <text key={x} x={x} y={y} class="fault-name">
          {words}
        </text>
      ))}
    </>
  );
};

export const WaitLine = ({
  wait,
  scale,
  y,
}: {
  readonly wait: Wait;
  readonly scale: TimeScale;
  readonly y: number;
}): JSX.Element | null => {
  const [x1, x2] = [scale.x(wait.fromMs), scale.x(wait.untilMs)];
  if (x2 - x1 < LEAST_WAIT_PX) return null;
  const floor = wait.retryAfterMs;
  const words = floor === undefined ? roughly(wait.untilMs - wait.fromMs) : `Retry-After ${roughly(floor)}`;
  const hasRoom = x2 - x1 > words.length * LETTER_PX + 24;
  return (
    <g class="wait-line">
      <line x1={x1} x2={x2} y1={y} y2={y} class="wait" />
      {floor !== undefined && (
        <line x1={scale.x(wait.fromMs + floor)} x2={scale.x(wait.fromMs + floor)} y1={y - 4} y2={y + 4} class="floor" />
      )}
      {hasRoom && (
        <text x={(x1 + x2) / 2 + 6} y={y - 4} text-anchor="middle" class="small">
          {words}
        </text>
      )}
    </g>
  );
};
