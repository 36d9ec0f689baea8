// When an issuer answers, and whether: its modes, its refusals, its keyed latency (R4). Bodies are held to the
// document by `codeOf`.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InquiryRequest } from '../../core/messages.ts';
import { createRandom } from '../../core/random.ts';
import { faultsOf } from '../faults/faults-fixture.ts';
import {
  AT_ONCE,
  answerIn,
  codeOf,
  inquiryAbout,
  LI,
  outcomeOf,
  START_MS,
  testIssuer,
  ZHANG,
  ZHANG_ANSWER,
} from './customers-fixture.ts';
import type { Delivery } from './delivery.ts';
import type { Issuer } from './issuer.ts';
import { badForm } from './refusals.ts';

const post = (issuer: Issuer, inquiry: InquiryRequest, nowMs: number = START_MS): Delivery =>
  issuer.post({ kind: 'parsed', inquiry }, nowMs);
const postText = (issuer: Issuer, text: string): Delivery => issuer.post({ kind: 'text', text }, START_MS);

test('sync: the latency delays every reply about a customer, and nothing else', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 70 }, mode: 'sync' } });
  expect(outcomeOf(post(issuer, inquiryAbout(ZHANG)))).toEqual({ status: 200, respCode: '00', afterMs: 70 });
  expect(outcomeOf(issuer.get('q-00000001', START_MS))).toEqual({ status: 200, respCode: '00', afterMs: 70 });
  expect(outcomeOf(post(issuer, inquiryAbout(LI)))).toEqual({ status: 409, respCode: '12', afterMs: 0 });
  expect(outcomeOf(issuer.get('q-00000009', START_MS))).toEqual({ status: 404, respCode: '34', afterMs: 0 });
  expect(outcomeOf(postText(issuer, '{'))).toEqual({ status: 400, respCode: '10', afterMs: 0 });
});

test('poll: 202 / 05 at once, the answer from the moment it is ready on, by GET and by POST', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 5000 }, mode: 'poll' } });
  const inquiry = inquiryAbout(ZHANG, { callbackUrl: 'http://127.0.0.1/cb' });
  const first = post(issuer, inquiry);
  expect(outcomeOf(first)).toEqual({ status: 202, respCode: '05', afterMs: 0 });
  expect(first.callbacks).toBeUndefined();
  expect(answerIn(first).body).toEqual({
    inquiryId: 'q-00000001',
    issuer: 'ICBC',
    respCode: '05',
    respMsg: '交易已受理，请稍后查询交易结果',
  });
  expect(codeOf(issuer.get('q-00000001', START_MS + 4999))).toBe('202/05');
  expect(codeOf(post(issuer, inquiry, START_MS + 4999))).toBe('202/05');
  expect(codeOf(post(issuer, inquiryAbout(LI), START_MS + 4999))).toBe('409/12');
  expect(outcomeOf(issuer.get('q-00000001', START_MS + 5000))).toEqual({ status: 200, respCode: '00', afterMs: 0 });
  expect(answerIn(post(issuer, inquiry, START_MS + 5000)).body).toMatchObject(ZHANG_ANSWER);
});

test('poll: a denial is told when it is ready, not before', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 1000 }, mode: 'poll' } });
  expect(codeOf(post(issuer, inquiryAbout({ ...ZHANG, name: '张' })))).toBe('202/05');
  expect(codeOf(issuer.get('q-00000001', START_MS + 1000))).toBe('422/66');
});

test('poll and callback accept first even when they take no time', () => {
  for (const mode of ['poll', 'callback'] as const) {
    const issuer = testIssuer({ settings: { latency: { fixedMs: 0 }, mode } });
    expect(codeOf(post(issuer, inquiryAbout(ZHANG)))).toBe('202/05');
    expect(codeOf(issuer.get('q-00000001', START_MS))).toBe('200/00');
  }
});

