// Whether answers were right: what users saw and what the oracle saw, put together.
import { expect, test } from 'vitest';
import { correctnessOf } from './load-correctness.ts';

const counts = { accepted: 5, ended: 4, lost: 1, doubled: 0, leaks: 2 };
const judged = { wrongReports: 3, violations: [{ invariant: 'I3', count: 4, first: 'q1 CMB shows nothing' }] };
const oracle = {
  counts: { accepted: 11, ready: 7, failed: 1, running: 3 },
  violations: [
    { invariant: 'I6', count: 2, first: 'accepted over' },
    { invariant: 'I5', count: 1, first: 'twice' },
  ],
  seconds: [],
};
const bank = { statusCalls: 9, amplification: 0, peakPerSecond: 1, outcomes: {}, retryAfterBroken: 0 };
const banks = [
  { ...bank, bank: 'CMB', inquiries: 10, calls: 15, latency: undefined, plannedLatency: undefined },
  { ...bank, bank: 'ICBC', inquiries: 10, calls: 10, latency: undefined, plannedLatency: undefined },
];
const seen = {
  users: [
    { counts, judged },
    { counts, judged },
  ],
  oracle,
  banks,
  wasInterrupted: false,
  isOwn: true,
};

test('of a network of its own everything accepted counts, also where the answer did not arrive', () => {
  expect(correctnessOf(seen)).toMatchObject({ queriesAccepted: 11, queriesEnded: 8, lost: 3 });
});

test('of one that others use, too, only what this run was told', () => {
  expect(correctnessOf({ ...seen, isOwn: false })).toMatchObject({ queriesAccepted: 10, queriesEnded: 8, lost: 2 });
});

test('what has not ended when a run is interrupted is not lost', () => {
  expect(correctnessOf({ ...seen, wasInterrupted: true }).lost).toBe(0);
});

test('counts of users and findings of the oracle are added up by what they say', () => {
  expect(correctnessOf(seen)).toMatchObject({
    doubled: 1,
    wrongReports: 6,
    throttleExcess: 2,
    leaks: 4,
    amplification: 1.25,
    violations: [
      { invariant: 'I6', count: 2 },
      { invariant: 'I5', count: 1 },
      { invariant: 'I3', count: 8, first: 'q1 CMB shows nothing' },
    ],
  });
});
