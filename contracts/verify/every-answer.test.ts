// Each rule that holds for every answer, with an answer that breaks it and the nearest one that does not.
import { expect, test } from 'vitest';
import type { Exchange, RawAnswer } from '../check.ts';
import { NOBODY } from '../checks/basics.ts';
import { EVERY_ANSWER } from './every-answer.ts';
import { createObserver } from './observe.ts';

const ID = 'verify-0001';
const INQUIRY = JSON.stringify({ inquiryId: ID, consentId: 'consent-1', customer: NOBODY });
const RESULT = { inquiryId: ID, issuer: 'ICBC', respCode: '00', respMsg: '成功', cards: [], unsupported: [] };
const CARD = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' };

interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
  readonly method?: 'POST' | 'GET' | 'PUT';
}

const answerOf = ({ status = 200, headers = {}, body = RESULT, text = JSON.stringify(body) }: Given): RawAnswer => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  bytes: Buffer.from(text),
  text,
  json: text === JSON.stringify(body) ? body : undefined,
});

const exchangeOf = (given: Given): Exchange => {
  const { method = 'POST' } = given;
  const target = method === 'GET' ? `/v1/card-inquiries/${ID}` : '/v1/card-inquiries';
  const request = { method, target, headers: [], body: method === 'GET' ? undefined : INQUIRY };
  return { request, sent: 'it', answer: answerOf(given), tookMs: 1 };
};

/** The rules that this answer breaks, without the group. */
const brokenBy = (given: Given): readonly string[] => {
  const exchange = exchangeOf(given);
  return EVERY_ANSWER.flatMap(({ name, problemOf }) => {
    const problem = problemOf(exchange, 'ICBC');
    return problem === undefined || problem === 'not applicable' ? [] : [name.replace('every-answer/', '')];
  });
};

const refusal = (status: number, respCode: string, more: object = {}): Given => ({
  status,
  body: { respCode, respMsg: '', ...more },
});
const withMessage = (respMsg: string): Given => ({ body: { ...RESULT, respMsg } });

const RIGHT: readonly (readonly [string, Given])[] = [
  ['a result', {}],
  ['a result with cards', { body: { ...RESULT, cards: [CARD], unsupported: [{ reason: 'ID_EXPIRED', count: 2 }] } }],
  ['a content type without charset', { headers: { 'content-type': 'application/json' } }],
  ['a refusal', refusal(401, '11')],
  ['a malformed request', refusal(400, '10', { errors: [{ pointer: '/customer/name', message: 'is missing' }] })],
  ['a throttled one', { ...refusal(429, '37'), headers: { 'retry-after': '0' } }],
  ['an unknown one', { ...refusal(404, '34'), method: 'GET' }],
  ['an id of digits', { body: { ...RESULT, respMsg: `about ${ID}` } }],
  ['a moment in the message', withMessage('20260105090000123')],
  ['a long trace number in a header', { headers: { 'x-request-id': '20260105090000123456' } }],
  ['a masked number as it must be', withMessage('6222 **** 0001')],
  ['another path', { method: 'PUT', status: 405, text: 'no', headers: { 'content-type': 'text/plain' } }],
];

for (const [what, given] of RIGHT) {
  test(`${what} breaks no rule`, () => expect(brokenBy(given)).toEqual([]));
}

