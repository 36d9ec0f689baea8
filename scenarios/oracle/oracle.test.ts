// An oracle that cannot fail is worthless: each case breaks a good run in one way and names the invariant that must
// see it.
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { type BankAnswer, type BankOutcome, makeReport, type Report } from '../../engine/report.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
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

/** 00:00 in Shanghai after seven full days have followed 2026-01-05. */
const EXPIRY = Date.UTC(2026, 0, 12, 16);

const reportOf = (queryId: string, outcomes: readonly BankOutcome[], days = 0): Report =>
  makeReport(queryId, outcomes, BANKS, T0 + days * DAY + 1000, EXPIRY + days * DAY);

const delivered = BANK_CODES.map(
  (bank): BankOutcome => ({ bank, disposition: 'DELIVERED', answer: TRUTH[bank] ?? NOTHING }),
);

/** Accepted so many days, and milliseconds, after the start. */
const goodQuery = (queryId = 'q1', days = 0, afterMs = 0): ObservedQuery => {
  const acceptedAtMs = T0 + days * DAY + afterMs;
  return {
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
      expiresAtMs: EXPIRY + days * DAY,
    },
    idNumber: '310000199001010010',
    reports: [reportOf(queryId, delivered, days), reportOf(queryId, delivered.toReversed(), days)],
    messages: [{ messageId: queryId, userId: 'u1', text: 'ready', atMs: acceptedAtMs + 1000 }],
  };
};

const eventsOf = ({ record }: ObservedQuery): EngineEvent[] => [
  {
    type: 'query-accepted',
    queryId: record.queryId,
    userId: record.userId,
    banks: record.banks,
    deadlineMs: record.deadlineMs,
    atMs: record.acceptedAtMs,
  },
  ...record.banks.map(
    (bank): EngineEvent => ({
      type: 'bank-done',
      queryId: record.queryId,
      bank,
      disposition: 'DELIVERED',
      atMs: record.acceptedAtMs + 1000,
    }),
  ),
  {
    type: 'query-ended',
    queryId: record.queryId,
    userId: record.userId,
    status: 'READY',
    atMs: record.acceptedAtMs + 1000,
  },
];

const inOrder = (events: readonly EngineEvent[]): readonly EngineEvent[] =>
  events.toSorted((one, other) => one.atMs - other.atMs);

const runOf = (queries: readonly ObservedQuery[], events = inOrder(queries.flatMap(eventsOf))): RunRecord => ({
  queries,
  events,
  untilMs: T0 + 30 * DAY,
  intervalMs: 7 * DAY,
  throttle: { burst: 2, perSecond: 1 },
  restraint: { inFlight: 2, retryBudget: { share: 0.5, perSecond: 1, burst: 1 } },
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
  expect(judge(runOf([goodQuery('q1'), goodQuery('q2', 8)]))).toEqual([]);
});

