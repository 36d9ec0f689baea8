// What the log of queries keeps of the engine's events, within its bound.
import { expect, test } from 'vitest';
import { EventBus } from '../engine/events.ts';
import { QueryLog } from './query-log.ts';

const startLog = (max?: number) => {
  const events = new EventBus();
  const log = new QueryLog(events, max);
  const accept = (queryId: string, atMs = 0): void =>
    events.emit({ type: 'query-accepted', queryId, userId: 'u', banks: ['ICBC', 'CMB'], deadlineMs: 1000, atMs });
  const call = (queryId: string, attempt: number): void =>
    events.emit({
      type: 'call-started',
      queryId,
      bank: 'CMB',
      inquiryId: `${queryId}-CMB`,
      traceparent: 't',
      operation: 'ask',
      attempt,
      isProbe: false,
      atMs: attempt,
    });
  const ids = (question: Omit<Parameters<QueryLog['list']>[0], 'limit'> & { readonly limit?: number } = {}) =>
    log.list({ limit: 100, ...question }).map(({ queryId }) => queryId);
  return { events, log, accept, call, ids };
};

test('a query is known from its acceptance to its end, bank by bank', () => {
  const { events, log, accept, call } = startLog();
  accept('q1', 5);
  call('q1', 1);
  call('q1', 2);
  events.emit({ type: 'bank-done', queryId: 'q1', bank: 'CMB', disposition: 'DELIVERED', atMs: 7 });
  events.emit({ type: 'bank-done', queryId: 'q1', bank: 'ICBC', disposition: 'TIMEOUT', atMs: 8 });
  events.emit({ type: 'query-ended', queryId: 'q1', userId: 'u', status: 'READY', atMs: 9 });
  expect(log.find('q1')).toEqual({
    seq: 1,
    change: 6,
    queryId: 'q1',
    acceptedAtMs: 5,
    deadlineMs: 1000,
    endedAtMs: 9,
    status: 'READY',
    calls: 2,
    banks: [
      { bank: 'ICBC', disposition: 'TIMEOUT', attempts: 0, doneAtMs: 8 },
      { bank: 'CMB', disposition: 'DELIVERED', attempts: 2, doneAtMs: 7 },
    ],
  });
});

test('the newest come first, page by page, and by status', () => {
  const { events, accept, ids } = startLog();
  for (const id of ['q1', 'q2', 'q3', 'q4']) accept(id);
  events.emit({ type: 'query-ended', queryId: 'q2', userId: 'u', status: 'FAILED', atMs: 9 });
  expect(ids()).toEqual(['q4', 'q3', 'q2', 'q1']);
  expect(ids({ limit: 2 })).toEqual(['q4', 'q3']);
  expect(ids({ before: 3 })).toEqual(['q2', 'q1']);
  expect(ids({ status: 'FAILED' })).toEqual(['q2']);
  expect(ids({ status: 'RUNNING', before: 4 })).toEqual(['q3', 'q1']);
});

test('who asks for changes gets each query that has changed since, the earliest change first', () => {
  const { log, accept, call, ids } = startLog();
  accept('q1');
  accept('q2');
  const seen = log.change;
  expect(ids({ after: seen })).toEqual([]);
  accept('q3');
  call('q1', 1);
  expect(ids({ after: seen })).toEqual(['q3', 'q1']);
  expect(ids({ after: seen, limit: 1 })).toEqual(['q3']);
});

test('the oldest make room for newer ones, and come back no more', () => {
  const { log, accept, call, ids } = startLog(3);
  for (const id of ['q1', 'q2', 'q3', 'q4', 'q5']) accept(id);
  call('q1', 7);
  expect(ids()).toEqual(['q5', 'q4', 'q3']);
  expect([log.size, log.firstSeq, log.find('q1')]).toEqual([3, 3, undefined]);
});

test('a query from before this start shows as soon as anything is heard of it', () => {
  const { log, call } = startLog();
  call('q1', 4);
  expect(log.find('q1')).toMatchObject({
    acceptedAtMs: undefined,
    deadlineMs: undefined,
    status: 'RUNNING',
    banks: [{ bank: 'CMB', attempts: 4, disposition: undefined }],
  });
});
