// Several generators and one: what is measured is the same, to the letter, wherever each request was sent from.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STEP_NAMES } from './load-result.ts';
import { mergeMetered } from './merged-metering.ts';
import { RunMeter } from './run-meter.ts';
import { scheduleOf } from './schedule.ts';

const START_MS = 1_000_000;

const event = fc.record({
  step: fc.constantFrom(...STEP_NAMES),
  /** From the start to due, from there to sent, and to the answer. */
  dueMs: fc.integer({ min: 0, max: 5000 }),
  lateMs: fc.integer({ min: 0, max: 50 }),
  latencyMs: fc.integer({ min: 50, max: 3000 }),
  outcome: fc.constantFrom('accepted', 'THROTTLED', 'timeout'),
  generator: fc.nat({ max: 3 }),
});
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

const metered = (events: readonly Event[]) => {
  const meter = new RunMeter();
  meter.begin(START_MS);
  for (const { step, dueMs, lateMs, latencyMs, outcome } of events) {
    const atMs = START_MS + dueMs;
    if (step === 'apply') {
      meter.due(atMs);
      meter.sent(atMs + lateMs);
    }
    meter.step({ step, latencyMs, outcome, atMs: atMs + latencyMs }, atMs);
  }
  return meter.view();
};

/** Steps come in the order in which they were first seen; that of outcomes means nothing. */
const inOrder = ({ steps, seconds }: ReturnType<typeof metered>) => ({
  steps: steps.toSorted((one, other) => (one.step < other.step ? -1 : 1)),
  seconds,
});

test('what several generators measured is, merged, what one would have', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const parts = [0, 1, 2, 3].map((generator) => metered(events.filter((one) => one.generator === generator)));
      // As it comes from another process.
      const received = parts.map((part) => structuredClone(part));
      expect(inOrder(mergeMetered(received))).toEqual(inOrder(metered(events)));
    }),
  );
});

test('the schedule of several generators is broken where that of one is', () => {
  const whole = { due: 5, sent: 5, late: undefined, fullAtMs: undefined, maxInFlight: 10, wasInterrupted: false };
  const full = { ...whole, due: 7, sent: 6, fullAtMs: 1500 };
  expect(scheduleOf([whole, whole])).toEqual({ due: 10, sent: 10, late: undefined, kept: true, why: undefined });
  expect(scheduleOf([whole, full, { ...full, fullAtMs: 900 }])).toMatchObject({
    due: 19,
    sent: 17,
    kept: false,
    why: '10 were under way at once after 0.9 s, the most that one generator has, and 2 never left; lower the rate',
  });
});
