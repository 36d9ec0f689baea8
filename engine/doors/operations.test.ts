// What whoever runs an engine sees of it: a whole run counted, no person and no query in it, and readiness that tells
// why there is none.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import type { IssuerClient } from '../../core/issuer-client.ts';
import { createRandom } from '../../core/random.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { createEngine, type Engine } from '../engine.ts';
import { EventBus } from '../events.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { Store, User } from '../store/port.ts';
import { bareApp } from './app-api.ts';
import { createEngineMetrics } from './engine-metrics.ts';
import { METRICS, PROCESS_METRICS } from './metric-definitions.ts';
import { metricsPage } from './metrics-page.ts';
import { nodeSecrets } from './node-secrets.ts';
import { mountOperations } from './operations.ts';

const USER: User = {
  userId: 'user-1',
  name: '王芳',
  idNumber: '310000199001010011',
  mobile: '14231000001',
  passwordHash: 'hash',
  boundCard: { bank: 'ICBC', last4: '0001' },
  registeredAtMs: 0,
};

/** ICBC delivers after 300 ms, every other bank hangs. */
const issuersOn = (clock: VirtualClock): IssuerClient => ({
  ask: async (issuer, { inquiryId }) => {
    await clock.sleep(issuer === 'ICBC' ? 300 : Number.MAX_SAFE_INTEGER);
    const body = { inquiryId, issuer, respCode: '00', respMsg: '成功', cards: [], unsupported: [] };
    return { kind: 'reply', reply: { status: 200, contentType: 'application/json', body } };
  },
  status: async () => ({ kind: 'no-reply', failure: { kind: 'refused', code: 'ECONNREFUSED' } }),
  close: async () => undefined,
});

const startEngine = async (store: Store = createMemoryStore()) => {
  const clock = new VirtualClock({ settle: () => new Promise((resolve) => setImmediate(resolve)) });
  const faults: unknown[] = [];
  const engine = createEngine({
    banks: BANKS,
    store,
    issuers: issuersOn(clock),
    clock,
    random: createRandom(1),
    secrets: nodeSecrets,
    passwords: { hash: async () => 'hash', matches: async () => true },
    face: { matches: async () => true },
    realName: { holds: async () => true },
    events: new EventBus(),
    settings: { ...DEFAULT_SETTINGS, throttle: { burst: 2, perSecond: 1 } },
    owner: 'engine',
    callbackBaseUrl: undefined,
    onFault: (error) => faults.push(error),
  });
  return { engine, clock, store, faults };
};

const applyAs = async (engine: Engine, store: Store, n: number, banks: readonly string[]) => {
  const user = { ...USER, userId: `user-${n}`, idNumber: `31000019900101${n}`, mobile: `1423100000${n}` };
  await store.registerUser(user);
  const verificationId = `verification-${n}`;
  const expiresAtMs = Number.MAX_SAFE_INTEGER;
  await store.saveVerification({ verificationId, userId: user.userId, consentVersion: '1', expiresAtMs });
  return engine.applications.apply(user, { verificationId, banks, idempotencyKey: undefined });
};

/** Serves the operations of an engine; asks for a path of it. */
const serve = async (engine: Engine) => {
  const app = bareApp();
  mountOperations(app, engine);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (path: string) => {
    const response = await fetch(base + path);
    const text = await response.text();
    return { status: response.status, type: response.headers.get('content-type'), text };
  };
};

test('what an engine does is counted, by bank and code, and names nobody and no query', async () => {
  const { engine, clock, store } = await startEngine();
  const metrics = createEngineMetrics(engine);
  await engine.start();
  const first = await applyAs(engine, store, 1, ['ICBC']);
  await applyAs(engine, store, 2, ['ICBC', 'CMB']);
  await applyAs(engine, store, 3, ['ICBC']);
  await clock.runUntil(clock.now() + 1000);
  await engine.identityChecks.sendCode({ ...USER, userId: 'user-1' });
  await engine.receiveCallback('CMB', 'nobody-asked-CMB', {});
  const text = await metrics.text();
  const lines = text.split('\n').filter((line) => line.startsWith('banknet_') && !line.includes('_bucket'));
  expect(lines).toMatchSnapshot();
  expect(text).toContain('banknet_call_duration_seconds_bucket{le="0.25",bank="ICBC"} 0');
  expect(text).toContain('banknet_call_duration_seconds_bucket{le="0.5",bank="ICBC"} 2');
  if (!first.ok) throw new Error('the fixture was refused');
  for (const secret of [USER.name, '3100001990', '1423100', first.value.queryId, 'user-1', 'verification-1']) {
    expect(text).not.toContain(secret);
  }
});

test('every metric that is told is documented, and no other', async () => {
  const { engine } = await startEngine();
  const text = await createEngineMetrics(engine).text();
  const told = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]);
  const ours = Object.entries(METRICS).map(([name, { type }]) => [name, type]);
  expect(told.filter(([name]) => name?.startsWith('banknet_')).toSorted()).toEqual(ours.toSorted());
  const ofProcess = told.map(([name = '']) => name).filter((name) => !name.startsWith('banknet_'));
  expect(ofProcess.toSorted()).toEqual(PROCESS_METRICS.toSorted());
  await expect(metricsPage()).toMatchFileSnapshot('../../docs/metrics.md');
});

test('engines in one process count apart', async () => {
  const [one, other] = [await startEngine(), await startEngine()];
  const [ofOne, ofOther] = [createEngineMetrics(one.engine), createEngineMetrics(other.engine)];
  await applyAs(one.engine, one.store, 1, ['ICBC']);
  expect(await ofOne.text()).toContain('banknet_queries_accepted_total 1');
  expect(await ofOther.text()).toContain('banknet_queries_accepted_total 0');
});

test('an engine is ready between its recovery and its stop, and lives all the time', async () => {
  const { engine } = await startEngine();
  const get = await serve(engine);
  expect(await get('/readyz')).toMatchObject({ status: 503, text: '{"status":"not ready","reason":"recovering"}' });
  expect(await get('/healthz')).toMatchObject({ status: 200, text: '{"status":"alive"}' });
  await engine.start();
  expect(await get('/readyz')).toMatchObject({ status: 200, text: '{"status":"ready"}' });
  await engine.stop();
  expect(await get('/readyz')).toMatchObject({ status: 503, text: '{"status":"not ready","reason":"stopping"}' });
  expect(await get('/healthz')).toMatchObject({ status: 200 });
});

test('an engine whose store does not answer is not ready, and says so', async () => {
  const store = createMemoryStore();
  let isGone = false;
  const failing: Store = { ...store, nextExpiryMs: () => (isGone ? Promise.reject(GONE) : store.nextExpiryMs()) };
  const { engine, faults } = await startEngine(failing);
  const get = await serve(engine);
  await engine.start();
  isGone = true;
  const answer = await get('/readyz');
  expect(answer).toMatchObject({ status: 503, text: '{"status":"not ready","reason":"the store does not answer"}' });
  expect(faults).toEqual([GONE]);
});

const GONE = new Error('the disk is gone');

test('a flood of readers of the metrics costs one look at the store', async () => {
  const { engine } = await startEngine();
  let looks = 0;
  const get = await serve({
    ...engine,
    load: () => {
      looks++;
      return engine.load();
    },
  });
  const answers = await Promise.all(Array.from({ length: 50 }, () => get('/metrics')));
  expect(answers.every(({ status, type }) => status === 200 && type?.startsWith('text/plain; version=0.0.4'))).toBe(
    true,
  );
  expect(looks).toBeLessThan(5);
});
