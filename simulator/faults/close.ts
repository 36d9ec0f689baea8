// The bank does its work, and the connection ends without a reply: the caller cannot know what became of its call.
import type { BreakageKind } from './fault.ts';

export interface Close {
  readonly kind: 'close';
}

export const close: BreakageKind<Close> = {
  kind: 'close',
  summary: 'The bank does its work, then the connection ends without a reply.',
  keys: {},
  decides: 'outcome',
  alter: (_data, delivery) => ({ ...delivery, act: { kind: 'close' } }),
};
