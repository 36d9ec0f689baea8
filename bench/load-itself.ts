// The load tool is measured itself, over sockets: what it reads of a server that takes 100 ms whatever happens, how
// late its requests leave, and whether a server that stands still for two seconds shows. Beside other tools' figures.
import { startBenchServer } from './child.ts';
import { runAutocannon, runLoadtest, type ToolFigures } from './load-tools.ts';
import { type OpenResult, runOpenLoad } from './open-load.ts';
import type { BenchRow } from './table.ts';

/** Of each, the round counts in which the machine did least else: that alone makes a request late by tens of ms. */
const ROUNDS = 3;
const PER_SECOND = 1000;
const WARM_UP_S = 2;
const MEASURED_S = 10;
const ANSWER_MS = 100;
const STALL_MS = 2000;
/** The first answer of the server begins its time: the stall is in the middle of what is measured. */
const STALL_AT_MS = 5000;

const BOUNDS = { leastMs: ANSWER_MS, mostMs: ANSWER_MS + 3, lateMs: 2 } as const;

type Quantile = 'p1Ms' | 'p50Ms' | 'p90Ms' | 'p99Ms' | 'maxMs';
const SHARES: Readonly<Record<Quantile, number>> = { p1Ms: 0.01, p50Ms: 0.5, p90Ms: 0.9, p99Ms: 0.99, maxMs: 1 };

export const benchLoadItself = async (): Promise<readonly BenchRow[]> => {
  const steady = await measured(String(ANSWER_MS));
  const stalled = await measured(String(ANSWER_MS), String(STALL_AT_MS), String(STALL_MS));
  return [...steadyRows(steady), lateRow(steady.ours), ...stallRows(stalled)];
};

interface Measurement {
  readonly ours: OpenResult;
  readonly others: readonly ToolFigures[];
}

/** By each tool in turn, each time with a new server of these arguments. */
const measured = async (...server: readonly string[]): Promise<Measurement> => {
  const rounds: OpenResult[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await withServer(server, measureOurs));
  const others: ToolFigures[] = [];
  for (const run of [runAutocannon, runLoadtest]) {
    const told = await withServer(server, (port) => run(`http://127.0.0.1:${port}/`, PER_SECOND, MEASURED_S));
    if (told !== undefined) others.push(told);
  }
  const [quietest] = rounds.toSorted((one, other) => one.busyShare - other.busyShare);
  if (quietest === undefined) throw new Error('the load tool was not measured');
  return { ours: quietest, others };
};

const withServer = async <Value>(args: readonly string[], run: (port: number) => Promise<Value>): Promise<Value> => {
  const server = await startBenchServer('constant-server.ts', ...args);
  try {
    return await run(server.ports[0] ?? 0);
  } finally {
    await server.stop();
  }
};

const measureOurs = (port: number): Promise<OpenResult> =>
  runOpenLoad({
    port,
    path: '/',
    status: 200,
    perSecond: PER_SECOND,
    measuredFrom: 'due',
    requests: Array.from({ length: PER_SECOND * (WARM_UP_S + MEASURED_S) }, () => ({ headers: {}, body: '{}' })),
    warmUpRequests: PER_SECOND * WARM_UP_S,
  });

const steadyRows = ({ ours, others }: Measurement): readonly BenchRow[] =>
  (['p1Ms', 'p50Ms', 'p99Ms'] as const).map((quantile) => {
    const ms = quantileOf(ours.tookMs, SHARES[quantile]);
    const isKept = ms >= BOUNDS.leastMs && ms <= BOUNDS.mostMs;
    return {
      what: `load itself: a constant ${ANSWER_MS} ms, ${nameOf(quantile)}`,
      ours: `${told(ms)}, ${Math.round(ours.busyShare * 100)} % busy`,
      beside: besides(others, quantile),
      ratio: '',
      bound: `${BOUNDS.leastMs} to ${BOUNDS.mostMs} ms: ${isKept ? 'kept' : 'NOT KEPT'}`,
    };
  });

const lateRow = (ours: OpenResult): BenchRow => {
  const ms = quantileOf(ours.lateMs, 0.99);
  return {
    what: `load itself: how late requests leave at ${PER_SECOND}/s, p99`,
    ours: `${told(ms)} (median ${told(quantileOf(ours.lateMs, 0.5))})`,
    beside: '',
    ratio: '',
    bound: `<= ${BOUNDS.lateMs} ms: ${ms <= BOUNDS.lateMs ? 'kept' : 'NOT KEPT'}`,
  };
};

/** Who is due while the server stands still waits from the whole of it to nothing: a fifth of all, here. */
const leastInStall = (quantile: Quantile): number => {
  const waitingShare = STALL_MS / (MEASURED_S * 1000);
  return ANSWER_MS + Math.max(0, 1 - (1 - SHARES[quantile]) / waitingShare) * STALL_MS;
};

const stallRows = ({ ours, others }: Measurement): readonly BenchRow[] =>
  (['p50Ms', 'p90Ms', 'p99Ms', 'maxMs'] as const).map((quantile) => {
    const ms = quantileOf(ours.tookMs, SHARES[quantile]);
    // Answers that come due in the stall are late as well, and so are all that are behind them; never fewer.
    const leastMs = Math.floor(leastInStall(quantile));
    return {
      what: `load itself: a stall of ${STALL_MS} ms in ${MEASURED_S} s, ${nameOf(quantile)}`,
      ours: told(ms),
      beside: besides(others, quantile),
      ratio: '',
      bound: `>= ${leastMs} ms: ${ms >= leastMs ? 'kept' : 'NOT KEPT'}`,
    };
  });

const nameOf = (quantile: Quantile): string => quantile.replace('Ms', '');

const besides = (others: readonly ToolFigures[], quantile: Quantile): string =>
  others.map((one) => `${one.tool} ${one[quantile] === undefined ? '-' : `${one[quantile]} ms`}`).join(', ');

const told = (ms: number): string => `${ms.toFixed(2)} ms`;

/** The value that a share of them do not exceed. */
const quantileOf = (ascending: readonly number[], share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] ?? Number.NaN;
