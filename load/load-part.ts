// One generator: its share of the people, of the arrivals, and what it measured. It knows nothing of other generators,
// so it does not matter in which process, or on which machine, each of them is.
import { DEFAULT_SETTINGS, type EngineSettings } from '../engine/settings.ts';
import { createPeople } from '../simulator/people/people.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import { EndWatch } from './end-watch.ts';
import { HttpLink } from './http-link.ts';
import { arrangeVerification, type JourneyCounts } from './journey.ts';
import type { EndsHeard } from './load-result.ts';
import type { DriveOutcome } from './open-driver.ts';
import { partPlan } from './part-plan.ts';
import { PartRun } from './part-run.ts';
import { preciseClock } from './precise-clock.ts';
import { Preparation } from './preparation.ts';
import type { Profile } from './profile.ts';
import { createReportJudge, type Judged } from './report-judge.ts';
import { type Metered, type MeteredSecond, RunMeter } from './run-meter.ts';
import type { Walker } from './walker.ts';

/** All that a generator has to know: plain data. */
export interface PartOrder {
  readonly url: string;
  readonly controlToken: string | undefined;
  /** Which of how many this is, from 0. */
  readonly part: number;
  readonly of: number;
  readonly profile: Pick<Profile, 'arrivals' | 'banks' | 'people' | 'warmUpMs' | 'drainMs'>;
  /** As the network has them. */
  readonly seed: number;
  readonly population: Partial<PopulationSettings>;
  readonly settings: Partial<EngineSettings>;
  /** The network's clock less this machine's. */
  readonly offsetMs: number;
}

export interface PartResult {
  readonly drive: DriveOutcome;
  readonly metered: Metered;
  readonly counts: JourneyCounts;
  readonly judged: Judged;
  readonly endsHeard: EndsHeard;
}

export interface LoadPart {
  /** Drives its share: warm-up from `startMs`, on the precise clock, and what counts after it. */
  run(startMs: number, signal: AbortSignal): Promise<PartResult>;
  /** Of the seconds that count, from 0. */
  second(at: number): MeteredSecond | undefined;
  close(): Promise<void>;
}

/** Enough to keep a network busy, few enough to keep it answering. */
const PREPARED_AT_ONCE = 32;
/** An arranged verification outlives the run by far. */
const ARRANGED_BEYOND_MS = 3_600_000;

export interface OpenPartOptions {
  readonly onProgress: (prepared: number) => void;
  /** A line about what is not as it should be, and is no reason to end. */
  readonly onNote: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Prepares its people, and stands ready. @throws {LoadProblem} */
export const openLoadPart = async (
  order: PartOrder,
  { onProgress, onNote, signal }: OpenPartOptions,
): Promise<LoadPart> => {
  const { url, controlToken, part, of, profile, population, seed, offsetMs } = order;
  const settings = { ...DEFAULT_SETTINGS, ...order.settings };
  const link = new HttpLink(url);
  try {
    const ends = await EndWatch.open({ link, controlToken, clock: preciseClock, onBroken: onNote });
    const people = createPeople({ seed, population });
    const meter = new RunMeter();
    const networkNow = (): number => preciseClock.now() + offsetMs;
    const plan = partPlan(profile, part, of, settings);
    const arrangedUntilMs = networkNow() + plan.lastMs + ARRANGED_BEYOND_MS;
    const preparation = new Preparation({
      link,
      controlToken,
      people,
      part,
      of,
      region: settings.openRegions[0],
      walkThrough: plan.walkThrough,
      arrangedUntilMs,
      clock: preciseClock,
      onStep: (step) => meter.step(step),
      signal,
    });
    await preparation.fill(plan.readyFirst, PREPARED_AT_ONCE, onProgress);
    const renew = async (walker: Walker): Promise<void> => {
      if (plan.visits <= plan.walkers) return;
      const made = await arrangeVerification(link, controlToken, walker.userId, arrangedUntilMs);
      walker.verificationId = made.kind === 'ok' ? made.value.verificationId : undefined;
    };
    const judge = createReportJudge(people, settings, networkNow);
    const run = new PartRun({
      url,
      mayReturn: settings.intervalMs === 0,
      profile,
      part,
      of,
      plan,
      link,
      ends,
      meter,
      preparation,
      judge,
      offsetMs,
      renew,
      onNote,
    });
    return {
      run: (startMs, runSignal) => run.run(startMs, runSignal),
      second: (at) => meter.second(at),
      close: () => run.close(),
    };
  } catch (error) {
    await link.close();
    throw error;
  }
};
