// What a plan comes to: the throttle that keeps every deadline, what others would do, which bank is in the way. Plain
// data, from which text, JSON and page are made.
import type { IssuerCode } from '../../core/banks.ts';
import type { Agreement } from './agreement.ts';
import type { Sustained } from './bank-gate.ts';
import type { NeededCapacity } from './needed-capacity.ts';
import type { LoadPlan } from './plan.ts';
import { keepsDeadline, type PlannedBank, type PlanRun } from './plan-run.ts';

export interface PlanResult {
  readonly kind: 'banknet-load-plan';
  readonly version: 1;
  readonly plan: LoadPlan;
  readonly stepMs: number;
  /** At the throttle that was asked about; undefined where none was. */
  readonly given: PlanRun | undefined;
  /** At the highest throttle that keeps every deadline; undefined where none does. */
  readonly best: PlanRun | undefined;
  /** That is so high that nobody is refused. */
  readonly acceptsAll: boolean;
  /** Some throttles side by side, ascending. */
  readonly runs: readonly PlanRun[];
  readonly bottleneck: Bottleneck;
  /** What banks would have to do so that everybody could be accepted; empty where they do. */
  readonly needed: readonly NeededCapacity[];
  readonly agreement: Agreement | undefined;
  readonly wasInterrupted: boolean;
}

/** The bank that others would wait for. */
export interface Bottleneck {
  readonly bank: IssuerCode;
  readonly sustained: Sustained;
}

/** The run that is told in full: the one asked about, else the best, else the most careful that was tried. */
export const shownRun = ({ given, best, runs }: PlanResult): PlanRun | undefined => given ?? best ?? runs[0];

/** Whether the throttle asked about, or where none was any, keeps every deadline. */
export const isKept = ({ given, best }: PlanResult): boolean =>
  given === undefined ? best !== undefined : keepsDeadline(given);

/** Whoever misses most, or waits longest, or can do least. */
export const bottleneckOf = (run: PlanRun): Bottleneck => {
  const worst = run.banks.toSorted(
    (one, other) =>
      Math.round(other.missed - one.missed) ||
      Math.round(other.longestWaitMs - one.longestWaitMs) ||
      one.sustained.perSecond - other.sustained.perSecond,
  )[0];
  if (worst === undefined) throw new Error('a plan asks at least one bank');
  return { bank: worst.bank, sustained: worst.sustained };
};

/** Where so many calls are in vain, chance decides how it goes on. */
const MUCH_IN_VAIN = 0.1;

const ORDER = 'the plan takes them in the order of coming, an engine that parks some does not always';

/** What a reader must know before they believe the figures of a run. */
export const planCautions = (
  { banks }: PlanRun,
  { engine: { activeQueries } }: Pick<LoadPlan, 'engine'>,
): readonly string[] => {
  const named = (isMeant: (bank: PlannedBank) => boolean): string =>
    banks
      .filter(isMeant)
      .map(({ bank }) => bank)
      .join(', ');
  const behind = named(({ peakBacklog }) => peakBacklog > activeQueries);
  const inVain = named(({ retries, firstCalls }) => retries > MUCH_IN_VAIN * firstCalls);
  const places = activeQueries.toLocaleString('en-US');
  return [
    ...(behind === ''
      ? []
      : [
          `more wait for ${behind} than the ${places} queries that an engine works on at a time (activeQueries): ${ORDER}`,
        ]),
    ...(inVain === ''
      ? []
      : [`many calls to ${inVain} are in vain: whether its circuit opens is chance, and the rest follows from it`]),
  ];
};
