// The bank does its work and never replies; the connection stays open until the caller gives up.
import type { BreakageKind } from './fault.ts';

export interface Hang {
  readonly kind: 'hang';
}

export const hang: BreakageKind<Hang> = {
  kind: 'hang',
  summary: 'The bank does its work and never replies: silence until the caller gives up.',
  keys: {},
  decides: 'outcome',
  alter: (_data, delivery) => ({ ...delivery, act: { kind: 'hang' } }),
};
