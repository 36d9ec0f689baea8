// The two-hour outage of the benchmark of retries, in a thread of its own: its store in memory holds every report of
// 720,000 queries, which is more than the heap that Node gives by default.
import { parentPort } from 'node:worker_threads';
import { type BankTally, playOutage } from '../scenarios/virtual/outage-run.ts';

export const OUTAGE = {
  down: { ICBC: 'refuse', ABC: 'hang', CMB: { kind: 'status', status: 503, retryAfter: '30s' } },
  queriesPerSecond: 100,
  outageMs: 2 * 3_600_000,
} as const;

export interface OutageReport {
  readonly tallies: readonly (readonly [string, BankTally])[];
  readonly slowestHealthyMs: number;
  readonly queries: number;
  readonly calls: number;
  readonly elapsedMs: number;
  readonly peakBytes: number;
}

if (parentPort !== null) {
  const startMs = performance.now();
  let [calls, peakBytes] = [0, 0];
  const { tallies, slowestHealthyMs, users } = await playOutage({
    ...OUTAGE,
    seed: 1,
    beforeMs: 60_000,
    afterMs: 60_000,
    // Every query of the outage stays open until its banks are back: there must be a place for each.
    settings: { activeQueries: 1_000_000 },
    onEvent: ({ type }) => {
      if (type === 'call-ended') calls++;
      if (calls % 100_000 === 0) peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
    },
  });
  const elapsedMs = performance.now() - startMs;
  const report: OutageReport = {
    tallies: [...tallies],
    slowestHealthyMs,
    queries: users.length,
    calls,
    elapsedMs,
    peakBytes,
  };
  parentPort.postMessage(report);
}
