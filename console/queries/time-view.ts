// Which part of the time somebody looks at, and by which axis: fitted to what has happened until they choose.
import { useState } from 'preact/hooks';
import type { QueryLanes } from './query-lanes.ts';
import { middleOf, moved, roundedUp, type ScaleKind, type TimeWindow, zoomed } from './time-scale.ts';

/** All of so long a time is seen best with its start stretched. */
const LONGEST_EVEN_MS = 10_000;
const ZOOM_STEP = 0.5;
const MOVE_STEP = 0.25;

export type Step = 'in' | 'out' | 'earlier' | 'later';

export interface TimeView {
  readonly kind: ScaleKind;
  readonly window: TimeWindow;
  /** Undefined: all that has happened, however much that becomes. */
  readonly part: TimeWindow | undefined;
  readonly setKind: (kind: ScaleKind) => void;
  readonly show: (part: TimeWindow | undefined) => void;
  readonly step: (step: Step) => void;
  /** Whether the key means something here; then it is done. */
  readonly press: (key: string, isShifted: boolean) => boolean;
}

/** Zooms around `chosenMs` while it is seen, the beginning of the call that is chosen; else around the middle. */
export const useTimeView = ({ lastMs, deadlineMs = 0 }: QueryLanes, chosenMs: number | undefined): TimeView => {
  const [part, show] = useState<TimeWindow | undefined>(undefined);
  const [wanted, setKind] = useState<ScaleKind | undefined>(undefined);
  const allMs = roundedUp(lastMs);
  const window = part ?? { fromMs: 0, untilMs: allMs };
  const kind = wanted ?? (window.untilMs > LONGEST_EVEN_MS ? 'stretched' : 'even');
  const endMs = Math.max(allMs, deadlineMs);
  const isSeen = chosenMs !== undefined && chosenMs >= window.fromMs && chosenMs <= window.untilMs;
  const aroundMs = isSeen ? chosenMs : middleOf(kind, window);
  const steps: Readonly<Record<Step, () => TimeWindow>> = {
    in: () => zoomed(kind, window, ZOOM_STEP, aroundMs, endMs),
    out: () => zoomed(kind, window, 1 / ZOOM_STEP, aroundMs, endMs),
    earlier: () => moved(kind, window, -MOVE_STEP, endMs),
    later: () => moved(kind, window, MOVE_STEP, endMs),
  };
  const step = (which: Step): void => show(steps[which]());
  const press = (key: string, isShifted: boolean): boolean => {
    if (key === '0') show(undefined);
    else if (key === '+' || key === '=') step('in');
    else if (key === '-') step('out');
    else if (isShifted && key === 'ArrowLeft') step('earlier');
    else if (isShifted && key === 'ArrowRight') step('later');
    else return false;
    return true;
  };
  return { kind, window, part, setKind, show, step, press };
};
