// Every kind of fault on a real socket: what the caller's operating system and HTTP client see of it.
import { connect } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { faultsOf } from '../faults/faults-fixture.ts';
import { AT_ONCE, inquiryAbout, testIssuer, ZHANG } from '../issuer/customers-fixture.ts';
import type { IssuerSettings } from '../issuer/settings.ts';
import { watchedClock } from './calls-fixture.ts';
import { listenIssuer } from './issuer-server.ts';

const settingsWith = (...faults: readonly object[]): IssuerSettings => ({
  ...AT_ONCE,
  faults: faultsOf(faults, systemClock.now()),
});

const open = async (settings: IssuerSettings, clock: Clock = systemClock) => {
  const records: IssuerCallRecord[] = [];
  const door = await listenIssuer({
    issuer: testIssuer({ settings }),
    port: 0,
    host: '127.0.0.1',
    key: developmentKeyOf('ICBC'),
    clock,
    digests: nodeDigests,
    onCall: (record) => records.push(record),
  });
  const pool = new Pool(door.url, { connections: 1 });
  onTestFinished(async () => {
    await pool.destroy();
    await door.close();
  });
  return { ...door, pool, records, clock };
};

type Seen = {
  readonly status?: number;
  readonly headers?: Dispatcher.ResponseData['headers'];
  readonly text?: string;
  readonly chunks?: number;
  readonly code?: string;
};

/** What a client sees of one signed inquiry: an answer, or the code of the error that it gets. */
const ask = async (
  { pool, clock }: { readonly pool: Pool; readonly clock: Clock },
  { inquiryId = 'q-00000001', signal }: { readonly inquiryId?: string; readonly signal?: AbortSignal } = {},
): Promise<Seen> => {
  const body = JSON.stringify(inquiryAbout(ZHANG, { inquiryId }));
  const credentials = { keyId: keyIdOf('ICBC'), key: developmentKeyOf('ICBC') };
  const message = { method: 'POST' as const, path: INQUIRIES_PATH, body };
  const signature = signMessage(message, credentials, Math.floor(clock.now() / 1000), nodeDigests);
  const headers = { 'content-type': 'application/json', ...signature };
  let answer: Dispatcher.ResponseData | undefined;
  try {
    answer = await pool.request({ ...message, headers, signal: signal ?? null });
    const chunks: Buffer[] = [];
    for await (const chunk of answer.body) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString();
    return { status: answer.statusCode, headers: answer.headers, text, chunks: chunks.length };
  } catch (error) {
    const seen = answer && { status: answer.statusCode, headers: answer.headers };
    return { ...seen, code: codeOf(error) };
  }
};

