// The calls of a lane as bars, and its callbacks as arrows: what can be pointed at and chosen.
import type { ComponentChildren, JSX } from 'preact';
import { markOf, outcomeOfEntry } from '../ui/outcomes.tsx';
import { callWords } from './call-words.ts';
import type { Bar } from './query-lanes.ts';
import type { TimeScale } from './time-scale.ts';

const BAR_PX = 12;
const LEAST_BAR_PX = 3;
/** A call is pointed at with a finger, too. */
const LEAST_TARGET_PX = 24;
const DIGIT_PX = 7;

interface CallMarkProps {
  readonly bar: Bar;
  readonly look: string;
  readonly isChosen: boolean;
  /** The one call that the tab key stops at. */
  readonly isTabStop: boolean;
  readonly children: ComponentChildren;
}

const CallMark = ({ bar, look, isChosen, isTabStop, children }: CallMarkProps): JSX.Element => (
  <g
    class={isChosen ? `${look} chosen` : look}
    data-seq={bar.seq}
    data-outcome={outcomeOfEntry(bar.entry) ?? 'under-way'}
    tabindex={isTabStop ? 0 : -1}
    aria-current={isChosen}
  >
    <title>{callWords(bar)}</title>
    {children}
  </g>
);

interface BarViewProps {
  readonly bar: Bar;
  readonly scale: TimeScale;
  readonly y: number;
  /** Where the next bar begins. */
  readonly nextX: number;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
}

export const BarView = ({ bar, scale, y, nextX, isChosen, isTabStop }: BarViewProps): JSX.Element => {
  const { entry } = bar;
  const x = scale.x(bar.fromMs);
  const width = Math.max(LEAST_BAR_PX, scale.x(bar.untilMs) - x);
  const { tone, path, isHollow } = markOf(entry.outcome);
  const number = entry.attempt === undefined ? '' : String(entry.attempt);
  const isInside = width > number.length * DIGIT_PX + 12;
  const target = Math.min(Math.max(width + 8, LEAST_TARGET_PX), Math.max(width + 2, nextX - x));
  return (
    <CallMark bar={bar} look={`bar ${tone}`} isChosen={isChosen} isTabStop={isTabStop}>
      <rect x={x} y={y - LEAST_TARGET_PX / 2} width={target} height={LEAST_TARGET_PX} class="target" />
      <rect x={x} y={y - BAR_PX / 2} width={width} height={BAR_PX} rx={2} class="body" />
      {(isInside || nextX - x > number.length * DIGIT_PX + 4) && (
        <text x={isInside ? x + 4 : x} y={isInside ? y + 4 : y - BAR_PX / 2 - 2} class="number">
          {number}
        </text>
      )}
      {entry.outcome !== undefined && (
        <path d={path} transform={`translate(${x + width} ${y})`} class={`mark ${tone}${isHollow ? ' hollow' : ''}`} />
      )}
    </CallMark>
  );
};

interface CallbackViewProps {
  readonly bar: Bar;
  readonly x: number;
  readonly y: number;
  readonly isChosen: boolean;
  readonly isTabStop: boolean;
}

export const CallbackView = ({ bar, x, y, isChosen, isTabStop }: CallbackViewProps): JSX.Element => {
  const isTaken = outcomeOfEntry(bar.entry) === 'accepted';
  return (
    <CallMark bar={bar} look={isTaken ? 'callback' : 'callback refused'} isChosen={isChosen} isTabStop={isTabStop}>
      <rect x={x - LEAST_TARGET_PX / 2} y={y - 2} width={LEAST_TARGET_PX} height={16} class="target" />
      <path d={`M${x - 5} ${y}H${x + 5}L${x} ${y + 8}Z`} />
    </CallMark>
  );
};