test('callback: the first POST orders one callback with the result for when it is ready, a repeated one none', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 5000 }, mode: 'callback' } });
  const inquiry = inquiryAbout(ZHANG, { callbackUrl: 'http://127.0.0.1/cb' });
  const first = post(issuer, inquiry);
  expect(codeOf(first)).toBe('202/05');
  expect(first.callbacks).toHaveLength(1);
  expect(first.callbacks?.[0]).toMatchObject({ afterMs: 5000, url: 'http://127.0.0.1/cb', issuer: 'ICBC' });
  expect(first.callbacks?.[0]?.body).toMatchObject({ inquiryId: 'q-00000001', respCode: '00', ...ZHANG_ANSWER });
  expect(post(issuer, inquiry).callbacks).toBeUndefined();
});

test('callback: a denial is called back as a Refusal with inquiryId and issuer', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 5000 }, mode: 'callback' } });
  const { callbacks } = post(issuer, inquiryAbout({ ...ZHANG, name: '张' }, { callbackUrl: 'http://127.0.0.1/cb' }));
  expect(callbacks?.[0]?.body).toMatchObject({ inquiryId: 'q-00000001', issuer: 'ICBC', respCode: '66' });
});

test('callback: without a callbackUrl it is asked for', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 5000 }, mode: 'callback' } });
  expect(post(issuer, inquiryAbout(ZHANG)).callbacks).toBeUndefined();
  expect(codeOf(issuer.get('q-00000001', START_MS + 5000))).toBe('200/00');
});

test('a callback is owed until a reply has carried the answer', () => {
  const issuer = testIssuer({ settings: { latency: { fixedMs: 5000 }, mode: 'callback' } });
  post(issuer, inquiryAbout(ZHANG, { callbackUrl: 'http://127.0.0.1/cb' }));
  issuer.get('q-00000001', START_MS + 4000);
  expect(issuer.owesCallback('q-00000001', START_MS + 5000)).toBe(true);
  issuer.get('q-00000001', START_MS + 5000);
  expect(issuer.owesCallback('q-00000001', START_MS + 5000)).toBe(false);
  expect(issuer.owesCallback('q-00000002', START_MS)).toBe(false);
});

test('a refusal comes before the form, for POST and GET, and what it turns away binds nothing', () => {
  const faults = faultsOf([{ kind: 'status', status: 429, retryAfter: '3s' }]);
  const issuer = testIssuer({ settings: { ...AT_ONCE, faults } });
  const busy = { act: { status: 429, retryAfterS: 3, body: { respCode: '37' } } };
  expect(postText(issuer, '{')).toMatchObject(busy);
  expect(post(issuer, inquiryAbout(ZHANG))).toMatchObject(busy);
  expect(issuer.get('q-00000001', START_MS)).toMatchObject(busy);
  issuer.configure(AT_ONCE);
  expect(codeOf(issuer.get('q-00000001', START_MS))).toBe('404/34');
  expect(codeOf(postText(issuer, '{'))).toBe('400/10');
});

test('only members missing is 13, anything else 10', () => {
  expect(codeOf(badForm({ onlyMissing: true, errors: [] }))).toBe('400/13');
  expect(codeOf(postText(testIssuer(), '{}'))).toBe('400/13');
  expect(codeOf(postText(testIssuer(), '{"inquiryId":null}'))).toBe('400/10');
});

test('a latency is keyed by seed, issuer, inquiry and attempt: order and company change nothing', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 20 });
  const waits = (order: readonly number[], bank: string, seed: number) => {
    const settings = { latency: { p50Ms: 80, p99Ms: 600 }, mode: 'sync' } as const;
    const issuer = testIssuer({ bank, random: createRandom(seed), settings });
    const asked = (id: number) => inquiryAbout(ZHANG, { inquiryId: `inquiry-${id}` });
    return new Map(order.map((id) => [id, [post(issuer, asked(id)).afterMs, post(issuer, asked(id)).afterMs]]));
  };
  fc.assert(
    fc.property(ids, (order) => {
      const forward = waits(order, 'ICBC', 1);
      expect(waits(order.toReversed(), 'ICBC', 1)).toEqual(forward);
    }),
    { numRuns: 30 },
  );
  const many = Array.from({ length: 20 }, (_, at) => at);
  expect(waits(many, 'ABC', 1)).not.toEqual(waits(many, 'ICBC', 1));
  expect(waits(many, 'ICBC', 2)).not.toEqual(waits(many, 'ICBC', 1));
  expect([...waits(many, 'ICBC', 1).values()].some(([first, second]) => first !== second)).toBe(true);
});
