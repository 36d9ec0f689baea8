// Applying over real sockets with the SQLite store: one of 200 at the same time, the order of checks in every
// combination, a refusal that changes not one row, and the interval to the millisecond (R8 to R13, I5).
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings.ts';
import type { Store } from '../store/port.ts';
import {
  addUser,
  applicationOf,
  deciding,
  readyEnding,
  START_MS,
  userIdOf,
  userNumber,
  verificationNumber,
} from '../store/suite-fixtures.ts';
import { openTemporaryStore } from '../store/temporary-store-fixture.ts';
import { throttledEngine } from '../throttle-fixture.ts';
import { bareApp, mountAppApi } from './app-api.ts';
import { mountFallbacks } from './fallbacks.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const WEEK_MS = DEFAULT_SETTINGS.intervalMs;

const openStore = async () => {
  const opened = await openTemporaryStore();
  closers.push(opened.dispose);
  return opened;
};

/** The app API on this store. The token of user `n` is `token-n`. */
const serve = async (store: Store, throttle = { burst: 1000, perSecond: 1 }) => {
  const network = throttledEngine(store, throttle);
  const faults: unknown[] = [];
  const app = bareApp();
  mountAppApi(app, network.engine);
  mountFallbacks(app, network.engine, (error) => faults.push(error));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    expect(faults).toEqual([]);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/queries`;
  const apply = async (user: number, body: object) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer token-${user}` };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const json: Readonly<Record<string, unknown>> = Object(await response.json());
    return { status: response.status, json, retryAfter: response.headers.get('retry-after') };
  };
  return { ...network, apply };
};

/** Signs user `n` in, who has been registered, as often in Shanghai as it takes to belong there. */
const signIn = async (store: Store, n: number, { inOpenRegion = true } = {}): Promise<void> => {
  await store.saveSession({ tokenHash: `token-${n}`, userId: userIdOf(n), expiresAtMs: START_MS + 10 * WEEK_MS });
  if (inOpenRegion) await store.saveLogin({ userId: userIdOf(n), region: '31', atMs: START_MS - 1 });
};

test('of 200 applications of one user over 200 sockets one is accepted, the others are told that it runs (R9, R13)', async () => {
  const { store } = await openStore();
  await addUser(store, 1);
  await signIn(store, 1);
  // As many as a user can have; each is named by four applications.
  const verifications = Array.from({ length: 50 }, (_, at) => verificationNumber(100 + at, 1));
  for (const verification of verifications) await store.saveVerification(verification);
  const { apply } = await serve(store);
  const named = Array.from({ length: 200 }, (_, at) => verifications[at % 50]?.verificationId);
  const answers = await Promise.all(named.map((verificationId) => apply(1, { verificationId, banks: 'ALL' })));
  const accepted = answers.flatMap(({ status }, at) => (status === 202 ? [at] : []));
  expect(accepted).toHaveLength(1);
  const usedUp = named[accepted[0] ?? -1];
  for (const [at, { status, json }] of answers.entries()) {
    if (at === accepted[0]) continue;
    // R12: R7 comes before R9, and the verification that was accepted serves no other.
    if (named[at] === usedUp) expect([status, json.code]).toEqual([422, 'NOT_VERIFIED']);
    else expect([status, json.code, json.message]).toEqual([409, 'QUERY_IN_PROGRESS', IN_PROGRESS]);
  }
  expect(await store.queriesOf(userIdOf(1), 300)).toHaveLength(1);
});

const IN_PROGRESS = '您有账户报告正在查询中，无需重复申请';

test('of 200 at the same moment in the engine the first is accepted and 199 are told QUERY_IN_PROGRESS (R9, R13)', async () => {
  const { store } = await openStore();
  await addUser(store, 1);
  await store.saveVerification(verificationNumber(2, 1));
  const { engine } = await serve(store);
  const user = { ...userNumber(1), mobile: '14231000001' };
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) => {
      const verificationId = at === 0 ? 'verification-1' : 'verification-2';
      return engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined });
    }),
  );
  const codes = answers.map((answer) => (answer.ok ? 'accepted' : answer.failure.code));
  expect(codes).toEqual(['accepted', ...Array(199).fill('QUERY_IN_PROGRESS')]);
});

/** The checks of R12 in their order, and what each says. */
const CHECKS = [
  'VALIDATION',
  'NOT_REAL_NAME',
  'REGION_NOT_OPEN',
  'NOT_VERIFIED',
  'UNKNOWN_BANK',
  'QUERY_IN_PROGRESS',
  'TOO_SOON',
  'THROTTLED',
] as const;
type Check = (typeof CHECKS)[number];

/** Every combination of checks that fail; a bit each. */
const COMBINATIONS = Array.from({ length: 2 ** CHECKS.length - 1 }, (_, at) =>
  CHECKS.filter((_check, bit) => (at + 1) & (1 << bit)),
);

