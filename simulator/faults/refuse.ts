// The port does not accept connections: the caller sees ECONNREFUSED.
import type { BreakageKind } from './fault.ts';

export interface Refuse {
  readonly kind: 'refuse';
}

export const refuse: BreakageKind<Refuse> = {
  kind: 'refuse',
  summary: 'The port does not accept connections; with a share, during that share of the time.',
  keys: {},
  decides: 'outcome',
  port: () => 'refuse',
};
