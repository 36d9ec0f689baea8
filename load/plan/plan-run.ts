// A plan computed once, at one throttle: what comes in, what each bank does with it, and how long it all takes. The
// query is done with the slowest of its banks, whose times are independent of each other, as chance is keyed.
import type { IssuerCode } from '../../core/banks.ts';
import type { ThrottleSettings } from '../../engine/settings.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import { type AdmissionFlow, admissionFlow } from './admission-flow.ts';
import { answerTimesOf } from './answer-times.ts';
import { type BankFlow, bankFlow } from './bank-flow.ts';
import { BankGate, type Sustained, sustainedOf } from './bank-gate.ts';
import type { BankSums } from './bank-sums.ts';
import { callMixes } from './call-mix.ts';
import { type Cohort, cohortsOf } from './cohorts.ts';
import { inquiryTimes } from './inquiry-times.ts';
import type { LoadPlan } from './plan.ts';
import { type PlanSlice, slicesOf } from './plan-slices.ts';
import { quantileOf, type TimeBins, timeBins } from './time-bins.ts';

export interface PlannedBank extends Readonly<BankSums> {
  readonly bank: IssuerCode;
  /** What it could do for ever if nothing were wrong with it. */
  readonly sustained: Sustained;
  readonly peakBacklog: number;
  readonly peakBacklogAtMs: number;
  /** The longest that a first call waits for its turn. */
  readonly longestWaitMs: number;
  /** Of its inquiries, those that have no end by the deadline. */
  readonly missed: number;
}

export interface PlanRun {
  readonly throttle: ThrottleSettings;
  readonly stepMs: number;
  /** `gaveUp`: of the users. `refused`: of the applications, which are more than users where people come back. */
  readonly applications: number;
  readonly accepted: number;
  readonly refused: number;
  readonly gaveUp: number;
  /** Queries of which a bank is a TIMEOUT at the deadline (R19). */
  readonly missed: number;
  /** From acceptance to the report; undefined where nobody was accepted. */
  readonly report: { readonly p50Ms: number; readonly p90Ms: number; readonly p99Ms: number } | undefined;
  readonly banks: readonly PlannedBank[];
  readonly slices: readonly PlanSlice[];
}

/** Fewer than this miss their deadline: nobody does. */
const NOBODY = 0.5;

/** Every query that is accepted keeps its deadline; of one bank: each of its inquiries. */
export const keepsDeadline = ({ missed }: Pick<PlanRun, 'missed'>): boolean => missed < NOBODY;

export const runPlan = (plan: LoadPlan, throttle: ThrottleSettings, stepMs: number): PlanRun => {
  const admission = admissionFlow(plan, throttle, stepMs);
  const cohorts = cohortsOf(admission.accepted, stepMs);
  const bins = timeBins(plan.engine.deadlineMs);
  const done = cohorts.map(() => new Float64Array(bins.count).fill(1));
  const kinds = alikeBanks(plan).map((codes) => {
    const { flow, ...told } = computedBank(plan, codes, admission, cohorts, bins, done);
    return { codes, flow, told };
  });
  const byCode = new Map(kinds.flatMap(({ codes, told }) => codes.map((code) => [code, told] as const)));
  const { applications, accepted, gaveUp } = admission.totals;
  return {
    throttle,
    stepMs,
    applications,
    accepted,
    refused: applications - accepted,
    gaveUp,
    missed: Math.max(missedOf(cohorts, done, bins), ...kinds.map(({ told }) => told.missed)),
    report: reportOf(cohorts, done, bins),
    banks: plan.banks.flatMap((bank) => {
      const told = byCode.get(bank);
      return told === undefined ? [] : [{ bank, ...told }];
    }),
    slices: slicesOf({
      admission,
      cohorts,
      done,
      bins,
      backlogs: kinds.map(({ codes, flow }) => ({ codes, backlog: flow.backlog })),
    }),
  };
};

/** Banks of which the same is written behave the same, unless their bursts are by chance of their own. */
export const alikeBanks = ({ banks, issuers }: LoadPlan): readonly (readonly IssuerCode[])[] => {
  const byKind = new Map<string, IssuerCode[]>();
  for (const code of banks) {
    const settings = issuers.get(code);
    const ownChance = settings?.faults?.some(({ kind }) => kind === 'burst') === true ? code : '';
    const kind = ownChance + JSON.stringify(settings);
    byKind.set(kind, [...(byKind.get(kind) ?? []), code]);
  }
  return [...byKind.values()];
};

