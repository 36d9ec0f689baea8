// How many calls an issuer takes in a second; the others get 429/37 with the exact Retry-After.
import { group, numberFrom, wholeFrom } from '../../core/fields.ts';
import { type Bucket, exactLimit, fullBucket, takeToken } from '../../core/token-bucket.ts';

/** At most `burst` calls at once and `perSecond` for ever. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

export interface RateLimiter {
  /**
   * Takes the call (undefined), or tells the whole seconds after which one call will be taken again, if nobody else
   * comes first. Calls that are not taken cost nothing.
   */
  take(nowMs: number): number | undefined;
}

/** One call in 17 minutes: slower is closed. */
const LEAST_PER_SECOND = 0.001;
/** No machine sends more; and with more, what is spent (a milliard parts a token) would leave the exact numbers. */
const MOST_CALLS = 1_000_000;

/** A limiter with a full burst. A clock that has gone backwards grows nothing and loses nothing. */
export const createRateLimiter = (rateLimit: RateLimit): RateLimiter => {
  const limit = exactLimit(rateLimit);
  let bucket: Bucket | undefined;
  return {
    take(nowMs) {
      const taken = takeToken(bucket ?? fullBucket(nowMs), nowMs, limit);
      if (!taken.taken) return Math.ceil(taken.retryAfterMs / 1000);
      bucket = taken.bucket;
      return undefined;
    },
  };
};

/** `rateLimit` as people write it. Without a burst: what a second brings, at least one. */
export const rateLimitSchema = group({
  perSecond: numberFrom(LEAST_PER_SECOND, MOST_CALLS),
  burst: wholeFrom(1, MOST_CALLS).optional(),
}).transform(({ perSecond, burst }): RateLimit => ({ perSecond, burst: burst ?? Math.max(1, Math.ceil(perSecond)) }));
