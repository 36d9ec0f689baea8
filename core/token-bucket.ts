// A token bucket, pure and exact to one call: the engine's throttle (R11) and an issuer's rate limit. Whoever keeps the
// bucket takes a token in the same atomic step that accepts; in a store it holds across processes and restarts.

/** At most `burst` at once, and `perSecond` for ever. */
export interface BucketLimit {
  readonly burst: number;
  readonly perSecond: number;
  /** `perSecond` counts parts of a token, of which a token has so many. Default 1: it counts tokens. */
  readonly partsPerToken?: number;
}

/** A rate counts to the millionth, so that 0.1 a second is whole numbers, too, and nothing adds up to a late token. */
export const PARTS_PER_TOKEN = 1_000_000;

/** The limit in whole numbers: exact, also for a rate with fractions. */
export const exactLimit = ({ burst, perSecond }: Omit<BucketLimit, 'partsPerToken'>): BucketLimit => ({
  burst,
  perSecond: Math.round(perSecond * PARTS_PER_TOKEN),
  partsPerToken: PARTS_PER_TOKEN,
});

/** The bucket after its latest accepted call. With a whole `perSecond` all is whole numbers: exact. */
export interface Bucket {
  /** Spent and not yet grown back, in thousandths of a part: `perSecond` of them grow back each millisecond. */
  readonly spent: number;
  readonly atMs: number;
}

/** Thousandths in a part, for `perSecond` parts a second are `perSecond` thousandths a millisecond. */
const PART = 1000;

/** A bucket that is full. */
export const fullBucket = (nowMs: number): Bucket => ({ spent: 0, atMs: nowMs });

export type Taken =
  | { readonly taken: true; readonly bucket: Bucket }
  | { readonly taken: false; readonly retryAfterMs: number };

/**
 * Takes one token if there is one. A clock that has gone backwards grows nothing and loses nothing.
 * `retryAfterMs` is when there will be room, if nobody else comes first.
 */
export const takeToken = (
  bucket: Bucket,
  nowMs: number,
  { burst, perSecond, partsPerToken = 1 }: BucketLimit,
): Taken => {
  const token = partsPerToken * PART;
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  const spent = Math.max(0, bucket.spent - passedMs * perSecond);
  const over = spent + token - burst * token;
  if (over > 0) {
    const waitMs = perSecond > 0 ? Math.ceil(over / perSecond) : Number.MAX_SAFE_INTEGER;
    return { taken: false, retryAfterMs: waitMs + Math.max(0, bucket.atMs - nowMs) };
  }
  return { taken: true, bucket: { spent: spent + token, atMs: Math.max(nowMs, bucket.atMs) } };
};

/** How many tokens could be taken at this instant, whole or not. */
export const tokensIn = (
  bucket: Bucket,
  nowMs: number,
  { burst, perSecond, partsPerToken = 1 }: BucketLimit,
): number => {
  const spent = Math.max(0, bucket.spent - Math.max(0, nowMs - bucket.atMs) * perSecond);
  return Math.max(0, burst - spent / (partsPerToken * PART));
};
