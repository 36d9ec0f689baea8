// The run of one generator: warm-up, the arrivals that count, the drain; then what it measured.
import { dueTimes, everyNth } from './arrivals.ts';
import type { EndWatch } from './end-watch.ts';
import type { HttpLink } from './http-link.ts';
import { Journeys } from './journey.ts';
import type { PartResult } from './load-part.ts';
import { type Answer, type Arrival, type DriveOutcome, driveOpen } from './open-driver.ts';
import type { PartPlan } from './part-plan.ts';
import { preciseClock } from './precise-clock.ts';
import type { Profile, Segment } from './profile.ts';
import type { ReportJudge } from './report-judge.ts';
import type { RunMeter } from './run-meter.ts';
import type { Walker } from './walker.ts';

export interface PartRunParts {
  readonly profile: Pick<Profile, 'arrivals' | 'banks' | 'warmUpMs' | 'drainMs'>;
  readonly part: number;
  readonly of: number;
  readonly plan: PartPlan;
  readonly link: HttpLink;
  readonly ends: EndWatch;
  readonly meter: RunMeter;
  readonly walkers: readonly Walker[];
  readonly judge: ReportJudge;
  readonly renew: (walker: Walker) => Promise<void>;
}

export class PartRun {
  readonly #parts: PartRunParts;
  readonly #journeys: Journeys;
  /** On the precise clock: what is due before is warm-up. */
  #countsFromMs = Number.POSITIVE_INFINITY;
  #isOver = false;

  constructor(parts: PartRunParts) {
    const { meter } = parts;
    this.#parts = parts;
    this.#journeys = new Journeys({
      ...parts,
      banks: parts.profile.banks,
      clock: preciseClock,
      onStep: (step, dueMs) => {
        if (dueMs >= this.#countsFromMs && !this.#isOver) meter.step(step, dueMs);
      },
    });
  }

  async run(startMs: number, signal: AbortSignal): Promise<PartResult> {
    const { meter, profile, plan, judge } = this.#parts;
    this.#countsFromMs = startMs + profile.warmUpMs;
    meter.begin(this.#countsFromMs);
    const drive = await this.#drive(startMs, signal);
    await this.#drain(this.#countsFromMs + plan.durationMs + profile.drainMs, signal);
    return { drive, metered: meter.view(), counts: this.#journeys.counts, judged: judge.view() };
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#parts.ends.abandon();
    await this.#parts.link.close();
  }

  async #drive(startMs: number, signal: AbortSignal): Promise<DriveOutcome> {
    const { meter, plan } = this.#parts;
    const warmedUp = this.#driveSegments(plan.warmUp, startMs, 0, signal);
    const driven = await this.#driveSegments(plan.segments, this.#countsFromMs, plan.warmVisits, signal, {
      onSent: ({ dueMs }, sentMs) => {
        meter.due(dueMs);
        meter.sent(sentMs);
      },
      onAnswer: ({ dueMs, sentMs, latencyMs, outcome }) => {
        if (sentMs === undefined) meter.due(dueMs);
        meter.step({ step: 'apply', latencyMs, outcome, atMs: preciseClock.now() }, dueMs);
      },
    });
    await warmedUp;
    return driven;
  }

  /** `firstVisit`: whose turn it is first. */
  #driveSegments(
    segments: readonly Segment[],
    startMs: number,
    firstVisit: number,
    signal: AbortSignal,
    told: {
      readonly onSent?: (arrival: Arrival, sentMs: number) => void;
      readonly onAnswer?: (answer: Answer) => void;
    } = {},
  ): Promise<DriveOutcome> {
    const { part, of, walkers, profile } = this.#parts;
    return driveOpen({
      dueTimesMs: everyNth(dueTimes(segments), part, of),
      clock: preciseClock,
      startMs,
      drainMs: profile.drainMs,
      signal,
      send: async ({ index, dueMs }, isOver) => {
        const walker = walkers[(firstVisit + index) % walkers.length];
        if (walker === undefined) throw new Error('nobody was prepared for this run');
        return this.#journeys.apply(walker, dueMs, isOver);
      },
      ...told,
    });
  }

  /** Until everybody has seen the end, or the time for it is over. */
  async #drain(untilMs: number, signal: AbortSignal): Promise<void> {
    const { ends } = this.#parts;
    let cancel = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      cancel = preciseClock.at(untilMs, resolve);
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([this.#journeys.settled(), over]);
    cancel();
    if (signal.aborted) {
      this.#isOver = true;
      ends.abandon();
    } else {
      await ends.close();
      await this.#journeys.settled();
    }
  }
}
