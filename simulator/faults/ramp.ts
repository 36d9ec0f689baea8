// A fault that grows: the share of calls that it hits rises evenly from the beginning of its window to the end.
import { share } from '../../core/fields.ts';
import type { ShapeKind } from './fault.ts';
import type { Breakage } from './kinds.ts';

export interface Ramp {
  readonly kind: 'ramp';
  /** The share at the beginning. */
  readonly start?: number | undefined;
  readonly as?: Breakage | undefined;
}

export const ramp: ShapeKind<Ramp> = {
  kind: 'ramp',
  summary:
    'Hits ever more calls: from `start` (default 0) at `from` to `share` (default 1) at `until`, evenly; then it is over. `as` any breakage, default 503/06.',
  keys: { start: share().optional() },
  usual: { kind: 'status', status: 503 },
  keyedBy: 'call',
  isCertain: false,
  strength:
    ({ start = 0, share: end, window: { fromMs = 0, untilMs = 0 } }) =>
    (nowMs) =>
      start + ((end - start) * (nowMs - fromMs)) / (untilMs - fromMs),
};
