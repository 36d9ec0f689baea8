// For tests of load reports: results of runs that never were, with everything in them that a report can show. Keyed
// chance makes the same ones every time.
import { BANKS } from '../core/banks.ts';
import { createRandom } from '../core/random.ts';
import { distributionOf } from './distribution.ts';
import {
  type BankResult,
  type Correctness,
  type Distribution,
  LOAD_RESULT_KIND,
  type LoadResult,
  type Slice,
  type StepName,
  type StepResult,
} from './load-result.ts';
import { rushesOf } from './rushes.ts';

const SECONDS = 60;
const INCIDENT = { atMs: 30_000, forMs: 10_000 };
const BROKEN = ['CMB', 'ICBC'];
const random = createRandom('load-result-fixture');

/** Log-normal around `p50Ms`, with a long tail for a `tail` share. */
const some = (count: number, p50Ms: number, key: string, spread = 0.35, tail = 0.01): readonly number[] => {
  const next = random.stream(key);
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    const ms = p50Ms * Math.exp(spread * normal);
    return next() < tail ? ms * 6 : ms;
  });
};

const certain = (latenciesMs: readonly number[]): Distribution => {
  const distribution = distributionOf(latenciesMs);
  if (distribution === undefined) throw new Error('a fixture needs at least one latency');
  return distribution;
};

const rateOf = (second: number): number => {
  if (second < 15) return 20;
  return second < 25 ? 20 + (second - 14) * 6 : 80;
};

const isIncident = (second: number): boolean => second >= 30 && second < 40;

interface Second {
  readonly slice: Slice;
  readonly apply: readonly number[];
  readonly report: readonly number[];
  readonly refused: readonly number[];
}

const secondAt = (second: number, totals: { allowed: number; accepted: number }): Second => {
  const due = rateOf(second);
  const allowedPerSecond = 60;
  totals.allowed = Math.min(totals.allowed + allowedPerSecond, totals.accepted + 120 + allowedPerSecond);
  const accepted = Math.min(due, Math.floor(totals.allowed - totals.accepted));
  totals.accepted += accepted;
  const errors = isIncident(second) && second % 4 === 1 ? 1 : 0;
  const apply = some(due, isIncident(second) ? 26 : 14, `apply ${second}`);
  const refused = apply.slice(accepted + errors);
  const report = some(Math.max(1, accepted), isIncident(second) ? 3900 : 1150, `report ${second}`, 0.25);
  const retries = isIncident(second) ? Math.round(accepted * 1.7) : Math.round(accepted * 0.2);
  return {
    apply,
    report,
    refused,
    slice: {
      atMs: second * 1000,
      due,
      sent: due,
      answered: due - errors,
      errors,
      throttled: refused.length,
      accepted,
      allowedTotal: totals.allowed,
      acceptedTotal: totals.accepted,
      apply: distributionOf(apply),
      report: distributionOf(report),
      refused: distributionOf(refused),
      issuerCalls: accepted * BANKS.length + retries,
      retries,
    },
  };
};

const bankOf = (code: string, at: number, inquiries: number): BankResult => {
  const isBroken = BROKEN.includes(code);
  const retries = isBroken ? Math.round(inquiries * 0.31) : Math.round(inquiries * 0.012);
  const p50Ms = 180 + ((at * 37) % 200);
  const planned = some(400, p50Ms, `planned ${code}`, 0.4).map((ms, index) =>
    isBroken && index % 6 === 0 ? ms + 2000 : ms,
  );
  const own = some(400, 2.4, `own ${code}`, 0.5, 0.02);
  return {
    bank: code,
    inquiries,
    calls: inquiries + retries,
    statusCalls: at % 5 === 0 ? Math.round(inquiries / 2) : 0,
    amplification: (inquiries + retries) / inquiries,
    peakPerSecond: isBroken ? 104 : 81,
    latency: certain(planned.map((ms, index) => ms + (own[index] ?? 0))),
    plannedLatency: certain(planned),
    outcomes: isBroken ? { DELIVERED: inquiries, TIMEOUT: retries } : { DELIVERED: inquiries, BUSY: retries },
    retryAfterBroken: 0,
  };
};

const RIGHT: Correctness = {
  queriesAccepted: 0,
  queriesEnded: 0,
  lost: 0,
  doubled: 0,
  wrongReports: 0,
  throttleExcess: 0,
  amplification: 1.05,
  leaks: 0,
  violations: [],
};

