// The app on the phone as a pure machine: where a tap, an answer and a refusal lead.
import { expect, test } from 'vitest';
import type { PhoneMessage, QueryDetail, QueryRow } from '../../core/app-answers.ts';
import { ADVICE, TEXTS } from '../../engine/texts.ts';
import { PERSONA_NAMES } from '../../simulator/people/personas.ts';
import type { Problem } from '../live/control.ts';
import { codeIn, FRESH, newsOf, next, type PhoneEvent, type PhoneState, shownQueryOf } from './flow.ts';
import { PERSONA_LINES } from './persona-lines.ts';
import { APP_TEXTS, FRAUD_ADVICE } from './texts.ts';

const SESSION = { userId: 'u1', token: 't' };
const AT = '2026-01-05T09:00:00+08:00';
const after = (events: readonly PhoneEvent[], from: PhoneState = FRESH): PhoneState => events.reduce(next, from);
const refusal = (code: string, more: Record<string, unknown> = {}): PhoneEvent => {
  const problem: Problem = { code, detail: 'in English', message: `words of ${code}`, errors: [], more };
  return { type: 'refused', problem, nowMs: 1000 };
};
const row = (status: QueryRow['status']): QueryRow => ({ queryId: 'q1', status, acceptedAt: AT, banks: ['CMB'] });
const detail = (status: QueryDetail['status']): QueryDetail => ({
  queryId: 'q1',
  status,
  acceptedAt: AT,
  ...(status === 'EXPIRED' ? { message: TEXTS.EXPIRED.text } : {}),
  banks: [{ bank: 'CMB', disposition: 'PENDING' }],
});
const message = (text: string): PhoneMessage => ({ text, at: AT });

const AT_CODE: readonly PhoneEvent[] = [
  { type: 'signed-in', session: SESSION },
  { type: 'opened', screen: 'lookup' },
  { type: 'new-query', looksFirst: true },
  { type: 'consented', accepted: true },
  { type: 'opened', screen: 'banks' },
  { type: 'chose', banks: ['CMB'] },
  { type: 'face-taken', sample: 'match' },
  { type: 'typed', field: 'code', digits: '123456' },
];

test('an application goes from authorisation over banks and face to the code, and back the same way', () => {
  const state = after(AT_CODE);
  expect(state).toMatchObject({ screen: 'code', consented: true, banks: ['CMB'], face: 'match', code: '123456' });
  const way: string[] = [];
  for (let one = state; one.screen !== 'home'; ) {
    one = next(one, { type: 'left' });
    way.push(one.screen);
  }
  expect(way).toEqual(['face', 'banks', 'consent', 'lookup', 'home']);
});

test('each refusal shows its own words, and leads to where the user can do something about it', () => {
  const screens = {
    CONSENT_REQUIRED: 'consent',
    UNKNOWN_BANK: 'banks',
    FACE_MISMATCH: 'face',
    NOT_VERIFIED: 'face',
    SMS_CODE_WRONG: 'code',
    SMS_CODE_EXPIRED: 'code',
    SMS_TOO_SOON: 'code',
    THROTTLED: 'code',
    REGION_NOT_OPEN: 'lookup',
    QUERY_IN_PROGRESS: 'lookup',
    TOO_SOON: 'lookup',
    NOT_READY: 'record',
    EXPIRED: 'record',
    UNAUTHENTICATED: 'sign-in',
  };
  for (const [code, screen] of Object.entries(screens)) {
    const state = after([...AT_CODE, refusal(code)]);
    expect(state, code).toMatchObject({ screen, dialog: { text: `words of ${code}`, code } });
    expect(next(state, { type: 'dismissed' }).dialog).toBeUndefined();
  }
});

test('a wrong code is typed anew; one that was not looked at stays', () => {
  expect(after([...AT_CODE, refusal('SMS_CODE_WRONG')]).code).toBe('');
  expect(after([...AT_CODE, refusal('FACE_MISMATCH')]).code).toBe('123456');
});

