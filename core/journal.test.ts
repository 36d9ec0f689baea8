// The journal: what two sides tell of a call becomes one entry, in bounded memory, without anything of a customer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CallBegun, type CallOver, type IssuerCallRecord, Journal, type JournalEntry } from './journal.ts';

const T0 = Date.UTC(2026, 0, 5, 1);
const traceOf = (nth: number): string => `00-${'a'.repeat(32)}-${String(nth).padStart(16, '0')}-01`;

const begun = (nth: number, more: Partial<CallBegun> = {}): CallBegun => ({
  traceparent: traceOf(nth),
  queryId: 'query-1',
  inquiryId: 'query-1-CMB',
  issuer: 'CMB',
  operation: 'ask',
  attempt: nth,
  atMs: T0 + nth,
  ...more,
});
const over = (nth: number, more: Partial<CallOver> = {}): CallOver => ({
  traceparent: traceOf(nth),
  outcome: 'delivered',
  status: 200,
  respCode: '00',
  atMs: T0 + nth + 30,
  ...more,
});
const did = (nth: number, more: Partial<IssuerCallRecord> = {}): IssuerCallRecord => ({
  issuer: 'CMB',
  inquiryId: 'query-1-CMB',
  operation: 'ask',
  attempt: nth,
  traceparent: traceOf(nth),
  faults: ['flaky'],
  did: '200/00',
  atMs: T0 + nth,
  plannedMs: 20,
  tookMs: 21,
  ...more,
});

const all = (journal: Journal): readonly JournalEntry[] => journal.list({ limit: 1000 });
const seqsOf = (entries: readonly JournalEntry[]): number[] => entries.map(({ seq }) => seq);

const WHOLE: JournalEntry = {
  seq: 1,
  at: '2026-01-05T09:00:00.001+08:00',
  caller: 'engine',
  queryId: 'query-1',
  inquiryId: 'query-1-CMB',
  issuer: 'CMB',
  operation: 'ask',
  attempt: 1,
  traceparent: traceOf(1),
  faults: ['flaky'],
  did: '200/00',
  plannedMs: 20,
  outcome: 'delivered',
  status: 200,
  respCode: '00',
  tookMs: 30,
};

test('what engine and issuer tell of one call is one entry, whichever tells first', () => {
  const tell: readonly ((journal: Journal) => void)[] = [
    (journal) => journal.began(begun(1)),
    (journal) => journal.issuerDid(did(1)),
    (journal) => journal.ended(over(1)),
  ];
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
  ]) {
    const journal = new Journal();
    for (const at of order) tell[at]?.(journal);
    expect(all(journal)).toEqual([WHOLE]);
  }
});

test('a refused connection is known from the engine alone, with the fault that closed the port', () => {
  const journal = new Journal();
  journal.began(begun(1, { faults: ['outage'] }));
  journal.ended({
    traceparent: traceOf(1),
    outcome: 'unknown',
    reason: 'ECONNREFUSED',
    failure: 'ECONNREFUSED',
    nextAtMs: T0 + 501,
    atMs: T0 + 2,
  });
  const [entry] = all(journal);
  expect(entry).toMatchObject({ faults: ['outage'], failure: 'ECONNREFUSED', tookMs: 1 });
  expect(entry).toMatchObject({ outcome: 'unknown', nextAt: '2026-01-05T09:00:00.501+08:00' });
  expect([entry?.did, entry?.status]).toEqual([undefined, undefined]);
});

test('an issuer called by somebody else has an entry of its own, with as long as the issuer took', () => {
  const journal = new Journal();
  journal.issuerDid(did(1, { traceparent: undefined }));
  journal.issuerDid(did(2));
  journal.issuerDid(did(3, { traceparent: 'no traceparent', inquiryId: undefined, attempt: undefined }));
  expect(all(journal).map(({ caller, tookMs }) => [caller, tookMs])).toEqual([
    ['other', 21],
    ['other', 21],
    ['other', 21],
  ]);
  expect(all(journal).map(({ traceparent }) => traceparent)).toEqual([undefined, traceOf(2), undefined]);
});

test('who repeats a traceparent of the engine takes nothing from its entry', () => {
  const journal = new Journal();
  journal.began(begun(1));
  journal.issuerDid(did(1, { issuer: 'ICBC' }));
  journal.issuerDid(did(1));
  journal.issuerDid(did(1, { did: '200/00 again' }));
  journal.ended(over(1));
  expect(all(journal)[0]).toEqual(WHOLE);
  expect(all(journal).map(({ caller, issuer, did: what }) => [caller, issuer, what])).toEqual([
    ['engine', 'CMB', '200/00'],
    ['other', 'ICBC', '200/00'],
    ['other', 'CMB', '200/00 again'],
  ]);
});

test('a callback is an entry of its own and belongs to the query of its inquiry', () => {
  const journal = new Journal();
  journal.began(begun(1));
  const callback = { operation: 'callback', traceparent: undefined, did: 'callback sent' } as const;
  journal.issuerDid(did(1, callback));
  journal.issuerDid(did(1, { ...callback, traceparent: traceOf(1) }));
  journal.issuerDid(did(1, { ...callback, inquiryId: 'somebody-elses' }));
  journal.issuerDid(did(1, { ...callback, issuer: 'ICBC' }));
  journal.issuerDid(did(1));
  const shown = all(journal).map(({ operation, queryId, did: what }) => [operation, queryId, what]);
  expect(shown).toEqual([
    ['ask', 'query-1', '200/00'],
    ['callback', 'query-1', 'callback sent'],
    ['callback', 'query-1', 'callback sent'],
    ['callback', undefined, 'callback sent'],
    ['callback', undefined, 'callback sent'],
  ]);
});

