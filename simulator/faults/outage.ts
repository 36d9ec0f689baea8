// The bank is down for a while.
import type { ShapeKind } from './fault.ts';
import type { Breakage } from './kinds.ts';

export interface Outage {
  readonly kind: 'outage';
  readonly as?: Breakage | undefined;
}

export const outage: ShapeKind<Outage> = {
  kind: 'outage',
  summary: 'The bank is down while the window is open: `as` any breakage, default refuse.',
  keys: {},
  usual: { kind: 'refuse' },
  keyedBy: 'call',
  isCertain: true,
  strength:
    ({ share }) =>
    () =>
      share,
};
