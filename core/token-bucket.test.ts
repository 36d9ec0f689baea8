// The throttle (R11, I6) and the issuers' rate limits: never one call too many, and none refused while there is room.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, type BucketLimit, fullBucket, takeToken } from './token-bucket.ts';

const START_MS = 1_000_000;

const settings = fc.record({ burst: fc.integer({ min: 1, max: 20 }), perSecond: fc.integer({ min: 1, max: 2000 }) });
/** Pauses before each application: many at the same instant, some long. */
const pausesMs = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 5000 })), { maxLength: 150 });

interface Attempt {
  readonly atMs: number;
  readonly taken: boolean;
  readonly retryAfterMs: number;
}

const runAll = (instantsMs: readonly number[], throttle: BucketLimit): readonly Attempt[] => {
  let bucket: Bucket = fullBucket(instantsMs[0] ?? START_MS);
  return instantsMs.map((atMs) => {
    const taken = takeToken(bucket, atMs, throttle);
    if (taken.taken) bucket = taken.bucket;
    return { atMs, taken: taken.taken, retryAfterMs: taken.taken ? 0 : taken.retryAfterMs };
  });
};

const instantsOf = (pauses: readonly number[]): readonly number[] => {
  let atMs = START_MS;
  return pauses.map((pause) => {
    atMs += pause;
    return atMs;
  });
};

/** How many more than `burst + perSecond * t` there are in the fullest window that ends now, in thousandths. */
const excess = (acceptedMs: readonly number[], nowMs: number, { burst, perSecond }: BucketLimit): number =>
  acceptedMs.reduce((most, firstMs, at) => {
    const allowed = burst * 1000 + perSecond * (nowMs - firstMs);
    return Math.max(most, (acceptedMs.length - at) * 1000 - allowed);
  }, Number.NEGATIVE_INFINITY);

test('no window holds more than burst and rate allow, and none is refused while there is room (R11, I6)', () => {
  fc.assert(
    fc.property(pausesMs, settings, (pauses, throttle) => {
      const accepted: number[] = [];
      for (const { atMs, taken } of runAll(instantsOf(pauses), throttle)) {
        const oneMore = [...accepted, atMs];
        expect(taken).toBe(excess(oneMore, atMs, throttle) <= 0);
        if (taken) accepted.push(atMs);
      }
    }),
    { numRuns: 300 },
  );
});

test('Retry-After is exact: one millisecond earlier is refused, at it there is room (R11)', () => {
  fc.assert(
    fc.property(pausesMs, settings, (pauses, throttle) => {
      let bucket = fullBucket(START_MS);
      for (const atMs of instantsOf(pauses)) {
        const taken = takeToken(bucket, atMs, throttle);
        if (taken.taken) bucket = taken.bucket;
        else {
          expect(taken.retryAfterMs).toBeGreaterThan(0);
          expect(takeToken(bucket, atMs + taken.retryAfterMs - 1, throttle).taken).toBe(false);
          expect(takeToken(bucket, atMs + taken.retryAfterMs, throttle).taken).toBe(true);
        }
      }
    }),
  );
});

test('200 at once and 100 a second after that, to the application (R11)', () => {
  const instants = [...Array.from({ length: 1000 }, () => 0), ...Array.from({ length: 1000 }, (_, n) => n + 1)];
  const attempts = runAll(
    instants.map((offset) => START_MS + offset),
    { burst: 200, perSecond: 100 },
  );
  expect(attempts.filter(({ taken }) => taken)).toHaveLength(300);
  expect(attempts.slice(0, 200).every(({ taken }) => taken)).toBe(true);
  expect(attempts[200]).toEqual({ atMs: START_MS, taken: false, retryAfterMs: 10 });
});

test('a clock that goes backwards grows nothing and loses nothing (R11)', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3000 }), { maxLength: 100 }), settings, (offsets, throttle) => {
      let latestMs = START_MS;
      let forward = fullBucket(START_MS);
      let any = fullBucket(START_MS);
      for (const offset of offsets) {
        const atMs = START_MS + offset;
        latestMs = Math.max(latestMs, any.atMs);
        const one = takeToken(any, atMs, throttle);
        const other = takeToken(forward, Math.max(atMs, latestMs), throttle);
        expect(one.taken).toBe(other.taken);
        if (one.taken && other.taken) {
          any = one.bucket;
          forward = other.bucket;
        } else if (!one.taken) expect(takeToken(any, atMs + one.retryAfterMs, throttle).taken).toBe(true);
      }
      expect(any).toEqual(forward);
    }),
  );
});

test('a rate in parts of a token is exact, where the same rate as a binary fraction is a millisecond late', () => {
  const waitMs = (limit: BucketLimit): unknown => runAll([START_MS, START_MS + 1811], limit)[1]?.retryAfterMs;
  expect(waitMs({ burst: 1, perSecond: 100, partsPerToken: 1000 })).toBe(8189);
  expect(waitMs({ burst: 1, perSecond: 0.1 })).toBe(8190);
});

test('a throttle made smaller lets nobody through until its own bound holds again', () => {
  let bucket = fullBucket(START_MS);
  for (let n = 0; n < 10; n++) {
    const taken = takeToken(bucket, START_MS, { burst: 10, perSecond: 1 });
    if (taken.taken) bucket = taken.bucket;
  }
  expect(takeToken(bucket, START_MS, { burst: 2, perSecond: 1 })).toEqual({ taken: false, retryAfterMs: 9000 });
});

test('without a rate nobody is let through after the burst, and the wait has no end', () => {
  const none = { burst: 1, perSecond: 0 };
  const first = takeToken(fullBucket(START_MS), START_MS, none);
  const second = takeToken(first.taken ? first.bucket : fullBucket(0), START_MS + 1e12, none);
  expect(second).toEqual({ taken: false, retryAfterMs: Number.MAX_SAFE_INTEGER });
});
