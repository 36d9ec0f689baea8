// What an issuer's answer means (R16, R17, R20): one row for each status, respCode and failure.
import { expect, test } from 'vitest';
import { callFailureFor } from '../core/failures.ts';
import type { IssuerReply } from '../core/issuer-client.ts';
import { callbackOutcomeOf, type Outcome, outcomeOf } from './outcome.ts';

const inquiryId = 'query-1-CMB';
const ask = { bank: 'CMB', inquiryId, operation: 'ask' } as const;
const status = { ...ask, operation: 'status' } as const;
const names = { inquiryId, issuer: 'CMB' };
const card = { cardType: 'DEBIT', panFirst4: '6225', panLast4: '0001' };
const result = { ...names, respCode: '00', respMsg: 'ok', cards: [card], unsupported: [] };
const pending = { ...names, respCode: '05', respMsg: 'running' };
const refusal = (respCode: string) => ({ ...names, respCode, respMsg: 'no' });

const reply = (code: number, body: unknown, more: Partial<IssuerReply> = {}): IssuerReply => ({
  status: code,
  contentType: 'application/json',
  body,
  ...more,
});

const kindOf = (
  code: number,
  body: unknown,
  more: Partial<IssuerReply> = {},
  asked: typeof ask | typeof status = ask,
) => outcomeOf({ kind: 'reply', reply: reply(code, body, more) }, asked).kind;

const reasonOf = (code: number, body: unknown, more: Partial<IssuerReply> = {}): string => {
  const outcome = outcomeOf({ kind: 'reply', reply: reply(code, body, more) }, ask);
  return `${outcome.kind}: ${'reason' in outcome ? outcome.reason : ''}`;
};

test('each status and respCode has one meaning (R16, R17)', () => {
  const rows: readonly (readonly [number, unknown, Outcome['kind']])[] = [
    [200, result, 'delivered'],
    [202, pending, 'running'],
    [422, refusal('66'), 'denied'],
    [429, refusal('37'), 'later'],
    [503, refusal('02'), 'later'],
    [503, refusal('06'), 'later'],
    [503, '<html>', 'later'],
    [500, refusal('99'), 'unknown'],
    [502, '<html>', 'unknown'],
    [504, undefined, 'unknown'],
    [400, refusal('13'), 'failed'],
    [400, refusal('10'), 'failed'],
    [401, refusal('11'), 'failed'],
    [403, undefined, 'failed'],
    [404, refusal('34'), 'failed'],
    [409, refusal('12'), 'failed'],
    [413, refusal('10'), 'failed'],
    [415, undefined, 'failed'],
    [418, undefined, 'failed'],
    [201, result, 'failed'],
    [204, undefined, 'failed'],
    [302, undefined, 'failed'],
  ];
  for (const [code, body, kind] of rows) expect([code, body, kindOf(code, body)]).toEqual([code, body, kind]);
});

test('only a status query may find an inquiry unknown (R17)', () => {
  expect(kindOf(404, refusal('34'), {}, status)).toBe('lost');
  expect(kindOf(404, refusal('34'), {}, ask)).toBe('failed');
  expect(kindOf(404, refusal('12'), {}, status)).toBe('failed');
  expect(kindOf(404, 'Not Found', {}, status)).toBe('failed');
  expect(kindOf(404, null, {}, status)).toBe('failed');
});

test('each failure of a call is an unknown outcome, but a body without end breaks the contract (R17, R20)', () => {
  const codes = ['ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET', 'ETIMEDOUT', 'EHOSTUNREACH', 'ABORT_ERR'];
  for (const code of codes) {
    const outcome = outcomeOf({ kind: 'no-reply', failure: callFailureFor(code) }, ask);
    expect(outcome).toEqual({ kind: 'unknown', reason: code });
  }
  const tooLarge = callFailureFor('UND_ERR_RES_EXCEEDED_MAX_SIZE');
  expect(outcomeOf({ kind: 'no-reply', failure: tooLarge }, ask).kind).toBe('broken');
});

