// The engine behind its app API for bench/accepted-answers.ts: first finds out how many queries a second it brings from
// application to report, then serves. Arguments: the folder of the store, how many users may apply, the banks' ports.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bareApp, mountAppApi } from '../engine/doors/app-api.ts';
import { mountFallbacks } from '../engine/doors/fallbacks.ts';
import { nodeSecrets } from '../engine/doors/node-secrets.ts';
import { mountOperations } from '../engine/doors/operations.ts';
import { mountRequestBounds } from '../engine/doors/request-bounds.ts';
import { applicantNumber, openBenchEngine, registerApplicants, runQueries } from './bench-engine.ts';
import { throughput } from './throughput.ts';

export interface AppServerReady {
  readonly port: number;
  /** Queries from application to report, with nobody else asking. */
  readonly perSecond: number;
  /** Users up to this one have applied. */
  readonly used: number;
}

const WARM_UP_QUERIES = 1000;
const MEASURED_QUERIES = 3000;
const AT_ONCE = 64;

const [folder = '', users = '', ...ports] = process.argv.slice(2);
const { engine, store } = await openBenchEngine(ports.map(Number), join(folder, 'answers.db'));
const used = WARM_UP_QUERIES + MEASURED_QUERIES;
const count = used + Number(users);
await registerApplicants(store, count);
const query = runQueries(engine);
await throughput(WARM_UP_QUERIES, AT_ONCE, query);
const perSecond = await throughput(MEASURED_QUERIES, AT_ONCE, query);

// The token is the user's id; only its fingerprint is stored.
for (let from = used; from < count; from += 500) {
  const some = Array.from({ length: Math.min(500, count - from) }, (_, at) => applicantNumber(from + at).user.userId);
  const expiresAtMs = Number.MAX_SAFE_INTEGER;
  await Promise.all(
    some.map((userId) => store.saveSession({ tokenHash: nodeSecrets.fingerprint(userId), userId, expiresAtMs })),
  );
}
const app = bareApp();
mountOperations(app, engine);
mountRequestBounds(app, () => engine.clock.now());
mountAppApi(app, engine);
mountFallbacks(app, engine, (error) => {
  throw error;
});
const server = createServer(app);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const ready: AppServerReady = { port: (server.address() as AddressInfo).port, perSecond, used };
process.send?.(ready);
process.on('disconnect', () => process.exit(0));
