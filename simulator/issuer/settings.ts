// What can be set about one issuer, complete and ready to use. What people write is read by settings-schema.ts.
import type { Fault } from '../faults/kinds.ts';
import type { Capacity } from './capacity.ts';
import type { Latency } from './latency.ts';
import type { RateLimit } from './rate-limit.ts';

/**
 * When an issuer gives its answer (R4). `sync`: in the reply, which the latency delays. `poll`: the reply comes at once
 * with 202/05, and the answer is ready after the latency. `callback`: as `poll`, and the issuer also brings the answer
 * to the inquiry's callbackUrl, where there is one.
 */
export const ANSWER_MODES = ['sync', 'poll', 'callback'] as const;
export type AnswerMode = (typeof ANSWER_MODES)[number];

export interface IssuerSettings {
  readonly latency: Latency;
  readonly mode: AnswerMode;
  /** What goes wrong, and when; the order of this list means nothing (faults/README.md). */
  readonly faults?: readonly Fault[];
  /** So many calls at a time, a queue before them, and how long each takes; undefined: as many as come. */
  readonly capacity?: Capacity;
  /** So many calls a second, the others get 429/37; undefined: as many as come. */
  readonly rateLimit?: RateLimit;
}

export const DEFAULT_ISSUER_SETTINGS: IssuerSettings = { latency: { p50Ms: 80, p99Ms: 600 }, mode: 'sync' };