/** User `n`, for whom these checks fail. */
const makeUser = async (store: Store, n: number, failing: readonly Check[]): Promise<void> => {
  // Only one person in a store can be without an ID number: a bound card without digits is as good.
  const last4 = failing.includes('NOT_REAL_NAME') ? '' : '0001';
  await store.registerUser({ ...userNumber(n), boundCard: { bank: 'ICBC', last4 } });
  await signIn(store, n, { inOpenRegion: !failing.includes('REGION_NOT_OPEN') });
  for (const verification of [n, 1000 + n, 2000 + n]) await store.saveVerification(verificationNumber(verification, n));
  if (failing.includes('TOO_SOON')) {
    const queryId = await acceptWithoutInterval(store, n, 1000 + n, 'ended');
    await store.endQuery(readyEnding(queryId, 'ended', START_MS + WEEK_MS));
  }
  if (failing.includes('QUERY_IN_PROGRESS')) await acceptWithoutInterval(store, n, 2000 + n);
};

const acceptWithoutInterval = async (store: Store, n: number, verification: number, owner?: string) => {
  const application = applicationOf(n, verification, { owner });
  const settings = { ...DEFAULT_SETTINGS, intervalMs: -WEEK_MS, throttle: { burst: 10_000, perSecond: 1 } };
  const admission = await store.apply(application, deciding(application, { settings }));
  if (admission.kind !== 'accepted') throw new Error(`the fixture was not accepted: ${JSON.stringify(admission)}`);
  return admission.query.queryId;
};

/** Every row of every table. */
const dump = (path: string): string => {
  const database = new DatabaseSync(path, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const rows = tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name} ORDER BY 1, 2`).all()]);
  database.close();
  return JSON.stringify(rows);
};

test('whatever is wrong together, the refusal names the first check that fails, and not one row changes (R12)', async () => {
  const opened = await openStore();
  for (const [n, failing] of COMBINATIONS.entries()) await makeUser(opened.store, n, failing);
  // Nobody has tried yet. The store is opened twice, for opening may tidy.
  const before = await opened.reopen?.().then((store) => store.close().then(() => dump(opened.path)));
  const store = await opened.reopen?.();
  if (store === undefined) throw new Error('a SQLite store can be opened again');
  const { engine, apply, clock } = await serve(store);
  clock.nowMs = START_MS + 2000;
  for (const [n, failing] of COMBINATIONS.entries()) {
    const throttle = failing.includes('THROTTLED') ? { burst: 0, perSecond: 1 } : { burst: 100_000, perSecond: 1 };
    engine.setThrottle(throttle);
    const banks = failing.includes('UNKNOWN_BANK') ? ['ICBC', 'NOSUCH'] : ['ICBC'];
    const refused = await apply(n, {
      verificationId: failing.includes('NOT_VERIFIED') ? 'verification-of-nobody' : `verification-${n}`,
      banks,
      ...(failing.includes('VALIDATION') ? { more: 1 } : {}),
    });
    expect(refused.json.code, failing.join()).toBe(failing[0]);
  }
  await store.close();
  expect(dump(opened.path)).toBe(before);
});

test('the next application is open seven days after the report to the millisecond, and not one before (R10)', async () => {
  const { store } = await openStore();
  await makeUser(store, 1, ['TOO_SOON']);
  const { apply, clock } = await serve(store);
  const generatedAtMs = START_MS + 1000;
  clock.nowMs = generatedAtMs + WEEK_MS - 1;
  const body = { verificationId: 'verification-1', banks: 'ALL' };
  expect(await apply(1, body)).toMatchObject({
    status: 409,
    json: { code: 'TOO_SOON', opensAt: '2026-01-12T09:00:01.000+08:00' },
  });
  clock.nowMs++;
  expect((await apply(1, body)).status).toBe(202);
});

test('a throttled application is a 429 in the words of the source, with whole seconds to wait that suffice (R11)', async () => {
  const { store } = await openStore();
  for (const n of [1, 2]) await addUser(store, n).then(() => signIn(store, n));
  const { apply, clock } = await serve(store, { burst: 1, perSecond: 0.4 });
  expect((await apply(1, { verificationId: 'verification-1', banks: 'ALL' })).status).toBe(202);
  const throttled = await apply(2, { verificationId: 'verification-2', banks: 'ALL' });
  expect(throttled).toMatchObject({
    status: 429,
    json: { code: 'THROTTLED', message: '申请人数过多，服务繁忙，请稍后再试' },
    retryAfter: '3',
  });
  clock.nowMs += 3000;
  expect((await apply(2, { verificationId: 'verification-2', banks: 'ALL' })).status).toBe(202);
});
