// Changing the throttle while it runs: nothing that was spent is forgotten, nothing grows at a rate that came later.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bucket, exactLimit, fullBucket, takeToken } from '../core/token-bucket.ts';
import { AdjustableThrottle } from './adjustable-throttle.ts';

const T0 = 1_000_000;

/** Takes tokens until there is none; how many there were, and the bucket after. */
const takeAll = (throttle: AdjustableThrottle, bucket: Bucket, nowMs: number) => {
  let left = throttle.grown(bucket);
  for (let taken = 0; ; taken++) {
    const token = takeToken(left, nowMs, exactLimit(throttle.settings));
    if (!token.taken) return { taken, bucket: left, retryAfterMs: token.retryAfterMs };
    left = token.bucket;
  }
};

test('what was spent stays spent under a new throttle', () => {
  const throttle = new AdjustableThrottle({ burst: 10, perSecond: 1 });
  const { bucket } = takeAll(throttle, fullBucket(T0), T0);
  throttle.set({ burst: 10, perSecond: 100 }, T0);
  expect(takeAll(throttle, bucket, T0)).toMatchObject({ taken: 0, retryAfterMs: 10 });
  throttle.set({ burst: 12, perSecond: 100 }, T0);
  expect(takeAll(throttle, bucket, T0).taken).toBe(2);
  throttle.set({ burst: 5, perSecond: 1 }, T0);
  expect(takeAll(throttle, bucket, T0)).toMatchObject({ taken: 0, retryAfterMs: 6000 });
});

test('what grew back before a change grew at the rate of before', () => {
  const faster = new AdjustableThrottle({ burst: 100, perSecond: 1 });
  const { bucket } = takeAll(faster, fullBucket(T0), T0);
  faster.set({ burst: 100, perSecond: 1000 }, T0 + 3000);
  expect(takeAll(faster, bucket, T0 + 3000).taken).toBe(3);
  expect(takeAll(faster, bucket, T0 + 3010).taken).toBe(13);

  const slower = new AdjustableThrottle({ burst: 100, perSecond: 10 });
  slower.set({ burst: 100, perSecond: 0 }, T0 + 3000);
  slower.set({ burst: 100, perSecond: 1 }, T0 + 60_000);
  expect(takeAll(slower, bucket, T0 + 61_000).taken).toBe(31);
});

test('a clock that has gone backwards grows nothing', () => {
  const throttle = new AdjustableThrottle({ burst: 10, perSecond: 1 });
  const { bucket } = takeAll(throttle, fullBucket(T0), T0);
  throttle.set({ burst: 10, perSecond: 1000 }, T0 - 5000);
  expect(takeAll(throttle, bucket, T0).taken).toBe(0);
});

test('no more is ever admitted than the burst and what every rate in its time has grown', () => {
  const step = fc.record({ afterMs: fc.nat(5000), perSecond: fc.option(fc.nat(20), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 20 }), (steps, burst) => {
      const throttle = new AdjustableThrottle({ burst, perSecond: 5 });
      let { taken, bucket } = takeAll(throttle, fullBucket(T0), T0);
      let nowMs = T0;
      let grownParts = 0;
      for (const { afterMs, perSecond } of steps) {
        nowMs += afterMs;
        grownParts += afterMs * throttle.settings.perSecond;
        if (perSecond !== undefined) throttle.set({ burst, perSecond }, nowMs);
        const more = takeAll(throttle, bucket, nowMs);
        taken += more.taken;
        bucket = more.bucket;
      }
      return taken <= burst + grownParts / 1000;
    }),
  );
});
