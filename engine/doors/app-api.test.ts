// The app API over a real socket: the whole path of an app, and everything that an app can send wrong.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import type { IssuerClient } from '../../core/issuer-client.ts';
import { createRandom } from '../../core/random.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createEngine } from '../engine.ts';
import { EventBus } from '../events.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { createMemoryStore } from '../store/memory.ts';
import { bareApp, mountAppApi } from './app-api.ts';
import { mountFallbacks } from './fallbacks.ts';
import { nodeSecrets } from './node-secrets.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const PERSON = {
  name: '王芳',
  idNumber: withCheck('31000019900101001'),
  mobile: '14231000001',
  paymentPassword: '135246',
  boundCard: { bank: 'ICBC', last4: '0001' },
};

function withCheck(first17: string): string {
  return first17 + idNumberCheckCharacter(first17);
}

/** Banks that answer when `release` is called, so that a test sees a running query for as long as it wants. */
const heldIssuers = () => {
  const released = Promise.withResolvers<void>();
  const client: IssuerClient = {
    ask: async (issuer, { inquiryId }) => {
      if (issuer !== 'ICBC') await released.promise;
      const card = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' };
      const body = { inquiryId, issuer, respCode: '00', respMsg: '成功', cards: [card], unsupported: [] };
      return { kind: 'reply', reply: { status: 200, contentType: 'application/json', body } };
    },
    status: async () => ({ kind: 'no-reply', failure: { kind: 'refused', code: 'ECONNREFUSED' } }),
    close: async () => undefined,
  };
  return { client, release: released.resolve };
};

const startApi = async () => {
  const faults: unknown[] = [];
  const { client, release } = heldIssuers();
  const engine = createEngine({
    banks: BANKS,
    store: createMemoryStore(),
    issuers: client,
    clock: systemClock,
    random: createRandom(1),
    secrets: nodeSecrets,
    passwords: { hash: async (password) => password, matches: async (password, hash) => password === hash },
    face: { matches: async (_idNumber, sample) => sample !== 'mismatch' },
    realName: { holds: async ({ name }) => name !== '没有人' },
    events: new EventBus(),
    settings: DEFAULT_SETTINGS,
    owner: 'test',
    callbackBaseUrl: undefined,
    onFault: (error) => faults.push(error),
  });
  const app = bareApp();
  mountAppApi(app, engine);
  app.get('/broken', () => {
    throw new Error('a defect');
  });
  mountFallbacks(app, engine, (error) => faults.push(error));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    release();
    await engine.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(base + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined;
    return { status: response.status, json, text, headers: response.headers };
  };
  return { engine, base, send, release, faults };
};

type Api = Awaited<ReturnType<typeof startApi>>;

const register = async ({ send }: Api, person = PERSON) => {
  const { json } = await send('POST', '/v1/users', person);
  return { authorization: `Bearer ${json.token}` };
};

const verify = async ({ send, engine }: Api, auth: Record<string, string>, mobile = PERSON.mobile) => {
  await send('POST', '/v1/sms-codes', { purpose: 'QUERY' }, auth);
  const smsCode = /[0-9]{6}/.exec((await engine.messagesTo(mobile, 1))[0]?.text ?? '')?.[0];
  const consent = { version: '1', accepted: true };
  return send('POST', '/v1/verifications', { consent, face: { sample: 'match' }, smsCode }, auth);
};

