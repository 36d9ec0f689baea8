// A profile and a result for tests: everything that can be set, and something of everything that can come of it.
import { distributionOf } from './distribution.ts';
import type { Measured } from './figures.ts';

/** The example of interfaces.md, and what else a profile may say. */
export const exampleProfile = () => ({
  name: 'launch-morning',
  arrivals: [
    { perSecond: 50, for: '20s' },
    { to: 300, over: '20s' },
    { perSecond: 300, for: '30s' },
  ],
  people: 100_000,
  banks: 'ALL',
  incidents: [{ at: '30s', for: '10s', issuers: ['CMB', 'ICBC'], fault: { kind: 'latency', p50: '2s' } }],
  thresholds: [
    'apply.p99 < 250ms',
    'report.p99 < 5s',
    'lost == 0',
    'throttle.excess == 0',
    'retry.amplification < 1.3',
    'wrongReports == 0',
  ],
  warmUp: '1s',
  drain: '20s',
  engine: { throttle: { burst: 50, perSecond: 100 } },
  population: { cardsPerPersonMean: 3 },
  issuers: { defaults: { latency: { fixed: '20ms' } } },
});

/** A small result. */
export const exampleMeasured = (): Measured => {
  const some = distributionOf([10, 20, 30, 400]);
  if (some === undefined) throw new Error('four latencies have a distribution');
  const seen = { apply: some, report: some, refused: undefined };
  const slice = { answered: 2, errors: 0, throttled: 1, allowedTotal: 0, acceptedTotal: 0, ...seen };
  const calls = { issuerCalls: 4, retries: 1 };
  return {
    kind: 'banknet-load-result',
    version: 1,
    profile: 'example',
    seed: 42,
    model: 'open',
    startedAt: '2026-01-05T09:00:00+08:00',
    durationMs: 2000,
    target: 'own',
    generators: 1,
    environment: {
      toolVersion: '0.1.0',
      commit: undefined,
      runtime: 'node 24',
      processor: 'some processor',
      cores: 2,
      busyShare: 0.5,
    },
    wasInterrupted: false,
    schedule: { due: 4, sent: 4, late: distributionOf([0, 0, 1, 2]), kept: true, why: undefined },
    steps: [
      {
        step: 'apply',
        latency: 'from-due',
        distribution: some,
        outcomes: { accepted: 2, THROTTLED: 1, ECONNRESET: 1 },
        refused: distributionOf([10]),
      },
    ],
    slices: [
      { ...slice, ...calls, atMs: 0, due: 2, sent: 2, accepted: 1 },
      { ...slice, ...calls, atMs: 1000, due: 2, sent: 2, accepted: 1 },
      { ...slice, ...calls, atMs: 2000, due: 0, sent: 0, accepted: 0 },
    ],
    banks: [
      {
        bank: 'CMB',
        inquiries: 2,
        calls: 3,
        statusCalls: 0,
        amplification: 1.5,
        peakPerSecond: 2,
        latency: some,
        plannedLatency: undefined,
        outcomes: { ok: 2, timeout: 1 },
        retryAfterBroken: 1,
      },
    ],
    incidents: [],
    throttle: { burst: 50, perSecond: 100 },
    rushes: [{ fromMs: 0, untilMs: 0, refused: 1, recoveryMs: 1000 }],
    endsHeard: { breaks: 0, fromRecords: 0, undated: 0 },
    correctness: {
      queriesAccepted: 2,
      queriesEnded: 2,
      lost: 0,
      doubled: 0,
      wrongReports: 0,
      throttleExcess: 0,
      amplification: 1.5,
      leaks: 0,
      violations: [{ invariant: 'I3', count: 2, first: 'something' }],
    },
  };
};
