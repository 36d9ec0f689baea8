// The gate of an issuer: its rate limit first (429/37), then its servers and queue (503/06). After the signature and
// before the form, for POST and GET alike; what it turns away binds nothing.
import type { Random } from '../../core/random.ts';
import { createQueueingSystem, type QueueingSystem } from './capacity.ts';
import type { Delivery } from './delivery.ts';
import { exactDraw } from './latency.ts';
import { createRateLimiter, type RateLimiter } from './rate-limit.ts';
import { turnedAway } from './refusals.ts';
import type { IssuerSettings } from './settings.ts';

export interface Gate {
  /** What has been counted under a limit or a capacity that stays the same is not forgotten. */
  configure(settings: Pick<IssuerSettings, 'rateLimit' | 'capacity'>): void;
  /** Does the work if there is room for the call, later by what it waits and is served. */
  pass(
    call: { readonly inquiryId: string; readonly attempt: number; readonly nowMs: number },
    work: () => Delivery,
  ): Delivery;
}

/** `chance` is the issuer's own. */
export const createGate = (chance: Random): Gate => {
  let limits: Pick<IssuerSettings, 'rateLimit' | 'capacity'> = {};
  let limiter: RateLimiter | undefined;
  let servers: QueueingSystem | undefined;
  return {
    configure({ rateLimit, capacity }) {
      if (!isSame(rateLimit, limits.rateLimit)) limiter = rateLimit && createRateLimiter(rateLimit);
      if (!isSame(capacity, limits.capacity)) servers = capacity && createQueueingSystem(capacity);
      limits = { ...(rateLimit && { rateLimit }), ...(capacity && { capacity }) };
    },
    pass({ inquiryId, attempt, nowMs }, work) {
      const waitS = limiter?.take(nowMs);
      if (waitS !== undefined) return turnedAway(429, '37', waitS);
      if (servers === undefined || limits.capacity === undefined) return work();
      const serviceMs = exactDraw(limits.capacity.service, (what) => chance.unit(inquiryId, attempt, 'service', what));
      const place = servers.arrive(nowMs, serviceMs);
      if (place.full) return turnedAway(503, '06', Math.max(1, Math.ceil(place.roomInMs / 1000)));
      return later(work(), Math.round(place.afterMs));
    },
  };
};

/** Everything that a call sets going comes after its turn. */
const later = (delivery: Delivery, byMs: number): Delivery => ({
  ...delivery,
  afterMs: delivery.afterMs + byMs,
  ...(delivery.callbacks && {
    callbacks: delivery.callbacks.map((order) => ({ ...order, afterMs: order.afterMs + byMs })),
  }),
});

/** Plain data: equal as JSON. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
