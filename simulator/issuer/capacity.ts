// An issuer as a queueing system: so many servers, a queue before them, a service time. Waiting and refusals grow out
// of the traffic. Exact and without timers: when a call comes, everything about it is known (FIFO).
import type { z } from 'zod';
import { group, wholeFrom } from '../../core/fields.ts';
import type { Latency } from './latency.ts';

export interface Capacity {
  /** Calls that are worked on at the same time. */
  readonly servers: number;
  /** Calls that may wait for a server; one more is refused. */
  readonly queue: number;
  /** How long one call occupies its server. */
  readonly service: Latency;
}

/** `afterMs` is waiting and service together, not rounded. `roomInMs`: until the first place becomes free. */
export type Arrival =
  | { readonly full: false; readonly afterMs: number; readonly waitMs: number }
  | { readonly full: true; readonly roomInMs: number };

export interface QueueingSystem {
  /**
   * A call that needs a server for `serviceMs`. It stays to its end, also where its client goes away: a bank works on
   * it all the same. Whoever comes at the instant of a departure finds the place free.
   */
  arrive(nowMs: number, serviceMs: number): Arrival;
}

/** Costs 8 bytes for each server and each place of the queue, whatever the traffic. */
export const createQueueingSystem = ({ servers, queue }: Omit<Capacity, 'service'>): QueueingSystem => {
  /** When each server has done all that it was given: a binary heap, the earliest first. */
  const freeAtMs = new Float64Array(servers).fill(Number.NEGATIVE_INFINITY);
  /** When the latest `queue` calls that had to wait leave the queue, by turns; FIFO, so these instants only grow. */
  const startsMs = new Float64Array(queue).fill(Number.NEGATIVE_INFINITY);
  let waited = 0;
  return {
    arrive(nowMs, serviceMs) {
      const earliestMs = freeAtMs[0] ?? nowMs;
      const startMs = Math.max(nowMs, earliestMs);
      if (startMs > nowMs) {
        // All servers are busy. The queue has a place once the call that waited `queue` calls ago has a server.
        const roomAtMs = queue === 0 ? earliestMs : (startsMs[waited % queue] ?? nowMs);
        if (roomAtMs > nowMs) return { full: true, roomInMs: roomAtMs - nowMs };
        startsMs[waited++ % queue] = startMs;
      }
      replaceFirst(freeAtMs, startMs + serviceMs);
      return { full: false, afterMs: startMs - nowMs + serviceMs, waitMs: startMs - nowMs };
    },
  };
};

/** Puts `value`, which is not less, in the place of the least. */
const replaceFirst = (heap: Float64Array, value: number): void => {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const least = timeAt(heap, left + 1) < timeAt(heap, left) ? left + 1 : left;
    if (timeAt(heap, least) >= value) break;
    heap[at] = timeAt(heap, least);
    at = least;
  }
  heap[at] = value;
};

/** Beyond the end there is nothing that could be earlier. */
const timeAt = (heap: Float64Array, index: number): number => heap[index] ?? Number.POSITIVE_INFINITY;

/** Ten thousand calls at a time are more than a port has connections; with the queue it is 1 MB for an issuer. */
const MOST_SERVERS = 10_000;
const MOST_WAITING = 100_000;

/** `capacity` as people write it; `latency` reads the service time. */
export const capacitySchemaWith = (latency: z.ZodType<Latency>) =>
  group({
    servers: wholeFrom(1, MOST_SERVERS),
    queue: wholeFrom(0, MOST_WAITING).default(0),
    service: latency,
  });
