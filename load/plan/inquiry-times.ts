// How long the inquiries of some cohorts take at one bank, as shares done by a time: each is followed through what the
// bank was at each moment (bank-track.ts), from its place in the lane over its retries to its answer.
import type { EngineSettings } from '../../engine/settings.ts';
import { type BankTrack, retryTimeOf, startTimeOf } from './bank-track.ts';
import type { CallMix } from './call-mix.ts';
import { type AskedAgain, rememberedOutcomes } from './call-outcomes.ts';
import type { Cohort } from './cohorts.ts';
import { meanOf } from './spread.ts';
import type { TimeBins } from './time-bins.ts';

export interface InquiryTimes {
  /** Of each cohort: the share that is done by the end of each bin. */
  readonly done: readonly Float64Array[];
  /** The longest that a first call waits in the lane; the deadline where it is never made. */
  readonly longestWaitMs: number;
}

/** Inquiries that are called at one time. */
interface Called {
  readonly atMs: number;
  readonly share: number;
}

/** A pause by chance is taken as so many that are equally likely. */
const JITTERS = 4;
/** What is rarer is left out: of ten million one. */
const RARE = 1e-7;
/** Retries that begin this near each other, as a share of their pause, are one. */
const NEAR = 1 / 16;
/** Where the waiting is so many times the answer's own time, that is taken as its mean. */
const LONG_WAIT = 30;

export const inquiryTimes = (
  track: BankTrack,
  cohorts: readonly Cohort[],
  bins: TimeBins,
  engine: EngineSettings,
): InquiryTimes => {
  const walk = new Walk(track, bins, engine);
  return { done: cohorts.map((cohort) => walk.doneOf(cohort)), longestWaitMs: walk.longestWaitMs };
};

class Walk {
  readonly #track: BankTrack;
  readonly #bins: TimeBins;
  readonly #engine: EngineSettings;
  readonly #outcomes;
  readonly #means = new Map<CallMix, number>();
  longestWaitMs = 0;

  constructor(track: BankTrack, bins: TimeBins, engine: EngineSettings) {
    this.#track = track;
    this.#bins = bins;
    this.#engine = engine;
    this.#outcomes = rememberedOutcomes({ engine, gateFloorMs: track.gateFloorMs });
  }

  doneOf({ place, acceptedAtMs }: Cohort): Float64Array {
    const { deadlineMs } = this.#engine;
    const done = new Float64Array(this.#bins.count);
    const startMs = Math.max(acceptedAtMs, startTimeOf(this.#track, place));
    this.longestWaitMs = Math.max(this.longestWaitMs, Math.min(startMs - acceptedAtMs, deadlineMs));
    let called: readonly Called[] = [{ atMs: startMs, share: 1 }];
    for (let inVain = 0; called.length > 0; inVain++) {
      const inTime = called.filter(({ atMs }) => atMs - acceptedAtMs < deadlineMs);
      called = this.#call(inTime, inVain, acceptedAtMs, done);
    }
    sumUp(done);
    return done;
  }

  /** Adds who is done to `done`. @returns who is called next, and when */
  #call(called: readonly Called[], inVain: number, acceptedAtMs: number, done: Float64Array): readonly Called[] {
    const { stepMs, mixes, passShare, queuedMs } = this.#track;
    const pauseMs = this.#engine.retry.firstPauseMs * 2 ** inVain;
    const next = new Gathered(Math.max(stepMs, Math.min(this.#engine.retry.longestPauseMs, pauseMs) * NEAR));
    for (const { atMs, share } of called) {
      const at = Math.min(mixes.length - 1, Math.floor(atMs / stepMs));
      const mix = mixes[at];
      if (mix === undefined) continue;
      const { answered, ended, again } = this.#outcomes(mix, passShare[at] ?? 1, inVain);
      const afterMs = atMs - acceptedAtMs;
      this.#add(done, afterMs, share * ended);
      this.#answer(done, mix, afterMs + (queuedMs[at] ?? 0), share * answered);
      for (const one of again) this.#askAgain(one, atMs, share * one.share, next);
    }
    return next.all;
  }

  #askAgain({ fromMs, toMs, floorMs }: AskedAgain, atMs: number, share: number, next: Gathered): void {
    if (share < RARE) return;
    for (let jitter = 0; jitter < JITTERS; jitter++) {
      const pausedMs = fromMs + ((jitter + 0.5) / JITTERS) * (toMs - fromMs);
      next.add(retryTimeOf(this.#track, atMs + Math.max(floorMs, pausedMs)), share / JITTERS);
    }
  }

  /** So many are answered from then on, as long as an answer takes. */
  #answer(done: Float64Array, mix: CallMix, afterMs: number, share: number): void {
    if (share === 0) return;
    const meanMs = this.#meanOf(mix);
    if (afterMs > meanMs * LONG_WAIT) this.#add(done, afterMs + meanMs, share);
    else for (const { ms, weight } of mix.passed.spread) this.#add(done, afterMs + ms, share * weight);
  }

  #meanOf(mix: CallMix): number {
    let meanMs = this.#means.get(mix);
    if (meanMs === undefined) {
      meanMs = meanOf(mix.passed.spread);
      this.#means.set(mix, meanMs);
    }
    return meanMs;
  }

  /** Beyond the last bin is the deadline. */
  #add(done: Float64Array, ms: number, share: number): void {
    const bin = this.#bins.binOf(ms);
    if (bin < done.length) done[bin] = (done[bin] ?? 0) + share;
  }
}

/** Those who are called at nearly the same time are one. */
class Gathered {
  readonly #apartMs: number;
  readonly #byTime = new Map<number, { share: number; sum: number }>();

  constructor(apartMs: number) {
    this.#apartMs = apartMs;
  }

  add(atMs: number, share: number): void {
    if (!Number.isFinite(atMs)) return;
    const key = Math.floor(atMs / this.#apartMs);
    const known = this.#byTime.get(key);
    if (known === undefined) this.#byTime.set(key, { share, sum: share * atMs });
    else [known.share, known.sum] = [known.share + share, known.sum + share * atMs];
  }

  get all(): readonly Called[] {
    return [...this.#byTime.values()].map(({ share, sum }) => ({ share, atMs: sum / share }));
  }
}

const sumUp = (shares: Float64Array): void => {
  let sum = 0;
  for (let bin = 0; bin < shares.length; bin++) {
    sum += shares[bin] ?? 0;
    shares[bin] = sum;
  }
};
