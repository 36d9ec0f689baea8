// The throttle (R11) while somebody changes it: what was spent stays spent, and what grew back before a change grew at
// the rate of before. The bucket itself is in the store and knows no rate.
import { type Bucket, exactLimit, tokensIn } from '../core/token-bucket.ts';
import type { ThrottleSettings } from './settings.ts';

/** A rate that was in force up to an instant, in parts of a token. */
interface Period {
  readonly perSecond: number;
  readonly untilMs: number;
}

/** Changes that are remembered: only those since the latest accepted application matter. The oldest are forgotten. */
const MAX_PERIODS = 100;

export class AdjustableThrottle {
  #settings: ThrottleSettings;
  #periods: readonly Period[] = [];
  #latest: Bucket | undefined;

  constructor(settings: ThrottleSettings) {
    this.#settings = settings;
  }

  get settings(): ThrottleSettings {
    return this.#settings;
  }

  /** In force for every application that is decided from now on. */
  set(settings: ThrottleSettings, nowMs: number): void {
    const { perSecond } = exactLimit(this.#settings);
    this.#periods = [...this.#periods, { perSecond, untilMs: nowMs }].slice(-MAX_PERIODS);
    this.#settings = settings;
  }

  /** The bucket as an accepted application has left it. */
  saw(bucket: Bucket): void {
    if (this.#latest === undefined || bucket.atMs >= this.#latest.atMs) this.#latest = bucket;
  }

  /** Tokens that there are, as far as this engine has seen; undefined before its first accepted application. */
  available(nowMs: number): number | undefined {
    if (this.#latest === undefined) return undefined;
    return tokensIn(this.grown(this.#latest), nowMs, exactLimit(this.#settings));
  }

  /** The bucket as it was at the latest change, if that came after it. */
  grown(bucket: Bucket): Bucket {
    return this.#periods.reduce(grownUntil, bucket);
  }
}

const grownUntil = (bucket: Bucket, { perSecond, untilMs }: Period): Bucket =>
  untilMs <= bucket.atMs
    ? bucket
    : { spent: Math.max(0, bucket.spent - (untilMs - bucket.atMs) * perSecond), atMs: untilMs };
