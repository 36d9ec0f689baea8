// What waits costs no memory: however many queries are accepted, the engine holds as many as it works on, and the
// others are in the store alone. The same at 100,000 over sockets: `npm run bench -- waiting`.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import type { CallResult, IssuerClient } from '../core/issuer-client.ts';
import { createRandom } from '../core/random.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { createEngine } from './engine.ts';
import { EventBus } from './events.ts';
import { DEFAULT_SETTINGS } from './settings.ts';
import { createMemoryStore } from './store/memory.ts';

const ACCEPTED = 2000;
const ACTIVE = 25;
const IN_FLIGHT = 4;

/** Banks that hang until `release`, and deliver from then on. */
const hangingIssuers = () => {
  const released = Promise.withResolvers<void>();
  let calls = 0;
  const client: IssuerClient = {
    ask: async (issuer, { inquiryId }): Promise<CallResult> => {
      calls++;
      await released.promise;
      const body = { inquiryId, issuer, respCode: '00', respMsg: '成功', cards: [], unsupported: [] };
      return { kind: 'reply', reply: { status: 200, contentType: 'application/json', body } };
    },
    status: async () => ({ kind: 'no-reply', failure: { kind: 'refused', code: 'ECONNREFUSED' } }),
    close: async () => undefined,
  };
  return { client, release: released.resolve, calls: () => calls };
};

const startEngine = async () => {
  const clock = new VirtualClock({ settle: () => new Promise((resolve) => setImmediate(resolve)) });
  const store = createMemoryStore();
  const issuers = hangingIssuers();
  const events = new EventBus();
  const engine = createEngine({
    banks: BANKS,
    store,
    issuers: issuers.client,
    clock,
    random: createRandom(1),
    secrets: { token: () => 'token', smsCode: () => '000000', fingerprint: (token) => token },
    passwords: { hash: async () => 'hash', matches: async () => true },
    face: { matches: async () => true },
    realName: { holds: async () => true },
    events,
    settings: {
      ...DEFAULT_SETTINGS,
      throttle: { burst: ACCEPTED, perSecond: 1 },
      activeQueries: ACTIVE,
      inFlightPerIssuer: IN_FLIGHT,
    },
    owner: 'engine',
    callbackBaseUrl: undefined,
    onFault: (error) => {
      throw error;
    },
  });
  await engine.start();
  const apply = async (n: number) => {
    const text = String(n).padStart(6, '0');
    const user = {
      userId: `user-${n}`,
      name: '测试',
      idNumber: `310000199001${text}`,
      mobile: `14231${text}`,
      passwordHash: 'hash',
      boundCard: { bank: 'ICBC', last4: '0001' },
      registeredAtMs: 0,
    };
    await store.registerUser(user);
    const verificationId = `verification-${n}`;
    const expiresAtMs = Number.MAX_SAFE_INTEGER;
    await store.saveVerification({ verificationId, userId: user.userId, consentVersion: '1', expiresAtMs });
    const applied = await engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined });
    if (!applied.ok) throw new Error(`the fixture was refused: ${applied.failure.code}`);
  };
  return { engine, clock, events, issuers, apply };
};

test('2,000 accepted queries: 25 are in memory, with their timers, 4 calls at each bank, and all end at last', async () => {
  const { engine, clock, events, issuers, apply } = await startEngine();
  let ended = 0;
  let mostActive = 0;
  events.subscribe((event) => {
    if (event.type === 'query-ended') ended++;
  });
  for (let n = 0; n < ACCEPTED; n++) {
    await apply(n);
    mostActive = Math.max(mostActive, (await engine.load()).activeQueries);
  }
  const load = await engine.load();
  expect([mostActive, load.activeQueries, load.waitingQueries]).toEqual([ACTIVE, ACTIVE, ACCEPTED - ACTIVE]);
  expect(issuers.calls()).toBe(IN_FLIGHT * BANKS.length);
  for (const lane of load.lanes) expect(lane).toMatchObject({ inFlight: IN_FLIGHT, waiting: ACTIVE - IN_FLIGHT });
  // A deadline for each query that is worked on, the renewal of their leases, and another look for places.
  expect(clock.pending).toBeLessThanOrEqual(ACTIVE + 2);

  issuers.release();
  await clock.runUntil(clock.now());
  while (ended < ACCEPTED) await clock.runUntil(clock.now());
  const after = await engine.load();
  expect([after.activeQueries, after.waitingQueries]).toEqual([0, 0]);
  await engine.stop();
  // What is left is the expiry of the reports, which a stop takes back.
  expect(clock.pending).toBe(0);
});
