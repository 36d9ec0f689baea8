// The answer comes a few bytes at a time with pauses between them.
import { durationMs, wholeFrom } from '../../core/fields.ts';
import type { BreakageKind } from './fault.ts';

export interface Dribble {
  readonly kind: 'dribble';
  readonly bytes?: number | undefined;
  /** Milliseconds. */
  readonly every?: number | undefined;
}

const MAX_CHUNK_BYTES = 65_536;
/** A longer pause between two bytes is silence: that is `hang`. */
const MAX_PAUSE_MS = 3_600_000;

export const dribble: BreakageKind<Dribble> = {
  kind: 'dribble',
  summary: 'The body comes `bytes` (default 16) at a time, `every` (default 100ms) so long.',
  keys: {
    bytes: wholeFrom(1, MAX_CHUNK_BYTES).optional(),
    every: durationMs(1, MAX_PAUSE_MS).optional(),
  },
  decides: 'transport',
  alter({ bytes = 16, every = 100 }, delivery) {
    const { act } = delivery;
    if (act.kind !== 'respond') return delivery;
    return { ...delivery, act: { ...act, transport: { kind: 'dribble', chunkBytes: bytes, pauseMs: every } } };
  },
};
