// A load run from the first word with the network to the result: people are prepared, users come when they are due,
// banks break and heal, the oracle watches, everybody is seen to the end. An interrupted run has a result, too.
import { ControlLink } from './control-link.ts';
import { openGenerators } from './generators.ts';
import { HttpLink } from './http-link.ts';
import { playIncidents } from './incident-timeline.ts';
import type { PartOrder, PartResult } from './load-part.ts';
import type { LoadResult, Slice } from './load-result.ts';
import { meetTarget, type TargetFacts } from './load-target.ts';
import { partPlan } from './part-plan.ts';
import { preciseClock } from './precise-clock.ts';
import type { Profile } from './profile.ts';
import { watchEnvironment } from './run-environment.ts';
import { type RunClock, resultOf, withoutCredentials } from './run-result.ts';
import { SecondTeller } from './second-teller.ts';

export interface LoadTarget {
  readonly url: string;
  readonly controlToken?: string | undefined;
  /** Started for this run, and used by nobody else. */
  readonly isOwn: boolean;
}

export interface RunLoadOptions {
  readonly target: LoadTarget;
  /** What the network must have; undefined: any seed, its own rules. */
  readonly seed?: number | undefined;
  /** Processes that send; 1 is this one. */
  readonly generators: number;
  /** How many people stand ready, of all that are needed; before the first second. */
  readonly onPrepared?: ((prepared: number, of: number) => void) | undefined;
  /** Each second, when it is over; of how long users come. */
  readonly onSecond?: ((second: { readonly slice: Slice; readonly totalMs: number }) => void) | undefined;
  /** What is not as it should be, and is no reason to end; a line. */
  readonly onNote?: ((line: string) => void) | undefined;
  /** Ends the run; what was measured until then is its result. */
  readonly signal?: AbortSignal | undefined;
}

/** Generators in other processes hear of the start in time. */
const START_AFTER_MS = 300;
const SECOND_MS = 1000;

/** @throws {LoadProblem} where the network is not there, does not fit, or does not do what the run needs */
export const runLoad = async (profile: Profile, options: RunLoadOptions): Promise<LoadResult> => {
  const link = new HttpLink(options.target.url);
  const control = new ControlLink(link, withoutCredentials(options.target.url), options.target.controlToken);
  try {
    const facts = await meetTarget(control, profile, options.seed);
    const oracleFromMs = (await control.startOracle()) - facts.offsetMs;
    try {
      return await watchedRun(profile, options, control, facts, oracleFromMs);
    } catch (error) {
      // Where the network has gone, it is watched no more, and why the run failed is what matters.
      await control.stopOracle().catch(() => undefined);
      throw error;
    }
  } finally {
    await link.close();
  }
};

const watchedRun = async (
  profile: Profile,
  options: RunLoadOptions,
  control: ControlLink,
  facts: TargetFacts,
  oracleFromMs: number,
): Promise<LoadResult> => {
  const { signal = new AbortController().signal, onPrepared, onSecond, onNote } = options;
  const environment = watchEnvironment();
  const orders = ordersFor(profile, facts, options);
  const plans = orders.map(({ part, of }) => partPlan(profile, part, of, facts.settings));
  const people = plans.reduce((sum, { readyFirst }) => sum + readyFirst, 0);
  const totalMs = plans[0]?.durationMs ?? 0;
  const generators = await openGenerators(orders, {
    onPrepared: (prepared) => onPrepared?.(prepared, people),
    onNote: (line) => onNote?.(line),
    signal,
  });
  try {
    const clock = startClock(oracleFromMs, profile.warmUpMs);
    const timeline = playIncidents(profile.incidents, control, preciseClock, clock.countsFromMs);
    const teller = new SecondTeller({
      control,
      clock: preciseClock,
      ...clock,
      throttle: facts.settings.throttle,
      metered: (at) => generators.second(at),
      onSecond: (slice) => onSecond?.({ slice, totalMs }),
    });
    let parts: readonly PartResult[];
    try {
      parts = await generators.run(clock.startMs, signal);
    } finally {
      teller.stop();
      await timeline.stop();
    }
    const overMs = preciseClock.now();
    const banks = await control.banks();
    const oracle = await control.stopOracle();
    const seen = teller.seen(oracle.seconds);
    const wasInterrupted = signal.aborted;
    return resultOf({
      profile,
      options,
      facts,
      parts,
      banks,
      oracle,
      seen,
      clock,
      overMs,
      environment: environment(),
      wasInterrupted,
    });
  } finally {
    await generators.close();
  }
};

/** A second of the run is a second of the oracle, so that what both saw stands side by side. */
const startClock = (oracleFromMs: number, warmUpMs: number): RunClock => {
  const earliestMs = preciseClock.now() + START_AFTER_MS + warmUpMs;
  const firstSecond = Math.ceil((earliestMs - oracleFromMs) / SECOND_MS);
  const countsFromMs = oracleFromMs + firstSecond * SECOND_MS;
  return { startMs: countsFromMs - warmUpMs, countsFromMs, firstSecond };
};

const ordersFor = (
  { arrivals, banks, people, warmUpMs, drainMs }: Profile,
  { seed, population, settings, offsetMs }: TargetFacts,
  { target, generators }: RunLoadOptions,
): readonly PartOrder[] => {
  // A generator without a user of its own would have nothing to do.
  const of = arrivals.model === 'closed' ? Math.min(generators, arrivals.users) : generators;
  return Array.from({ length: of }, (_, part) => ({
    url: target.url,
    controlToken: target.controlToken,
    part,
    of,
    profile: { arrivals, banks, people, warmUpMs, drainMs },
    seed,
    population,
    settings,
    offsetMs,
  }));
};
