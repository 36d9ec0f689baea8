// How near to the latency that was asked for the replies of one endpoint come, at a steady rate from an open client,
// beside another mock server that is asked for the same. What the client measures has its own delays in it, for both.

import { INQUIRIES_PATH } from '../core/issuer-client.ts';
import { type SignedInquiry, signedInquiries } from '../load/peers/inquiries.ts';
import { exactLatencyAt, type LatencyShape } from '../simulator/issuer/latency.ts';
import { createPeople } from '../simulator/people/people.ts';
import { startBenchServer } from './child.ts';
import { type OpenResult, runOpenLoad } from './open-load.ts';
import { startMountebank } from './peers.ts';
import { type BenchRow, perSecond } from './table.ts';

/** In turn; of each server's the one counts in which the machine did least else, for that alone moves p99 by 50 ms. */
const ROUNDS = 3;
const PER_SECOND = 2000;
const TO_ISSUER = { path: INQUIRIES_PATH, status: 200, measuredFrom: 'sent' } as const;
const WARM_UP_S = 1;
const MEASURED_S = 10;
const PERSONS = 2000;
/** A server whose median is late by more is not keeping up: it is measured at half the rate, down to the least. */
const BEHIND_MS = 100;
const LEAST_PER_SECOND = 125;

interface Quantile {
  readonly name: string;
  readonly at: number;
  readonly boundMs: number;
}

const QUANTILES: readonly Quantile[] = [
  { name: 'median', at: 0.5, boundMs: 1 },
  { name: 'p99', at: 0.99, boundMs: 3 },
];

interface Case {
  readonly name: string;
  readonly latency: LatencyShape;
  /** The same for mountebank. */
  readonly wait: number | string;
}

/** Log-normal as ours, from two uniform numbers (Box and Muller), in whole milliseconds. */
const LOG_NORMAL_WAIT = `function () {
  const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
  return Math.round(20 * Math.exp((Math.log(80 / 20) / 2.3263478740408408) * normal));
}`;

const CASES: readonly Case[] = [
  { name: 'fixed 50 ms', latency: { fixedMs: 50 }, wait: 50 },
  { name: 'p50 20 ms, p99 80 ms', latency: { p50Ms: 20, p99Ms: 80 }, wait: LOG_NORMAL_WAIT },
];

/** What an issuer answers, for the other server to send. */
const ANSWER = { inquiryId: 'bench', issuer: 'ICBC', respCode: '00', respMsg: '成功', cards: [], unsupported: [] };

export const benchLatencyAccuracy = async (): Promise<readonly BenchRow[]> => {
  const requests = signedInquiries(createPeople({ seed: 42 }), 'ICBC', PER_SECOND * (WARM_UP_S + MEASURED_S), PERSONS);
  const rows: BenchRow[] = [];
  for (const one of CASES) {
    const ours: OpenResult[] = [];
    const beside: OpenResult[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(await measureOurs(one, requests));
      const other = await measureMountebank(one, requests);
      if (other !== undefined) beside.push(other);
    }
    rows.push(...QUANTILES.map((quantile) => rowOf(one, quantile, quietest(ours), quietest(beside))));
  }
  return rows;
};

/** The server's own work is the same in every round. */
const quietest = (rounds: readonly OpenResult[]): OpenResult | undefined =>
  rounds.toSorted((one, other) => one.busyShare - other.busyShare)[0];

const measureOurs = async ({ latency }: Case, requests: readonly SignedInquiry[]): Promise<OpenResult> => {
  // A new server each round: it remembers every inquiry, and a second call about one is another draw.
  const server = await startBenchServer('issuer-server.ts', JSON.stringify(latency));
  const port = server.ports[0] ?? 0;
  const result = await runOpenLoad({
    ...TO_ISSUER,
    port,
    requests,
    perSecond: PER_SECOND,
    warmUpRequests: PER_SECOND * WARM_UP_S,
  });
  await server.stop();
  return result;
};

const measureMountebank = async (one: Case, requests: readonly SignedInquiry[]): Promise<OpenResult | undefined> => {
  for (let perSecond = PER_SECOND; ; perSecond /= 2) {
    const peer = await startMountebank(ANSWER, one.wait);
    if (peer === undefined) return undefined;
    const some = requests.slice(0, perSecond * (WARM_UP_S + MEASURED_S));
    const load = { ...TO_ISSUER, port: peer.port, requests: some, perSecond, warmUpRequests: perSecond * WARM_UP_S };
    const result = await runOpenLoad(load);
    await peer.stop();
    if (errorMs(result, one.latency, 0.5) <= BEHIND_MS || perSecond <= LEAST_PER_SECOND) return result;
  }
};

/** Later (above 0) or earlier than what was asked, at a quantile. */
const errorMs = ({ tookMs }: OpenResult, latency: LatencyShape, at: number): number =>
  (tookMs[Math.floor(at * tookMs.length)] ?? Number.NaN) - exactLatencyAt(latency, at);

const rowOf = (
  { name, latency }: Case,
  { name: quantile, at, boundMs }: Quantile,
  ours: OpenResult | undefined,
  beside: OpenResult | undefined,
): BenchRow => {
  const told = (result: OpenResult | undefined, server: string): string => {
    if (result === undefined) return '';
    const busy = `${Math.round(result.busyShare * 100)} % busy`;
    return `${signed(errorMs(result, latency, at))}${server}, ${perSecond(result.perSecond)}, ${busy}`;
  };
  const offMs = (result: OpenResult | undefined): number =>
    result === undefined ? Number.NaN : Math.abs(errorMs(result, latency, at));
  return {
    what: `latency ${name}, error at the ${quantile}`,
    ours: told(ours, ''),
    beside: told(beside, ' mountebank'),
    ratio: beside === undefined ? '' : (offMs(ours) / offMs(beside)).toFixed(2),
    bound: `<= ${boundMs} ms: ${offMs(ours) <= boundMs ? 'kept' : 'NOT KEPT'}`,
  };
};

const signed = (ms: number): string => `${ms < 0 ? '-' : '+'}${Math.abs(ms).toFixed(2)} ms`;