test('a query that never ends breaks I1', () => {
  const query = goodQuery();
  expect(firedBy(runOf([], eventsOf(query).slice(0, 1)))).toEqual(['I1']);
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

test('a report that shows five digits of a card in a row breaks I9', () => {
  const more = withReport((report) => ({
    ...report,
    cards: report.cards.map((card, at) => (at > 0 ? card : { ...card, panFirst4: `${card.panFirst4}0` })),
  }));
  expect(firedBy(runOf([more]))).toContain('I9');
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
  expect(firedBy(runOf([{ ...query, reports: [first, { ...first, advice: [] }] }]))).toEqual(['I4']);
});

test('no message, or a second one, or a second ending breaks I4', () => {
  const query = goodQuery();
  const [message] = query.messages;
  if (message === undefined) throw new Error('the good query has a message');
  expect(firedBy(runOf([{ ...query, messages: [] }]))).toEqual(['I4']);
  expect(firedBy(runOf([{ ...query, messages: [message, message] }]))).toEqual(['I4']);
  expect(firedBy(runOf([query], [...eventsOf(query), ...eventsOf(query).slice(-1)]))).toEqual(['I4']);
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
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', 0, 999)]))).toEqual(['I5']);
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', 7, 999)]))).toEqual(['I5']);
  expect(firedBy(runOf([goodQuery('q1'), goodQuery('q2', 7, 1000)]))).toEqual([]);
});

type CallStarted = Extract<EngineEvent, { type: 'call-started' }>;
type CallEnded = Extract<EngineEvent, { type: 'call-ended' }>;

/** Calls to CMB, each told by its attempt and the milliseconds after the start. */
const started = (attempt: number, atMs: number, change: Partial<CallStarted> = {}): EngineEvent => ({
  type: 'call-started',
  queryId: 'q1',
  bank: 'CMB',
  inquiryId: 'q1-CMB',
  traceparent: `trace-${change.queryId ?? 'q1'}-${attempt}`,
  operation: 'ask',
  attempt,
  isProbe: false,
  atMs: T0 + atMs,
  ...change,
});
const ended = (attempt: number, atMs: number, outcome: string, change: Partial<CallEnded> = {}): EngineEvent => ({
  type: 'call-ended',
  queryId: 'q1',
  bank: 'CMB',
  inquiryId: 'q1-CMB',
  traceparent: `trace-${change.queryId ?? 'q1'}-${attempt}`,
  attempt,
  outcome,
  tookMs: 0,
  atMs: T0 + atMs,
  ...change,
});
const bankDone = (atMs: number): EngineEvent => ({
  type: 'bank-done',
  queryId: 'q1',
  bank: 'CMB',
  disposition: 'TIMEOUT',
  atMs: T0 + atMs,
});
const circuit = (state: 'closed' | 'open' | 'half-open', atMs: number, untilMs?: number): EngineEvent => ({
  type: 'circuit-changed',
  bank: 'CMB',
  state,
  untilMs: untilMs === undefined ? undefined : T0 + untilMs,
  atMs: T0 + atMs,
});
const firedFor = (invariant: string, ...events: EngineEvent[]): string[] =>
  judge(runOf([], events)).flatMap((violation) => (violation.invariant === invariant ? [violation.message] : []));

test('an attempt after the disposition of its bank or the end of its query breaks I7', () => {
  const end = eventsOf(goodQuery()).at(-1);
  if (end === undefined) throw new Error('the good query ends');
  expect(firedFor('I7', started(1, 0), ended(1, 5, 'unknown'), started(2, 10), ended(2, 15, 'unknown'))).toEqual([]);
  expect(firedFor('I7', started(1, 0), bankDone(5), ended(1, 6, 'delivered'))).toEqual([]);
  expect(firedFor('I7', started(1, 0), bankDone(5), started(2, 10))).toEqual([
    expect.stringContaining('CMB was called (attempt 2) at 2026-01-05T09:00:00.010+08:00 after it was TIMEOUT'),
  ]);
  expect(firedFor('I7', started(1, 0), end, started(2, 5000))).toEqual([
    expect.stringContaining('after its query had ended'),
  ]);
});

test('a retry of what was delivered, denied or not understood, or of eight broken answers, breaks I7', () => {
  for (const outcome of ['delivered', 'denied', 'failed']) {
    const message = expect.stringContaining(`its call came to "${outcome}"`);
    expect(firedFor('I7', started(1, 0), ended(1, 5, outcome), started(2, 10))).toEqual([message]);
  }
  const brokenTimes = (times: number): EngineEvent[] =>
    Array.from({ length: times }, (_, at) => [started(at + 1, at), ended(at + 1, at, 'broken')]).flat();
  expect(firedFor('I7', ...brokenTimes(8))).toEqual([]);
  expect(firedFor('I7', ...brokenTimes(4), ended(5, 9, 'running'), ...brokenTimes(5))).toEqual([]);
  expect(firedFor('I7', ...brokenTimes(9))).toHaveLength(1);
});

test('a call a millisecond before its Retry-After has passed breaks I7, at that instant it does not', () => {
  const told = [started(1, 0), ended(1, 5, 'later', { retryAfterMs: 30_000 })];
  expect(firedFor('I7', ...told, started(2, 30_005))).toEqual([]);
  expect(firedFor('I7', ...told, started(2, 30_004))).toEqual([
    expect.stringContaining('though its Retry-After lasts until 2026-01-05T09:00:30.005+08:00'),
  ]);
  expect(firedFor('I7', ...told, started(1, 10, { bank: 'ICBC' }))).toEqual([]);
});

test('one call in flight above the bound breaks I8', () => {
  const [one, two, three] = ['q1', 'q2', 'q3'].map((queryId) => started(1, 0, { queryId }));
  if (one === undefined || two === undefined || three === undefined) throw new Error('three calls were made');
  expect(firedFor('I8', one, two, ended(1, 0, 'delivered'), three)).toEqual([]);
  expect(firedFor('I8', one, two, three)).toEqual([expect.stringContaining('beside 2 calls in flight')]);
});

test('a retry over the budget breaks I8; first calls, time and retries that were served make room', () => {
  const call = (attempt: number, atMs: number, outcome: string): EngineEvent[] => [
    started(attempt, atMs),
    ended(attempt, atMs, outcome),
  ];
  const over = expect.stringContaining('1 over its budget of retries');
  expect(firedFor('I8', ...call(2, 0, 'unknown'), ...call(3, 0, 'unknown'))).toEqual([over]);
  expect(firedFor('I8', ...call(2, 0, 'unknown'), ...call(3, 1000, 'later'))).toEqual([]);
  expect(firedFor('I8', ...call(2, 0, 'unknown'), ...call(3, 999, 'later'))).toHaveLength(1);
  expect(firedFor('I8', ...call(2, 0, 'running'), ...call(3, 0, 'broken'))).toEqual([]);
  const firsts = [...call(1, 0, 'unknown'), ...call(1, 0, 'unknown')];
  expect(firedFor('I8', ...call(2, 0, 'unknown'), ...firsts, ...call(3, 0, 'unknown'))).toEqual([]);
  expect(firedFor('I8', ...firsts, ...call(2, 0, 'unknown'), ...call(3, 0, 'unknown'))).toEqual([over]);
});

test('a call while its circuit is open, and a probe while it is not half-open, break I8', () => {
  const probe = started(2, 5, { isProbe: true });
  expect(firedFor('I8', circuit('open', 0), circuit('half-open', 5), probe, circuit('closed', 6))).toEqual([]);
  expect(firedFor('I8', circuit('open', 0), started(1, 1))).toEqual([expect.stringContaining('circuit was open')]);
  expect(firedFor('I8', circuit('open', 0), circuit('half-open', 1), started(1, 1))).toHaveLength(1);
  expect(firedFor('I8', circuit('open', 0), probe)).toEqual([expect.stringContaining('as a probe')]);
});

test('a probe before its pause is over breaks I8', () => {
  const opened = [circuit('open', 0, 5), circuit('half-open', 0)];
  expect(firedFor('I8', ...opened, started(2, 5, { isProbe: true }))).toEqual([]);
  expect(firedFor('I8', ...opened, started(2, 4, { isProbe: true }))).toEqual([
    expect.stringContaining('as a probe before 2026-01-05T09:00:00.005+08:00'),
  ]);
});

test('a circuit that does not open after so many calls in a row came to nothing breaks I8', () => {
  const { failuresInRow } = DEFAULT_SETTINGS.circuit;
  const inVain = (times: number): EngineEvent[] =>
    Array.from({ length: times }, (_, at) => [
      started(1, 0, { queryId: `q${at}` }),
      ended(1, 0, 'unknown', { queryId: `q${at}` }),
    ]).flat();
  const next = started(1, 1);
  expect(firedFor('I8', ...inVain(failuresInRow - 1), next)).toEqual([]);
  expect(firedFor('I8', ...inVain(failuresInRow), next)).toEqual([
    expect.stringContaining(`after ${failuresInRow} calls in a row that came to nothing`),
  ]);
  expect(firedFor('I8', ...inVain(failuresInRow - 1), ended(1, 0, 'denied'), ...inVain(1), next)).toEqual([]);
  const lateOnes = inVain(failuresInRow).filter(({ type }) => type === 'call-ended');
  expect(firedFor('I8', circuit('open', 0), ...lateOnes, circuit('closed', 0), next)).toEqual([]);
});
