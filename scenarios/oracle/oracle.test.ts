// An oracle that cannot fail is worthless: each case breaks a good run in one way and names the invariant that must
// see it.
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { type BankAnswer, type BankOutcome, makeReport, type Report } from '../../engine/report.ts';
import { judge } from './oracle.ts';
import type { ObservedQuery, RunRecord } from './run-record.ts';

const T0 = Date.UTC(2026, 0, 5, 1);
const DAY = 86_400_000;
const BANK_CODES = ['ICBC', 'CMB'];
const TRUTH: Readonly<Record<string, BankAnswer>> = {
  ICBC: {
    cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001', accountClass: 'I', status: 'NORMAL' }],
    unsupported: [{ reason: 'ID_EXPIRED', count: 1 }],
  },
  CMB: { cards: [{ cardType: 'CREDIT', panFirst4: '6225', panLast4: '0002' }], unsupported: [] },
};
const NOTHING: BankAnswer = { cards: [], unsupported: [] };

const reportOf = (queryId: string, outcomes: readonly BankOutcome[]): Report =>
  makeReport(queryId, outcomes, BANKS, T0 + 1000, T0 + 8 * DAY);

const delivered = BANK_CODES.map(
  (bank): BankOutcome => ({ bank, disposition: 'DELIVERED', answer: TRUTH[bank] ?? NOTHING }),
);

const goodQuery = (queryId = 'q1', acceptedAtMs = T0): ObservedQuery => ({
  record: {
    queryId,
    userId: 'u1',
    verificationId: 'v1',
    banks: BANK_CODES,
    acceptedAtMs,
    deadlineMs: acceptedAtMs + DAY,
    idempotencyKey: undefined,
    callbackBaseUrl: undefined,
    status: 'READY',
    dispositions: BANK_CODES.map((bank) => ({ bank, disposition: 'DELIVERED' as const })),
    generatedAtMs: acceptedAtMs + 1000,
    expiresAtMs: acceptedAtMs + 8 * DAY,
  },
  idNumber: '310000199001010010',
  reports: [reportOf(queryId, delivered), reportOf(queryId, delivered.toReversed())],
  messages: [{ messageId: queryId, userId: 'u1', text: 'ready', atMs: acceptedAtMs + 1000 }],
});

const eventsOf = ({ record }: ObservedQuery): EngineEvent[] => [
  {
    type: 'query-accepted',
    queryId: record.queryId,
    userId: record.userId,
    banks: record.banks,
    deadlineMs: record.deadlineMs,
    atMs: record.acceptedAtMs,
  },
  {
    type: 'query-ended',
    queryId: record.queryId,
    userId: record.userId,
    status: 'READY',
    atMs: record.acceptedAtMs + 1000,
  },
];

const runOf = (queries: readonly ObservedQuery[], events = queries.flatMap(eventsOf)): RunRecord => ({
  queries,
  events,
  untilMs: T0 + 30 * DAY,
  intervalMs: 7 * DAY,
  throttle: { burst: 2, perSecond: 1 },
  truthOn: (_idNumber, bank) => TRUTH[bank] ?? NOTHING,
});

const firedBy = (run: RunRecord): string[] => [...new Set(judge(run).map(({ invariant }) => invariant))];
const withRecord = (change: Partial<ObservedQuery['record']>): ObservedQuery => {
  const query = goodQuery();
  return { ...query, record: { ...query.record, ...change } };
};
const withReport = (change: (report: Report) => Report): ObservedQuery => {
  const query = goodQuery();
  return { ...query, reports: query.reports.map(change) };
};

test('a good run breaks nothing', () => {
  expect(judge(runOf([goodQuery('q1'), goodQuery('q2', T0 + 8 * DAY)]))).toEqual([]);
});

test('a query that never ends breaks I1', () => {
  const query = goodQuery();
  expect(firedBy(runOf([query], eventsOf(query).slice(0, 1)))).toEqual(['I1']);
});

test('a query that ends a minute and a millisecond after its deadline breaks I1, a minute after does not', () => {
  const query = goodQuery();
  const endingAt = (atMs: number) =>
    eventsOf(query).map((event) => (event.type === 'query-ended' ? { ...event, atMs } : event));
  expect(firedBy(runOf([query], endingAt(T0 + DAY + 60_000)))).toEqual([]);
  expect(firedBy(runOf([query], endingAt(T0 + DAY + 60_001)))).toEqual(['I1']);
});

test('a bank without, with two, or with a pending disposition breaks I2, and so does a bank nobody chose', () => {
  const [icbc, cmb] = goodQuery().record.dispositions;
  if (icbc === undefined || cmb === undefined) throw new Error('the good query has two banks');
  for (const dispositions of [
    [icbc],
    [icbc, cmb, cmb],
    [icbc, { bank: 'CMB', disposition: 'PENDING' as const }],
    [icbc, cmb, { bank: 'ABC', disposition: 'DELIVERED' as const }],
  ]) {
    expect(firedBy(runOf([withRecord({ dispositions })])), JSON.stringify(dispositions)).toContain('I2');
  }
});

