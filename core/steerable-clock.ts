// A clock for a live network that a tester can put forward and make faster: offset and scale over another clock.
import { type Cancel, type Clock, sleepOn } from './clock.ts';
import { TimerQueue } from './timer-queue.ts';

export interface SteerableClockOptions {
  /** The clock underneath, usually the system's. */
  readonly base: Clock;
  /** Lets what a step of time has set going come to rest before the next step. */
  readonly settle: () => Promise<void>;
  /** How many of our milliseconds pass in one of the base's. Default 1. */
  readonly scale?: number;
}

export class SteerableClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #base: Clock;
  readonly #settle: () => Promise<void>;
  #scale: number;
  #originMs: number;
  #baseOriginMs: number;
  #cancelWake: Cancel = () => undefined;
  #wakeAtMs: number | undefined;

  constructor({ base, settle, scale = 1 }: SteerableClockOptions) {
    this.#base = base;
    this.#settle = settle;
    this.#scale = scale;
    this.#baseOriginMs = base.now();
    this.#originMs = this.#baseOriginMs;
  }

  get scale(): number {
    return this.#scale;
  }

  now(): number {
    return this.#nowWhen(this.#base.now());
  }

  at(atMs: number, task: () => void): Cancel {
    const cancel = this.#timers.add(atMs, task);
    this.#arm();
    return () => {
      cancel();
      this.#arm();
    };
  }

  sleep(delayMs: number): Promise<void> {
    return sleepOn(this, delayMs);
  }

  /** Changes how fast time passes from now on. `scale` must be above 0. */
  setScale(scale: number): void {
    this.#moveOrigin(this.now());
    this.#scale = scale;
    this.#arm();
  }

  /** Puts the clock forward, stopping at every timer on the way, so that what is due at each happens in order. */
  async advance(byMs: number): Promise<void> {
    const targetMs = this.now() + byMs;
    for (let nextAtMs = this.#timers.nextAtMs(); nextAtMs !== undefined; nextAtMs = this.#timers.nextAtMs()) {
      if (nextAtMs > targetMs) break;
      this.#moveOrigin(Math.max(nextAtMs, this.now()));
      this.#runDue();
      await this.#settle();
    }
    this.#moveOrigin(Math.max(targetMs, this.now()));
    this.#arm();
  }

  /** Takes back every timer and leaves nothing armed underneath. */
  stop(): void {
    while (this.#timers.takeDue(Number.POSITIVE_INFINITY));
    this.#arm();
  }

  #moveOrigin(nowMs: number): void {
    this.#baseOriginMs = this.#base.now();
    this.#originMs = nowMs;
  }

  #runDue(): void {
    for (let task = this.#timers.takeDue(this.now()); task; task = this.#timers.takeDue(this.now())) task();
  }

  #arm(): void {
    const nextAtMs = this.#timers.nextAtMs();
    const wakeAtMs = nextAtMs === undefined ? undefined : this.#wakeFor(Math.ceil(nextAtMs));
    if (wakeAtMs === this.#wakeAtMs) return;
    this.#cancelWake();
    this.#wakeAtMs = wakeAtMs;
    this.#cancelWake = wakeAtMs === undefined ? () => undefined : this.#base.at(wakeAtMs, () => this.#wake());
  }

  /** Our instant at an instant of the base. */
  #nowWhen(baseMs: number): number {
    return Math.floor(this.#originMs + (baseMs - this.#baseOriginMs) * this.#scale);
  }

  /** The first instant of the base at which ours has come; rounding may make the quotient fall short by one. */
  #wakeFor(atMs: number): number {
    const wakeAtMs = this.#baseOriginMs + Math.ceil((atMs - this.#originMs) / this.#scale);
    return this.#nowWhen(wakeAtMs) < atMs ? wakeAtMs + 1 : wakeAtMs;
  }

  #wake(): void {
    this.#wakeAtMs = undefined;
    this.#runDue();
    this.#arm();
  }
}
