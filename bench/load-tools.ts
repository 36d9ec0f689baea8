// Other load tools, asked for the same open load: so many requests a second to one address. Each tells its own figures.
import { pathToFileURL } from 'node:url';
import autocannon from 'autocannon';
import { z } from 'zod';
import { LOADTEST, peerProgram } from './peers.ts';

/** Latencies as a tool tells them, in milliseconds; undefined where it does not tell that one. */
export interface ToolFigures {
  readonly tool: string;
  /** The lowest that it tells: p1, or the nearest to it. */
  readonly p1Ms: number | undefined;
  readonly p50Ms: number | undefined;
  readonly p90Ms: number | undefined;
  readonly p99Ms: number | undefined;
  readonly maxMs: number | undefined;
}

/** Enough for everything that is under way, also while the server stands still. */
const CONNECTIONS = 1000;

/** With a rate: what design.md warns of, measured again. */
export const runAutocannon = async (url: string, perSecond: number, seconds: number): Promise<ToolFigures> => {
  const { latency } = await autocannon({
    url,
    connections: CONNECTIONS,
    overallRate: perSecond,
    duration: seconds,
  });
  const { p1, p50, p90, p99, max } = latency;
  return { tool: 'autocannon', p1Ms: p1, p50Ms: p50, p90Ms: p90, p99Ms: p99, maxMs: max };
};

const loadtestSchema = z.object({
  loadTest: z.custom<(options: object) => Promise<unknown>>((value) => typeof value === 'function'),
});
const loadtestResultSchema = z.object({
  histogramMs: z.record(z.string(), z.number()),
  maxLatencyMs: z.number(),
});

/** Undefined where it cannot be installed. */
export const runLoadtest = async (
  url: string,
  perSecond: number,
  seconds: number,
): Promise<ToolFigures | undefined> => {
  const program = await peerProgram(LOADTEST);
  if (program === undefined) return undefined;
  const { loadTest } = loadtestSchema.parse(await import(pathToFileURL(program).href));
  const options = { url, requestsPerSecond: perSecond, maxSeconds: seconds, concurrency: CONNECTIONS, quiet: true };
  const result = await loadTest({ ...options, agentKeepAlive: true });
  const { histogramMs, maxLatencyMs } = loadtestResultSchema.parse(result);
  const counts = Object.entries(histogramMs)
    .map(([ms, count]) => ({ ms: Number(ms), count }))
    .toSorted((one, other) => one.ms - other.ms);
  const at = (share: number) => countedAt(counts, share);
  return { tool: 'loadtest', p1Ms: at(0.01), p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99), maxMs: maxLatencyMs };
};

const countedAt = (
  counts: readonly { readonly ms: number; readonly count: number }[],
  share: number,
): number | undefined => {
  let left = share * counts.reduce((sum, { count }) => sum + count, 0);
  for (const { ms, count } of counts) {
    left -= count;
    if (left <= 0) return ms;
  }
  return undefined;
};
