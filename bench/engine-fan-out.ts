// The engine with its embedded store and everything on over sixteen issuers on sockets, from application to report,
// beside a bare undici fan-out that sends the same inquiries and parses the same answers. One core for the calling side
// in both.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { BANKS } from '../core/banks.ts';
import { INQUIRIES_PATH } from '../core/issuer-client.ts';
import type { User } from '../engine/store/port.ts';
import { openBenchEngine, registerApplicants, runQueries } from './bench-engine.ts';
import { type BenchServer, startBenchServer } from './child.ts';
import { type BenchRow, median, perSecond } from './table.ts';
import { throughput } from './throughput.ts';

const ROUNDS = 3;
const QUERIES_PER_ROUND = 3000;
const WARM_UP_QUERIES = 1000;
/** Queries in flight at a time, for both: the default bound of calls in flight to one issuer. */
const AT_ONCE = 64;
const CONNECTIONS_PER_ISSUER = 64;
export const FAN_OUT_BOUND = 0.6;

const customerOf = ({ name, idNumber, mobile }: Pick<User, 'name' | 'idNumber' | 'mobile'>) => ({
  name,
  idType: '01' as const,
  idNumber,
  mobile,
});

const bareFanOut = (server: BenchServer) => {
  const pools = BANKS.map(({ code }, at) => ({
    code,
    pool: new Pool(`http://127.0.0.1:${server.ports[at]}`, { connections: CONNECTIONS_PER_ISSUER }),
  }));
  let made = 0;
  const query = async (): Promise<void> => {
    const queryId = `bare-query-${String(made++).padStart(10, '0')}`;
    await Promise.all(
      pools.map(async ({ code, pool }) => {
        const inquiryId = `${queryId}-${code}`;
        const customer = customerOf({ name: '张三', idNumber: '310000199001010010', mobile: '14231000000' });
        const { body } = await pool.request({
          method: 'POST',
          path: INQUIRIES_PATH,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ inquiryId, consentId: 'bench-consent', customer }),
        });
        const answer = (await body.json()) as { inquiryId: string };
        if (answer.inquiryId !== inquiryId) throw new Error('The baseline got a foreign answer');
      }),
    );
  };
  return { query, close: () => Promise.all(pools.map(({ pool }) => pool.close())) };
};

const fullEngine = async (server: BenchServer, folder: string, users: number) => {
  const { engine, store, close } = await openBenchEngine(server.ports, join(folder, 'bench.db'));
  await registerApplicants(store, users);
  return { query: runQueries(engine), close };
};

export const benchEngineFanOut = async (): Promise<readonly BenchRow[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-bench-'));
  const server = await startBenchServer('bare-server.ts', String(BANKS.length));
  const bare = bareFanOut(server);
  const full = await fullEngine(server, folder, WARM_UP_QUERIES + ROUNDS * QUERIES_PER_ROUND + AT_ONCE);
  await throughput(WARM_UP_QUERIES, AT_ONCE, bare.query);
  await throughput(WARM_UP_QUERIES, AT_ONCE, full.query);
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({
      ours: await throughput(QUERIES_PER_ROUND, AT_ONCE, full.query),
      bare: await throughput(QUERIES_PER_ROUND, AT_ONCE, bare.query),
    });
  }
  await Promise.all([full.close(), bare.close()]);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const ratio = median(rounds.map((round) => round.ours / round.bare));
  return [
    {
      what: 'engine, sixteen-bank queries to the report',
      ours: perSecond(median(rounds.map((round) => round.ours))),
      beside: `${perSecond(median(rounds.map((round) => round.bare)))} bare undici fan-out`,
      ratio: ratio.toFixed(2),
      bound: `>= ${FAN_OUT_BOUND}: ${ratio >= FAN_OUT_BOUND ? 'kept' : 'NOT KEPT'}`,
    },
  ];
};
