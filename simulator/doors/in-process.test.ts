// The door without sockets, in virtual time.
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import type { CallOptions, CallResult } from '../../core/issuer-client.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { faultsOf } from '../faults/faults-fixture.ts';
import {
  AT_ONCE,
  expectInDocument,
  inquiryAbout,
  testIssuer,
  ZHANG,
  ZHANG_ANSWER,
} from '../issuer/customers-fixture.ts';
import type { CallbackOrder } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { IssuerSettings } from '../issuer/settings.ts';
import { type InProcessOptions, inProcessClient } from './in-process.ts';

const FIVE_SECONDS: CallOptions = { timeoutMs: 5000 };

const setUp = (issuer: Issuer, more: Partial<InProcessOptions> = {}) => {
  const clock = new VirtualClock({ settle: nextTurn });
  const client = inProcessClient({ issuers: new Map([[issuer.code, issuer]]), clock, ...more });
  return { clock, client };
};
const within = (settings: IssuerSettings): Issuer => testIssuer({ settings });
const slow = (fixedMs: number): Issuer => within({ latency: { fixedMs }, mode: 'sync' });

const summary = (result: CallResult): unknown => {
  if (result.kind === 'no-reply') return result.failure;
  expectInDocument(result.reply.status, result.reply.body);
  return result.reply.status;
};

test('an answer comes as a reply whose body is parsed already', async () => {
  const { client } = setUp(testIssuer());
  const result = await client.ask('ICBC', inquiryAbout(ZHANG), FIVE_SECONDS);
  expect(summary(result)).toBe(200);
  expect(result).toMatchObject({ kind: 'reply', reply: { status: 200, body: ZHANG_ANSWER, retryAfter: undefined } });
  expect(await client.status('ICBC', 'q-00000001', FIVE_SECONDS)).toEqual(result);
});

test('a reply waits for its latency on the clock', async () => {
  const { client, clock } = setUp(slow(4999));
  const startMs = clock.now();
  let answeredAtMs = 0;
  const answer = client.ask('ICBC', inquiryAbout(ZHANG), FIVE_SECONDS).finally(() => {
    answeredAtMs = clock.now();
  });
  expect(await clock.runUntilIdle(startMs + 60_000)).toBe(true);
  expect(summary(await answer)).toBe(200);
  expect(answeredAtMs).toBe(startMs + 4999);
});

test('who takes as long as the caller waits, or longer, is a time-out at that moment', async () => {
  for (const latencyMs of [5000, 9000]) {
    const { client, clock } = setUp(slow(latencyMs));
    const startMs = clock.now();
    const answer = client.ask('ICBC', inquiryAbout(ZHANG), FIVE_SECONDS);
    await clock.runUntilIdle(startMs + 60_000);
    expect(summary(await answer)).toEqual({ kind: 'timeout', code: 'ETIMEDOUT' });
    expect([clock.now(), clock.pending]).toEqual([startMs + 5000, 0]);
  }
});

test('an unknown issuer refuses the connection', async () => {
  const { client } = setUp(testIssuer());
  const refused = { kind: 'refused', code: 'ECONNREFUSED' };
  expect(summary(await client.ask('ABC', inquiryAbout(ZHANG), FIVE_SECONDS))).toEqual(refused);
  expect(summary(await client.status('ABC', 'q-00000001', FIVE_SECONDS))).toEqual(refused);
});

test('an abort ends a call at once and leaves no timer; an aborted one never reaches the issuer', async () => {
  const { client, clock } = setUp(slow(1000));
  const early = new AbortController();
  const answer = client.ask('ICBC', inquiryAbout(ZHANG), { ...FIVE_SECONDS, signal: early.signal });
  early.abort();
  const aborted = { kind: 'aborted', code: 'ABORT_ERR' };
  expect(summary(await answer)).toEqual(aborted);
  expect(clock.pending).toBe(0);
  const other = inquiryAbout(ZHANG, { inquiryId: 'q-00000002' });
  expect(summary(await client.ask('ICBC', other, { ...FIVE_SECONDS, signal: early.signal }))).toEqual(aborted);
  const status = client.status('ICBC', 'q-00000002', FIVE_SECONDS);
  await clock.runUntilIdle(clock.now() + 60_000);
  expect(summary(await status)).toBe(404);
});

