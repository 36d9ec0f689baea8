// A throttle that is watched from the middle of a run: the oracle takes it for full at first, and would call a refusal
// wrong that what was spent before has earned. This says from when on the two are sure to be the same.
import type { ThrottleSettings } from '../engine/settings.ts';

/** What the engine counts in whole parts may come a hair later. */
const SLACK = 0.001;

export class ThrottleStart {
  #settings: ThrottleSettings;
  /** The least that can be left. */
  #tokens: number;
  #atMs: number;
  #isKnown: boolean;

  /** `tokens`: left at this instant; undefined where nobody has applied yet, so that it is full. */
  constructor(settings: ThrottleSettings, tokens: number | undefined, atMs: number) {
    this.#settings = settings;
    this.#tokens = tokens ?? settings.burst;
    this.#atMs = atMs;
    this.#isKnown = this.#tokens >= settings.burst;
  }

  /** Whether what an oracle counts that began with a full one is what there is. */
  isKnownAt(atMs: number): boolean {
    if (!this.#isKnown) this.#grow(atMs);
    return this.#isKnown;
  }

  accepted(atMs: number): void {
    if (this.isKnownAt(atMs)) return;
    this.#tokens -= 1;
  }

  changed(settings: ThrottleSettings, atMs: number): void {
    if (this.isKnownAt(atMs)) return;
    this.#settings = settings;
  }

  /** Full once, it is full whatever came before. */
  #grow(atMs: number): void {
    this.#tokens += (Math.max(0, atMs - this.#atMs) * this.#settings.perSecond) / 1000;
    this.#atMs = Math.max(this.#atMs, atMs);
    this.#isKnown = this.#tokens >= this.#settings.burst + SLACK;
  }
}
