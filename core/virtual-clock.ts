// A clock that moves only when told: seven days pass in milliseconds, and the same program gives the same run (I12).
import { type Cancel, type Clock, sleepOn } from './clock.ts';
import { TimerQueue } from './timer-queue.ts';

/** Monday 2026-01-05, 09:00 in Shanghai: where virtual time begins unless told otherwise. */
export const DEFAULT_START_MS = Date.UTC(2026, 0, 5, 1);

export interface VirtualClockOptions {
  /** The first instant, epoch ms. Default {@link DEFAULT_START_MS}. */
  readonly startMs?: number;
  /**
   * Waits until everything that was set going at this instant has come to rest: all promise callbacks have run and
   * no store or hash is still at work. Time moves only after that.
   */
  readonly settle: () => Promise<void>;
}

export class VirtualClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #settle: () => Promise<void>;
  #nowMs: number;

  constructor({ startMs = DEFAULT_START_MS, settle }: VirtualClockOptions) {
    this.#nowMs = startMs;
    this.#settle = settle;
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, task: () => void): Cancel {
    return this.#timers.add(Math.max(atMs, this.#nowMs), task);
  }

  sleep(delayMs: number): Promise<void> {
    return sleepOn(this, delayMs);
  }

  /** How many timers wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /**
   * Runs everything due up to and including `untilMs`, instant by instant, and leaves the clock there.
   * Tasks of one instant run in the order in which they were set.
   */
  async runUntil(untilMs: number): Promise<void> {
    await this.runWhile(() => true, untilMs);
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  /**
   * Runs instant by instant as long as `isWanted`, asked before each, and leaves the clock at the last one.
   * @returns `false` where nothing is left to run up to `limitMs`
   */
  async runWhile(isWanted: () => boolean, limitMs: number): Promise<boolean> {
    await this.#settle();
    while (isWanted()) {
      const nextAtMs = this.#timers.nextAtMs();
      if (nextAtMs === undefined || nextAtMs > limitMs) return false;
      this.#nowMs = nextAtMs;
      for (let task = this.#timers.takeDue(nextAtMs); task; task = this.#timers.takeDue(nextAtMs)) task();
      await this.#settle();
    }
    return true;
  }

  /** Runs until no timer is left, or up to `limitMs`. Returns whether nothing is left. */
  async runUntilIdle(limitMs: number): Promise<boolean> {
    await this.#settle();
    while (this.#timers.size > 0) {
      const nextAtMs = this.#timers.nextAtMs();
      if (nextAtMs === undefined || nextAtMs > limitMs) return false;
      await this.runUntil(nextAtMs);
    }
    return true;
  }
}