const WRONG: readonly (readonly [string, Given, readonly string[]])[] = [
  ['an undocumented status', refusal(418, '10'), ['status']],
  ['404 to POST', refusal(404, '34'), ['status']],
  ['409 to GET', { ...refusal(409, '12', { inquiryId: ID, issuer: 'ICBC' }), method: 'GET' }, ['status']],
  ['text/plain', { headers: { 'content-type': 'text/plain' } }, ['content-type']],
  ['GBK', { headers: { 'content-type': 'application/json; charset=gbk' } }, ['content-type']],
  ['gzip', { headers: { 'content-encoding': 'gzip' } }, ['content-type']],
  ['no JSON', { text: 'x' }, ['json']],
  ['last four as a number', { body: { ...RESULT, cards: [{ ...CARD, panLast4: 1 }] } }, ['schema']],
  ['null for an empty list', { body: { ...RESULT, cards: null } }, ['schema']],
  ['a lower-case enum', { body: { ...RESULT, cards: [{ ...CARD, cardType: 'debit' }] } }, ['schema']],
  ['a member of its own', { body: { ...RESULT, cardholder: 'x' } }, ['schema']],
  [
    'reasons in another order',
    {
      body: {
        ...RESULT,
        unsupported: [
          { reason: 'CARDLESS_NOT_ENABLED', count: 1 },
          { reason: 'ID_EXPIRED', count: 1 },
        ],
      },
    },
    ['schema'],
  ],
  ['another respCode', refusal(401, '10'), ['resp-code']],
  ['400 without errors', refusal(400, '10'), ['resp-code']],
  ['another bank', { body: { ...RESULT, issuer: 'CMB' } }, ['issuer']],
  ['409 without whose', refusal(409, '12'), ['issuer', 'inquiry-id']],
  ['another inquiry', { body: { ...RESULT, inquiryId: 'verify-0002' } }, ['inquiry-id']],
  ['429 without Retry-After', refusal(429, '37'), ['retry-after']],
  [
    'Retry-After as a date',
    { ...refusal(503, '02'), headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } },
    ['retry-after'],
  ],
  ['a full card number', withMessage('6222020000001234560'), ['masking']],
  ['a card number in groups', withMessage('6222 0200 0000 1234'), ['masking']],
  ['six digits before the stars', withMessage('622202******0001'), ['masking']],
  ['a card number in a header', { headers: { 'x-card': '6222020000000007' } }, ['masking']],
  ['the name', withMessage(NOBODY.name), ['nothing-personal']],
  ['the ID number', withMessage(NOBODY.idNumber.toLowerCase()), ['masking', 'nothing-personal']],
  ['the mobile', withMessage(NOBODY.mobile), ['nothing-personal']],
  ['the name in a header', { headers: { 'x-name': encodeURIComponent(NOBODY.name) } }, ['nothing-personal']],
  ['a stack trace', withMessage('Error: x\n    at ask (/srv/bank/ask.js:12:3)'), ['no-internals']],
  ['a stack trace of Java', withMessage('at com.bank.Ask.run(Ask.java:12)'), ['no-internals']],
  ['the message of a database', withMessage('ORA-00942: table or view does not exist'), ['no-internals']],
  [
    'a page of HTML',
    { status: 500, text: '<html><body>Error</body></html>', headers: { 'content-type': 'text/html' } },
    ['content-type', 'json', 'no-internals'],
  ],
];

for (const [what, given, rules] of WRONG) {
  test(`${what} breaks ${rules.join(', ')}`, () => expect(brokenBy(given)).toEqual(rules));
}

test('a rule tells each finding once, and of very many how many more there are', () => {
  const observer = createObserver();
  const see = (nth: number): void =>
    observer.see({ ...exchangeOf({ headers: { 'content-type': 'text/plain' } }), sent: `request ${nth}` }, 'ICBC');
  for (let nth = 1; nth <= 15; nth++) for (let repeat = 0; repeat < 2; repeat++) see(nth);
  const verdict = observer.results(undefined).find(({ name }) => name === 'every-answer/content-type')?.verdict;
  const findings = verdict?.kind === 'broken' ? verdict.findings : [];
  expect(findings.map(({ sent }) => sent).slice(-2)).toEqual(['request 10', '10 other requests']);
});

test('nothing of a finding shows who was asked about, however the endpoint repeats it', () => {
  const observer = createObserver();
  observer.see(
    exchangeOf(withMessage(`${NOBODY.name} ${NOBODY.idNumber} ${NOBODY.mobile} 6222020000001234560`)),
    'ICBC',
  );
  const text = JSON.stringify(observer.results(undefined));
  expect(text).toContain('nothing of the person asked about');
  for (const value of [NOBODY.name, NOBODY.idNumber, NOBODY.mobile, '6222020000001234560']) {
    expect(text).not.toContain(value);
  }
});