test('the same call made again after a crash is a new entry', () => {
  const journal = new Journal();
  journal.began(begun(1));
  journal.began(begun(1, { atMs: T0 + 90 }));
  journal.ended(over(1, { atMs: T0 + 100 }));
  expect(all(journal).map(({ outcome, tookMs }) => [outcome, tookMs])).toEqual([
    [undefined, undefined],
    ['delivered', 10],
  ]);
});

test('the oldest calls go first, and what is told of them later is not written', () => {
  const journal = new Journal(3);
  for (let nth = 1; nth <= 5; nth++) journal.began(begun(nth));
  journal.ended(over(2));
  journal.issuerDid(did(2));
  expect(seqsOf(all(journal))).toEqual([3, 4, 5]);
  expect(all(journal).map(({ outcome }) => outcome)).toEqual([undefined, undefined, undefined]);
  journal.issuerDid(did(9));
  expect(seqsOf(all(journal))).toEqual([4, 5, 6]);
});

test('a call that has gone leaves nothing by which a later one could be mistaken for it', () => {
  const journal = new Journal(2);
  for (const nth of [1, 2, 3]) journal.issuerDid(did(nth));
  journal.issuerDid(did(1, { atMs: T0 + 100, did: '503/02' }));
  journal.began(begun(1, { atMs: T0 + 100 }));
  expect(all(journal).map(({ caller, did: what }) => [caller, what])).toEqual([
    ['other', '200/00'],
    ['engine', '503/02'],
  ]);
});

test('a journal never holds more than its bound, and a call that it holds still finds its other side', () => {
  const step = fc.record({
    what: fc.constantFrom('began', 'ended', 'did', 'callback', 'clear'),
    nth: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 5 }), (steps, bound) => {
      const journal = new Journal(bound);
      for (const { what, nth } of steps) {
        if (what === 'began') journal.began(begun(nth));
        if (what === 'ended') journal.ended(over(nth));
        if (what === 'did') journal.issuerDid(did(nth));
        if (what === 'callback') journal.issuerDid(did(nth, { operation: 'callback' }));
        if (what === 'clear') journal.clear();
        if (all(journal).length > bound) return false;
      }
      const fresh = begun(100);
      journal.began(fresh);
      journal.issuerDid(did(100));
      journal.ended(over(100));
      const last = all(journal).at(-1);
      return last?.attempt === 100 && last.did === '200/00' && last.outcome === 'delivered';
    }),
  );
});

test('a list is newest last, by query and issuer, and can be followed from a number on', () => {
  const journal = new Journal();
  for (let nth = 1; nth <= 6; nth++) {
    const queryId = `query-${nth % 2}`;
    journal.began(begun(nth, { queryId, issuer: nth > 3 ? 'ICBC' : 'CMB' }));
  }
  expect(seqsOf(journal.list({ limit: 2 }))).toEqual([5, 6]);
  expect(seqsOf(journal.list({ queryId: 'query-1', limit: 10 }))).toEqual([1, 3, 5]);
  expect(seqsOf(journal.list({ queryId: 'query-1', issuer: 'ICBC', limit: 10 }))).toEqual([5]);
  expect(seqsOf(journal.list({ after: 2, limit: 2 }))).toEqual([3, 4]);
  expect(seqsOf(journal.list({ after: 4, limit: 10 }))).toEqual([5, 6]);
  expect(journal.list({ after: 6, limit: 10 })).toEqual([]);
  expect(journal.list({ issuer: 'HXB', limit: 10 })).toEqual([]);
  expect(journal.list({ limit: 0 })).toEqual([]);
});

test('after a clear nothing is left, numbers go on, and calls of before are not taken up again', () => {
  const journal = new Journal();
  journal.began(begun(1));
  journal.began(begun(2));
  journal.clear();
  journal.ended(over(1));
  journal.issuerDid(did(1));
  expect(all(journal)).toEqual([]);
  journal.began(begun(3));
  expect(seqsOf(all(journal))).toEqual([3]);
});

test('a listener hears of an entry each time it grows, until it leaves', () => {
  const journal = new Journal();
  const heard: [number, boolean, boolean][] = [];
  const leave = journal.subscribe(({ seq, did: what, outcome }) =>
    heard.push([seq, what !== undefined, outcome !== undefined]),
  );
  journal.began(begun(1));
  journal.issuerDid(did(1));
  journal.ended(over(1));
  leave();
  journal.began(begun(2));
  expect(heard).toEqual([
    [1, false, false],
    [1, true, false],
    [1, true, true],
  ]);
});

test('nothing of a customer is kept, whatever comes along with what is told (R26)', () => {
  const customer = { name: '王芳', idNumber: '310000199001010010', mobile: '14231000001', pan: '6225880123456789' };
  const journal = new Journal();
  const tellers = { ...customer, customer, body: JSON.stringify(customer) };
  journal.began({ ...begun(1), ...tellers });
  journal.issuerDid({ ...did(1), ...tellers });
  journal.ended({ ...over(1), ...tellers });
  for (const text of [customer.idNumber, customer.mobile, customer.name, '王芳-12345678']) {
    journal.issuerDid(did(2, { inquiryId: text, traceparent: text }));
  }
  const text = JSON.stringify(all(journal));
  expect(all(journal)).toHaveLength(5);
  expect(Object.values(customer).filter((value) => text.includes(value))).toEqual([]);
});
