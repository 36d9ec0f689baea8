// The engine over scripted banks in virtual time: what the app sees, and what the banks are asked.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import type { CallOptions, CallResult, IssuerClient } from '../core/issuer-client.ts';
import type { InquiryRequest } from '../core/messages.ts';
import { createRandom } from '../core/random.ts';
import { nextTurn } from '../core/system-clock.ts';
import { isTraceparent } from '../core/trace-context.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { createEngine } from './engine.ts';
import { type EngineEvent, EventBus } from './events.ts';
import type { EngineParts } from './ports.ts';
import { inquiryIdOf } from './run.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from './settings.ts';
import { createMemoryStore } from './store/memory.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PASSWORD = '135246';
const SMS_CODE = '246802';

interface Call {
  readonly bank: string;
  readonly operation: 'ask' | 'status';
  readonly nth: number;
  readonly atMs: number;
  readonly traceparent: string | undefined;
  readonly inquiry: InquiryRequest | undefined;
}

/** A bank's behaviour: the answer to its n-th call, and how long it takes. */
type Script = (call: Call) => { readonly result: CallResult; readonly afterMs?: number };

const reply = (status: number, body: unknown, retryAfter?: string): CallResult => ({
  kind: 'reply',
  reply: { status, body, retryAfter, contentType: 'application/json' },
});
const REFUSED: CallResult = { kind: 'no-reply', failure: { kind: 'refused', code: 'ECONNREFUSED' } };
const answered = (inquiryId: string, issuer: string) =>
  reply(200, {
    inquiryId,
    issuer,
    respCode: '00',
    respMsg: '成功',
    cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' }],
    unsupported: [],
  });

const setUp = (scripts: Readonly<Record<string, Script>> = {}, change: Partial<EngineSettings> = {}) => {
  const clock = new VirtualClock({ settle: nextTurn });
  const store = createMemoryStore();
  const calls: Call[] = [];
  const inFlight = new Map<string, number>();
  const peaks = new Map<string, number>();
  const call = async (
    bank: string,
    operation: Call['operation'],
    inquiryId: string,
    { traceparent }: CallOptions,
    inquiry?: InquiryRequest,
  ) => {
    const nth = calls.filter((earlier) => earlier.bank === bank).length + 1;
    const made: Call = { bank, operation, nth, atMs: clock.now(), traceparent, inquiry };
    calls.push(made);
    const now = (inFlight.get(bank) ?? 0) + 1;
    inFlight.set(bank, now);
    peaks.set(bank, Math.max(now, peaks.get(bank) ?? 0));
    const { result, afterMs = 10 } = scripts[bank]?.(made) ?? { result: answered(inquiryId, bank) };
    await clock.sleep(afterMs);
    inFlight.set(bank, (inFlight.get(bank) ?? 0) - 1);
    return result;
  };
  const issuers: IssuerClient = {
    ask: (bank, inquiry, options) => call(bank, 'ask', inquiry.inquiryId, options, inquiry),
    status: (bank, inquiryId, options) => call(bank, 'status', inquiryId, options),
    close: async () => undefined,
  };
  const events = new EventBus();
  const face = { match: true };
  const parts: EngineParts = {
    banks: BANKS,
    store,
    issuers,
    clock,
    random: createRandom(7),
    secrets: {
      token: () => `token-${calls.length}-${Math.floor(clock.now())}-${tokens++}`,
      smsCode: () => SMS_CODE,
      fingerprint: (token) => token,
    },
    passwords: { hash: async (password) => password, matches: async (password, hash) => password === hash },
    face: { matches: async () => face.match },
    realName: { holds: async () => true },
    events,
    settings: { ...DEFAULT_SETTINGS, ...change },
    owner: 'one',
    callbackBaseUrl: 'http://engine.test',
    onFault: (error) => {
      throw error;
    },
  };
  let tokens = 0;
  const engine = createEngine(parts);
  return { engine, parts, clock, store, calls, peaks, face, events };
};

