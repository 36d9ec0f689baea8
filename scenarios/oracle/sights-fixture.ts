// For tests of the oracle: sights of one query to two banks, in a few words each, and what fires on a list of them.
import { BANKS } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { type BankAnswer, makeReport, type Report } from '../../engine/report.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../../engine/settings.ts';
import type { QueryRecord } from '../../engine/store/port.ts';
import { createOracle } from './oracle.ts';
import type { RunContext, Sight } from './sight.ts';

/** 2026-01-05 09:00 in Shanghai, a Monday. */
export const T0 = Date.UTC(2026, 0, 5, 1);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** 00:00 in Shanghai after seven full days have followed T0. */
export const EXPIRY = Date.UTC(2026, 0, 12, 16);

export const CHOSEN = ['ICBC', 'CMB'] as const;
const CARD = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' } as const;
export const TRUTH: BankAnswer = { cards: [CARD], unsupported: [] };

export const contextWith = (settings: Partial<EngineSettings> = {}, more: Partial<RunContext> = {}): RunContext => ({
  startMs: T0,
  settings: { ...DEFAULT_SETTINGS, ...settings },
  idNumberOf: (userId) => (userId === 'u1' ? '310000199001010010' : undefined),
  people: () => [],
  truths: () => [TRUTH],
  ...more,
});

export const engine = (event: EngineEvent): Sight => ({ kind: 'engine', event, atMs: event.atMs });
type Bank = (typeof CHOSEN)[number];
const queryId = 'q1';
const userId = 'u1';

/** All instants are milliseconds after T0. */
export const accepted = (afterMs = 0, id = queryId): Sight =>
  engine({
    type: 'query-accepted',
    queryId: id,
    userId,
    banks: CHOSEN,
    deadlineMs: T0 + afterMs + DAY,
    atMs: T0 + afterMs,
  });

export const started = (bank: Bank, attempt: number, afterMs: number): Sight =>
  engine({
    type: 'call-started',
    queryId,
    bank,
    inquiryId: `${queryId}-${bank}`,
    traceparent: `trace-${bank}-${attempt}-${afterMs}`,
    operation: 'ask',
    attempt,
    isProbe: false,
    atMs: T0 + afterMs,
  });

type Ended = Extract<EngineEvent, { type: 'call-ended' }>;

/** The end of the call that began `tookMs` before. */
export const answered = (
  bank: Bank,
  attempt: number,
  afterMs: number,
  outcome: string,
  { tookMs = 0, ...change }: Partial<Ended> = {},
): Sight =>
  engine({
    type: 'call-ended',
    queryId,
    bank,
    inquiryId: `${queryId}-${bank}`,
    traceparent: `trace-${bank}-${attempt}-${afterMs - tookMs}`,
    attempt,
    outcome,
    tookMs,
    atMs: T0 + afterMs,
    ...change,
  });

type Done = Extract<EngineEvent, { type: 'bank-done' }>;

export const done = (bank: Bank, afterMs: number, disposition: Done['disposition'] = 'DELIVERED'): Sight =>
  engine({ type: 'bank-done', queryId, bank, disposition, atMs: T0 + afterMs });

/** A call that is answered at once, and the end of its bank by it. */
export const delivered = (bank: Bank, attempt: number, afterMs: number): readonly Sight[] => [
  started(bank, attempt, afterMs),
  answered(bank, attempt, afterMs, 'delivered'),
  done(bank, afterMs),
];

export const ended = (afterMs: number, status: 'READY' | 'FAILED' = 'READY', id = queryId): Sight =>
  engine({ type: 'query-ended', queryId: id, userId, status, atMs: T0 + afterMs });

export const at = (kind: 'crashed' | 'restarted' | 'healed' | 'at-rest', afterMs: number): Sight => ({
  kind,
  atMs: T0 + afterMs,
});

export const recordAt = (afterMs: number, change: Partial<QueryRecord> = {}): Sight => {
  const id = change.queryId ?? queryId;
  const record: QueryRecord = {
    queryId: id,
    userId,
    verificationId: `v-${id}`,
    banks: CHOSEN,
    acceptedAtMs: T0,
    deadlineMs: T0 + DAY,
    idempotencyKey: undefined,
    callbackBaseUrl: undefined,
    status: 'READY',
    dispositions: CHOSEN.map((bank) => ({ bank, disposition: 'DELIVERED' as const })),
    generatedAtMs: T0 + 1000,
    expiresAtMs: EXPIRY,
    ...change,
  };
  return { kind: 'record', record, atMs: T0 + afterMs };
};

export const runningAt = (afterMs: number, icbc: 'PENDING' | 'DELIVERED' = 'PENDING', id = queryId): Sight =>
  recordAt(afterMs, {
    queryId: id,
    status: 'RUNNING',
    dispositions: [
      { bank: 'ICBC', disposition: icbc },
      { bank: 'CMB', disposition: 'PENDING' },
    ],
    generatedAtMs: undefined,
    expiresAtMs: undefined,
  });

export const reportAt = (afterMs: number, change: Partial<Report> = {}, viewer = userId): Sight => {
  const outcomes = CHOSEN.map((bank) => ({ bank, disposition: 'DELIVERED' as const, answer: TRUTH }));
  const report = { ...makeReport(queryId, outcomes, BANKS, T0 + 1000, EXPIRY), ...change };
  return { kind: 'report', queryId, userId: viewer, report, atMs: T0 + afterMs };
};

export const messagesAt = (afterMs: number, ...texts: readonly string[]): Sight => ({
  kind: 'messages',
  queryId,
  texts,
  atMs: T0 + afterMs,
});

/** A query that goes as it should, over a crash, up to its expiry. */
export const GOOD_STORY: readonly Sight[] = [
  accepted(),
  ...delivered('ICBC', 1, 100),
  started('CMB', 1, 0),
  at('crashed', 200),
  at('restarted', 200),
  runningAt(250),
  started('CMB', 1, 300),
  ...delivered('ICBC', 1, 400),
  answered('CMB', 1, 1000, 'delivered', { tookMs: 700 }),
  done('CMB', 1000),
  ended(1000),
  at('healed', 2000),
  at('at-rest', 3000),
  recordAt(3000),
  reportAt(3000),
  reportAt(4000),
  messagesAt(5000, 'ready'),
  recordAt(EXPIRY - T0, { status: 'EXPIRED' }),
  { kind: 'remains', queryId, where: 'the store', cards: 0, atMs: EXPIRY },
];

/** What the oracle says about these sights and their end, as `I7 message`. */
export const saidOf = (
  sights: readonly Sight[],
  { context = contextWith(), untilMs = T0 }: { readonly context?: RunContext; readonly untilMs?: number } = {},
): readonly string[] => {
  const oracle = createOracle(context);
  const lastMs = sights.at(-1)?.atMs ?? untilMs;
  const found = [...sights.flatMap((sight) => oracle.see(sight)), ...oracle.end(Math.max(untilMs, lastMs))];
  return found.map(({ invariant, message }) => `${invariant} ${message}`);
};

/** Which invariants these sights break. */
export const firedBy = (...args: Parameters<typeof saidOf>): readonly string[] => [
  ...new Set(saidOf(...args).map((words) => words.split(' ')[0] ?? '')),
];