test('R11: a throttled application keeps its verification, a new face does not', () => {
  const throttled = after([...AT_CODE, { type: 'verified', verificationId: 'v1' }, refusal('THROTTLED')]);
  expect(throttled.verificationId).toBe('v1');
  expect(next(throttled, { type: 'face-taken', sample: 'match' }).verificationId).toBeUndefined();
  expect(next(throttled, refusal('NOT_VERIFIED')).verificationId).toBeUndefined();
});

test('what a refusal tells beside its words is told, too', () => {
  const notesOf = (more: Record<string, unknown>) => after([...AT_CODE, refusal('ANY', more)]).dialog?.notes;
  expect(notesOf({ opensAt: '2026-01-12T09:30:00+08:00' })).toEqual(['可再次申请的时间：2026-01-12 09:30']);
  expect(notesOf({ until: '2026-01-12T09:30:00+08:00' })).toEqual(['解锁时间：2026-01-12 09:30']);
  expect(notesOf({ triesLeft: 3 })).toEqual(['还可尝试 3 次']);
  expect(after([...AT_CODE, refusal('SMS_TOO_SOON', { resendAfter: 7 })])).toMatchObject({
    resendAtMs: 8000,
    dialog: { notes: ['7 秒后可重新发送'] },
  });
});

test('R9: with a query that runs the app does not ask for another, unless it does not look', () => {
  const state = after([...AT_CODE.slice(0, 2), { type: 'records', records: [row('RUNNING')] }]);
  expect(next(state, { type: 'new-query', looksFirst: true })).toMatchObject({
    screen: 'lookup',
    dialog: { text: TEXTS.QUERY_IN_PROGRESS.text, code: 'QUERY_IN_PROGRESS' },
  });
  expect(next(state, { type: 'new-query', looksFirst: false })).toMatchObject({ screen: 'consent', consented: false });
});

test('R25: a report that has gone leaves the screen, and the app says so', () => {
  const reading: PhoneState = {
    ...after([
      { type: 'signed-in', session: SESSION },
      { type: 'record-opened', record: detail('READY') },
    ]),
    screen: 'report',
  };
  const gone = next(reading, { type: 'record', record: detail('EXPIRED') });
  expect(gone).toMatchObject({ screen: 'record', dialog: { text: '报告已过期', code: 'EXPIRED' } });
  expect(gone.report).toBeUndefined();
  const other = { ...detail('EXPIRED'), queryId: 'q2' };
  expect(next(reading, { type: 'record', record: other })).toEqual(reading);
});

test('a session that is gone leaves nothing of its user on the phone', () => {
  const state = after([...AT_CODE, { type: 'records', records: [row('READY')] }, refusal('UNAUTHENTICATED')]);
  expect({ ...state, dialog: undefined }).toEqual(FRESH);
});

test('a short message is news until it is seen, and what was there before is none', () => {
  const signedIn = after([AT_CODE[0] ?? expect.fail(), { type: 'messages', messages: [message('old')] }]);
  expect(newsOf(signedIn)).toBeUndefined();
  const told = next(signedIn, { type: 'messages', messages: [message('old'), message('new')] });
  expect(newsOf(told)?.text).toBe('new');
  expect(newsOf(next(told, { type: 'messages-seen' }))).toBeUndefined();
  expect(newsOf(next(told, { type: 'opened', screen: 'messages' }))).toBeUndefined();
  expect(codeIn('【一键查卡】验证码123456，5分钟内有效。')).toBe('123456');
  expect(codeIn('您的银行卡查询报告已生成')).toBeUndefined();
});

test('the query that the screen is about is known on its screens alone', () => {
  const state = after([...AT_CODE.slice(0, 1), { type: 'record-opened', record: detail('READY') }]);
  expect(shownQueryOf(state)).toBe('q1');
  expect(shownQueryOf(next(state, { type: 'left' }))).toBeUndefined();
});

test('what the app says by itself is what the network would say, and every persona has a line in both languages', () => {
  expect(APP_TEXTS.inProgress).toBe(TEXTS.QUERY_IN_PROGRESS.text);
  expect(APP_TEXTS.applied).toBe(TEXTS.ACCEPTED_TITLE.text);
  expect(FRAUD_ADVICE).toEqual(ADVICE.slice(0, 2));
  for (const lines of Object.values(PERSONA_LINES)) expect(Object.keys(lines)).toEqual(PERSONA_NAMES);
});
