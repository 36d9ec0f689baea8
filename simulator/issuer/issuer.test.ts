// The pure issuer against R2, R3, R4 and issuer-api.yaml. Every body is held to the document by `codeOf`.
import { expect, test } from 'vitest';
import type { InquiryRequest } from '../../core/messages.ts';
import {
  answerIn,
  CUSTOMERS,
  codeOf,
  inquiryAbout,
  LI,
  START_MS,
  testIssuer,
  ZHANG,
  ZHANG_ANSWER,
} from './customers-fixture.ts';
import type { Delivery } from './delivery.ts';
import { INQUIRY_KEPT_MS } from './inquiry-book.ts';
import type { Issuer } from './issuer.ts';

const HOUR_MS = 3_600_000;

const post = (issuer: Issuer, inquiry: InquiryRequest, nowMs: number = START_MS): Delivery =>
  issuer.post({ kind: 'parsed', inquiry }, nowMs);
const postText = (issuer: Issuer, text: string): Delivery => issuer.post({ kind: 'text', text }, START_MS);

test('a customer gets every card masked, and what may not be shown counted by reason (R2, R3)', () => {
  const delivery = post(testIssuer(), inquiryAbout(ZHANG));
  expect(codeOf(delivery)).toBe('200/00');
  expect(answerIn(delivery).body).toEqual({
    inquiryId: 'q-00000001',
    issuer: 'ICBC',
    respCode: '00',
    respMsg: '成功',
    ...ZHANG_ANSWER,
  });
  expect(delivery.callbacks).toBeUndefined();
});

test('the ID document counts on the Shanghai day of the inquiry, its last day included (R3)', () => {
  const midnightMs = Date.UTC(2026, 0, 5, 16);
  const before = post(testIssuer(), inquiryAbout(ZHANG), midnightMs - 1);
  const after = post(testIssuer(), inquiryAbout(ZHANG), midnightMs);
  expect(answerIn(before).body).toMatchObject(ZHANG_ANSWER);
  expect(answerIn(after).body).toMatchObject({ cards: [], unsupported: [{ reason: 'ID_EXPIRED', count: 3 }] });
});

test('whoever has nothing at this bank gets 200 without cards, whatever the name', () => {
  const nobody = { ...LI, name: '谁也不是', mobile: '14200000009' };
  for (const person of [LI, nobody]) {
    const delivery = post(testIssuer(), inquiryAbout(person));
    expect(codeOf(delivery)).toBe('200/00');
    expect(answerIn(delivery).body).toMatchObject({ cards: [], unsupported: [] });
  }
  expect(codeOf(post(testIssuer({ bank: 'ABC' }), inquiryAbout({ ...ZHANG, name: '别人' })))).toBe('200/00');
});

test('a name or mobile other than on file is denied: 422 / 66, with inquiryId and issuer', () => {
  for (const person of [
    { ...ZHANG, name: '张小名' },
    { ...ZHANG, mobile: '14231000002' },
  ]) {
    const delivery = post(testIssuer(), inquiryAbout(person));
    expect(codeOf(delivery)).toBe('422/66');
    expect(answerIn(delivery).body).toEqual({
      inquiryId: 'q-00000001',
      issuer: 'ICBC',
      respCode: '66',
      respMsg: '持卡人身份信息或手机号输入不正确，验证失败',
    });
  }
});

test('the same id with an equal body gets the same answer, in whatever order its members stand', () => {
  const issuer = testIssuer();
  const { inquiryId, consentId, customer } = inquiryAbout(ZHANG);
  const { name, idType, idNumber, mobile } = customer;
  const first = postText(issuer, JSON.stringify({ inquiryId, consentId, customer }));
  const turned = { customer: { mobile, idNumber, idType, name }, consentId, inquiryId };
  expect(codeOf(first)).toBe('200/00');
  expect(answerIn(postText(issuer, JSON.stringify(turned, null, 2))).body).toEqual(answerIn(first).body);
  expect(answerIn(post(issuer, inquiryAbout(ZHANG), START_MS + HOUR_MS)).body).toEqual(answerIn(first).body);
});

