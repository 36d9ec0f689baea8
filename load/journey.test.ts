// From when a user's wait for their report counts.
import { expect, test } from 'vitest';
import type { End, Look } from './end-watch.ts';
import { type JourneyStep, Journeys } from './journey.ts';
import { PAYMENT_PASSWORD } from './walker.ts';

const OFFSET_MS = 7_000_000;
const DUE_MS = 1000;
const FOUND_MS = 9000;
const VIEW_TAKES_MS = 25;

/** What is told of one user whose end became known at `FOUND_MS`, as `endOf` says. */
const stepsOf = async (endOf: (look: Look) => Promise<End>, record: object = {}) => {
  let nowMs = DUE_MS;
  const told: JourneyStep[] = [];
  const asked: unknown[] = [];
  const journeys = new Journeys({
    link: {
      async send({ path, body }, schema) {
        asked.push([path, body]);
        if (path.endsWith('/report')) {
          nowMs += VIEW_TAKES_MS;
          return { kind: 'refused', word: 'LOCKED', status: 423, detail: '' };
        }
        return { kind: 'ok', value: schema.parse(record), status: 200 };
      },
    },
    ends: {
      async wait(_queryId, look) {
        nowMs = FOUND_MS;
        return endOf(look);
      },
    },
    judge: { judge: () => true },
    banks: 'ALL',
    clock: { now: () => nowMs },
    offsetMs: OFFSET_MS,
    onStep: (step) => told.push(step),
    renew: async () => undefined,
  });
  const walker = { idNumber: 'nobody', userId: 'u1', token: 't1', verificationId: 'v1' };
  await journeys.accepted(walker, DUE_MS, 'q1');
  return { told, asked, counts: journeys.counts };
};

/** As the watch does with a record. */
const fromRecord = async (look: Look): Promise<End> => {
  const { status, atMs } = (await look()) ?? { status: 'FAILED', atMs: undefined };
  return { kind: 'ended', status, atMs: atMs ?? FOUND_MS };
};

test('an end that was heard counts from then, and looking at the report comes on top', async () => {
  const { told, asked } = await stepsOf(async () => ({ kind: 'ended', status: 'READY', atMs: FOUND_MS }));
  expect(told.map(({ step, latencyMs, outcome }) => [step, latencyMs, outcome])).toEqual([
    ['view', VIEW_TAKES_MS, 'LOCKED'],
    ['report', FOUND_MS - DUE_MS + VIEW_TAKES_MS, 'LOCKED'],
  ]);
  expect(asked).toEqual([['/v1/queries/q1/report', { paymentPassword: PAYMENT_PASSWORD }]]);
});

test('an end that was found in the record counts from when its report was made, on the clock of the network', async () => {
  const generatedAt = new Date(OFFSET_MS + DUE_MS + 400).toISOString();
  const { told } = await stepsOf(fromRecord, { status: 'READY', generatedAt });
  expect(told.find(({ step }) => step === 'report')?.latencyMs).toBe(400 + VIEW_TAKES_MS);
});

test('a query that has failed has no report, and counts up to when that was found', async () => {
  const { told } = await stepsOf(fromRecord, { status: 'FAILED' });
  expect(told.map(({ step, latencyMs, outcome }) => [step, latencyMs, outcome])).toEqual([
    ['report', FOUND_MS - DUE_MS, 'QUERY_FAILED'],
  ]);
});

test('who has not seen the end is lost, and is in the latencies with all the time that they waited', async () => {
  const { told, counts } = await stepsOf(async () => ({ kind: 'unended' }));
  expect(told.map(({ step, latencyMs, outcome }) => [step, latencyMs, outcome])).toEqual([
    ['report', FOUND_MS - DUE_MS, 'unended'],
  ]);
  expect(counts).toMatchObject({ accepted: 1, ended: 0, lost: 1 });
});
