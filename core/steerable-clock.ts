// A clock for a live network that a tester can put forward, make faster and hold: offset and scale over another clock.
// It can lead clocks of other processes, over the same machine's time, that then go as it goes.
import { type Cancel, type Clock, sleepOn } from './clock.ts';
import { TimerQueue } from './timer-queue.ts';

export interface SteerableClockOptions {
  /** The clock underneath, usually the system's. */
  readonly base: Clock;
  /**
   * Lets what a step of time has set going come to rest before the next step. `ranElsewhere`: a follower, too, had
   * something to do at this step.
   */
  readonly settle: (ranElsewhere: boolean) => Promise<void>;
  /** How many of our milliseconds pass in one of the base's; 0 stands still. Default 1. */
  readonly scale?: number;
  /** The first instant, epoch ms. Default: the base's. */
  readonly startMs?: number;
}

/** How a clock goes: it shows `originMs` when the base shows `baseOriginMs`, and goes on from there by `scale`. */
export interface Course {
  readonly originMs: number;
  readonly baseOriginMs: number;
  /** 0 stands still. */
  readonly scale: number;
}

/** A steerable clock elsewhere whose base shows the same as ours. None of these may reject. */
export interface ClockFollower {
  /** Stands still from now on, until it follows again. */
  hold(): Promise<void>;
  /** Takes a course and runs what is due by it; resolves with whether anything was. */
  follow(course: Course): Promise<boolean>;
  /** The instant of its next timer. */
  nextAtMs(): Promise<number | undefined>;
}

export class SteerableClock implements Clock {
  readonly #timers = new TimerQueue();
  readonly #base: Clock;
  readonly #settle: SteerableClockOptions['settle'];
  readonly #followers = new Set<ClockFollower>();
  /** With followers one walk follows the other. */
  #walking: Promise<void> = Promise.resolve();
  /** How many changes of scale are being made: followers stand still meanwhile. */
  #changes = 0;
  #scale: number;
  #originMs: number;
  #baseOriginMs: number;
  #cancelWake: Cancel = () => undefined;
  #wakeAtMs: number | undefined;

  constructor({ base, settle, scale = 1, startMs }: SteerableClockOptions) {
    this.#base = base;
    this.#settle = settle;
    this.#scale = scale;
    this.#baseOriginMs = base.now();
    this.#originMs = startMs ?? this.#baseOriginMs;
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

  /** As followers are to take it. */
  get course(): Course {
    const scale = this.#changes > 0 ? 0 : this.#scale;
    return { originMs: this.#originMs, baseOriginMs: this.#baseOriginMs, scale };
  }

  /** The instant of the next timer. */
  nextAtMs(): number | undefined {
    return this.#timers.nextAtMs();
  }

  /** Takes this follower along from now on. It is to start with our {@link course}. */
  lead(follower: ClockFollower): Cancel {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** Stands still from now on, until {@link follow}. */
  hold(): void {
    this.#goOn(0);
  }

  /** Goes as another clock over the same base does. Runs what is due by it; returns whether anything was. */
  follow({ originMs, baseOriginMs, scale }: Course): boolean {
    this.#originMs = originMs;
    this.#baseOriginMs = baseOriginMs;
    this.#scale = scale;
    const hasRun = this.#runDue();
    this.#arm();
    return hasRun;
  }

  /** Changes how fast time passes from now on, here and at every follower; by 0 it stands still but for `advance`. */
  async setScale(scale: number): Promise<void> {
    if (this.#followers.size === 0) {
      this.#goOn(scale);
      return;
    }
    // One that went on at a faster pace while we change ours would be ahead of us and have to go backwards.
    this.#changes++;
    await Promise.all(this.#each((follower) => follower.hold()));
    this.#changes--;
    this.#goOn(scale);
    await this.#show();
  }

  /**
   * Puts the clock forward, stopping at every timer on the way, ours or a follower's, so that what is due at each
   * happens in order. At one instant followers come first: what we then ask of them finds them there.
   *
   * `isOver` is asked before each step, and ends the walk there.
   */
  advance(byMs: number, isOver: () => Promise<boolean> = never): Promise<void> {
    if (this.#followers.size === 0) return this.#walk(byMs, isOver);
    const walked = this.#walking.then(() => this.#walk(byMs, isOver));
    // Whoever asked for it is told of its failure; the next one goes on from there.
    this.#walking = walked.catch(() => undefined);
    return walked;
  }

  async #walk(byMs: number, isOver: () => Promise<boolean>): Promise<void> {
    const targetMs = this.now() + byMs;
    // What is under way may set timers before the first that we know of.
    await this.#settle(false);
    for (;;) {
      if (await isOver()) return this.#arm();
      const nextAtMs = this.#followers.size === 0 ? this.#timers.nextAtMs() : await this.#nextOfAll();
      if (nextAtMs === undefined || nextAtMs > targetMs) break;
      this.#moveOrigin(Math.max(Math.ceil(nextAtMs), this.now()));
      const ranElsewhere = this.#followers.size > 0 && (await this.#show());
      this.#runDue();
      await this.#settle(ranElsewhere);
    }
    this.#moveOrigin(Math.max(targetMs, this.now()));
    if (this.#followers.size > 0) await this.#show();
    this.#arm();
  }

  /** Takes back every timer and leaves nothing armed underneath. */
  stop(): void {
    while (this.#timers.takeDue(Number.POSITIVE_INFINITY));
    this.#arm();
  }

  #each<Said>(ask: (follower: ClockFollower) => Promise<Said>): Promise<Said>[] {
    return [...this.#followers].map(ask);
  }

  /** Puts every follower on our course; whether one had something to do. */
  async #show(): Promise<boolean> {
    const { course } = this;
    return (await Promise.all(this.#each((follower) => follower.follow(course)))).includes(true);
  }

  async #nextOfAll(): Promise<number | undefined> {
    const theirs = await Promise.all(this.#each((follower) => follower.nextAtMs()));
    const instants = [this.#timers.nextAtMs(), ...theirs].filter((atMs) => atMs !== undefined);
    return instants.length === 0 ? undefined : Math.min(...instants);
  }

  #goOn(scale: number): void {
    this.#moveOrigin(this.now());
    this.#scale = scale;
    this.#arm();
  }

  #moveOrigin(nowMs: number): void {
    this.#baseOriginMs = this.#base.now();
    this.#originMs = nowMs;
  }

  #runDue(): boolean {
    let hasRun = false;
    for (let task = this.#timers.takeDue(this.now()); task; task = this.#timers.takeDue(this.now())) {
      hasRun = true;
      task();
    }
    return hasRun;
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

  /**
   * The first instant of the base at which ours has come; rounding may make the quotient fall short by one. A clock
   * that stands still has only what is due already.
   */
  #wakeFor(atMs: number): number | undefined {
    if (this.#scale === 0) return atMs <= this.#originMs ? this.#baseOriginMs : undefined;
    const wakeAtMs = this.#baseOriginMs + Math.ceil((atMs - this.#originMs) / this.#scale);
    return this.#nowWhen(wakeAtMs) < atMs ? wakeAtMs + 1 : wakeAtMs;
  }

  #wake(): void {
    this.#wakeAtMs = undefined;
    this.#runDue();
    this.#arm();
  }
}

const never = async (): Promise<boolean> => false;