/** A run in which everything held, of 60 s with a ramp and two banks that are slow for 10 s. */
export const heldResult = (given: Partial<LoadResult> = {}): LoadResult => {
  const totals = { allowed: 120, accepted: 0 };
  const seconds = Array.from({ length: SECONDS }, (_, second) => secondAt(second, totals));
  const { accepted } = totals;
  const apply = seconds.flatMap((second) => second.apply);
  const step = (name: StepName, latencies: readonly number[], outcomes: StepResult['outcomes']): StepResult => ({
    step: name,
    latency: given.model === 'closed' ? 'service-time' : 'from-due',
    distribution: certain(latencies),
    outcomes,
    refused: name === 'apply' ? distributionOf(seconds.flatMap(({ refused }) => refused)) : undefined,
  });
  const report = seconds.flatMap((second) => second.report);
  const throttled = seconds.reduce((sum, { refused }) => sum + refused.length, 0);
  return {
    kind: LOAD_RESULT_KIND,
    version: 1,
    profile: 'bank-outage',
    seed: 42,
    model: 'open',
    startedAt: '2026-01-05T01:00:00.000Z',
    durationMs: SECONDS * 1000,
    target: 'own',
    generators: 1,
    environment: {
      toolVersion: '0.1.0',
      commit: '0123456',
      runtime: 'node 24.0.0 on linux x64',
      processor: 'Example CPU 3.0 GHz',
      cores: 2,
      busyShare: 0.63,
    },
    wasInterrupted: false,
    schedule: {
      due: apply.length,
      sent: apply.length,
      late: distributionOf(some(apply.length, 0.4, 'late', 0.6)),
      kept: true,
      why: undefined,
    },
    steps: [
      step('verify', some(900, 9, 'verify'), { accepted: 900 }),
      step('apply', apply, { accepted, THROTTLED: throttled, timeout: apply.length - accepted - throttled }),
      step('report', report, { accepted: report.length }),
      step('view', some(accepted, 4, 'view'), { accepted }),
    ],
    slices: seconds.map(({ slice }) => slice),
    banks: BANKS.map(({ code }, at) => bankOf(code, at, accepted)),
    incidents: [{ name: 'latency p50 2s', ...INCIDENT, issuers: BROKEN }],
    throttle: { burst: 120, perSecond: 60 },
    rushes: rushesOf(
      seconds.map(({ slice }) => slice),
      { burst: 120, perSecond: 60 },
    ),
    endsHeard: { breaks: 0, fromRecords: 0, undated: 0 },
    correctness: { ...RIGHT, queriesAccepted: accepted, queriesEnded: accepted },
    thresholds: [
      { text: 'apply.p99 < 250ms', figure: 'apply.p99', bound: 250, value: 91.23, held: true },
      { text: 'report.p99 < 10s', figure: 'report.p99', bound: 10_000, value: 6021, held: true },
      { text: 'lost == 0', figure: 'lost', bound: 0, value: 0, held: true },
      { text: 'retry.amplification < 1.3', figure: 'retry.amplification', bound: 1.3, value: 1.0472, held: true },
    ],
    ...given,
  };
};

/** A run that went wrong in every way in which one can. */
export const brokenResult = (): LoadResult => {
  const held = heldResult();
  const { due } = held.schedule;
  return {
    ...held,
    profile: 'launch-morning',
    schedule: { ...held.schedule, sent: due - 40, kept: false, why: '40 of them never left; lower the rate' },
    correctness: {
      ...held.correctness,
      queriesEnded: held.correctness.queriesAccepted - 2,
      lost: 2,
      wrongReports: 1,
      throttleExcess: 3,
      violations: [{ invariant: 'I4', count: 12, first: 'q-7 a card is missing from the report' }],
    },
    thresholds: [
      { text: 'apply.p99 < 50ms', figure: 'apply.p99', bound: 50, value: 91.23, held: false },
      { text: 'apply.errors < 1%', figure: 'apply.errors', bound: 0.01, value: 0.0123, held: false },
      { text: 'view.p50 < 1s', figure: 'view.p50', bound: 1000, value: undefined, held: false },
      ...held.thresholds,
    ],
  };
};

/** A moment of the live line. */
export const liveSlice = (second: number): Slice => {
  const slice = heldResult().slices[second];
  if (slice === undefined) throw new Error(`the fixture has no second ${second}`);
  return slice;
};
