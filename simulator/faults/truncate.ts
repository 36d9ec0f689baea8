// The answer's content-length says the whole body, half of it comes, then the connection ends.
import type { BreakageKind } from './fault.ts';

export interface Truncate {
  readonly kind: 'truncate';
}

export const truncate: BreakageKind<Truncate> = {
  kind: 'truncate',
  summary: 'The content-length says the whole body, half of it comes, then the connection ends.',
  keys: {},
  decides: 'transport',
  alter(_data, delivery) {
    const { act } = delivery;
    return act.kind === 'respond' ? { ...delivery, act: { ...act, transport: { kind: 'truncate' } } } : delivery;
  },
};