test('what was delivered is exactly what the bank said (I3)', () => {
  const body = { ...result, unsupported: [{ reason: 'ID_EXPIRED', count: 3 }] };
  expect(outcomeOf({ kind: 'reply', reply: reply(200, body) }, ask)).toEqual({
    kind: 'delivered',
    answer: { cards: [card], unsupported: [{ reason: 'ID_EXPIRED', count: 3 }] },
  });
});

test('Retry-After is whole seconds and nothing else (R17)', () => {
  const floorOf = (retryAfter: string | undefined) => {
    const outcome = outcomeOf({ kind: 'reply', reply: reply(503, undefined, { retryAfter }) }, ask);
    return outcome.kind === 'later' ? outcome.retryAfterMs : 'not later';
  };
  expect(['0', '7', '3600'].map(floorOf)).toEqual([0, 7000, 3_600_000]);
  const none = [undefined, '', '-1', '1.5', 'soon', 'Wed, 21 Oct 2026 07:28:00 GMT', '9999999999'];
  expect(none.map(floorOf)).toEqual(none.map(() => undefined));
});

test('a wrong answer is broken, says why, and repeats no value (R20, I9)', () => {
  const rows: readonly (readonly [string, number, unknown, Partial<IssuerReply>?])[] = [
    ['answer for another inquiry', 200, { ...result, inquiryId: 'query-2-CMB' }],
    ['answer from another bank', 200, { ...result, issuer: 'ICBC' }],
    ['answer for another inquiry', 202, { ...pending, inquiryId: 'query-2-CMB' }],
    ['answer from another bank', 202, { ...pending, issuer: 'ICBC' }],
    ['answer from another bank', 422, { ...refusal('66'), issuer: 'ICBC' }],
    ['answer for another inquiry', 422, { respCode: '66', respMsg: 'no' }],
    ['respCode 34 with a denial', 422, refusal('34')],
    ['body breaks its schema at /cards/0/panFirst4', 200, withCard({ panFirst4: '6225880123456789' })],
    ['body breaks its schema at /cards/0/panLast4', 200, withCard({ panLast4: '6225880123456789' })],
    ['body breaks its schema at /cards/0/*', 200, withCard({ pan: '6225880123456789' })],
    ['body breaks its schema at /*', 200, { ...result, '310000199001010010/王芳': 1 }],
    ['body breaks its schema at /cards/0/cardType', 200, withCard({ cardType: 'PREPAID' })],
    ['body breaks its schema at /cards', 200, { ...names, respCode: '00', respMsg: '', unsupported: [] }],
    ['body breaks its schema at /cards', 200, { ...result, cards: Array.from({ length: 201 }, () => card) }],
    ['body breaks its schema at /respCode', 200, pending],
    ['body breaks its schema at /respCode', 202, { ...pending, respCode: '00' }],
    ['body breaks its schema at its root', 200, []],
    ['body breaks its schema at its root', 202, undefined],
    ['content type is not application/json', 200, result, { contentType: 'text/html' }],
    ['content type is not application/json', 200, result, { contentType: 'application/jsonx' }],
    ['content type is not application/json', 200, result, { contentType: undefined }],
    ['body is cut short', 200, undefined, { bodyError: 'is cut short' }],
  ];
  for (const [reason, code, body, more] of rows) expect(reasonOf(code, body, more)).toBe(`broken: ${reason}`);
});

test('a content type may carry parameters and any case', () => {
  expect(kindOf(200, result, { contentType: 'Application/JSON; charset=utf-8' })).toBe('delivered');
});

test('a callback is a result or a denial; everything else is broken (R20)', () => {
  expect(callbackOutcomeOf(result, status).kind).toBe('delivered');
  expect(callbackOutcomeOf(refusal('66'), status).kind).toBe('denied');
  const bodies = [
    pending,
    refusal('02'),
    { ...result, issuer: 'ICBC' },
    { ...refusal('66'), inquiryId: 'x' },
    null,
    'no',
  ];
  for (const body of bodies) expect(callbackOutcomeOf(body, status).kind).toBe('broken');
});

const withCard = (wrong: object) => ({ ...result, cards: [{ ...card, ...wrong }] });
