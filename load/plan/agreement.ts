// How far the run in time steps is from the run call by call, figure by figure, and how far it may be. Pure.
import type { IssuerCode } from '../../core/banks.ts';
import type { ComparedRun } from './call-tally.ts';
import type { PlanRun } from './plan-run.ts';

export type ComparedUnit = 'count' | 'ms';

export interface ComparedFigure {
  readonly name: string;
  readonly bank?: IssuerCode | undefined;
  readonly unit: ComparedUnit;
  readonly inSteps: number;
  readonly callByCall: number;
  /** What they may differ by. */
  readonly allowed: number;
  readonly held: boolean;
}

export interface Agreement {
  /** Of the plan that both ran. */
  readonly users: number;
  readonly curveMs: number;
  /** Of the plan itself; undefined where that is what both ran. */
  readonly shortenedFromMs: number | undefined;
  readonly figures: readonly ComparedFigure[];
  readonly held: boolean;
}

/** So much of the value call by call, and so much whatever it is. */
interface Tolerance {
  readonly share: number;
  readonly least: number;
}

/**
 * `admitted`, of all applications: the bucket is the same, but people are whole, and come back by chance. `calls`:
 * where a circuit opens a run of failures decides, and that is chance. `backlog`, `times`: when a probe finds a bank
 * well again is chance; and a few always wait by chance, of whom a mean knows nothing. `missed`, of all who were
 * accepted: the deadline cuts through the times.
 */
export const TOLERANCES = {
  admitted: { share: 0.01, least: 5 },
  calls: { share: 0.15, least: 50 },
  backlog: { share: 0.25, least: 60 },
  times: { share: 0.25, least: 500 },
  missed: { share: 0.03, least: 10 },
} as const satisfies Readonly<Record<string, Tolerance>>;

export const compareRuns = (steps: PlanRun, calls: ComparedRun): readonly ComparedFigure[] => {
  const { share, least } = TOLERANCES.admitted;
  const missed = { share: 0, least: Math.max(TOLERANCES.missed.least, TOLERANCES.missed.share * calls.accepted) };
  const admitted = { share: 0, least: Math.max(least, share * calls.applications) };
  const counted = (name: string, inSteps: number, callByCall: number, tolerance: Tolerance): ComparedFigure =>
    figureOf({ name, unit: 'count', inSteps, callByCall }, tolerance);
  const timed = (name: string, read: (report: NonNullable<PlanRun['report']>) => number) =>
    steps.report === undefined || calls.report === undefined
      ? []
      : [figureOf({ name, unit: 'ms', inSteps: read(steps.report), callByCall: read(calls.report) }, TOLERANCES.times)];
  return [
    counted('accepted', steps.accepted, calls.accepted, admitted),
    counted('refused', steps.refused, calls.refused, admitted),
    counted('missed', steps.missed, calls.missed, missed),
    ...timed('report p50', ({ p50Ms }) => p50Ms),
    ...timed('report p90', ({ p90Ms }) => p90Ms),
    ...timed('report p99', ({ p99Ms }) => p99Ms),
    ...steps.banks.flatMap((bank) => bankFigures(bank, calls)),
  ];
};

const bankFigures = (bank: PlanRun['banks'][number], { banks }: ComparedRun): readonly ComparedFigure[] => {
  const other = banks.find((one) => one.bank === bank.bank);
  if (other === undefined) return [];
  const figure = (name: string, inSteps: number, callByCall: number, tolerance: Tolerance) =>
    figureOf({ name, bank: bank.bank, unit: 'count', inSteps, callByCall }, tolerance);
  return [
    figure('calls', callsOf(bank), other.calls, TOLERANCES.calls),
    figure('peak backlog', bank.peakBacklog, other.peakBacklog, TOLERANCES.backlog),
  ];
};

/** Those of the whole, what is too far apart, and of each figure of the banks the one that is furthest. */
export const toldFigures = ({ figures }: Agreement): readonly ComparedFigure[] => {
  const apart = ({ inSteps, callByCall, allowed }: ComparedFigure): number => Math.abs(inSteps - callByCall) / allowed;
  const furthest = new Map<string, ComparedFigure>();
  for (const figure of figures) {
    const known = furthest.get(figure.name);
    if (known === undefined || apart(figure) > apart(known)) furthest.set(figure.name, figure);
  }
  return figures.filter((figure) => figure.bank === undefined || !figure.held || furthest.get(figure.name) === figure);
};

/** All that a bank gets of calls. */
export const callsOf = ({ firstCalls, retries, statusCalls, probes }: PlanRun['banks'][number]): number =>
  firstCalls + retries + statusCalls + probes;

const figureOf = (figure: Omit<ComparedFigure, 'allowed' | 'held'>, { share, least }: Tolerance): ComparedFigure => {
  const allowed = Math.max(least, share * figure.callByCall);
  return { ...figure, allowed, held: Math.abs(figure.inSteps - figure.callByCall) <= allowed };
};
