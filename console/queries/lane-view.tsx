// One lane of a query's picture: a bank with the faults that its calls met, its open circuit, its calls, the waits
// between them, its callbacks, and what it has come to.
import type { JSX } from 'preact';
import { say } from '../language.ts';
import { shortNameOf } from '../ui/bank-names.ts';
import { isNarrow } from '../ui/narrow.ts';
import { BarView, CallbackView } from './bar-view.tsx';
import { FaultNames, Shade, WaitLine } from './lane-shades.tsx';
import type { Lane } from './query-lanes.ts';
import type { TimeScale } from './time-scale.ts';
import { QUERY_WORDS } from './words.ts';

export interface LaneViewProps {
  readonly lane: Lane;
  readonly scale: TimeScale;
  readonly yPx: number;
  readonly heightPx: number;
  readonly edges: { readonly leftPx: number; readonly widthPx: number; readonly rightPx: number };
  readonly chosen: number | undefined;
  /** The one call that the tab key stops at. */
  readonly tabStop: number | undefined;
}

export const LaneView = ({ lane, scale, yPx, heightPx, edges, chosen, tabStop }: LaneViewProps): JSX.Element => {
  const middle = yPx + heightPx / 2;
  const isSeen = ({ fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }): boolean =>
    untilMs >= scale.window.fromMs && fromMs <= scale.window.untilMs;
  // The chosen one stays, at the edge: it may have the focus of the keyboard.
  const bars = lane.bars.filter((bar) => bar.seq === chosen || isSeen(bar));
  const callbacks = lane.callbacks.filter((bar) => bar.seq === chosen || isSeen(bar));
  return (
    <g class="lane" data-bank={lane.bank}>
      <LaneName lane={lane} y={middle + 4} leftPx={edges.leftPx} />
      {lane.circuits.filter(isSeen).map((span) => (
        <Shade key={span.fromMs} span={span} scale={scale} y={yPx + 1} height={heightPx - 2} look="circuit" />
      ))}
      {lane.faults.filter(isSeen).map((span) => (
        <Shade key={span.fromMs} span={span} scale={scale} y={yPx + 1} height={heightPx - 2} look="fault" />
      ))}
      <FaultNames spans={lane.faults.filter(isSeen)} scale={scale} y={yPx + heightPx - 3} />
      {lane.waits.filter(isSeen).map((wait) => (
        <WaitLine key={wait.fromMs} wait={wait} scale={scale} y={middle} />
      ))}
      {bars.map((bar, at) => (
        <BarView
          key={bar.seq}
          bar={bar}
          scale={scale}
          y={middle}
          nextX={bars[at + 1] === undefined ? Number.POSITIVE_INFINITY : scale.x(bars[at + 1]?.fromMs ?? 0)}
          isChosen={bar.seq === chosen}
          isTabStop={bar.seq === tabStop}
        />
      ))}
      {callbacks.map((bar) => (
        <CallbackView
          key={bar.seq}
          bar={bar}
          x={scale.x(bar.fromMs)}
          y={yPx + 2}
          isChosen={bar.seq === chosen}
          isTabStop={bar.seq === tabStop}
        />
      ))}
      <Ending lane={lane} y={middle + 4} x={edges.widthPx - edges.rightPx + 8} />
    </g>
  );
};

const LaneName = ({
  lane,
  y,
  leftPx,
}: {
  readonly lane: Lane;
  readonly y: number;
  readonly leftPx: number;
}): JSX.Element => (
  <>
    <text x={8} y={y} class="bank">
      {lane.bank}
    </text>
    {!isNarrow.value && shortNameOf(lane.bank) !== lane.bank && (
      <text x={leftPx - 10} y={y} text-anchor="end" class="small">
        {shortNameOf(lane.bank)}
      </text>
    )}
  </>
);

const ENDINGS = {
  PENDING: 'faint',
  DELIVERED: 'good',
  DENIED: 'ink',
  FAILED: 'bad',
  TIMEOUT: 'warn',
} as const;
const SIGNS = { PENDING: '…', DELIVERED: '✓', DENIED: '■', FAILED: '×', TIMEOUT: '!' } as const;

const Ending = ({ lane, x, y }: { readonly lane: Lane; readonly x: number; readonly y: number }): JSX.Element => {
  const words = say(QUERY_WORDS).disposition[lane.disposition];
  return (
    <text x={x} y={y} class={`ending ${ENDINGS[lane.disposition]}`} data-disposition={lane.disposition}>
      {isNarrow.value ? SIGNS[lane.disposition] : `${SIGNS[lane.disposition]} ${words}`}
      {isNarrow.value && <title>{words}</title>}
    </text>
  );
};
