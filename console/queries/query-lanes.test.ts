// What is drawn of a query, from what the network tells of it.
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../core/journal.ts';
import type { Query } from '../wire/queries.ts';
import { neighbourOf } from './neighbours.ts';
import { lanesOf } from './query-lanes.ts';

const at = (ms: number): string => new Date(Date.UTC(2026, 0, 5, 1) + ms).toISOString();
const nowMs = (ms: number): number => Date.parse(at(ms));

const QUERY: Query = {
  startId: 'one',
  now: at(0),
  queryId: 'q1',
  status: 'RUNNING',
  acceptedAt: at(0),
  deadline: at(60_000),
  banks: [
    { bank: 'CMB', disposition: 'PENDING', attempts: 2 },
    { bank: 'PSBC', disposition: 'DELIVERED', attempts: 1, doneAt: at(900) },
  ],
  circuits: [{ bank: 'CMB', from: at(-500) }],
};

const call = (seq: number, issuer: string, atMs: number, more: Partial<JournalEntry> = {}): JournalEntry => ({
  seq,
  at: at(atMs),
  caller: 'engine',
  queryId: 'q1',
  issuer,
  operation: 'ask',
  attempt: 1,
  faults: [],
  ...more,
});

const ENTRIES: readonly JournalEntry[] = [
  call(1, 'CMB', 10, { tookMs: 40, outcome: 'later', nextAt: at(500), retryAfterMs: 400, faults: ['busy'] }),
  call(2, 'PSBC', 10, { tookMs: 20, outcome: 'running', nextAt: at(5000) }),
  call(3, 'CMB', 510, { attempt: 2 }),
  call(4, 'PSBC', 890, { operation: 'callback', tookMs: 5, did: 'callback accepted' }),
];

test('calls are bars in the lane of their bank, one under way reaches to now, and a wait to what ended it', () => {
  const { lanes, nowMs: now, deadlineMs, lastMs } = lanesOf(QUERY, ENTRIES, nowMs(2000));
  expect([now, deadlineMs, lastMs]).toEqual([2000, 60_000, 2000]);
  const [cmb, psbc] = lanes;
  expect(cmb?.bars.map(({ fromMs, untilMs }) => [fromMs, untilMs])).toEqual([
    [10, 50],
    [510, 2000],
  ]);
  expect(cmb?.waits).toEqual([{ fromMs: 50, untilMs: 510, retryAfterMs: 400 }]);
  expect(cmb?.faults).toEqual([{ fromMs: 10, untilMs: 50, words: 'busy' }]);
  expect(cmb?.circuits).toMatchObject([{ fromMs: 0, untilMs: 2000 }]);
  // It called back: nobody waits for the next question any more.
  expect(psbc?.waits).toMatchObject([{ fromMs: 30, untilMs: 900 }]);
  expect(psbc?.callbacks.map(({ seq }) => seq)).toEqual([4]);
});

test('a query of which calls are missing, or its beginning, says so', () => {
  expect(lanesOf(QUERY, ENTRIES, nowMs(2000)).isIncomplete).toBe(false);
  expect(lanesOf(QUERY, ENTRIES.slice(1), nowMs(2000)).isIncomplete).toBe(true);
  const { acceptedAt: _, ...takenUp } = QUERY;
  const taken = lanesOf(takenUp, ENTRIES, nowMs(2000));
  expect([taken.isIncomplete, taken.startMs]).toEqual([true, nowMs(10)]);
});

test('arrow keys lead along a lane and to the nearest call of the next', () => {
  const lanes = lanesOf(QUERY, ENTRIES, nowMs(2000));
  expect(neighbourOf(lanes, 1, 'ArrowRight')).toBe(3);
  expect(neighbourOf(lanes, 3, 'ArrowRight')).toBeUndefined();
  expect(neighbourOf(lanes, 1, 'ArrowDown')).toBe(2);
  expect(neighbourOf(lanes, 3, 'ArrowDown')).toBe(4);
  expect(neighbourOf(lanes, 4, 'ArrowUp')).toBe(3);
  expect(neighbourOf(lanes, undefined, 'ArrowLeft')).toBe(1);
});
