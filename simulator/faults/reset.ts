// A TCP reset at a named moment of the call: on accept, before the headers, or in the middle of the body.
import { oneOf } from '../../core/fields.ts';
import type { BreakageKind } from './fault.ts';

export interface Reset {
  readonly kind: 'reset';
  readonly at?: 'accept' | 'headers' | 'body' | undefined;
}

export const reset: BreakageKind<Reset> = {
  kind: 'reset',
  summary:
    'A TCP reset `at` accept (the bank sees no call; with a share, during that share of the time), headers (default: the bank has done its work, no header comes) or body (half of the answer comes).',
  keys: { at: oneOf(['accept', 'headers', 'body']).optional() },
  decides: 'outcome',
  port: ({ at }) => (at === 'accept' ? 'reset' : undefined),
  alter({ at = 'headers' }, delivery) {
    if (at === 'headers') return { ...delivery, act: { kind: 'reset' } };
    const { act } = delivery;
    return act.kind === 'respond' ? { ...delivery, act: { ...act, transport: { kind: 'reset' } } } : delivery;
  },
};