test('a card left out, added, shown twice or altered breaks I3', () => {
  const changes: ((report: Report) => Report)[] = [
    (report) => ({ ...report, cards: report.cards.slice(1) }),
    (report) => ({ ...report, cards: [...report.cards, ...report.cards.slice(0, 1)] }),
    (report) => ({ ...report, cards: report.cards.map((card) => ({ ...card, panLast4: '9999' })) }),
    (report) => ({ ...report, cards: report.cards.map((card) => ({ ...card, bank: 'ICBC' })) }),
  ];
  for (const change of changes) expect(firedBy(runOf([withReport(change)]))).toContain('I3');
});

test('a summary that does not add up, and a count of unsupported cards that is wrong, break I3', () => {
  const wrongSum = withReport((report) => ({ ...report, summary: { ...report.summary, debit: 7 } }));
  const wrongCount = withReport((report) => ({
    ...report,
    banks: report.banks.map((bank) => ({ ...bank, unsupported: [] })),
  }));
  expect(firedBy(runOf([wrongSum]))).toEqual(['I3']);
  expect(firedBy(runOf([wrongCount]))).toEqual(['I3']);
});

test('a card of a bank that did not deliver breaks I3', () => {
  const timedOut = withReport((report) => ({
    ...report,
    banks: report.banks.map((bank) => (bank.bank === 'CMB' ? { ...bank, disposition: 'TIMEOUT' as const } : bank)),
  }));
  expect(firedBy(runOf([timedOut]))).toContain('I3');
});

test('a report that changes between two looks breaks I4', () => {
  const query = goodQuery();
  const [first] = query.reports;
  if (first === undefined) throw new Error('the good query has a report');
  expect(firedBy(runOf([{ ...query, reports: [first, { ...first, generatedAt: 'later' }] }]))).toEqual(['I4']);
});

test('no message, or a second one, or a second ending breaks I4', () => {
  const query = goodQuery();
  const [message] = query.messages;
  if (message === undefined) throw new Error('the good query has a message');
  expect(firedBy(runOf([{ ...query, messages: [] }]))).toEqual(['I4']);
  expect(firedBy(runOf([{ ...query, messages: [message, message] }]))).toEqual(['I4']);
  expect(firedBy(runOf([query], [...eventsOf(query), ...eventsOf(query).slice(1)]))).toEqual(['I4']);
});

/** An application at this many milliseconds after the start, and how it went. */
const accepted = (atMs: number): EngineEvent => ({ ...eventOfType('query-accepted'), atMs: T0 + atMs });
const throttled = (atMs: number, retryAfterMs: number): EngineEvent => ({
  type: 'application-refused',
  userId: 'u2',
  code: 'THROTTLED',
  retryAfterMs,
  atMs: T0 + atMs,
});
const eventOfType = (type: 'query-accepted') => {
  const event = eventsOf(goodQuery()).find((candidate) => candidate.type === type);
  if (event?.type !== type) throw new Error(`the good query has no ${type}`);
  return event;
};
const i6FiredBy = (...events: EngineEvent[]): string[] =>
  judge(runOf([], events)).flatMap(({ invariant, message }) => (invariant === 'I6' ? [message] : []));

test('one acceptance too many in any window breaks I6, a full window does not', () => {
  expect(i6FiredBy(accepted(0), accepted(0), accepted(1000), accepted(2000))).toEqual([]);
  expect(i6FiredBy(accepted(0), accepted(0), accepted(999))).toEqual([expect.stringContaining('0.001 over')]);
  expect(i6FiredBy(accepted(-60_000), accepted(0), accepted(500), accepted(999))).toHaveLength(1);
});

test('a refusal while there was room, or a wrong Retry-After, breaks I6', () => {
  expect(i6FiredBy(accepted(0), accepted(0), throttled(300, 700), accepted(1000))).toEqual([]);
  expect(i6FiredBy(accepted(0), throttled(0, 1000))).toEqual([expect.stringContaining('though it had room')]);
  expect(i6FiredBy(accepted(0), accepted(0), throttled(1000, 1))).toEqual([expect.stringContaining('had room')]);
  for (const wrongMs of [699, 701]) {
    const [message] = i6FiredBy(accepted(0), accepted(0), throttled(300, wrongMs));
    expect(message).toContain(`with ${wrongMs} ms to wait, and there was room after 700 ms`);
  }
});

test('I6 counts with the throttle that was in force at each time', () => {
  const changed = (atMs: number, burst: number, perSecond: number): EngineEvent => ({
    type: 'throttle-changed',
    burst,
    perSecond,
    atMs: T0 + atMs,
  });
  expect(i6FiredBy(accepted(0), accepted(0), changed(500, 2, 10), accepted(550))).toEqual([]);
  expect(i6FiredBy(accepted(0), accepted(0), changed(500, 2, 10), accepted(549))).toHaveLength(1);
  expect(i6FiredBy(accepted(0), accepted(0), changed(0, 3, 0), accepted(0), throttled(9e9, 1))).toHaveLength(1);
});

test('an acceptance while another query runs, or a millisecond inside the interval, breaks I5', () => {
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', T0 + 999)]))).toEqual(['I5']);
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', T0 + 1000 + 7 * DAY - 1)]))).toEqual(['I5']);
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', T0 + 1000 + 7 * DAY)]))).toEqual([]);
});