type SetUp = ReturnType<typeof setUp>;

const register = async ({ engine }: SetUp, nth = 1) => {
  const registered = await engine.accounts.register({
    name: '王芳',
    idNumber: `31000019900101${String(nth).padStart(4, '0')}`,
    mobile: `1423100${String(nth).padStart(4, '0')}`,
    paymentPassword: PASSWORD,
    boundCard: { bank: 'ICBC', last4: '0001' },
    region: '31',
  });
  const user = registered.ok ? await engine.accounts.userOf(registered.value.token) : undefined;
  if (user === undefined) throw new Error('the test user could not register');
  return user;
};

type TestUser = Awaited<ReturnType<typeof register>>;

const verify = async ({ engine }: SetUp, user: TestUser): Promise<string> => {
  await engine.identityChecks.sendCode(user);
  const verified = await engine.identityChecks.verify(user, {
    consent: { version: '1', accepted: true },
    face: { sample: 'x' },
    smsCode: SMS_CODE,
  });
  if (!verified.ok) throw new Error(`the test user could not verify: ${verified.failure.code}`);
  return verified.value.verificationId;
};

const applyAs = async (network: SetUp, user: TestUser, banks: 'ALL' | string[] = ['ICBC', 'CMB']) => {
  const applied = await network.engine.applications.apply(user, {
    verificationId: await verify(network, user),
    banks,
    idempotencyKey: undefined,
  });
  if (!applied.ok) throw new Error(`the application was refused: ${applied.failure.code}`);
  return applied.value.queryId;
};

const dispositionsOf = async ({ engine }: SetUp, user: TestUser, queryId: string) => {
  const record = await engine.reports.recordOf(user, queryId);
  return {
    status: record?.status,
    ...Object.fromEntries(record?.dispositions.map((d) => [d.bank, d.disposition]) ?? []),
  };
};

const notices = async ({ engine }: SetUp, user: TestUser) =>
  (await engine.messagesTo(user.mobile, 100)).filter(({ text }) => !text.includes(SMS_CODE));

test('the throttle changes while the engine runs, and what was spent stays spent (R11)', async () => {
  const network = setUp({}, { throttle: { burst: 2, perSecond: 0 } });
  let people = 0;
  const apply = async (): Promise<string> => {
    const user = await register(network, ++people);
    const request = { banks: ['CMB'], idempotencyKey: undefined, verificationId: await verify(network, user) };
    const applied = await network.engine.applications.apply(user, request);
    return applied.ok ? 'accepted' : applied.failure.code;
  };
  expect([await apply(), await apply(), await apply()]).toEqual(['accepted', 'accepted', 'THROTTLED']);
  await network.clock.runUntil(network.clock.now() + HOUR);
  network.engine.setThrottle({ burst: 2, perSecond: 1 });
  expect(network.engine.settings.throttle).toEqual({ burst: 2, perSecond: 1 });
  expect(await apply()).toBe('THROTTLED');
  network.engine.setThrottle({ burst: 3, perSecond: 1 });
  expect([await apply(), await apply()]).toEqual(['accepted', 'THROTTLED']);
  await network.clock.runUntil(network.clock.now() + 1000);
  expect([await apply(), await apply()]).toEqual(['accepted', 'THROTTLED']);
});

test('all chosen banks are asked at the same instant, and no other bank (R15, I2)', async () => {
  const network = setUp();
  const user = await register(network);
  const startMs = network.clock.now();
  await applyAs(network, user, ['ICBC', 'CMB', 'ICBC']);
  await network.clock.runUntil(startMs + 1000);
  expect(network.calls.map(({ bank, atMs }) => [bank, atMs - startMs])).toEqual([
    ['ICBC', 0],
    ['CMB', 0],
  ]);
});

