// Answers that are held for a moment before they are written: what saves the write, and what must not wait.
import { expect, test } from 'vitest';
import { createRandom } from '../core/random.ts';
import { nextTurn } from '../core/system-clock.ts';
import { VirtualClock } from '../core/virtual-clock.ts';
import { HELD_ANSWER_MS, ProgressWriter } from './progress-writer.ts';
import type { Progress } from './retry.ts';
import { type Inquiry, type Run, runOf } from './run.ts';
import type { InquiryRow } from './store/port.ts';

const DELIVERED: Progress = {
  state: 'DONE',
  attempts: 1,
  outcome: { bank: 'ICBC', disposition: 'DELIVERED', answer: { cards: [], unsupported: [] } },
};

const setUp = () => {
  const clock = new VirtualClock({ settle: nextTurn });
  const rows: InquiryRow[] = [];
  const faults: unknown[] = [];
  let failure: Error | undefined;
  const writer = new ProgressWriter({
    clock,
    owner: 'one',
    store: {
      saveProgress: async (row: InquiryRow) => {
        if (failure !== undefined) throw failure;
        rows.push(row);
      },
    } as never,
    onFault: (error) => faults.push(error),
  });
  const query = {
    queryId: 'q1',
    userId: 'u1',
    verificationId: 'v1',
    banks: ['ICBC', 'CMB'],
    acceptedAtMs: 0,
    deadlineMs: 1,
    idempotencyKey: undefined,
    callbackBaseUrl: undefined,
  };
  const user = { userId: 'u1', name: '', idNumber: '', mobile: '', passwordHash: '', registeredAtMs: 0 };
  const run: Run = runOf(
    { query, user: { ...user, boundCard: { bank: 'ICBC', last4: '0001' } }, inquiries: [] },
    createRandom(1),
    clock.now(),
  );
  const inquiries = run.inquiries as [Inquiry, Inquiry];
  for (const inquiry of inquiries) inquiry.progress = DELIVERED;
  return { clock, writer, rows, faults, run, inquiries, breakStore: (error: Error) => (failure = error) };
};

test('held answers are written together, a moment after the first, and not before', async () => {
  const { clock, writer, rows, inquiries } = setUp();
  const startMs = clock.now();
  writer.hold(inquiries[0]);
  await clock.runUntil(startMs + HELD_ANSWER_MS - 1);
  writer.hold(inquiries[1]);
  expect(rows).toEqual([]);
  await clock.runUntil(startMs + HELD_ANSWER_MS);
  expect(rows.map(({ bank }) => bank)).toEqual(['ICBC', 'CMB']);
});

test('a query that ends before costs no write, and leaves no timer', async () => {
  const { clock, writer, rows, run, inquiries } = setUp();
  writer.hold(inquiries[0]);
  writer.drop(run);
  await clock.runUntil(clock.now() + 10 * HELD_ANSWER_MS);
  expect(rows).toEqual([]);
  expect(run.held).toEqual([]);
});

test('whoever asks to have it written finds it written, and it is not written again', async () => {
  const { clock, writer, rows, run, inquiries } = setUp();
  writer.hold(inquiries[0]);
  await writer.flush(run);
  expect(rows).toHaveLength(1);
  await clock.runUntil(clock.now() + 10 * HELD_ANSWER_MS);
  expect(rows).toHaveLength(1);
});

test('what is written at once is durable when its promise resolves, and counts as unsaved until then', async () => {
  const { writer, rows, run, inquiries } = setUp();
  const written = writer.write(inquiries[0]);
  expect(run.unsaved).toBe(1);
  await written;
  expect(rows).toHaveLength(1);
  expect(run.unsaved).toBe(0);
});

test('a store that fails under a held answer is told of', async () => {
  const { clock, writer, faults, inquiries, breakStore } = setUp();
  const gone = new Error('the disk is full');
  breakStore(gone);
  writer.hold(inquiries[0]);
  await clock.runUntil(clock.now() + HELD_ANSWER_MS);
  await nextTurn();
  expect(faults).toEqual([gone]);
});
