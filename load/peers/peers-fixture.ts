// For tests only: made-up figures of a comparison.
import { distributionOf } from '../distribution.ts';
import type { PeerResult, PeerRound, PeersResult } from './peers-result.ts';

interface Made {
  readonly perSecond: number;
  readonly cpuMs: number;
  readonly latencyMs: number;
  readonly megabytes: number;
  readonly startMs: number;
  readonly wrong?: number;
}

/** One round of two seconds. */
export const madeRound = ({ perSecond, cpuMs, latencyMs, megabytes, startMs, wrong = 0 }: Made): PeerRound => ({
  startMs,
  warmUpSeconds: 4,
  closed: {
    right: perSecond * 2,
    errors: wrong === 0 ? {} : { 'wrong body': wrong },
    elapsedMs: 2000,
    serviceTime: distributionOf([latencyMs]),
    cpuMs,
    othersShare: 0.04,
  },
  open: { right: 1000, errors: {}, latency: distributionOf([latencyMs, latencyMs * 4]), lateP99Ms: 0.5 },
  residentBytes: megabytes * 1e6,
});

const server = (name: PeerResult['name'], title: string, rounds: readonly PeerRound[]): PeerResult => ({
  name,
  title,
  version: name === 'banknet' || name === 'bare' ? undefined : '1.2.3',
  meanwhile: `what ${title} does meanwhile`,
  trouble: undefined,
  rounds,
});

const OURS = { perSecond: 20_000, cpuMs: 2000, latencyMs: 0.5, megabytes: 200, startMs: 400 };

export const madeComparison = (change: Partial<PeersResult> = {}): PeersResult => ({
  kind: 'banknet-peers-result',
  version: 1,
  startedAt: '2026-01-05T01:00:00.000Z',
  durationMs: 60_000,
  environment: {
    toolVersion: '0.1.0',
    commit: '0123456',
    runtime: 'node 24.0.0',
    processor: 'Example CPU 3.0 GHz',
    cores: 2,
    busyShare: 0.63,
  },
  settings: { seconds: 2, rounds: 2, connections: 32, perSecond: 500, warmUpSeconds: 15 },
  wasInterrupted: false,
  servers: [
    server('banknet', 'banknet', [madeRound(OURS), madeRound({ ...OURS, perSecond: 10_000 })]),
    server('bare', 'bare node:http', [
      madeRound({ ...OURS, perSecond: 30_000, megabytes: 100, startMs: 300 }),
      madeRound({ ...OURS, perSecond: 15_000, megabytes: 100, startMs: 300 }),
    ]),
    {
      ...server('wiremock', 'WireMock', []),
      trouble: 'it needs Java, and none is on this machine ("java -version" cannot be run)',
    },
    {
      ...server('mockoon', 'Mockoon', [madeRound({ ...OURS, perSecond: 1600, cpuMs: 1600, latencyMs: 5, wrong: 7 })]),
      trouble: 'round 2: it did not last: it ended with 1',
    },
  ],
  ...change,
});
