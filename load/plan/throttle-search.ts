// Which throttle keeps every deadline: the highest rate is searched, and some others are put beside it.
import type { ThrottleSettings } from '../../engine/settings.ts';
import { searchCapacity } from '../capacity.ts';
import { neededCapacity } from './needed-capacity.ts';
import type { LoadPlan } from './plan.ts';
import { bottleneckOf, type PlanResult } from './plan-result.ts';
import { keepsDeadline, type PlanRun, runPlan } from './plan-run.ts';
import { highestRate, meanRate } from './plan-schema.ts';

/** Rates nearer than a hundredth are the same: no capacity is known better. */
const NEAR_ENOUGH = 1.01;
/** The search begins at this share of what comes in the mean. */
const FIRST_SHARE = 1 / 64;
/** Beside the best, in proportion to it. */
const OTHERS = [0.5, 0.8, 1.25, 2] as const;

export interface SearchOptions {
  readonly stepMs: number;
  /** Asked about; undefined: the best is. */
  readonly given: ThrottleSettings | undefined;
  /** Told of each run, and waited for: so a program can go on with other things. */
  readonly onRun: (run: PlanRun) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Undefined where it was interrupted before the first run. */
export const planResult = async (
  plan: LoadPlan,
  { stepMs, given, onRun, signal }: SearchOptions,
): Promise<PlanResult | undefined> => {
  const burst = given?.burst ?? plan.engine.throttle.burst;
  const known = new Map<number, PlanRun>();
  const at = async (perSecond: number): Promise<PlanRun | undefined> => {
    const before = known.get(perSecond);
    if (before !== undefined || signal.aborted) return before;
    const run = runPlan(plan, { burst, perSecond }, stepMs);
    known.set(perSecond, run);
    await onRun(run);
    return run;
  };
  const asked = given && (await at(given.perSecond));
  const highest = roundUp(highestRate(plan));
  const all = await at(highest);
  const acceptsAll = all !== undefined && keepsDeadline(all);
  const best = acceptsAll ? all : await searchBest(plan, highest, at);
  for (const perSecond of beside(best)) if (perSecond < highest) await at(perSecond);
  const runs = [...known.values()].toSorted((one, other) => one.throttle.perSecond - other.throttle.perSecond);
  // Where nothing is in the way, the first that would be is seen where most come.
  const worst = runs.find((run) => !keepsDeadline(run)) ?? runs.at(-1);
  if (worst === undefined) return undefined;
  return {
    kind: 'banknet-load-plan',
    version: 1,
    plan,
    stepMs,
    given: asked,
    best,
    acceptsAll,
    runs: sideBySide(runs, best, asked),
    bottleneck: bottleneckOf(worst),
    needed: all === undefined || acceptsAll ? [] : neededCapacity(plan, all),
    agreement: undefined,
    wasInterrupted: signal.aborted,
  };
};

const searchBest = async (
  plan: LoadPlan,
  highest: number,
  at: (perSecond: number) => Promise<PlanRun | undefined>,
): Promise<PlanRun | undefined> => {
  const range = { fromPerSecond: firstRate(meanRate(plan) * FIRST_SHARE), toPerSecond: highest };
  const run = async (perSecond: number) => {
    const told = await at(perSecond);
    return told && { held: keepsDeadline(told), told };
  };
  const found = await searchCapacity(range, run, NEAR_ENOUGH);
  return found.steps.find(({ perSecond, held }) => held && perSecond === found.perSecond)?.told;
};

const beside = (best: PlanRun | undefined): readonly number[] =>
  best === undefined ? [] : OTHERS.map((share) => rounded(best.throttle.perSecond * share));

/** Those at round proportions of the best, not each step of the search. */
const sideBySide = (
  runs: readonly PlanRun[],
  best: PlanRun | undefined,
  asked: PlanRun | undefined,
): readonly PlanRun[] => {
  const shown = new Set(beside(best));
  return runs.filter(
    (run) => run === best || run === asked || run === runs.at(-1) || shown.has(run.throttle.perSecond),
  );
};

/** Whole numbers where they are large, three digits else. */
const rounded = (perSecond: number): number =>
  perSecond >= 10 ? Math.round(perSecond) : Number(Math.max(LEAST, perSecond).toPrecision(3));

/** A throttle slower than one in 17 minutes is closed. */
const LEAST = 0.001;

/** A whole number, so that its doubles are, too. */
const firstRate = (perSecond: number): number => (perSecond > 1 ? Math.round(perSecond) : rounded(perSecond));

const roundUp = (perSecond: number): number =>
  perSecond >= 10 ? Math.ceil(perSecond) : Math.max(LEAST, Math.ceil(perSecond * 100) / 100);