/** One of banks that are alike; the shares in `done` are multiplied by those of each of them. */
const computedBank = (
  plan: LoadPlan,
  codes: readonly IssuerCode[],
  { accepted, stepMs }: AdmissionFlow,
  cohorts: readonly Cohort[],
  bins: TimeBins,
  done: readonly Float64Array[],
): Omit<PlannedBank, 'bank'> & { readonly flow: BankFlow } => {
  const { engine } = plan;
  const parts = bankParts(plan, codes[0] ?? '');
  const steps = accepted.length + Math.ceil(engine.deadlineMs / stepMs) + 1;
  const flow = bankFlow({ engine, accepted, stepMs, steps, mixAt: parts.mixAt, gate: parts.gate });
  const times = inquiryTimes(flow.track, cohorts, bins, engine);
  let missed = 0;
  for (const [at, shares] of times.done.entries()) {
    missed += (cohorts[at]?.weight ?? 0) * (1 - Math.min(1, shares.at(-1) ?? 0));
    multiply(done[at], shares, codes.length);
  }
  const peak = peakOf(flow.backlog);
  return {
    ...flow.sums,
    flow,
    sustained: parts.sustained,
    peakBacklog: flow.backlog[peak] ?? 0,
    peakBacklogAtMs: (peak + 1) * stepMs,
    longestWaitMs: times.longestWaitMs,
    // Those who are followed are some of each minute; the sums have everybody.
    missed: Math.max(missed, flow.sums.timedOut),
  };
};

/** How one bank of a plan takes calls. */
export const bankParts = ({ issuers, engine, seed, startAtMs }: LoadPlan, bank: IssuerCode) => {
  const settings: IssuerSettings | undefined = issuers.get(bank);
  if (settings === undefined) throw new Error(`the plan asks ${bank} and has no settings of it`);
  const { holdMs, statusCalls } = answerTimesOf(settings, engine, [], 0);
  const atQueue = mixesByQueue((queuedMs) => callMixes({ bank, settings, engine, seed, queuedMs }), engine);
  const perInquiry = 1 + statusCalls.reduce((sum, { share }) => sum + share, 0);
  return {
    gate: new BankGate(settings),
    mixAt: (atMs: number, queuedMs: number) => atQueue(queuedMs)(startAtMs + atMs),
    sustained: sustainedOf(settings, engine.inFlightPerIssuer, holdMs, perInquiry),
  };
};

/** The caller's patience in so many parts: a queue that is longer by less makes no difference. */
const PARTS_OF_PATIENCE = 40;

/** Mixes for each length of the bank's queue that there is. */
const mixesByQueue = <Mixes>(make: (queuedMs: number) => Mixes, { issuerTimeoutMs }: { issuerTimeoutMs: number }) => {
  const known: Mixes[] = [];
  const partMs = issuerTimeoutMs / PARTS_OF_PATIENCE;
  return (queuedMs: number): Mixes => {
    const parts = Math.min(PARTS_OF_PATIENCE, Math.floor(queuedMs / partMs));
    const mixes = known[parts] ?? make(parts * partMs);
    known[parts] = mixes;
    return mixes;
  };
};

const multiply = (into: Float64Array | undefined, shares: Float64Array, times: number): void => {
  if (into === undefined) return;
  for (let bin = 0; bin < into.length; bin++) {
    const share = Math.min(1, shares[bin] ?? 0);
    into[bin] = (into[bin] ?? 0) * (times === 1 ? share : share ** times);
  }
};

const peakOf = (values: Float32Array): number => {
  let peak = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[peak] ?? 0)) peak = at;
  return peak;
};

const missedOf = (cohorts: readonly Cohort[], done: readonly Float64Array[], { count }: TimeBins): number =>
  cohorts.reduce((sum, { weight }, at) => sum + weight * (1 - (done[at]?.[count - 1] ?? 0)), 0);

const reportOf = (cohorts: readonly Cohort[], done: readonly Float64Array[], bins: TimeBins): PlanRun['report'] => {
  const all = cohorts.reduce((sum, { weight }) => sum + weight, 0);
  if (all < NOBODY) return undefined;
  const whole = new Float64Array(bins.count);
  for (const [at, { weight }] of cohorts.entries()) {
    const shares = done[at];
    for (let bin = 0; bin < bins.count; bin++) whole[bin] = (whole[bin] ?? 0) + ((shares?.[bin] ?? 0) * weight) / all;
  }
  const [p50Ms, p90Ms, p99Ms] = [0.5, 0.9, 0.99].map((share) => quantileOf(whole, share, bins));
  return { p50Ms: p50Ms ?? 0, p90Ms: p90Ms ?? 0, p99Ms: p99Ms ?? 0 };
};