test('an app walks the whole path: register, code, verify, apply, watch, view, records', async () => {
  const api = await startApi();
  const { send, base, release } = api;
  const auth = await register(api);
  expect((await send('GET', '/v1/banks')).json.banks).toHaveLength(16);
  const verified = await verify(api, auth);
  expect(verified).toMatchObject({
    status: 201,
    json: { verificationId: expect.any(String), expiresAt: expect.any(String) },
  });
  const { verificationId } = verified.json;
  const accepted = await send('POST', '/v1/queries', { verificationId, banks: ['ICBC', 'CMB'] }, auth);
  expect(accepted).toMatchObject({
    status: 202,
    json: {
      status: 'RUNNING',
      title: '申请成功',
      message: '查询已开始，24小时内生成报告。生成后将通过短信通知您，您也可登录云闪付自行查看结果。',
      advice: expect.arrayContaining([expect.stringContaining('诈骗')]),
    },
  });
  const path = `/v1/queries/${accepted.json.queryId}`;
  expect((await send('POST', `${path}/report`, { paymentPassword: '135246' }, auth)).json.code).toBe('NOT_READY');
  const stream = await fetch(`${base}${path}/events`, { headers: auth });
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  release();
  const events = await stream.text();
  expect(events).toMatch(/^event: state\ndata: \{"status":"RUNNING"/);
  expect(events).toContain('event: bank\ndata: {"bank":"CMB","disposition":"DELIVERED"}');
  expect(events.trimEnd()).toMatch(/event: end\ndata: \{"status":"READY"\}$/);
  const report = await send('POST', `${path}/report`, { paymentPassword: '135246' }, auth);
  expect(report.json).toMatchObject({ summary: { debit: 2, credit: 0 }, advice: expect.any(Array) });
  expect(report.headers.get('cache-control')).toBe('no-store');
  expect((await send('GET', '/v1/queries', undefined, auth)).json.queries).toMatchObject([
    { queryId: accepted.json.queryId, status: 'READY', banks: ['ICBC', 'CMB'], generatedAt: expect.any(String) },
  ]);
  expect((await send('GET', path, undefined, auth)).json.banks).toEqual([
    { bank: 'ICBC', disposition: 'DELIVERED' },
    { bank: 'CMB', disposition: 'DELIVERED' },
  ]);
  const again = await fetch(`${base}${path}/events`, { headers: auth });
  expect(await again.text()).toMatch(/event: end\ndata: \{"status":"READY"\}\n\n$/);
});

test("an app's trace goes on in the calls to the banks, a header that is no trace in none", async () => {
  const api = await startApi();
  const calls: string[] = [];
  api.engine.events.subscribe((event) => {
    if (event.type === 'call-started') calls.push(event.traceparent);
  });
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  for (const [n, traceparent] of [`00-${traceId}-00f067aa0ba902b7-01`, `00-${traceId}`].entries()) {
    const idNumber = withCheck(`3100001990010102${n}`);
    const mobile = `1423100010${n}`;
    const auth = await register(api, { ...PERSON, idNumber, mobile });
    const { verificationId } = (await verify(api, auth, mobile)).json;
    const body = { verificationId, banks: ['ICBC', 'CMB'] };
    expect((await api.send('POST', '/v1/queries', body, { ...auth, traceparent })).status).toBe(202);
  }
  expect(calls.map((call) => call.startsWith(`00-${traceId}-`))).toEqual([true, true, false, false]);
  // The calls are told from each other, and from the app's own part of the trace.
  expect(new Set(calls.map((call) => call.slice(36, 52))).size).toBe(4);
  expect(calls.join()).not.toContain('00f067aa0ba902b7');
});

test('a user signs in again with mobile and password, and nobody with another', async () => {
  const api = await startApi();
  await register(api);
  const { mobile } = PERSON;
  expect(await api.send('POST', '/v1/sessions', { mobile, paymentPassword: '135246', region: '上海' })).toMatchObject({
    status: 201,
    json: { token: expect.any(String) },
  });
  const wrong = await api.send('POST', '/v1/sessions', { mobile, paymentPassword: '000000' });
  const nobody = await api.send('POST', '/v1/sessions', { mobile: '14231999999', paymentPassword: '000000' });
  expect([wrong.status, nobody.status]).toEqual([401, 401]);
  expect(nobody.json).toEqual(wrong.json);
});

test('a token of somebody else sees nothing of a query, and no token sees nothing at all', async () => {
  const api = await startApi();
  const owner = await register(api);
  const stranger = await register(api, { ...PERSON, idNumber: withCheck('31000019900101002'), mobile: '14231000002' });
  const { verificationId } = (await verify(api, owner)).json;
  const stolen = await api.send('POST', '/v1/queries', { verificationId, banks: 'ALL' }, stranger);
  expect(stolen).toMatchObject({ status: 422, json: { code: 'NOT_VERIFIED' } });
  const { queryId } = (await api.send('POST', '/v1/queries', { verificationId, banks: 'ALL' }, owner)).json;
  for (const [method, path, body] of [
    ['GET', '', undefined],
    ['GET', '/events', undefined],
    ['POST', '/report', { paymentPassword: '135246' }],
  ] as const) {
    expect(await api.send(method, `/v1/queries/${queryId}${path}`, body, stranger)).toMatchObject({
      status: 404,
      json: { code: 'NOT_FOUND' },
    });
    expect(await api.send(method, `/v1/queries/${queryId}${path}`, body)).toMatchObject({
      status: 401,
      json: { code: 'UNAUTHENTICATED' },
    });
    const forged = { authorization: `Bearer ${'x'.repeat(43)}` };
    expect((await api.send(method, `/v1/queries/${queryId}${path}`, body, forged)).status).toBe(401);
  }
  expect((await api.send('GET', '/v1/queries', undefined, stranger)).json).toEqual({ queries: [] });
});

const REGISTRATIONS: readonly [string, unknown, number, string, string[]][] = [
  [
    'a wrong check digit',
    { ...PERSON, idNumber: `${PERSON.idNumber.slice(0, 17)}${PERSON.idNumber.endsWith('0') ? '1' : '0'}` },
    422,
    'VALIDATION',
    ['/idNumber'],
  ],
  [
    'a birth date that does not exist',
    { ...PERSON, idNumber: withCheck('31000019900230001') },
    422,
    'VALIDATION',
    ['/idNumber'],
  ],
  ['an unknown field', { ...PERSON, nickname: 'x' }, 422, 'VALIDATION', ['/nickname']],
  ['two missing fields', { ...PERSON, name: undefined, mobile: undefined }, 422, 'VALIDATION', ['/name', '/mobile']],
  ['another type', { ...PERSON, mobile: 14231000001 }, 422, 'VALIDATION', ['/mobile']],
  ['a null', { ...PERSON, boundCard: null }, 422, 'VALIDATION', ['/boundCard']],
  ['a region that does not exist', { ...PERSON, region: '火星' }, 422, 'VALIDATION', ['/region']],
  ['a list instead of an object', [PERSON], 422, 'VALIDATION', ['']],
  ['a body that is no JSON', '{"name":', 400, 'VALIDATION', ['']],
  ['a repeated member', '{"name":"a","name":"b"}', 400, 'VALIDATION', ['/name']],
  ['somebody who does not exist', { ...PERSON, name: '没有人' }, 422, 'NOT_REAL_NAME', []],
];

for (const [what, body, status, code, pointers] of REGISTRATIONS) {
  test(`registering with ${what} is refused, says where, and changes nothing`, async () => {
    const api = await startApi();
    const answer = await api.send('POST', '/v1/users', body);
    expect(answer).toMatchObject({
      status,
      json: { code, status, message: expect.stringMatching(/[一-龥]/), detail: expect.any(String) },
    });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect((answer.json.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    for (const value of [PERSON.idNumber, PERSON.mobile, PERSON.name]) expect(answer.text).not.toContain(value);
    expect((await api.send('POST', '/v1/users', PERSON)).status).toBe(201);
    expect(api.faults).toEqual([]);
  });
}

const APPLICATIONS: readonly [string, unknown, string, string[]][] = [
  ['an empty selection', [], 'VALIDATION', ['/banks']],
  ['a word that is not ALL', 'SOME', 'VALIDATION', ['/banks']],
  ['an unknown bank', ['ICBC', 'NOSUCH', 'CMB', 'icbc'], 'UNKNOWN_BANK', ['/banks/1', '/banks/3']],
];

for (const [what, banks, code, pointers] of APPLICATIONS) {
  test(`applying with ${what} is refused, and the verification stays good (R8, R12)`, async () => {
    const api = await startApi();
    const auth = await register(api);
    const { verificationId } = (await verify(api, auth)).json;
    const refused = await api.send('POST', '/v1/queries', { verificationId, banks }, auth);
    expect(refused).toMatchObject({ status: 422, json: { code } });
    expect(refused.json.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(pointers);
    expect((await api.send('POST', '/v1/queries', { verificationId, banks: 'ALL' }, auth)).status).toBe(202);
  });
}

test('a body too large, of another type or coding is refused and the server goes on', async () => {
  const api = await startApi();
  const large = await api.send('POST', '/v1/users', { ...PERSON, name: 'x'.repeat(20_000) });
  expect(large).toMatchObject({ status: 413, json: { code: 'PAYLOAD_TOO_LARGE' } });
  for (const headers of [
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=gbk' },
    { 'content-encoding': 'gzip' },
  ]) {
    expect(
      await api.send('POST', '/v1/users', PERSON, { 'content-type': 'application/json', ...headers }),
    ).toMatchObject({ status: 415 });
  }
  expect((await api.send('POST', '/v1/users', PERSON)).status).toBe(201);
});

test('an unknown path, a wrong method and a defect inside are problem answers too', async () => {
  const api = await startApi();
  expect(await api.send('GET', '/v1/nothing')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  expect(await api.send('GET', '/v1/queries/%E0%A4%A')).toMatchObject({ status: 404 });
  const wrong = await api.send('DELETE', '/v1/queries');
  expect(wrong).toMatchObject({ status: 405, json: { code: 'METHOD_NOT_ALLOWED' } });
  expect(wrong.headers.get('allow')).toBe('GET, POST');
  expect(await api.send('GET', '/broken')).toMatchObject({ status: 500, json: { code: 'INTERNAL' } });
  expect(api.faults).toHaveLength(1);
});

test('a code is sent at most once in sixty seconds, with Retry-After (R7)', async () => {
  const api = await startApi();
  const auth = await register(api);
  expect(await api.send('POST', '/v1/sms-codes', { purpose: 'QUERY' }, auth)).toMatchObject({
    status: 202,
    json: { resendAfter: 60 },
  });
  const soon = await api.send('POST', '/v1/sms-codes', { purpose: 'QUERY' }, auth);
  expect(soon).toMatchObject({ status: 429, json: { code: 'SMS_TOO_SOON' } });
  expect(Number(soon.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('a face that does not match, no consent and a wrong code are refused by name (R7)', async () => {
  const api = await startApi();
  const auth = await register(api);
  await api.send('POST', '/v1/sms-codes', { purpose: 'QUERY' }, auth);
  const attempt = async (accepted: boolean, sample: string, smsCode: string) =>
    (
      await api.send(
        'POST',
        '/v1/verifications',
        { consent: { version: '1', accepted }, face: { sample }, smsCode },
        auth,
      )
    ).json.code;
  const right = /[0-9]{6}/.exec((await api.engine.messagesTo(PERSON.mobile, 1))[0]?.text ?? '')?.[0] ?? '';
  const wrong = right === '000000' ? '000001' : '000000';
  expect(await attempt(false, 'match', right)).toBe('CONSENT_REQUIRED');
  expect(await attempt(true, 'mismatch', right)).toBe('FACE_MISMATCH');
  expect(await attempt(true, 'match', wrong)).toBe('SMS_CODE_WRONG');
});

test('an Idempotency-Key that is too long is refused; a good one repeats the first answer (R14)', async () => {
  const api = await startApi();
  const auth = await register(api);
  const { verificationId } = (await verify(api, auth)).json;
  const body = { verificationId, banks: 'ALL' };
  const long = await api.send('POST', '/v1/queries', body, { ...auth, 'idempotency-key': 'k'.repeat(129) });
  expect(long).toMatchObject({ status: 422, json: { errors: [{ pointer: 'Idempotency-Key' }] } });
  const keyed = { ...auth, 'idempotency-key': 'k' };
  const [first, second] = [
    await api.send('POST', '/v1/queries', body, keyed),
    await api.send('POST', '/v1/queries', body, keyed),
  ];
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(second.json).toEqual(first.json);
});
