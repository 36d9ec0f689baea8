// The result of a load run as it is kept: with a fixed order of members, so that the same result is the same text.
import type { ComparedFigure, Comparison } from './compare.ts';
import type {
  BankResult,
  Correctness,
  Distribution,
  LoadResult,
  Schedule,
  Slice,
  StepResult,
  ThresholdResult,
} from './load-result.ts';

/** The text of report.json; read-result.ts reads the result in it. `comparison` stands at its end. */
export const loadJson = (result: LoadResult, comparison?: Comparison): string =>
  `${JSON.stringify({ ...plainResult(result), comparison: comparison && plainComparison(comparison) }, undefined, 1)}\n`;

const plainResult = (one: LoadResult): LoadResult => ({
  kind: one.kind,
  version: one.version,
  profile: one.profile,
  seed: one.seed,
  model: one.model,
  startedAt: one.startedAt,
  durationMs: one.durationMs,
  target: one.target,
  generators: one.generators,
  environment: {
    toolVersion: one.environment.toolVersion,
    commit: one.environment.commit,
    runtime: one.environment.runtime,
    processor: one.environment.processor,
    cores: one.environment.cores,
    busyShare: one.environment.busyShare,
  },
  wasInterrupted: one.wasInterrupted,
  correctness: plainCorrectness(one.correctness),
  thresholds: one.thresholds.map(plainThreshold),
  schedule: plainSchedule(one.schedule),
  throttle: one.throttle && { burst: one.throttle.burst, perSecond: one.throttle.perSecond },
  rushes: one.rushes.map(({ fromMs, untilMs, refused, recoveryMs }) => ({ fromMs, untilMs, refused, recoveryMs })),
  endsHeard: {
    breaks: one.endsHeard.breaks,
    fromRecords: one.endsHeard.fromRecords,
    undated: one.endsHeard.undated,
  },
  incidents: one.incidents.map(({ name, atMs, forMs, issuers }) => ({ name, atMs, forMs, issuers: [...issuers] })),
  steps: one.steps.map(plainStep),
  banks: one.banks.map(plainBank),
  slices: one.slices.map(plainSlice),
});

const plainCorrectness = (one: Correctness): Correctness => ({
  queriesAccepted: one.queriesAccepted,
  queriesEnded: one.queriesEnded,
  lost: one.lost,
  doubled: one.doubled,
  wrongReports: one.wrongReports,
  throttleExcess: one.throttleExcess,
  amplification: one.amplification,
  leaks: one.leaks,
  violations: one.violations.map(({ invariant, count, first }) => ({ invariant, count, first })),
});

const plainThreshold = ({ text, figure, bound, value, held }: ThresholdResult): ThresholdResult => ({
  text,
  figure,
  bound,
  value,
  held,
});

const plainSchedule = ({ due, sent, late, kept, why }: Schedule): Schedule => ({
  due,
  sent,
  late: late && plainDistribution(late),
  kept,
  why,
});

const plainStep = ({ step, latency, distribution, outcomes, refused }: StepResult): StepResult => ({
  step,
  latency,
  distribution: plainDistribution(distribution),
  outcomes: sorted(outcomes),
  refused: refused && plainDistribution(refused),
});

const plainBank = (one: BankResult): BankResult => ({
  bank: one.bank,
  inquiries: one.inquiries,
  calls: one.calls,
  statusCalls: one.statusCalls,
  amplification: one.amplification,
  peakPerSecond: one.peakPerSecond,
  latency: one.latency && plainDistribution(one.latency),
  plannedLatency: one.plannedLatency && plainDistribution(one.plannedLatency),
  outcomes: sorted(one.outcomes),
  retryAfterBroken: one.retryAfterBroken,
});

const plainSlice = (one: Slice): Slice => ({
  atMs: one.atMs,
  due: one.due,
  sent: one.sent,
  answered: one.answered,
  errors: one.errors,
  throttled: one.throttled,
  accepted: one.accepted,
  allowedTotal: one.allowedTotal,
  acceptedTotal: one.acceptedTotal,
  apply: one.apply && plainDistribution(one.apply),
  report: one.report && plainDistribution(one.report),
  refused: one.refused && plainDistribution(one.refused),
  issuerCalls: one.issuerCalls,
  retries: one.retries,
});

const plainComparison = (one: Comparison): Comparison => ({
  runs: one.runs,
  changeShare: one.changeShare,
  passed: one.passed,
  differences: [...one.differences],
  figures: one.figures.map(plainFigure),
});

const plainFigure = (one: ComparedFigure): ComparedFigure => ({
  name: one.name,
  unit: one.unit,
  value: one.value,
  lowest: one.lowest,
  middle: one.middle,
  highest: one.highest,
  changeShare: one.changeShare,
  verdict: one.verdict,
  fails: one.fails,
});

const plainDistribution = (one: Distribution): Distribution => ({
  count: one.count,
  minMs: one.minMs,
  meanMs: one.meanMs,
  p50Ms: one.p50Ms,
  p90Ms: one.p90Ms,
  p99Ms: one.p99Ms,
  p999Ms: one.p999Ms,
  maxMs: one.maxMs,
  histogram: one.histogram,
});

const sorted = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).toSorted(([one], [other]) => (one < other ? -1 : 1)));
