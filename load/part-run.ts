// The run of one generator: warm-up, the arrivals that count, the drain; then what it measured.
import { dueTimes, everyNth } from './arrivals.ts';
import { driveClosedPart } from './closed-part.ts';
import type { EndWatch } from './end-watch.ts';
import type { HttpLink } from './http-link.ts';
import { Journeys } from './journey.ts';
import type { PartResult } from './load-part.ts';
import { LoadProblem } from './load-problem.ts';
import { type Answer, type Arrival, type DriveOutcome, driveOpen } from './open-driver.ts';
import { AHEAD, type PartPlan } from './part-plan.ts';
import { preciseClock } from './precise-clock.ts';
import type { Preparation } from './preparation.ts';
import type { Profile, Segment } from './profile.ts';
import type { ReportJudge } from './report-judge.ts';
import type { RunMeter } from './run-meter.ts';
import type { Walker } from './walker.ts';

/** While users come, as little as keeps ahead of them. */
const PREPARED_AT_ONCE = 2;
const PREPARE_EVERY_MS = 200;
/** Of a user who is due, and not there yet: no answer of the network, and so no latency. */
const UNPREPARED = 'unprepared';

export interface PartRunParts {
  readonly url: string;
  readonly profile: Pick<Profile, 'arrivals' | 'banks' | 'warmUpMs' | 'drainMs'>;
  readonly part: number;
  readonly of: number;
  readonly plan: PartPlan;
  readonly link: Pick<HttpLink, 'send' | 'close'>;
  readonly ends: Pick<EndWatch, 'wait' | 'heard' | 'close' | 'abandon'>;
  readonly meter: RunMeter;
  readonly preparation: Pick<Preparation, 'walkers' | 'fill'>;
  readonly judge: ReportJudge;
  readonly offsetMs: number;
  readonly renew: (walker: Walker) => Promise<void>;
  readonly onNote: (line: string) => void;
  /** Whether whoever has had a report may come again at once. */
  readonly mayReturn: boolean;
}

export class PartRun {
  readonly #parts: PartRunParts;
  readonly #journeys: Journeys;
  /** On the precise clock: what is due before is warm-up. */
  #countsFromMs = Number.POSITIVE_INFINITY;
  #visits = 0;
  #unprepared = 0;
  #wasUnready = false;
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
    const { meter, profile, plan, judge, ends } = this.#parts;
    this.#countsFromMs = startMs + profile.warmUpMs;
    meter.begin(this.#countsFromMs);
    const prepared = this.#prepareOn(signal);
    const drive = await this.#drive(startMs, signal);
    await prepared();
    await this.#drain(this.#countsFromMs + plan.durationMs + profile.drainMs, signal);
    return {
      drive,
      metered: meter.view(),
      counts: this.#journeys.counts,
      judged: judge.view(),
      endsHeard: ends.heard,
    };
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.#parts.ends.abandon();
    await this.#parts.link.close();
  }

  async #drive(startMs: number, signal: AbortSignal): Promise<DriveOutcome> {
    const { meter, plan, profile } = this.#parts;
    if (profile.arrivals.model === 'closed') {
      await new Promise<void>((resolve) => preciseClock.at(startMs, resolve));
      const { walkers } = this.#parts.preparation;
      const closed = { ...this.#parts, users: plan.users, journeys: this.#journeys, walkers };
      return driveClosedPart(closed, this.#countsFromMs, this.#countsFromMs + plan.durationMs, signal);
    }
    const warmedUp = this.#driveSegments(plan.warmUp, startMs, 0, signal);
    const driven = await this.#driveSegments(plan.segments, this.#countsFromMs, plan.warmVisits, signal, {
      onSent: ({ index, dueMs }, sentMs) => {
        meter.due(dueMs);
        if (this.#walkerAt(plan.warmVisits + index) !== undefined) meter.sent(sentMs);
        else this.#unprepared++;
      },
      onAnswer: ({ dueMs, sentMs, latencyMs, outcome }) => {
        if (outcome === UNPREPARED) return;
        if (sentMs === undefined) meter.due(dueMs);
        meter.step({ step: 'apply', latencyMs, outcome, atMs: preciseClock.now() }, dueMs);
      },
    });
    await warmedUp;
    return { ...driven, sent: driven.sent - this.#unprepared, unprepared: this.#unprepared };
  }

  /** Whose visit it is; undefined where they are not registered yet. */
  #walkerAt(visit: number): Walker | undefined {
    const { plan, preparation } = this.#parts;
    return preparation.walkers[visit % plan.walkers];
  }

  /**
   * Keeps ahead of those who are due; the returned function ends it. A network that has no answer just now, for it is
   * under load, is asked again: who is not ready in time is told by the schedule.
   */
  #prepareOn(signal: AbortSignal): () => Promise<void> {
    const { plan, preparation } = this.#parts;
    if (plan.readyFirst === plan.walkers) return async () => undefined;
    const over = new AbortController();
    const going = (async (): Promise<void> => {
      while (!over.signal.aborted && !signal.aborted) {
        try {
          await preparation.fill(Math.min(plan.walkers, this.#visits + AHEAD), PREPARED_AT_ONCE);
        } catch (error) {
          if (!(error instanceof LoadProblem)) throw error;
          this.#noteUnready(error);
        }
        await new Promise<void>((resolve) => preciseClock.at(preciseClock.now() + PREPARE_EVERY_MS, resolve));
      }
    })();
    // Told when the run is over.
    going.catch(() => undefined);
    return async () => {
      over.abort();
      await going;
    };
  }

  #noteUnready({ message }: LoadProblem): void {
    if (!this.#wasUnready)
      this.#parts.onNote(`users cannot be made ready as fast as they come: ${message}; tried again`);
    this.#wasUnready = true;
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
    const { part, of, profile } = this.#parts;
    return driveOpen({
      dueTimesMs: everyNth(dueTimes(segments), part, of),
      clock: preciseClock,
      startMs,
      drainMs: profile.drainMs,
      signal,
      send: async ({ index, dueMs }, isOver) => {
        this.#visits++;
        const walker = this.#walkerAt(firstVisit + index);
        if (walker === undefined) return UNPREPARED;
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
