// Issuers in more than one process: requests per second over all sixteen with one process and with two, and what `up`
// takes to be ready with one and with four. The client has a process of its own and sleeps when it has nothing to do;
// on a machine with two cores it still takes its share of what a second worker could use, and the row says how much.
import { BANKS } from '../core/banks.ts';
import { requestBytes, signedInquiries } from '../load/peers/inquiries.ts';
import { errorCount, runRawLoad } from '../load/peers/raw-client.ts';
import { createPeople } from '../simulator/people/people.ts';
import { startBenchServer } from './child.ts';
import { type BenchRow, median, perSecond } from './table.ts';
import { startUp } from './up-start.ts';

const ROUNDS = 3;
const DURATION_MS = 2000;
const CONNECTIONS_PER_ISSUER = 4;
/** For each issuer; more than a round sends, or what is already known is asked again. */
const REQUESTS = 8000;
const PERSONS = 500;
const READY_BOUND_MS = 1000;
const MEMORY_BOUND_MB = 200;

export const benchWorkers = async (): Promise<readonly BenchRow[]> => [await throughputRow(), ...(await startRows())];

const throughputRow = async (): Promise<BenchRow> => {
  const people = createPeople({ seed: 42 });
  const requests = BANKS.map(({ code }) => signedInquiries(people, code, REQUESTS, PERSONS).map(requestBytes));
  const rounds: { one: number; two: number; clientShare: number }[] = [];
  const measure = async (workers: number) => {
    // New ones each time: every inquiry is new to them.
    const server = await startBenchServer('workers-server.ts', String(workers));
    const before = process.cpuUsage();
    const loads = await Promise.all(
      server.ports.map((port, at) =>
        runRawLoad({
          port,
          connections: CONNECTIONS_PER_ISSUER,
          requests: requests[at] ?? [],
          repeats: true,
          durationMs: DURATION_MS,
          staysAwake: false,
        }),
      ),
    );
    const { user, system } = process.cpuUsage(before);
    await server.stop();
    const errors = loads.reduce((sum, load) => sum + errorCount(load.errors), 0);
    if (errors > 0) throw new Error(`${errors} replies were no 200: the benchmark measures errors`);
    const rate = loads.reduce((sum, { right, elapsedMs }) => sum + (right * 1000) / elapsedMs, 0);
    return { rate, clientShare: (user + system) / 1000 / DURATION_MS };
  };
  await measure(1);
  for (let round = 0; round < ROUNDS; round++) {
    const [one, two] = [await measure(1), await measure(2)];
    rounds.push({ one: one.rate, two: two.rate, clientShare: two.clientShare });
  }
  const clientShare = median(rounds.map((round) => round.clientShare));
  return {
    what: 'issuers in two processes, requests',
    ours: perSecond(median(rounds.map(({ two }) => two))),
    beside: `${perSecond(median(rounds.map(({ one }) => one)))} in one`,
    ratio: median(rounds.map(({ one, two }) => two / one)).toFixed(2),
    bound: `none; the client used ${Math.round(clientShare * 100)} % of a core`,
  };
};

const startRows = async (): Promise<readonly BenchRow[]> => {
  const starts: { one: Awaited<ReturnType<typeof startUp>>; four: Awaited<ReturnType<typeof startUp>> }[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push({ one: await startUp(1), four: await startUp(4) });
  const row = (what: string, unit: string, boundAt: number, name: 'readyMs' | 'memoryMb'): BenchRow => {
    const one = median(starts.map((start) => start.one[name]));
    const four = median(starts.map((start) => start.four[name]));
    return {
      what,
      ours: `${one.toFixed(0)} ${unit}`,
      beside: `${four.toFixed(0)} ${unit} with 4 workers`,
      ratio: (one / four).toFixed(2),
      bound: `< ${boundAt} ${unit}: ${one < boundAt ? 'kept' : 'NOT KEPT'}`,
    };
  };
  return [
    row('up to ready, sixteen issuers', 'ms', READY_BOUND_MS, 'readyMs'),
    row('memory when ready, sixteen issuers', 'MB', MEMORY_BOUND_MB, 'memoryMb'),
  ];
};
