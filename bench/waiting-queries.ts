// Back-pressure: how much memory an engine needs for 100,000 accepted queries while all banks hang. The engine has a
// process of its own, with the embedded store and calls over sockets.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BANKS } from '../core/banks.ts';
import { startBenchServer } from './child.ts';
import { type BenchRow, perSecond } from './table.ts';
import type { WaitingResult } from './waiting-engine.ts';

const QUERIES = 100_000;
export const MEMORY_BOUND_BYTES = 500e6;

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

export const benchWaitingQueries = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-bench-'));
  const banks = await startBenchServer('hanging-server.ts', String(BANKS.length));
  const args = [folder, String(QUERIES), ...banks.ports.map(String)];
  const child = fork(join(import.meta.dirname, 'waiting-engine.ts'), args);
  const ended = once(child, 'exit');
  const [result] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The engine under benchmark ended with ${code}`))),
  ])) as [WaitingResult];
  await ended;
  await banks.stop();
  rmSync(folder, { recursive: true, force: true });
  const { beforeBytes, afterBytes, peakBytes, storeBytes, waiting, running } = result;
  const kept = afterBytes < MEMORY_BOUND_BYTES && waiting + running === QUERIES;
  return [
    {
      what: `${(waiting + running).toLocaleString('en-US')} accepted queries, all banks hang`,
      ours: `${megabytes(afterBytes)} resident`,
      beside: `${megabytes(beforeBytes)} before, ${megabytes(peakBytes)} at most, ${megabytes(storeBytes)} of store`,
      ratio: perSecond(result.acceptedPerSecond),
      bound: `< ${megabytes(MEMORY_BOUND_BYTES)}: ${kept ? 'kept' : 'NOT KEPT'}`,
    },
  ];
};
