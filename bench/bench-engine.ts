// The engine as the benchmarks run it: embedded store, calls over sockets, and everything on that a live one has:
// metrics, journal, a trace for every call. Only the password hash is left out: it is slow on purpose.
import { randomBytes } from 'node:crypto';
import { keepJournal } from '../cli/journal-keeper.ts';
import { BANKS } from '../core/banks.ts';
import { Journal } from '../core/journal.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import { developmentKeyOf } from '../core/signature.ts';
import { systemClock } from '../core/system-clock.ts';
import { createEngineMetrics } from '../engine/doors/engine-metrics.ts';
import { createHttpIssuerClient } from '../engine/doors/http-issuer-client.ts';
import { nodeSecrets } from '../engine/doors/node-secrets.ts';
import { createNodeVault, MASTER_KEY_BYTES } from '../engine/doors/node-vault.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { EventBus } from '../engine/events.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import type { Store, User } from '../engine/store/port.ts';
import { openSqliteStore } from '../engine/store/sqlite.ts';

/** Users are registered so many at a time: each group is one write to the disk. */
const USERS_AT_ONCE = 500;

export interface BenchEngine {
  readonly engine: Engine;
  readonly store: Store;
  /** What the metrics show. */
  readonly metrics: () => Promise<string>;
  close(): Promise<void>;
}

/** An engine over issuers on `ports` of this machine, in the order of the banks, with its store in `path`. */
export const openBenchEngine = async (ports: readonly number[], path: string): Promise<BenchEngine> => {
  const store = openSqliteStore({ path, vault: () => createNodeVault(randomBytes(MASTER_KEY_BYTES)) });
  const events = new EventBus();
  const issuers = createHttpIssuerClient({
    issuers: BANKS.map(({ code }, at) => ({
      code,
      url: `http://127.0.0.1:${ports[at]}`,
      key: developmentKeyOf(code),
    })),
    clock: systemClock,
    digests: nodeDigests,
    connectionsPerIssuer: DEFAULT_SETTINGS.inFlightPerIssuer,
  });
  const engine = createEngine({
    banks: BANKS,
    store,
    issuers,
    clock: systemClock,
    random: createRandom(42),
    secrets: nodeSecrets,
    passwords: { hash: async () => 'none', matches: async () => true },
    face: { matches: async () => true },
    realName: { holds: async () => true },
    events,
    settings: { ...DEFAULT_SETTINGS, throttle: { burst: 1_000_000, perSecond: 1_000_000 } },
    owner: 'bench',
    callbackBaseUrl: undefined,
    onFault: (error) => {
      throw error;
    },
  });
  const metrics = createEngineMetrics(engine);
  keepJournal(new Journal(), events, () => ({ kind: 'open' }));
  await engine.start();
  return {
    engine,
    store,
    metrics: metrics.text,
    async close() {
      // Cut off what hangs: the benchmark is over.
      const stopped = engine.stop();
      await issuers.close();
      await stopped;
      await store.close();
    },
  };
};

/** Somebody who may apply at once. */
export interface Applicant {
  readonly user: User;
  readonly verificationId: string;
}

/** Registers `count` users, each with a verification; {@link applicantNumber} says who they are. */
export const registerApplicants = async (store: Store, count: number): Promise<void> => {
  const expiresAtMs = systemClock.now() + 3_600_000;
  const register = async (at: number): Promise<void> => {
    const { user, verificationId } = applicantNumber(at);
    await store.registerUser(user);
    await store.saveVerification({ verificationId, userId: user.userId, consentVersion: '1', expiresAtMs });
  };
  for (let from = 0; from < count; from += USERS_AT_ONCE) {
    const size = Math.min(USERS_AT_ONCE, count - from);
    await Promise.all(Array.from({ length: size }, (_, at) => register(from + at)));
  }
};

/** The n-th user, from 0: made each time, so that a benchmark of memory does not measure its users. */
export const applicantNumber = (at: number): Applicant => {
  const text = String(at).padStart(6, '0');
  const user: User = {
    userId: `user-${text}`,
    name: '张三',
    idNumber: `310000199001${text}`,
    mobile: `14231${text}`,
    passwordHash: 'none',
    boundCard: { bank: 'ICBC', last4: '0000' },
    registeredAtMs: 0,
  };
  return { user, verificationId: `verification-${text}` };
};

/** Runs one query from application to report with each call; every call is for the next user. */
export const runQueries = (engine: Engine): (() => Promise<void>) => {
  const ended = new Map<string, () => void>();
  engine.events.subscribe((event) => {
    if (event.type === 'query-ended') ended.get(event.queryId)?.();
  });
  let next = 0;
  return async () => {
    const { user, verificationId } = applicantNumber(next++);
    const applied = await engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined });
    if (!applied.ok) throw new Error(`The engine refused under benchmark: ${applied.failure.code}`);
    await new Promise<void>((resolve) => ended.set(applied.value.queryId, resolve));
    ended.delete(applied.value.queryId);
  };
};