/** The code of an error or of what caused it; an abort has none that is a text, only its name. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? error.name : codeOf(error.cause);
};

test('refuse: the port does not accept, and accepts again when healed; nothing else is disturbed', async () => {
  const door = await open(AT_ONCE);
  expect((await ask(door)).status).toBe(200);
  await door.configure(settingsWith({ kind: 'refuse' }));
  expect((await ask(door)).code).toBe('ECONNREFUSED');
  const connected = await new Promise((resolve) => {
    connect(door.port, '127.0.0.1')
      .once('connect', () => resolve('connected'))
      .once('error', (error: Error & { code?: string }) => resolve(error.code));
  });
  expect(connected).toBe('ECONNREFUSED');
  await door.configure(AT_ONCE);
  expect((await ask(door)).status).toBe(200);
});

test('refuse in a window closes and opens the port by the clock', async () => {
  const { virtual, clock } = watchedClock();
  const door = await open({ ...AT_ONCE, faults: faultsOf([{ kind: 'outage', from: '10s', until: '20s' }]) }, clock);
  const codes = [];
  for (const offsetMs of [9999, 10_000, 19_999, 20_000]) {
    await virtual.runUntil(1_767_574_800_000 + offsetMs);
    // The port follows its timer within the turns that a change takes; a change without change waits for it.
    await door.configure({ ...AT_ONCE, faults: faultsOf([{ kind: 'outage', from: '10s', until: '20s' }]) });
    codes.push((await ask(door)).code ?? 'answered');
  }
  expect(codes).toEqual(['answered', 'ECONNREFUSED', 'ECONNREFUSED', 'answered']);
});

test('a call that is under way when the port closes gets its answer', async () => {
  const { virtual, clock, nextWait } = watchedClock();
  const door = await open({ ...AT_ONCE, latency: { fixedMs: 5000 } }, clock);
  const waiting = nextWait();
  const answer = ask(door);
  await waiting;
  await door.configure({ ...AT_ONCE, faults: faultsOf([{ kind: 'refuse' }]) });
  await virtual.runUntil(virtual.now() + 5000);
  expect((await answer).status).toBe(200);
  expect((await ask(door)).code).toMatch(/ECONNREFUSED|ECONNRESET|UND_ERR_SOCKET/);
  expect((await ask(door)).code).toBe('ECONNREFUSED');
});

test('reset at accept: a TCP reset before any byte is read', async () => {
  const door = await open(settingsWith({ kind: 'reset', at: 'accept' }));
  expect((await ask(door)).code).toBe('ECONNRESET');
  expect(door.records).toEqual([]);
});

test('reset at headers: a TCP reset after the request, before any header', async () => {
  const door = await open(settingsWith({ kind: 'reset' }));
  expect(await ask(door)).toEqual({ code: 'ECONNRESET' });
  expect(door.records).toMatchObject([{ did: 'reset', faults: ['reset'], attempt: 1, inquiryId: 'q-00000001' }]);
});

test('reset at body: a TCP reset in the middle of the body', async () => {
  const door = await open(settingsWith({ kind: 'reset', at: 'body' }));
  expect((await ask(door)).code).toBe('ECONNRESET');
  expect(door.records).toMatchObject([{ did: '200/00 reset in the body' }]);
});

test('close: the connection ends without a reply', async () => {
  const door = await open(settingsWith({ kind: 'close' }));
  expect(await ask(door)).toEqual({ code: 'UND_ERR_SOCKET' });
});

test('hang: silence until the caller gives up, and then the journal knows; others are answered', async () => {
  const door = await open(settingsWith({ kind: 'fail-first', n: 1000, share: 0.5, as: 'hang' }));
  const other = new Pool(door.url);
  onTestFinished(() => other.destroy());
  // Keyed chance: for this seed the first inquiry is of the half that hangs and the second is not, however often asked.
  const [silent, answered] = [{ inquiryId: 'q-00000005' }, { inquiryId: 'q-00000001' }];
  const giveUp = async (): Promise<readonly string[]> => {
    const patience = new AbortController();
    const silence = ask(door, { ...silent, signal: patience.signal });
    expect((await ask({ pool: other, clock: door.clock }, answered)).status).toBe(200);
    patience.abort();
    expect((await silence).code).toBe('AbortError');
    return door.records.flatMap(({ inquiryId, did }) => (inquiryId === silent.inquiryId ? [did] : []));
  };
  // A caller may give up before its call has come in: then there is nothing to know, and it calls again.
  await expect.poll(giveUp).toContain('hang');
});

test('truncate: the content-length says the whole body, half of it comes', async () => {
  const door = await open(AT_ONCE);
  const whole = await ask(door);
  await door.configure(settingsWith({ kind: 'truncate' }));
  const cut = await ask(door);
  expect(cut).toMatchObject({ status: 200, code: 'UND_ERR_SOCKET' });
  expect(cut.headers?.['content-length']).toBe(whole.headers?.['content-length']);
});

test('dribble: the body comes in pieces with pauses between them', async () => {
  const { virtual, clock, nextWait } = watchedClock();
  const door = await open({ ...AT_ONCE, faults: faultsOf([{ kind: 'dribble', bytes: 200, every: '1s' }]) }, clock);
  const startMs = virtual.now();
  let waiting = nextWait();
  const answer = ask(door);
  let isDone = false;
  void answer.then(() => {
    isDone = true;
  });
  while (!isDone) {
    await Promise.race([waiting, answer]);
    waiting = nextWait();
    await virtual.runUntil(virtual.now() + 1000);
  }
  const { status, text = '' } = await answer;
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({ respCode: '00' });
  const pieces = Math.ceil(Buffer.byteLength(text) / 200);
  expect(pieces).toBeGreaterThan(1);
  expect(virtual.now() - startMs).toBeGreaterThanOrEqual((pieces - 1) * 1000);
});

test.each([
  ['json', /^\{"inquiryId"[^}]*$/, 'application/json'],
  ['empty', /^$/, 'application/json'],
  ['html', /^<!doctype html>/, 'text/html'],
  ['utf8', /\uFFFD/, 'application/json'],
] as const)('malformed %s: a complete answer that is no message', async (what, text, type) => {
  const seen = await ask(await open(settingsWith({ kind: 'malformed', what })));
  expect(seen.status).toBe(200);
  expect(seen.text).toMatch(text);
  expect(seen.headers?.['content-type']).toContain(type);
});

test.each([
  ['other-inquiry', { inquiryId: 'q-00000000', issuer: 'ICBC' }],
  ['other-bank', { inquiryId: 'q-00000001', issuer: expect.not.stringMatching(/^ICBC$/) }],
  [
    'full-pan',
    { cards: expect.arrayContaining([expect.objectContaining({ pan: expect.stringMatching(/^[0-9]{16}$/) })]) },
  ],
  ['schema', { inquiryId: 'q-00000001', respCode: '00' }],
] as const)('wrong-answer %s: a complete answer that must not be merged', async (what, body) => {
  const door = await open(AT_ONCE);
  const right = await ask(door);
  await door.configure(settingsWith({ kind: 'wrong-answer', what }));
  const seen = await ask(door);
  expect(seen.status).toBe(200);
  expect(JSON.parse(seen.text ?? '')).toMatchObject(body);
  expect(seen.text).not.toBe(right.text);
});

test('status: any refusal, with its respCode and Retry-After, and the bank binds nothing', async () => {
  const door = await open(settingsWith({ kind: 'status', status: 503, respCode: '02', retryAfter: '90s' }));
  const seen = await ask(door);
  expect([seen.status, seen.headers?.['retry-after'], JSON.parse(seen.text ?? '').respCode]).toEqual([503, '90', '02']);
  await door.configure(settingsWith({ kind: 'status', status: 429, retryAfter: 'none' }));
  expect((await ask(door)).headers?.['retry-after']).toBeUndefined();
  await door.configure(settingsWith({ kind: 'status', status: 418 }));
  expect((await ask(door)).status).toBe(418);
  expect(door.records.map(({ did, attempt }) => [did, attempt])).toEqual([
    ['503/02', 1],
    ['429/37', 2],
    ['418/99', 3],
  ]);
});

test('latency: every reply comes later on the clock', async () => {
  const { virtual, clock, nextWait } = watchedClock();
  const door = await open({ ...AT_ONCE, faults: faultsOf([{ kind: 'latency', p50: '2s' }]) }, clock);
  const waiting = nextWait();
  const answer = ask(door);
  await waiting;
  await virtual.runUntil(virtual.now() + 2000);
  expect((await answer).status).toBe(200);
  expect(door.records).toMatchObject([{ did: '200/00', plannedMs: 2000, tookMs: 2000, faults: ['latency'] }]);
});

test('outage, ramp, burst and fail-first break a call as their `as` says', async () => {
  const codes = [];
  for (const fault of [
    { kind: 'outage', as: 'reset' },
    { kind: 'ramp', start: 1, until: '1h', as: 'close' },
    { kind: 'burst', share: 1, goodShare: 1, as: { kind: 'status', status: 500 } },
    { kind: 'fail-first', n: 1 },
  ]) {
    const seen = await ask(await open(settingsWith(fault)));
    codes.push(seen.code ?? seen.status);
  }
  expect(codes).toEqual(['ECONNRESET', 'UND_ERR_SOCKET', 500, 503]);
});

test('fail-first: the second call about the inquiry goes well', async () => {
  const door = await open(settingsWith({ kind: 'fail-first', n: 2, as: 'close' }));
  const seen = [await ask(door), await ask(door), await ask(door)];
  expect(seen.map(({ code, status }) => code ?? status)).toEqual(['UND_ERR_SOCKET', 'UND_ERR_SOCKET', 200]);
});
