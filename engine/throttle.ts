// The throttle (R11) as a pure token bucket, exact to one application. The store takes a token in the same atomic
// step that accepts, so it holds across processes and restarts.
import type { ThrottleSettings } from './settings.ts';

/** The bucket after its latest accepted application. With a whole `perSecond` all is whole numbers: exact. */
export interface Bucket {
  /** Spent and not yet grown back, in thousandths of a token: `perSecond` of them grow back each millisecond. */
  readonly spent: number;
  readonly atMs: number;
}

/** Thousandths in a token. */
const TOKEN = 1000;

/** A bucket that is full. */
export const fullBucket = (nowMs: number): Bucket => ({ spent: 0, atMs: nowMs });

export type Taken =
  | { readonly taken: true; readonly bucket: Bucket }
  | { readonly taken: false; readonly retryAfterMs: number };

/**
 * Takes one token if there is one. A clock that has gone backwards grows nothing and loses nothing.
 * `retryAfterMs` is when there will be room, if nobody else comes first.
 */
export const takeToken = (bucket: Bucket, nowMs: number, { burst, perSecond }: ThrottleSettings): Taken => {
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const spent = Math.max(0, bucket.spent - passedMs * perSecond);
  const over = spent + TOKEN - burst * TOKEN;
  if (over > 0) {
    const waitMs = perSecond > 0 ? Math.ceil(over / perSecond) : Number.MAX_SAFE_INTEGER;
    return { taken: false, retryAfterMs: waitMs + Math.max(0, bucket.atMs - nowMs) };
  }
  return { taken: true, bucket: { spent: spent + TOKEN, atMs: Math.max(nowMs, bucket.atMs) } };
};
