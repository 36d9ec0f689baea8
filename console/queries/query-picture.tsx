// The picture of a query: a lane for each bank, a bar for each call. Its size is that of its place; its time is fitted
// to what has happened until somebody chooses a part. Pointer and keyboard choose a call.
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { elapsed } from '../../report/elapsed.ts';
import { language, say } from '../language.ts';
import { isNarrow } from '../ui/narrow.ts';
import { useWidth } from '../ui/width.ts';
import { LaneView } from './lane-view.tsx';
import { neighbourOf } from './neighbours.ts';
import type { QueryLanes } from './query-lanes.ts';
import { type TimeScale, timeScaleOf } from './time-scale.ts';
import { useTimeView } from './time-view.ts';
import { QUERY_WORDS } from './words.ts';
import { ZoomTools } from './zoom-tools.tsx';

const LANE_PX = 36;
const AXIS_PX = 26;
const WIDE = { zh: { leftPx: 148, rightPx: 84 }, en: { leftPx: 82, rightPx: 96 } };
const NARROW = { leftPx: 56, rightPx: 22 };
/** Before its place has been measured. */
const ASSUMED_WIDTH_PX = 960;

export interface QueryPictureProps {
  readonly lanes: QueryLanes;
  /** The call that is chosen, by its number in the journal. */
  readonly chosen: number | undefined;
  readonly onChoose: (seq: number | undefined) => void;
}

export const QueryPicture = ({ lanes, chosen, onChoose }: QueryPictureProps): JSX.Element => {
  const words = say(QUERY_WORDS);
  const place = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(place, ASSUMED_WIDTH_PX);
  const chosenBar = lanes.lanes.flatMap((lane) => [...lane.bars, ...lane.callbacks]).find((bar) => bar.seq === chosen);
  const view = useTimeView(lanes, chosenBar?.fromMs);
  const { leftPx, rightPx } = isNarrow.value ? NARROW : WIDE[language.value];
  const scale = timeScaleOf(view.kind, view.window, leftPx, Math.max(80, widthPx - leftPx - rightPx));
  const height = AXIS_PX + LANE_PX * lanes.lanes.length;
  const focus = (seq: number | undefined): void => {
    if (seq !== undefined) place.current?.querySelector<SVGGElement>(`[data-seq="${seq}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey } = event;
    const isSeen = key.startsWith('Arrow') && !shiftKey;
    if (isSeen) focus(neighbourOf(lanes, chosen, key));
    if (isSeen || view.press(key, shiftKey)) event.preventDefault();
  };
  const choose = (target: EventTarget | null): void => {
    const bar = target instanceof Element ? target.closest('[data-seq]') : null;
    if (bar !== null) onChoose(Number(bar.getAttribute('data-seq')));
  };
  const first = lanes.lanes.find(({ bars }) => bars.length > 0)?.bars[0]?.seq;
  return (
    <div class="stack">
      <ZoomTools view={view} deadlineMs={lanes.deadlineMs} />
      <div class="query-picture card" ref={place}>
        <p id="picture-hint" class="unseen">
          {words.pictureHint}
        </p>
        <svg
          width={widthPx}
          height={height}
          aria-label={words.picture}
          aria-describedby="picture-hint"
          onKeyDown={onKey}
          onPointerOver={({ target }) => choose(target)}
          onFocusCapture={({ target }) => choose(target)}
        >
          <Hatches />
          {lanes.lanes.map(({ bank }, at) => (
            <rect
              key={bank}
              class={at % 2 === 1 ? 'ground odd' : 'ground'}
              y={AXIS_PX + at * LANE_PX}
              width={widthPx}
              height={LANE_PX}
            />
          ))}
          <Ticks scale={scale} height={height} edges={[leftPx, widthPx - rightPx]} />
          {lanes.lanes.map((lane, at) => (
            <LaneView
              key={lane.bank}
              lane={lane}
              scale={scale}
              yPx={AXIS_PX + at * LANE_PX}
              heightPx={LANE_PX}
              edges={{ leftPx, widthPx, rightPx }}
              chosen={chosen}
              tabStop={chosen ?? first}
            />
          ))}
          <Moments scale={scale} lanes={lanes} height={height} right={widthPx - rightPx} />
        </svg>
      </div>
    </div>
  );
};

/** Stripes for faults and for open circuits. */
const Hatches = (): JSX.Element => (
  <defs>
    {(['fault', 'circuit'] as const).map((name) => (
      <pattern key={name} id={`hatch-${name}`} width="7" height="7" patternUnits="userSpaceOnUse">
        <path class={`hatch ${name}`} d={name === 'fault' ? 'M0 7L7 0' : 'M0 0L7 7'} />
      </pattern>
    ))}
  </defs>
);

interface TicksProps {
  readonly scale: TimeScale;
  readonly height: number;
  readonly edges: readonly [number, number];
}

const Ticks = ({ scale, height, edges: [left, right] }: TicksProps): JSX.Element => (
  <g class="axis">
    {scale.ticks.map(({ x, atMs }) => (
      <g key={atMs}>
        <line x1={x} x2={x} y1={AXIS_PX - 4} y2={height} class="tick" />
        <text x={x} y={AXIS_PX - 10} text-anchor={x > right - 24 ? 'end' : x < left + 12 ? 'start' : 'middle'}>
          {elapsed(atMs)}
        </text>
      </g>
    ))}
  </g>
);

interface MomentsProps {
  readonly scale: TimeScale;
  readonly lanes: QueryLanes;
  readonly height: number;
  readonly right: number;
}

/** The deadline, and while the query runs, now. */
const Moments = ({ scale, lanes: { nowMs, deadlineMs }, height, right }: MomentsProps): JSX.Element => {
  const words = say(QUERY_WORDS);
  const { fromMs, untilMs } = scale.window;
  const isSeen = (ms: number | undefined): ms is number => ms !== undefined && ms >= fromMs && ms <= untilMs;
  return (
    <g class="axis">
      {isSeen(deadlineMs) && (
        <Moment x={scale.x(deadlineMs)} height={height} look="deadline" words={words.deadline} right={right} />
      )}
      {isSeen(nowMs) && <Moment x={scale.x(nowMs)} height={height} look="now" words={words.now} right={right} />}
    </g>
  );
};

interface MomentProps {
  readonly x: number;
  readonly height: number;
  readonly look: 'deadline' | 'now';
  readonly words: string;
  readonly right: number;
}

const Moment = ({ x, height, look, words, right }: MomentProps): JSX.Element => (
  <g class={`moment ${look}`}>
    <line x1={x} x2={x} y1={AXIS_PX - 6} y2={height} />
    <text x={x > right - 60 ? x - 4 : x + 4} y={height - 4} text-anchor={x > right - 60 ? 'end' : 'start'}>
      {words}
    </text>
  </g>
);
