// What can be set about one issuer. Faults, capacity and rate limits will be further members.
import type { Latency } from './latency.ts';

/**
 * When an issuer gives its answer (R4). `sync`: in the reply, which the latency delays. `poll`: the reply comes at once
 * with 202/05, and the answer is ready after the latency. `callback`: as `poll`, and the issuer also brings the answer
 * to the inquiry's callbackUrl, where there is one.
 */
export type AnswerMode = 'sync' | 'poll' | 'callback';

export interface IssuerSettings {
  readonly latency: Latency;
  readonly mode: AnswerMode;
}

export const DEFAULT_ISSUER_SETTINGS: IssuerSettings = { latency: { p50Ms: 80, p99Ms: 600 }, mode: 'sync' };
