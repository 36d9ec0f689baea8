// A rate limit takes every call that there is room for and not one more, and its Retry-After is exact.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonSchemaOf } from '../../core/fields.ts';
import { createRateLimiter, type RateLimit, type RateLimiter, rateLimitSchema } from './rate-limit.ts';

const START_MS = 1_000_000;

/** Whole rates, and rates in thousandths and millionths of a call. */
const limits = fc.record({
  burst: fc.integer({ min: 1, max: 20 }),
  perSecond: fc.oneof(
    fc.integer({ min: 1, max: 2000 }),
    fc.integer({ min: 1, max: 20_000 }).map((thousandths) => thousandths / 1000),
    fc.integer({ min: 1000, max: 5_000_000 }).map((millionths) => millionths / 1_000_000),
  ),
});
/** Instants of calls: many at once, some after long silence. */
const instantsMs = fc
  .array(fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 5000 }), fc.nat({ max: 2_000_000 })), {
    maxLength: 100,
  })
  .map((pauses) => {
    let atMs = START_MS;
    return pauses.map((pause) => {
      atMs += pause;
      return atMs;
    });
  });

/** Whether some window that ends with the latest call holds more than burst + perSecond * t; in whole numbers. */
const isTooMany = (takenMs: readonly number[], { burst, perSecond }: RateLimit): boolean => {
  const nowMs = takenMs.at(-1) ?? 0;
  return takenMs.some((firstMs, at) => {
    const allowed = BigInt(burst) * 10n ** 9n + BigInt(Math.round(perSecond * 1e6)) * BigInt(nowMs - firstMs);
    return BigInt(takenMs.length - at) * 10n ** 9n > allowed;
  });
};

/** A limiter that has taken these calls. */
const limiterAfter = (takenMs: readonly number[], limit: RateLimit): RateLimiter => {
  const limiter = createRateLimiter(limit);
  for (const atMs of takenMs) expect(limiter.take(atMs)).toBeUndefined();
  return limiter;
};

test('no window holds more than burst and rate allow, and none is refused while there is room', () => {
  fc.assert(
    fc.property(instantsMs, limits, (instants, limit) => {
      const limiter = createRateLimiter(limit);
      const takenMs: number[] = [];
      for (const atMs of instants) {
        const taken = limiter.take(atMs) === undefined;
        expect(taken).toBe(!isTooMany([...takenMs, atMs], limit));
        if (taken) takenMs.push(atMs);
      }
    }),
    { numRuns: 300 },
  );
});

test('Retry-After is exact: at that second there is room, a second earlier there was none', () => {
  fc.assert(
    fc.property(instantsMs, limits, (instants, limit) => {
      const limiter = createRateLimiter(limit);
      const takenMs: number[] = [];
      for (const atMs of instants) {
        const retryAfterS = limiter.take(atMs);
        if (retryAfterS === undefined) {
          takenMs.push(atMs);
          continue;
        }
        expect(Number.isInteger(retryAfterS) && retryAfterS >= 1).toBe(true);
        const probe = limiterAfter(takenMs, limit);
        expect(probe.take(atMs + (retryAfterS - 1) * 1000)).toBe(1);
        expect(probe.take(atMs + retryAfterS * 1000)).toBeUndefined();
      }
    }),
  );
});

test('50 a second with a burst of 100: 100 at once, then one each 20 ms', () => {
  const limiter = createRateLimiter({ perSecond: 50, burst: 100 });
  const taken = (atMs: number): boolean => limiter.take(START_MS + atMs) === undefined;
  expect(Array.from({ length: 101 }, () => taken(0)).filter(Boolean)).toHaveLength(100);
  expect([19, 20, 20, 39, 40].map(taken)).toEqual([false, true, false, false, true]);
});

test('with two calls in a thousand seconds the next one is told to come back in 500 seconds', () => {
  const limiter = createRateLimiter({ perSecond: 0.002, burst: 1 });
  const waitsS = [0, 0, 1, 499_000, 499_001, 500_000].map((atMs) => limiter.take(START_MS + atMs));
  expect(waitsS).toEqual([undefined, 500, 500, 1, 1, undefined]);
});

test('rests of a rate that no binary fraction can be add up to no late call', () => {
  const limiter = createRateLimiter({ perSecond: 0.6, burst: 2 });
  const waitsS = [0, 0, 1667, 3334, 5000, 5001].map((atMs) => limiter.take(START_MS + atMs));
  expect(waitsS).toEqual([undefined, undefined, undefined, undefined, undefined, 2]);
});

test('a rate limit without a burst has what a second brings, at least one', () => {
  const burstOf = (perSecond: number): number => rateLimitSchema.parse({ perSecond }).burst;
  expect([0.001, 0.5, 1, 1.5, 50, 1_000_000].map(burstOf)).toEqual([1, 1, 1, 2, 50, 1_000_000]);
  expect(rateLimitSchema.parse({ perSecond: 50, burst: 100 })).toEqual({ perSecond: 50, burst: 100 });
});

test('what a rate limit cannot be is told with its place, all at once', () => {
  const problemsOf = (given: unknown): readonly string[] =>
    rateLimitSchema.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  expect(problemsOf({ perSecond: 0, burst: 0.5 })).toEqual([
    'perSecond must be a number from 0.001 to 1000000',
    'burst must be a whole number from 1 to 1000000',
  ]);
  expect(problemsOf({ perSecond: Number.NaN, burst: null })).toHaveLength(2);
  expect(problemsOf({ burst: 3 })).toEqual(['perSecond must be a number from 0.001 to 1000000']);
  expect(problemsOf({ perSecond: 1, brust: 3 })).toEqual([' ; did you mean burst?']);
  expect(problemsOf('50/s')).toEqual([' must be keys with values, of perSecond, burst']);
});

test('the JSON Schema of a rate limit asks for the rate and not for the burst', () => {
  expect(jsonSchemaOf(rateLimitSchema)).toMatchObject({
    type: 'object',
    required: ['perSecond'],
    additionalProperties: false,
    properties: { perSecond: { type: 'number' }, burst: { type: 'integer', minimum: 1 } },
  });
});