test('a query ends in one report and one message, and a second application waits for the interval (R10, R21, R23)', async () => {
  const network = setUp();
  const { engine, clock } = network;
  const user = await register(network);
  const queryId = await applyAs(network, user);
  await clock.runUntil(clock.now() + 1000);
  expect(await dispositionsOf(network, user, queryId)).toEqual({
    status: 'READY',
    ICBC: 'DELIVERED',
    CMB: 'DELIVERED',
  });
  expect(await notices(network, user)).toHaveLength(1);
  const record = await engine.reports.recordOf(user, queryId);
  const opensAtMs = (record?.generatedAtMs ?? 0) + 7 * DAY;
  await clock.runUntil(opensAtMs - 1);
  const early = await engine.applications.apply(user, {
    verificationId: await verify(network, user),
    banks: 'ALL',
    idempotencyKey: undefined,
  });
  expect(early).toEqual({ ok: false, failure: { code: 'TOO_SOON', opensAtMs } });
  await clock.runUntil(opensAtMs + 60_000);
  await applyAs(network, user);
});

test('of 200 simultaneous applications of one user one is accepted and 199 are told why (R9, R13)', async () => {
  const network = setUp();
  const user = await register(network);
  const verificationId = await verify(network, user);
  const results = await Promise.all(
    Array.from({ length: 200 }, () =>
      network.engine.applications.apply(user, { verificationId, banks: 'ALL', idempotencyKey: undefined }),
    ),
  );
  const codes = results.map((result) => (result.ok ? 'accepted' : result.failure.code));
  expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
  // R12: the verification is used up by the one that was accepted, and R7 comes before R9.
  expect(codes.filter((code) => code === 'NOT_VERIFIED')).toHaveLength(199);
  const second = await network.engine.applications.apply(user, {
    verificationId: await verifyLater(network, user),
    banks: 'ALL',
    idempotencyKey: undefined,
  });
  expect(second).toEqual({ ok: false, failure: { code: 'QUERY_IN_PROGRESS' } });
});

const verifyLater = async (network: SetUp, user: TestUser): Promise<string> => {
  const slow = network.parts.settings.smsCode.resendAfterMs;
  await network.store.sendSmsCode(user.userId, () => ({
    code: { code: SMS_CODE, sentAtMs: network.clock.now() + slow, wrongTries: 0, used: false },
    message: { messageId: 'later', userId: user.userId, text: SMS_CODE, atMs: network.clock.now() },
  }));
  const verified = await network.engine.identityChecks.verify(user, {
    consent: { version: '1', accepted: true },
    face: { sample: 'x' },
    smsCode: SMS_CODE,
  });
  if (!verified.ok) throw new Error('a second verification failed');
  return verified.value.verificationId;
};

