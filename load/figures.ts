// Every figure that a threshold, a comparison or a metric may name: what it is measured in, and how it is read from a
// result. A figure that a run does not have (a bank that was not asked) is undefined, and no threshold on it holds.
import { BANKS, type IssuerCode } from '../core/banks.ts';
import { type BankResult, type Distribution, type LoadResult, STEP_NAMES, type StepName } from './load-result.ts';

/** A result before its thresholds are judged. */
export type Measured = Omit<LoadResult, 'thresholds'>;

/** `share`: of all, from 0 to 1. `ratio`: so many for each. */
export type FigureUnit = 'ms' | 'share' | 'ratio' | 'count' | 'per-second';

export interface Figure {
  readonly unit: FigureUnit;
  readonly read: (result: Measured) => number | undefined;
}

/** Outcomes that are no error: what was wanted, and a refusal of the throttle, which is counted by itself. */
export const ACCEPTED = 'accepted';
export const THROTTLED = 'THROTTLED';

const LATENCIES: Readonly<Record<string, (distribution: Distribution) => number>> = {
  min: ({ minMs }) => minMs,
  mean: ({ meanMs }) => meanMs,
  p50: ({ p50Ms }) => p50Ms,
  p90: ({ p90Ms }) => p90Ms,
  p99: ({ p99Ms }) => p99Ms,
  p999: ({ p999Ms }) => p999Ms,
  max: ({ maxMs }) => maxMs,
};

type Entry = readonly [string, Figure];

const figure = (name: string, unit: FigureUnit, read: Figure['read']): Entry => [name, { unit, read }];

const latencyFigures = (prefix: string, find: (result: Measured) => Distribution | undefined): readonly Entry[] =>
  Object.entries(LATENCIES).map(([name, read]) =>
    figure(prefix + name, 'ms', (result) => {
      const distribution = find(result);
      return distribution === undefined ? undefined : read(distribution);
    }),
  );

const stepOf = (result: Measured, step: StepName) => result.steps.find((one) => one.step === step);

/** Of the outcomes of a step, those that `isMeant` means. */
const outcomeShare =
  (step: StepName, isMeant: (outcome: string) => boolean) =>
  (result: Measured): number | undefined => {
    const outcomes = Object.entries(stepOf(result, step)?.outcomes ?? {});
    const all = sumOf(outcomes.map(([, count]) => count));
    if (all === 0) return undefined;
    return sumOf(outcomes.filter(([outcome]) => isMeant(outcome)).map(([, count]) => count)) / all;
  };

export const isError = (outcome: string): boolean => outcome !== ACCEPTED && outcome !== THROTTLED;

const stepFigures = (step: StepName): readonly Entry[] => [
  ...latencyFigures(`${step}.`, (result) => stepOf(result, step)?.distribution),
  figure(`${step}.errors`, 'share', outcomeShare(step, isError)),
];

const bankFigures = (bank: IssuerCode): readonly Entry[] => {
  const of =
    <Value>(read: (one: BankResult) => Value | undefined) =>
    (result: Measured): Value | undefined => {
      const found = result.banks.find((one) => one.bank === bank);
      return found === undefined ? undefined : read(found);
    };
  return [
    ...latencyFigures(
      `bank.${bank}.`,
      of(({ latency }) => latency),
    ),
    ...latencyFigures(
      `bank.${bank}.planned.`,
      of(({ plannedLatency }) => plannedLatency),
    ),
    figure(
      `bank.${bank}.amplification`,
      'ratio',
      of(({ amplification }) => amplification),
    ),
    figure(
      `bank.${bank}.peakPerSecond`,
      'per-second',
      of(({ peakPerSecond }) => peakPerSecond),
    ),
    figure(
      `bank.${bank}.retryAfterBroken`,
      'count',
      of(({ retryAfterBroken }) => retryAfterBroken),
    ),
  ];
};

/** Of no rush, or one that the run did not see the end of, there is none. */
const longestRecovery = ({ rushes }: Measured): number | undefined => {
  const ends = rushes.map(({ recoveryMs }) => recoveryMs);
  return ends.includes(undefined) ? undefined : mostOf(ends.filter((ms) => ms !== undefined));
};

/** Accepted applications over the seconds in which somebody came. */
const acceptedPerSecond = ({ slices }: Measured): number | undefined => {
  const busy = slices.filter(({ due, sent }) => due > 0 || sent > 0).length;
  return busy === 0 ? undefined : sumOf(slices.map(({ accepted }) => accepted)) / busy;
};

const mostOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((most, one) => Math.max(most, one));

const sumOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0);

/** Name to figure, in the order in which they are told. */
export const FIGURES: ReadonlyMap<string, Figure> = new Map<string, Figure>([
  figure('lost', 'count', ({ correctness }) => correctness.lost),
  figure('doubled', 'count', ({ correctness }) => correctness.doubled),
  figure('wrongReports', 'count', ({ correctness }) => correctness.wrongReports),
  figure('leaks', 'count', ({ correctness }) => correctness.leaks),
  figure('violations', 'count', ({ correctness }) => sumOf(correctness.violations.map(({ count }) => count))),
  figure('throttle.excess', 'count', ({ correctness }) => correctness.throttleExcess),
  figure('throttle.recovery', 'ms', longestRecovery),
  figure('retry.amplification', 'ratio', ({ correctness }) => correctness.amplification),
  figure('retry.peakPerSecond', 'per-second', ({ banks }) => mostOf(banks.map((bank) => bank.peakPerSecond))),
  figure('retry.afterBroken', 'count', ({ banks }) => sumOf(banks.map((bank) => bank.retryAfterBroken))),
  figure('accepted.perSecond', 'per-second', acceptedPerSecond),
  figure('schedule.lateP50', 'ms', ({ schedule }) => schedule.late?.p50Ms),
  figure('schedule.lateP99', 'ms', ({ schedule }) => schedule.late?.p99Ms),
  figure('schedule.lateMax', 'ms', ({ schedule }) => schedule.late?.maxMs),
  figure('schedule.unsent', 'count', ({ schedule }) => schedule.due - schedule.sent),
  ...STEP_NAMES.flatMap(stepFigures),
  figure(
    'apply.throttled',
    'share',
    outcomeShare('apply', (outcome) => outcome === THROTTLED),
  ),
  ...latencyFigures('apply.refused.', (result) => stepOf(result, 'apply')?.refused),
  ...BANKS.flatMap(({ code }) => bankFigures(code)),
]);
