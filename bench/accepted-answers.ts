// How long an app waits for "accepted" over its socket while the engine has half of the load that it can take to the
// end with reports. An open load: applications come when they are due, whatever the engine does.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BANKS } from '../core/banks.ts';
import type { AppServerReady } from './app-server.ts';
import { applicantNumber } from './bench-engine.ts';
import { startBenchServer } from './child.ts';
import { type OpenRequest, type OpenResult, runOpenLoad } from './open-load.ts';
import { type BenchRow, perSecond } from './table.ts';

/** The one counts in which the machine did least else. */
const ROUNDS = 3;
const WARM_UP_S = 1;
const MEASURED_S = 8;
/** More than a machine of today takes in all rounds. */
const USERS = 60_000;
const BOUND_MS = 50;

const applicationOf = (at: number): OpenRequest => {
  const { user, verificationId } = applicantNumber(at);
  return {
    headers: { authorization: `Bearer ${user.userId}`, 'content-type': 'application/json' },
    body: JSON.stringify({ verificationId, banks: 'ALL' }),
  };
};

const quantile = ({ tookMs }: OpenResult, at: number): number => tookMs[Math.floor(at * tookMs.length)] ?? Number.NaN;

const busyOf = ({ busyShare }: OpenResult): string => `${Math.round(busyShare * 100)} %`;

export const benchAcceptedAnswers = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-bench-'));
  const banks = await startBenchServer('bare-server.ts', String(BANKS.length));
  const args = [folder, String(USERS), ...banks.ports.map(String)];
  const child = fork(join(import.meta.dirname, 'app-server.ts'), args);
  const ended = once(child, 'exit');
  const [ready] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The engine under benchmark ended with ${code}`))),
  ])) as [AppServerReady];
  const half = Math.floor(Math.min(ready.perSecond / 2, USERS / ROUNDS / (WARM_UP_S + MEASURED_S)));
  const count = half * (WARM_UP_S + MEASURED_S);
  const rounds: OpenResult[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(
      await runOpenLoad({
        port: ready.port,
        path: '/v1/queries',
        status: 202,
        measuredFrom: 'due',
        perSecond: half,
        requests: Array.from({ length: count }, (_, at) => applicationOf(ready.used + round * count + at)),
        warmUpRequests: half * WARM_UP_S,
      }),
    );
  }
  child.disconnect();
  await ended;
  await banks.stop();
  rmSync(folder, { recursive: true, force: true });
  const quietest = rounds.reduce((one, other) => (other.busyShare < one.busyShare ? other : one));
  const p99Ms = quantile(quietest, 0.99);
  return [
    {
      what: `accepted answers at p99, ${perSecond(half)} of ${perSecond(ready.perSecond)}`,
      ours: `${p99Ms.toFixed(1)} ms`,
      beside: `p50 ${quantile(quietest, 0.5).toFixed(1)} ms; machine ${busyOf(quietest)} busy`,
      ratio: '',
      bound: `< ${BOUND_MS} ms: ${p99Ms < BOUND_MS ? 'kept' : 'NOT KEPT'}`,
    },
  ];
};
