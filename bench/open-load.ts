// An open load: requests leave at a steady rate whatever the replies do, and each reply's time is kept. Loopback only.
import { cpus } from 'node:os';
import { Pool } from 'undici';

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
  /** At which rate requests really left. */
  readonly perSecond: number;
  /** How much of the machine's processor time was used meanwhile, by this load and by whatever else runs here. */
  readonly busyShare: number;
}

/** More than are under way at a time, or requests would wait in this process. */
const MAX_CONNECTIONS = 1000;

/** Runs the load to its end. Rejects at the first reply with another status. */
export const runOpenLoad = async (load: OpenLoad): Promise<OpenResult> => {
  const { port, perSecond, requests, warmUpRequests } = load;
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: MAX_CONNECTIONS, pipelining: 1 });
  const tookMs: number[] = [];
  const startMs = performance.now();
  let warmAtMs = startMs;
  let before = processorTime();
  const sent: Promise<void>[] = [];
  for (const [at, request] of requests.entries()) {
    // Asleep until then: a client that keeps a core busy takes it from the server's collector and from the kernel, and
    // the server's p99 pays for that. The price is that requests leave in small groups, a millisecond or two apart.
    const dueMs = startMs + (at * 1000) / perSecond;
    while (performance.now() < dueMs) await shortSleep();
    if (at === warmUpRequests) {
      warmAtMs = performance.now();
      before = processorTime();
    }
    const one = timed(pool, load, request, dueMs).then((ms) => {
      if (at >= warmUpRequests) tookMs.push(ms);
    });
    // Told below; until then a rejection without a listener would end the process.
    one.catch(() => undefined);
    sent.push(one);
  }
  const sendingMs = performance.now() - warmAtMs;
  await Promise.all(sent);
  await pool.close();
  const after = processorTime();
  return {
    busyShare: (after.busyMs - before.busyMs) / (after.allMs - before.allMs),
    tookMs: tookMs.sort((one, other) => one - other),
    perSecond: ((requests.length - warmUpRequests) * 1000) / sendingMs,
  };
};

const shortSleep = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

const processorTime = (): { readonly busyMs: number; readonly allMs: number } => {
  const times = cpus().map((cpu) => cpu.times);
  const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
  const allMs = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { busyMs: allMs - idleMs, allMs };
};

const timed = (pool: Pool, load: OpenLoad, { headers, body }: OpenRequest, dueMs: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const { path, status: expected } = load;
    const startMs = load.measuredFrom === 'due' ? dueMs : performance.now();
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
          if (status === expected) resolve(performance.now() - startMs);
          else reject(new Error(`A reply under benchmark has status ${status}`));
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