test('an Idempotency-Key repeated gets its first answer, also at the same moment; for another application it is refused (R14)', async () => {
  const network = setUp();
  const user = await register(network);
  const verificationId = await verify(network, user);
  const request = { verificationId, banks: ['ICBC'], idempotencyKey: 'key-1' };
  const answers = await Promise.all([1, 2, 3].map(() => network.engine.applications.apply(user, request)));
  expect(new Set(answers.map((answer) => (answer.ok ? answer.value.queryId : answer.failure.code))).size).toBe(1);
  const other = await network.engine.applications.apply(user, { ...request, banks: ['CMB'] });
  expect(other).toEqual({ ok: false, failure: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('a slow bank delays no other, within a query or across queries (R15)', async () => {
  const network = setUp({ CMB: () => ({ result: REFUSED, afterMs: 5000 }) }, { inFlightPerIssuer: 2 });
  const users = [];
  for (let nth = 1; nth <= 5; nth++) users.push(await register(network, nth));
  const startMs = network.clock.now();
  for (const user of users) await applyAs(network, user);
  await network.clock.runUntil(startMs + 100);
  for (const user of users) {
    const [record] = await network.engine.reports.records(user);
    expect(record?.dispositions).toEqual([
      { bank: 'ICBC', disposition: 'DELIVERED' },
      { bank: 'CMB', disposition: 'PENDING' },
    ]);
  }
  expect(network.peaks.get('CMB')).toBe(2);
});

test('a bank that says later is called again, never before its Retry-After (R17, I7)', async () => {
  const network = setUp({
    CMB: ({ nth }) => ({ result: nth < 4 ? reply(503, { respCode: '02', respMsg: '' }, '30') : answeredFor(network) }),
  });
  const user = await register(network);
  const queryId = await applyAs(network, user, ['CMB']);
  await network.clock.runUntil(network.clock.now() + HOUR);
  const times = network.calls.map(({ atMs }) => atMs);
  expect(times).toHaveLength(4);
  for (const [at, time] of times.slice(1).entries()) expect(time - (times[at] ?? 0)).toBeGreaterThanOrEqual(30_010);
  expect(await dispositionsOf(network, user, queryId)).toEqual({ status: 'READY', CMB: 'DELIVERED' });
});

const answeredFor = (network: SetUp, bank = 'CMB'): CallResult => {
  const inquiry = network.calls.find((call) => call.bank === bank)?.inquiry;
  return answered(inquiry?.inquiryId ?? '', bank);
};

test('every repetition sends the same inquiry to the letter, so that it is harmless (R17)', async () => {
  const network = setUp({ CMB: ({ nth }) => ({ result: nth < 6 ? REFUSED : answeredFor(network) }) });
  const user = await register(network);
  await applyAs(network, user, ['CMB']);
  await network.clock.runUntil(network.clock.now() + HOUR);
  expect(network.calls).toHaveLength(6);
  expect(new Set(network.calls.map(({ inquiry }) => JSON.stringify(inquiry))).size).toBe(1);
});

test('a running inquiry is asked for after 1, 2, 4, 8, 16, 32 s, then ever more rarely (R17)', async () => {
  const pending = (network: SetUp) => {
    const inquiryId = network.calls[0]?.inquiry?.inquiryId;
    return reply(202, { inquiryId, issuer: 'CMB', respCode: '05', respMsg: '' });
  };
  const network = setUp({ CMB: () => ({ result: pending(network), afterMs: 0 }) });
  const user = await register(network);
  await applyAs(network, user, ['CMB']);
  await network.clock.runUntil(network.clock.now() + 300_000);
  expect(network.calls.map(({ operation }) => operation)).toEqual(['ask', ...Array(8).fill('status')]);
  const gaps = network.calls.slice(1).map(({ atMs }, at) => (atMs - (network.calls[at]?.atMs ?? 0)) / 1000);
  expect(gaps).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
});

/** A bank that refuses, then accepts, then answers; and one that sends what it must not. */
const tracedRun = async () => {
  const network = setUp({
    CMB: ({ nth, bank }) => {
      const inquiryId = network.calls[0]?.inquiry?.inquiryId ?? '';
      if (nth === 1) return { result: REFUSED };
      return {
        result:
          nth === 2 ? reply(202, { inquiryId, issuer: bank, respCode: '05', respMsg: '' }) : answered(inquiryId, bank),
      };
    },
    ICBC: () => ({ result: reply(400, { respCode: '王芳', respMsg: '310000199001010010' }) }),
  });
  const events: EngineEvent[] = [];
  network.events.subscribe((event) => events.push(event));
  const queryId = await applyAs(network, await register(network), ['CMB', 'ICBC']);
  await network.clock.runUntil(network.clock.now() + DAY);
  return { calls: network.calls, events, queryId };
};

test('every call has a trace context of its own, which the bank gets and both its events tell', async () => {
  const { calls, events, queryId } = await tracedRun();
  const sent = calls.map(({ traceparent }) => traceparent ?? '');
  expect(new Set(sent).size).toBe(4);
  expect(new Set(sent.map((traceparent) => traceparent.slice(0, 35))).size).toBe(1);
  expect(sent.filter(isTraceparent)).toEqual(sent);
  const started = events.filter((event) => event.type === 'call-started');
  expect(started.map(({ traceparent }) => traceparent)).toEqual(sent);
  expect(started.map(({ inquiryId }) => inquiryId)).toEqual(calls.map(({ bank }) => inquiryIdOf(queryId, bank)));
  expect(
    events
      .filter((event) => event.type === 'call-ended')
      .map(({ traceparent }) => traceparent)
      .toSorted(),
  ).toEqual(sent.toSorted());
  expect((await tracedRun()).calls.map(({ traceparent }) => traceparent)).toEqual(sent);
});

test('the end of a call tells the codes of what came back, and nothing else of it (R26)', async () => {
  const { events } = await tracedRun();
  const ended = events.filter((event) => event.type === 'call-ended');
  const codes = ended.map(({ bank, status, respCode, failure, outcome }) => [bank, status, respCode, failure, outcome]);
  expect(codes).toEqual([
    ['CMB', undefined, undefined, 'ECONNREFUSED', 'unknown'],
    ['ICBC', 400, undefined, undefined, 'failed'],
    ['CMB', 202, '05', undefined, 'running'],
    ['CMB', 200, '00', undefined, 'delivered'],
  ]);
  expect(JSON.stringify(events)).not.toMatch(/王芳|310000199001010010/);
});

test('a callback ends a running inquiry early; its repeats change nothing (R17, R20, I4)', async () => {
  const network = setUp({
    CMB: () => ({
      result: reply(202, {
        inquiryId: network.calls[0]?.inquiry?.inquiryId,
        issuer: 'CMB',
        respCode: '05',
        respMsg: '',
      }),
    }),
  });
  const user = await register(network);
  const queryId = await applyAs(network, user, ['CMB']);
  await network.clock.runUntil(network.clock.now() + 500);
  const inquiryId = inquiryIdOf(queryId, 'CMB');
  const result = answered(inquiryId, 'CMB');
  const body = result.kind === 'reply' ? result.reply.body : undefined;
  expect(await network.engine.receiveCallback('CMB', inquiryId, body)).toEqual({ kind: 'taken' });
  expect(await network.engine.receiveCallback('CMB', inquiryId, body)).toEqual({ kind: 'ignored' });
  await network.clock.runUntil(network.clock.now() + DAY);
  expect(await dispositionsOf(network, user, queryId)).toEqual({ status: 'READY', CMB: 'DELIVERED' });
  expect(network.calls).toHaveLength(1);
  expect(await notices(network, user)).toHaveLength(1);
});

test('a callback from another bank, for another inquiry or against the schema is not merged (R20)', async () => {
  const network = setUp({ CMB: () => ({ result: REFUSED }) });
  const user = await register(network);
  const queryId = await applyAs(network, user, ['CMB']);
  const inquiryId = inquiryIdOf(queryId, 'CMB');
  const bodies = [
    answered(inquiryId, 'ICBC'),
    answered('another-inquiry', 'CMB'),
    reply(200, {
      inquiryId,
      issuer: 'CMB',
      respCode: '00',
      respMsg: '',
      cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001', pan: '6222000000000001' }],
      unsupported: [],
    }),
  ];
  for (const result of bodies) {
    const body = result.kind === 'reply' ? result.reply.body : undefined;
    expect((await network.engine.receiveCallback('CMB', inquiryId, body)).kind).toBe('broken');
  }
  expect(await dispositionsOf(network, user, queryId)).toEqual({ status: 'RUNNING', CMB: 'PENDING' });
});

test('at the deadline what is pending becomes TIMEOUT and a partial report is made (R19)', async () => {
  const network = setUp({ CMB: () => ({ result: REFUSED }) });
  const user = await register(network);
  const queryId = await applyAs(network, user);
  const record = await network.engine.reports.recordOf(user, queryId);
  await network.clock.runUntil((record?.deadlineMs ?? 0) - 1);
  expect((await dispositionsOf(network, user, queryId)).status).toBe('RUNNING');
  await network.clock.runUntil(record?.deadlineMs ?? 0);
  expect(await dispositionsOf(network, user, queryId)).toEqual({ status: 'READY', ICBC: 'DELIVERED', CMB: 'TIMEOUT' });
  const before = network.calls.length;
  await network.clock.runUntil(network.clock.now() + DAY);
  expect(network.calls).toHaveLength(before);
});

test('when nobody delivers the query has FAILED: one message, no report, and applying is open again at once (R21)', async () => {
  const network = setUp({ CMB: () => ({ result: reply(400, {}) }) });
  const user = await register(network);
  const queryId = await applyAs(network, user, ['CMB']);
  await network.clock.runUntil(network.clock.now() + 60_000);
  expect(await dispositionsOf(network, user, queryId)).toEqual({ status: 'FAILED', CMB: 'FAILED' });
  expect(network.calls).toHaveLength(1);
  expect(await notices(network, user)).toHaveLength(1);
  expect(await network.engine.reports.view(user, queryId, PASSWORD)).toEqual({
    ok: false,
    failure: { code: 'QUERY_FAILED' },
  });
  await applyAs(network, user, ['ICBC']);
});

test('eight answers in a row that break the contract make FAILED, a DENIED is final at once (R16, R20)', async () => {
  const network = setUp({
    CMB: () => ({ result: reply(200, { respCode: '00' }) }),
    ABC: () => ({
      result: reply(422, {
        inquiryId: network.calls.find(({ bank }) => bank === 'ABC')?.inquiry?.inquiryId,
        issuer: 'ABC',
        respCode: '66',
        respMsg: '',
      }),
    }),
  });
  const user = await register(network);
  const queryId = await applyAs(network, user, ['ICBC', 'CMB', 'ABC']);
  await network.clock.runUntil(network.clock.now() + 12 * HOUR);
  expect(await dispositionsOf(network, user, queryId)).toEqual({
    status: 'READY',
    ICBC: 'DELIVERED',
    CMB: 'FAILED',
    ABC: 'DENIED',
  });
  expect(network.calls.filter(({ bank }) => bank === 'CMB')).toHaveLength(8);
  expect(network.calls.filter(({ bank }) => bank === 'ABC')).toHaveLength(1);
});

test('the report is for its owner and the right password; five wrong tries lock for thirty minutes (R24)', async () => {
  const network = setUp();
  const { engine, clock } = network;
  const [owner, stranger] = [await register(network, 1), await register(network, 2)];
  const queryId = await applyAs(network, owner);
  await clock.runUntil(clock.now() + 1000);
  expect(await engine.reports.view(stranger, queryId, PASSWORD)).toEqual({ ok: false, failure: { code: 'NOT_FOUND' } });
  for (const triesLeft of [4, 3, 2, 1]) {
    expect(await engine.reports.view(owner, queryId, '000000')).toEqual({
      ok: false,
      failure: { code: 'WRONG_PASSWORD', triesLeft },
    });
  }
  const untilMs = clock.now() + 30 * 60_000;
  expect(await engine.reports.view(owner, queryId, '000000')).toEqual({
    ok: false,
    failure: { code: 'LOCKED', untilMs },
  });
  expect(await engine.reports.view(owner, queryId, PASSWORD)).toEqual({
    ok: false,
    failure: { code: 'LOCKED', untilMs },
  });
  await clock.runUntil(untilMs);
  expect((await engine.reports.view(owner, queryId, PASSWORD)).ok).toBe(true);
});

test('a report goes at 00:00 Shanghai after seven full days; its record stays and says so (R25)', async () => {
  const network = setUp();
  const { engine, clock, store } = network;
  const user = await register(network);
  const queryId = await applyAs(network, user);
  // Virtual time starts on 2026-01-05, 09:00 in Shanghai.
  const goneAtMs = Date.UTC(2026, 0, 12, 16);
  await clock.runUntil(goneAtMs - 1);
  expect((await engine.reports.view(user, queryId, PASSWORD)).ok).toBe(true);
  await clock.runUntil(goneAtMs);
  expect(await engine.reports.view(user, queryId, PASSWORD)).toEqual({ ok: false, failure: { code: 'EXPIRED' } });
  expect(await store.reportOf(user.userId, queryId)).toBeUndefined();
  expect((await engine.reports.recordOf(user, queryId))?.status).toBe('EXPIRED');
});

test('another engine on the same store takes up what a dead one left: done banks stay done, retries wait out their time (R14)', async () => {
  const network = setUp({ CMB: ({ nth }) => ({ result: nth === 1 ? reply(429, {}, '600') : answeredFor(network) }) });
  const user = await register(network);
  const startMs = network.clock.now();
  const queryId = await applyAs(network, user);
  await network.clock.runUntil(startMs + 1000);
  // The first engine is never heard of again; its lease runs out.
  await network.engine.stop();
  const second = createEngine({ ...network.parts, owner: 'two' });
  await network.clock.runUntil(startMs + 60_000);
  await second.start();
  await network.clock.runUntil(startMs + 599_000);
  expect(network.calls).toHaveLength(2);
  await network.clock.runUntil(startMs + DAY);
  expect(await dispositionsOf(network, user, queryId)).toEqual({
    status: 'READY',
    ICBC: 'DELIVERED',
    CMB: 'DELIVERED',
  });
  expect(network.calls.map(({ bank }) => bank).toSorted()).toEqual(['CMB', 'CMB', 'ICBC']);
  expect(await notices(network, user)).toHaveLength(1);
});

test('more accepted queries than places wait in the store and are all worked off', async () => {
  const network = setUp({}, { activeQueries: 3 });
  const users = [];
  for (let nth = 1; nth <= 10; nth++) users.push(await register(network, nth));
  for (const user of users) await applyAs(network, user, ['ICBC']);
  await network.clock.runUntil(network.clock.now() + 1000);
  for (const user of users) expect((await network.engine.reports.records(user))[0]?.status).toBe('READY');
  expect(network.peaks.get('ICBC')).toBe(3);
});

test('consent, face and code are asked in this order, and a refusal uses up nothing of what follows (R7)', async () => {
  const network = setUp();
  const user = await register(network);
  await network.engine.identityChecks.sendCode(user);
  const attempt = (accepted: boolean, smsCode: string) =>
    network.engine.identityChecks.verify(user, { consent: { version: '1', accepted }, face: { sample: 'x' }, smsCode });
  network.face.match = false;
  expect(await attempt(false, '000000')).toEqual({ ok: false, failure: { code: 'CONSENT_REQUIRED' } });
  expect(await attempt(true, '000000')).toEqual({ ok: false, failure: { code: 'FACE_MISMATCH' } });
  network.face.match = true;
  for (let tries = 0; tries < 4; tries++) {
    expect(await attempt(true, '000000')).toEqual({ ok: false, failure: { code: 'SMS_CODE_WRONG' } });
  }
  expect((await attempt(true, SMS_CODE)).ok).toBe(true);
  expect(await attempt(true, SMS_CODE)).toEqual({ ok: false, failure: { code: 'SMS_CODE_EXPIRED' } });
});

test('a throttled application costs the user nothing and says when there will be room (R11)', async () => {
  const network = setUp({}, { throttle: { burst: 1, perSecond: 1 } });
  const [first, second] = [await register(network, 1), await register(network, 2)];
  await applyAs(network, first);
  const verificationId = await verify(network, second);
  const request = { verificationId, banks: 'ALL' as const, idempotencyKey: undefined };
  expect(await network.engine.applications.apply(second, request)).toEqual({
    ok: false,
    failure: { code: 'THROTTLED', retryAfterMs: 1000 },
  });
  await network.clock.runUntil(network.clock.now() + 1000);
  expect((await network.engine.applications.apply(second, request)).ok).toBe(true);
});