test('the same id with any other body gets 409 / 12, and what was bound stays', () => {
  const issuer = testIssuer();
  const bound = inquiryAbout(ZHANG, { callbackUrl: 'http://127.0.0.1/a' });
  const { callbackUrl: _callbackUrl, ...withoutUrl } = bound;
  expect(codeOf(post(issuer, bound))).toBe('200/00');
  const others: readonly InquiryRequest[] = [
    withoutUrl,
    { ...bound, callbackUrl: 'http://127.0.0.1/b' },
    { ...bound, consentId: 'consent-2' },
    { ...bound, customer: { ...bound.customer, name: '张小名' } },
    { ...bound, customer: { ...bound.customer, mobile: LI.mobile } },
    { ...bound, customer: { ...bound.customer, idNumber: LI.idNumber } },
  ];
  for (const other of others) {
    const delivery = post(issuer, other);
    expect(codeOf(delivery)).toBe('409/12');
    expect(answerIn(delivery).body).toMatchObject({ inquiryId: bound.inquiryId, issuer: 'ICBC', respMsg: '重复交易' });
  }
  expect(codeOf(post(issuer, bound))).toBe('200/00');
  expect(codeOf(post(issuer, { ...withoutUrl, inquiryId: 'q-00000002' }))).toBe('200/00');
});

test('moving text from one member to another is another body', () => {
  const issuer = testIssuer();
  const customer = inquiryAbout(LI).customer;
  post(issuer, inquiryAbout(LI, { consentId: 'consent-1王', customer: { ...customer, name: '华' } }));
  const moved = inquiryAbout(LI, { consentId: 'consent-1', customer: { ...customer, name: '王华' } });
  expect(codeOf(post(issuer, moved))).toBe('409/12');
});

test('a denial binds its id too, and is found by GET', () => {
  const issuer = testIssuer();
  post(issuer, inquiryAbout({ ...ZHANG, name: '张' }));
  expect(codeOf(post(issuer, inquiryAbout(ZHANG)))).toBe('409/12');
  expect(codeOf(issuer.get('q-00000001', START_MS))).toBe('422/66');
});

test('a body of the wrong form binds nothing', () => {
  const issuer = testIssuer();
  expect(codeOf(postText(issuer, JSON.stringify({ ...inquiryAbout(ZHANG), consentId: '' })))).toBe('400/10');
  expect(codeOf(issuer.get('q-00000001', START_MS))).toBe('404/34');
  expect(codeOf(post(issuer, inquiryAbout(LI)))).toBe('200/00');
});

test('an unknown id, or one outside the pattern, gets 404 / 34', () => {
  for (const id of ['q-99999999', 'short', 'a'.repeat(65), 'q_00000001', '%71-00000001', '__proto__']) {
    expect(codeOf(testIssuer().get(id, START_MS)), id).toBe('404/34');
  }
});

test('an id is kept for 48 h to the millisecond, then it is free again', () => {
  const issuer = testIssuer();
  const lastMs = START_MS + INQUIRY_KEPT_MS;
  post(issuer, inquiryAbout(ZHANG));
  expect(codeOf(issuer.get('q-00000001', lastMs))).toBe('200/00');
  expect(codeOf(post(issuer, inquiryAbout(LI), lastMs))).toBe('409/12');
  expect(codeOf(issuer.get('q-00000001', lastMs + 1))).toBe('404/34');
  expect(codeOf(post(issuer, inquiryAbout(LI), lastMs + 1))).toBe('200/00');
});

test('an answer stays what it was when the person changes afterwards', () => {
  let isCustomer = true;
  const people = {
    ...CUSTOMERS,
    holding: (idNumber: string, bank: string) => (isCustomer ? CUSTOMERS.holding(idNumber, bank) : undefined),
  };
  const issuer = testIssuer({ people });
  const first = post(issuer, inquiryAbout(ZHANG));
  isCustomer = false;
  expect(answerIn(post(issuer, inquiryAbout(ZHANG))).body).toEqual(answerIn(first).body);
  expect(answerIn(issuer.get('q-00000001', START_MS)).body).toEqual(answerIn(first).body);
});
