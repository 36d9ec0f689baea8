// The search for the highest rate that keeps the thresholds: doubled until one does not hold, then halved in between.
// Pure: who runs a step is an argument.
import type { CapacitySearch } from './profile.ts';

/** Rates nearer than a twentieth are the same: two runs of one rate differ by as much. */
const NEAR_ENOUGH = 1.05;
/** From the lowest rate that there is to the highest takes 20 doublings; each factor of two, four halvings more. */
const MAX_STEPS = 30;

export interface CapacityStep<Told> {
  readonly perSecond: number;
  readonly held: boolean;
  readonly told: Told;
}

export interface CapacityResult<Told> {
  /** The highest rate that held; undefined: not even the lowest. */
  readonly perSecond: number | undefined;
  /** Nothing broke up to the highest rate of the search, so the capacity is at least that. */
  readonly isOpenEnded: boolean;
  /** All runs, in their order. */
  readonly steps: readonly CapacityStep<Told>[];
}

/**
 * Runs steps until the answer is known; `run` says whether a rate holds, and undefined where it was interrupted. Rates
 * that differ by less than `nearEnough` are the same.
 */
export const searchCapacity = async <Told>(
  { fromPerSecond, toPerSecond }: Pick<CapacitySearch, 'fromPerSecond' | 'toPerSecond'>,
  run: (perSecond: number) => Promise<{ readonly held: boolean; readonly told: Told } | undefined>,
  nearEnough: number = NEAR_ENOUGH,
): Promise<CapacityResult<Told>> => {
  const steps: CapacityStep<Told>[] = [];
  for (let next: number | undefined = fromPerSecond; next !== undefined && steps.length < MAX_STEPS; ) {
    const step = await run(next);
    if (step === undefined) break;
    steps.push({ perSecond: next, ...step });
    next = nextRate(steps, { fromPerSecond, toPerSecond, nearEnough });
  }
  const { held, broken } = boundsOf(steps);
  return { perSecond: held, isOpenEnded: broken === undefined && held === toPerSecond, steps };
};

interface Bounds {
  readonly held: number | undefined;
  readonly broken: number | undefined;
}

/** A rate above one that broke counts as broken, too, should it have held by luck. */
const boundsOf = (steps: readonly CapacityStep<unknown>[]): Bounds => {
  const broken = leastOf(steps.filter(({ held }) => !held));
  const held = mostOf(steps.filter((step) => step.held && step.perSecond < (broken ?? Number.POSITIVE_INFINITY)));
  return { held, broken };
};

interface SearchRange extends Pick<CapacitySearch, 'fromPerSecond' | 'toPerSecond'> {
  readonly nearEnough: number;
}

/** Which rate to try after these; undefined where the answer is known. */
const nextRate = (
  steps: readonly CapacityStep<unknown>[],
  { fromPerSecond: from, toPerSecond: to, nearEnough }: SearchRange,
): number | undefined => {
  const { held, broken } = boundsOf(steps);
  if (held === undefined) return undefined;
  if (broken === undefined) return held >= to ? undefined : Math.min(to, held * 2);
  if (broken <= held * nearEnough) return undefined;
  // The middle of a range of rates is that of their logarithms; a rate that is told is a round one.
  const middle = roundedRate(Math.sqrt(held * broken), from);
  return middle > held && middle < broken ? middle : undefined;
};

/** To whole numbers, where the search is not about fractions of one. */
const roundedRate = (perSecond: number, from: number): number =>
  from >= 10 ? Math.round(perSecond) : Number(perSecond.toPrecision(3));

const leastOf = (steps: readonly CapacityStep<unknown>[]): number | undefined =>
  steps.length === 0 ? undefined : Math.min(...steps.map(({ perSecond }) => perSecond));

const mostOf = (steps: readonly CapacityStep<unknown>[]): number | undefined =>
  steps.length === 0 ? undefined : Math.max(...steps.map(({ perSecond }) => perSecond));
