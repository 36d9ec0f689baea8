// May it go live? What counts as yes, and every way in which it is no.
import { expect, test } from 'vitest';
import type { Need } from './check.ts';
import { answerGoLive, type GoLiveQuestion } from './go-live.ts';
import {
  parseRecord,
  type RecordedCheck,
  recordOf,
  recordPath,
  recordText,
  type VerificationRecord,
} from './record.ts';
import type { LeftOutCause } from './verification.ts';
import { mixedVerification } from './verification-fixture.ts';

const HASH = 'ab'.repeat(32);
const listed = (name: string, ...needs: readonly Need[]) => ({ name, title: name, source: name, needs });
const CHECKS = [
  listed('a/one'),
  listed('a/two', 'states'),
  listed('a/three', 'states', 'callbacks'),
  listed('a/four', 'patience'),
];
const held = (name: string): RecordedCheck => ({ name, verdict: 'held' });
const leftOut = (name: string, cause?: LeftOutCause): RecordedCheck => ({
  name,
  verdict: 'left-out',
  why: 'why',
  cause,
});
const ALL_HELD = CHECKS.map(({ name }) => held(name));

const record = (changes: Partial<VerificationRecord> = {}): VerificationRecord => ({
  issuer: 'CMB',
  endpointVersion: '3',
  pactHash: HASH,
  url: 'https://bank.example',
  hasStates: true,
  startedAt: '2026-01-05T01:00:00.000Z',
  toolVersion: '0.2.0',
  checks: ALL_HELD,
  ...changes,
});
const ask = (records: readonly VerificationRecord[], changes: Partial<GoLiveQuestion> = {}) => {
  const question = { issuer: 'CMB', endpointVersion: '3', pactHash: HASH, checks: CHECKS, without: [], damaged: [] };
  return answerGoLive({ ...question, records, ...changes });
};
const reasonsOf = (...given: Parameters<typeof ask>): readonly string[] => ask(...given).reasons;

test('all checks of this program, all held, by the newest record: yes', () => {
  const before = record({ startedAt: '2026-01-04T01:00:00.000Z', checks: [{ name: 'a/one', verdict: 'broken' }] });
  expect(ask([record(), before])).toEqual({ mayGoLive: true, reasons: [], record: record(), allowedWithout: [] });
});

test('no record, one of another version or bank only, or no pact: no', () => {
  expect(reasonsOf([])).toEqual(['there is no record of version 3']);
  expect(reasonsOf([record({ endpointVersion: '2' })])).toEqual([
    'there is no record of version 3; there are records of 2',
  ]);
  expect(ask([record({ issuer: 'ABC' })]).mayGoLive).toBe(false);
  expect(ask([record()], { pactHash: undefined }).mayGoLive).toBe(false);
});

test('a record against a pact that has changed since is none', () => {
  expect(reasonsOf([record({ pactHash: 'cd'.repeat(32) })])).toEqual([
    'its records are against another pact (cdcdcdcdcdcd); the pact is now abababababab: verify and record it again',
  ]);
});

test('one check that is broken, not run or newer than the record is enough for no', () => {
  const checks: readonly RecordedCheck[] = [
    { name: 'a/one', verdict: 'broken' },
    { name: 'a/two', verdict: 'not-run', why: 'interrupted' },
    held('a/three'),
  ];
  expect(reasonsOf([record({ checks })])).toEqual([
    '1 check broken: a/one',
    '1 check not run, which is no pass: a/two',
    '1 check newer than the record: a/four',
  ]);
});

test('the newest counts also where it is the worse, and of two in one instant the worse', () => {
  const worse = record({ checks: [{ name: 'a/one', verdict: 'broken' }, ...ALL_HELD.slice(1)] });
  expect(ask([record(), { ...worse, startedAt: '2026-01-06T01:00:00.000Z' }]).mayGoLive).toBe(false);
  expect([ask([record(), worse]).mayGoLive, ask([worse, record()]).mayGoLive]).toEqual([false, false]);
});

test('what was left out is no, unless whoever asks allows just that', () => {
  const checks = [held('a/one'), leftOut('a/two', 'states'), leftOut('a/three', 'states'), held('a/four')];
  const without = record({ hasStates: false, checks });
  expect(reasonsOf([without])).toEqual(['2 checks left out: a/two, a/three']);
  expect(ask([without], { without: ['states'] })).toMatchObject({
    mayGoLive: true,
    allowedWithout: ['a/two', 'a/three'],
  });
  expect(ask([without], { without: ['callbacks', 'patience'] }).mayGoLive).toBe(false);
  const noCallbacks = record({
    checks: [...ALL_HELD.filter(({ name }) => name !== 'a/three'), leftOut('a/three', 'callbacks')],
  });
  expect(ask([noCallbacks], { without: ['states'] }).mayGoLive).toBe(false);
  expect(ask([noCallbacks], { without: ['callbacks'] }).mayGoLive).toBe(true);
});

test('a rule for every answer is allowed to be left out for want of states, and only where there were none', () => {
  const checks = [leftOut('a/one', 'states'), ...ALL_HELD.slice(1)];
  const allowed = (hasStates: boolean) => ask([record({ checks, hasStates })], { without: ['states'] }).mayGoLive;
  expect([allowed(false), allowed(true)]).toEqual([true, false]);
});

test('what has no meaning for a bank is no reason against it', () => {
  const checks = [...ALL_HELD.slice(1), leftOut('a/one', 'not-applicable')];
  expect(ask([record({ checks })])).toMatchObject({ mayGoLive: true, allowedWithout: ['a/one'] });
});

test('what was chosen away is never allowed, and nothing held is no yes', () => {
  const without: readonly Need[] = ['states', 'callbacks', 'patience'];
  const chosen = record({ hasStates: false, checks: [...ALL_HELD.slice(0, 3), leftOut('a/four')] });
  expect(reasonsOf([chosen], { without })).toEqual(['1 check left out: a/four']);
  const nothing = record({ hasStates: false, checks: CHECKS.map(({ name }) => leftOut(name, 'states')) });
  expect(reasonsOf([nothing], { without, checks: [] })).toContain('no check held');
});

test('a file that is no record keeps everything from going live', () => {
  expect(ask([record()], { damaged: ['x.json: it is not JSON'] })).toMatchObject({
    mayGoLive: false,
    reasons: ['x.json: it is not JSON'],
  });
});

test('a record comes back as it was written, is small, and has no exchange in it', () => {
  const kept = recordOf(mixedVerification(), '3');
  expect(parseRecord(recordText(kept))).toEqual({ ok: true, value: kept });
  expect(recordText(kept)).not.toMatch(/idNumber|POST/);
  expect(recordPath(kept)).toMatch(/^CMB\/3-20260105T010000Z-[0-9a-f]{12}\.json$/);
});

test.each(['../../x', '..', 'a/b c', '2026.1+build'])('the version %s leads to a file in its folder', (version) => {
  expect(recordPath(record({ endpointVersion: version }))).toMatch(/^CMB\/[\w+-][\w.+-]*\.json$/);
});

test.each([
  ['{', 'it is not JSON'],
  ['{"kind":"other"}', 'it is no record of'],
  [recordText(record()).replace('"held"', '"broken"'), 'it was changed after it was recorded'],
  [recordText(record({ hasStates: false })).replace('false', 'true'), 'it was changed after it was recorded'],
])('%.30s is no record', (text, words) => {
  expect(parseRecord(text)).toEqual({ ok: false, failure: expect.stringContaining(words) });
});