test('closing ends running calls, and later ones', async () => {
  const { client, clock } = setUp(slow(1000));
  const answer = client.ask('ICBC', inquiryAbout(ZHANG), FIVE_SECONDS);
  await client.close();
  const aborted = { kind: 'aborted', code: 'ABORT_ERR' };
  expect(summary(await answer)).toEqual(aborted);
  expect(summary(await client.status('ICBC', 'q-00000001', FIVE_SECONDS))).toEqual(aborted);
  expect(clock.pending).toBe(0);
});

test('a Retry-After arrives as the text of the header', async () => {
  const faults = faultsOf([{ kind: 'status', status: 429, retryAfter: '7s' }]);
  const { client } = setUp(testIssuer({ settings: { ...AT_ONCE, faults } }));
  const result = await client.ask('ICBC', inquiryAbout(ZHANG), FIVE_SECONDS);
  expect(result).toMatchObject({ kind: 'reply', reply: { status: 429, retryAfter: '7' } });
});

test('a callback is delivered when the answer is ready, once it is accepted no more', async () => {
  const delivered: CallbackOrder[] = [];
  const { client, clock } = setUp(within({ latency: { fixedMs: 20_000 }, mode: 'callback' }), {
    deliverCallback: (order) => {
      delivered.push(order);
      return Promise.resolve(delivered.length === 2 ? 'accepted' : 'failed');
    },
  });
  const startMs = clock.now();
  const inquiry = inquiryAbout(ZHANG, { callbackUrl: 'http://network.example/cb' });
  expect(summary(await client.ask('ICBC', inquiry, FIVE_SECONDS))).toBe(202);
  await clock.runUntil(startMs + 19_999);
  expect(delivered).toEqual([]);
  expect(await clock.runUntilIdle(startMs + 3_600_000)).toBe(true);
  expect(delivered.map(({ url, body }) => [url, 'respCode' in body && body.respCode])).toEqual(
    Array(2).fill(['http://network.example/cb', '00']),
  );
});

test('an answer that a GET has carried is not called back', async () => {
  let sends = 0;
  const { client, clock } = setUp(within({ latency: { fixedMs: 20_000 }, mode: 'callback' }), {
    deliverCallback: () => {
      sends++;
      return Promise.resolve('failed');
    },
  });
  const startMs = clock.now();
  await client.ask('ICBC', inquiryAbout(ZHANG, { callbackUrl: 'http://network.example/cb' }), FIVE_SECONDS);
  await clock.runUntil(startMs + 20_000);
  expect(summary(await client.status('ICBC', 'q-00000001', FIVE_SECONDS))).toBe(200);
  expect(await clock.runUntilIdle(startMs + 3_600_000)).toBe(true);
  expect(sends).toBe(2);
});

test('closing takes back the callbacks that wait', async () => {
  const { client, clock } = setUp(within({ latency: { fixedMs: 20_000 }, mode: 'callback' }), {
    deliverCallback: () => Promise.resolve('accepted'),
  });
  await client.ask('ICBC', inquiryAbout(ZHANG, { callbackUrl: 'http://network.example/cb' }), FIVE_SECONDS);
  expect(clock.pending).toBe(1);
  await client.close();
  expect(clock.pending).toBe(0);
});

test('one slow issuer delays no other (R15)', async () => {
  const issuers = new Map(
    BANKS.map(({ code }, at) => [
      code,
      testIssuer({ bank: code, settings: { latency: { fixedMs: at * 100 }, mode: 'sync' } }),
    ]),
  );
  const clock = new VirtualClock({ settle: nextTurn });
  const client = inProcessClient({ issuers, clock });
  const startMs = clock.now();
  const order: (readonly [string, number])[] = [];
  const calls = BANKS.toReversed().map(async ({ code }) => {
    await client.ask(code, inquiryAbout(ZHANG), FIVE_SECONDS);
    order.push([code, clock.now() - startMs]);
  });
  await clock.runUntilIdle(startMs + 60_000);
  await Promise.all(calls);
  expect(order).toEqual(BANKS.map(({ code }, at) => [code, at * 100]));
});
