// Records of calls on their way to another process: in order, many at a time, and never more than can be kept.
import { expect, test } from 'vitest';
import type { IssuerCallRecord } from '../core/journal.ts';
import { nextTurn } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { createCallBatches } from './call-batches.ts';

const record = (atMs: number): IssuerCallRecord => ({
  issuer: 'ICBC',
  inquiryId: undefined,
  operation: 'ask',
  attempt: 1,
  traceparent: undefined,
  faults: [],
  did: '200/00',
  atMs,
  plannedMs: 0,
  tookMs: 0,
});

const newBatches = () => {
  const clock = new VirtualClock({ startMs: 0, settle: nextTurn });
  const sent: { readonly atMs: readonly number[]; readonly missed: number; readonly onSent: () => void }[] = [];
  const batches = createCallBatches({
    clock,
    send: (records, missed, onSent) => sent.push({ atMs: records.map(({ atMs }) => atMs), missed, onSent }),
  });
  return { clock, sent, batches };
};

test('what comes within a few milliseconds goes together, and nothing goes where nothing came', async () => {
  const { clock, sent, batches } = newBatches();
  await clock.runUntil(100);
  batches.take(record(1));
  batches.take(record(2));
  expect(sent).toEqual([]);
  await clock.runUntil(105);
  batches.take(record(3));
  await clock.runUntil(200);
  expect([sent.map(({ atMs }) => atMs), clock.pending]).toEqual([[[1, 2], [3]], 0]);
});

test('a flush sends at once, and what was sent is not sent again', async () => {
  const { clock, sent, batches } = newBatches();
  batches.take(record(1));
  batches.flush();
  batches.flush();
  expect([sent.map(({ atMs }) => atMs), clock.pending]).toEqual([[[1]], 0]);
});

test('a batch that is full does not wait', () => {
  const { sent, batches } = newBatches();
  for (let at = 0; at < 1234; at++) batches.take(record(at));
  batches.flush();
  expect(sent.map(({ atMs }) => atMs.length)).toEqual([500, 500, 234]);
  expect(sent.flatMap(({ atMs }) => atMs)).toEqual(Array.from({ length: 1234 }, (_, at) => at));
});

test('where nobody takes them, no more than 50,000 are kept; the others are counted, and told as soon as there is room', () => {
  const { sent, batches } = newBatches();
  for (let at = 0; at < 50_007; at++) batches.take(record(at));
  expect(sent.flatMap(({ atMs }) => atMs)).toHaveLength(50_000);
  expect(sent.map(({ missed }) => missed)).toEqual(Array(100).fill(0));
  for (const { onSent } of [...sent]) onSent();
  batches.take(record(50_007));
  batches.flush();
  expect([sent.at(-1)?.atMs, sent.at(-1)?.missed]).toEqual([[50_007], 7]);
});
