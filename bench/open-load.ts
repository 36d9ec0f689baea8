// An open load by the driver of load runs: requests leave at a steady rate whatever the replies do, and each reply's
// time is kept. Loopback only.
import { cpus } from 'node:os';
import { Pool } from 'undici';
import { type Arrival, driveOpen } from '../load/open-driver.ts';
import { preciseClock } from '../load/precise-clock.ts';

export interface OpenRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OpenLoad {
  readonly port: number;
  readonly path: string;
  /** Of every reply: a benchmark over errors measures nothing. */
  readonly status: number;
  readonly perSecond: number;
  /** `due`: what the client is late by counts as well, so that a stall of the server is not measured once only. */
  readonly measuredFrom: 'due' | 'sent';
  /** Each is sent once. */
  readonly requests: readonly OpenRequest[];
  /** Replies to the first of them are not counted: connections open, and code gets warm. */
  readonly warmUpRequests: number;
}

export interface OpenResult {
  /** To the end of each reply, ascending. */
  readonly tookMs: readonly number[];
  /** How long after it was due each left, ascending. */
  readonly lateMs: readonly number[];
  /** At which rate requests really left. */
  readonly perSecond: number;
  /** How much of the machine's processor time was used meanwhile, by this load and by whatever else runs here. */
  readonly busyShare: number;
}

/** More than are under way at a time, or requests would wait in this process. */
const MAX_CONNECTIONS = 1000;
/** A benchmark whose replies take longer has come to a halt. */
const DRAIN_MS = 60_000;

/** Runs the load to its end. Rejects at the first reply with another status. */
export const runOpenLoad = async (load: OpenLoad): Promise<OpenResult> => {
  const { port, perSecond, requests, warmUpRequests, measuredFrom } = load;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: MAX_CONNECTIONS, pipelining: 1 });
  const [tookMs, lateMs]: [number[], number[]] = [[], []];
  const failing = new AbortController();
  let warmAtMs = preciseClock.now();
  let lastSentMs = warmAtMs;
  let before = processorTime();
  const send = async ({ index }: Arrival): Promise<string> => {
    const request = requests[index];
    if (request === undefined) throw new Error(`There is no request ${index} in this benchmark`);
    await replied(pool, load, request);
    return 'replied';
  };
  const outcome = await driveOpen({
    dueTimesMs: requests.map((_request, at) => (at * 1000) / perSecond),
    clock: preciseClock,
    drainMs: DRAIN_MS,
    signal: failing.signal,
    send: (arrival) =>
      send(arrival).catch((error: unknown) => {
        failing.abort(error);
        throw error;
      }),
    onSent: ({ index, dueMs }, sentMs) => {
      lastSentMs = sentMs;
      if (index === warmUpRequests) [warmAtMs, before] = [sentMs, processorTime()];
      if (index >= warmUpRequests) lateMs.push(sentMs - dueMs);
    },
    onAnswer: ({ index, dueMs, sentMs = dueMs, latencyMs }) => {
      if (index >= warmUpRequests) tookMs.push(measuredFrom === 'due' ? latencyMs : latencyMs - (sentMs - dueMs));
    },
  });
  await pool.close();
  failing.signal.throwIfAborted();
  if (tookMs.length + warmUpRequests < outcome.due) throw new Error('Not every request of a benchmark was replied to');
  const after = processorTime();
  return {
    busyShare: (after.busyMs - before.busyMs) / (after.allMs - before.allMs),
    tookMs: ascending(tookMs),
    lateMs: ascending(lateMs),
    perSecond: ((requests.length - warmUpRequests - 1) * 1000) / (lastSentMs - warmAtMs),
  };
};

const ascending = (values: number[]): readonly number[] => values.sort((one, other) => one - other);

const processorTime = (): { readonly busyMs: number; readonly allMs: number } => {
  const times = cpus().map((cpu) => cpu.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const allMs = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busyMs: allMs - idleMs, allMs };
};

const replied = (pool: Pool, { path, status: expected }: OpenLoad, { headers, body }: OpenRequest): Promise<void> =>
  new Promise((resolve, reject) => {
    let status = 0;
    pool.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => {
          if (status === expected) resolve();
          else reject(new Error(`A reply under benchmark has status ${status}`));
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
