// Trouble in bursts (Gilbert-Elliott): the bank goes to and fro between a good and a bad state, each lasting for an
// exponentially distributed time. A state is a function of the seed and the time alone: not of the calls that come.
import { durationMs, share } from '../../core/fields.ts';
import type { ShapeKind } from './fault.ts';
import type { Breakage } from './kinds.ts';

export interface Burst {
  readonly kind: 'burst';
  /** Mean length of a good and of a bad time in milliseconds, and the share of calls that is hit in a good one. */
  readonly good?: number | undefined;
  readonly bad?: number | undefined;
  readonly goodShare?: number | undefined;
  readonly as?: Breakage | undefined;
}

const GOOD_MS = 60_000;
const BAD_MS = 5000;
/** Shorter states than this are a share, not bursts; and the number of states in a block stays small. */
const SHORTEST_MEAN_MS = 100;
const LONGEST_MEAN_MS = 86_400_000;
/**
 * The states are laid out block by block, each from a fresh draw of its first state: so any instant can be asked for,
 * however far the clock has gone, with at most one block's states to go through.
 */
const BLOCK_MEANS = 64;

export const burst: ShapeKind<Burst> = {
  kind: 'burst',
  summary:
    'Gilbert-Elliott: good times of mean length `good` (60s) and bad ones of `bad` (5s) in turn; `share` of the calls is hit in bad ones, `goodShare` (0) in good ones. `as` any breakage, default 503/06.',
  keys: {
    good: durationMs(SHORTEST_MEAN_MS, LONGEST_MEAN_MS).optional(),
    bad: durationMs(SHORTEST_MEAN_MS, LONGEST_MEAN_MS).optional(),
    goodShare: share().optional(),
  },
  usual: { kind: 'status', status: 503 },
  keyedBy: 'call',
  isCertain: false,
  strength({ good: goodMs = GOOD_MS, bad: badMs = BAD_MS, goodShare = 0, share: badShare }, chance) {
    const blockMs = BLOCK_MEANS * (goodMs + badMs);
    const lengthMs = (isBad: boolean, ...key: readonly number[]): number =>
      -Math.log(1 - chance('state', ...key)) * (isBad ? badMs : goodMs);
    /** The state under way: calls come in the order of time, so the next one is mostly in the same. */
    let at = { block: Number.NaN, index: 0, startMs: 0, endMs: 0, isBad: false };
    const first = (block: number) => {
      const startMs = block * blockMs;
      const isBad = chance('first', block) < badMs / (goodMs + badMs);
      return { block, index: 0, startMs, endMs: startMs + lengthMs(isBad, block, 0), isBad };
    };
    return (nowMs) => {
      const block = Math.floor(nowMs / blockMs);
      if (block !== at.block || nowMs < at.startMs) at = first(block);
      while (nowMs >= at.endMs) {
        const { index, endMs, isBad } = at;
        at = {
          block,
          index: index + 1,
          startMs: endMs,
          endMs: endMs + lengthMs(!isBad, block, index + 1),
          isBad: !isBad,
        };
      }
      return at.isBad ? badShare : goodShare;
    };
  },
};
