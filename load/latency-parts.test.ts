// The slowest of several banks, and what is left of the time to a report.
import { expect, test } from 'vitest';
import { distributionOf } from './distribution.ts';
import { curveOf, msAt, partsOf, slowestMeant } from './latency-parts.ts';
import type { BankResult, Distribution } from './load-result.ts';
import { heldResult } from './load-result-fixture.ts';

const certain = (latenciesMs: readonly number[]): Distribution => {
  const distribution = distributionOf(latenciesMs);
  if (distribution === undefined) throw new Error('nothing was given');
  return distribution;
};

const evenly = (fromMs: number, toMs: number): readonly number[] =>
  Array.from({ length: 1000 }, (_, at) => fromMs + ((toMs - fromMs) * (at + 0.5)) / 1000);

const bank = (given: Partial<BankResult>): BankResult => ({
  ...{ bank: 'CMB', inquiries: 100, calls: 100, statusCalls: 0, amplification: 1, peakPerSecond: 1, outcomes: {} },
  ...{ latency: undefined, plannedLatency: undefined, retryAfterBroken: 0 },
  ...given,
});

const within = (value: number | undefined, ms: number, share = 0.02): void => {
  expect(value).toBeGreaterThan(ms * (1 - share));
  expect(value).toBeLessThan(ms * (1 + share));
};

test('a curve tells what each share takes at most', () => {
  const curve = curveOf(certain(evenly(0, 1000)));
  within(msAt(curve, 0.5), 500);
  within(msAt(curve, 0.99), 990);
  within(msAt(curve, 1), 1000);
  expect(msAt([], 0.5)).toBeUndefined();
});

test('the slowest of two like banks takes what the root of the share takes of one', () => {
  const plannedLatency = certain(evenly(0, 1000));
  within(msAt(slowestMeant([bank({ plannedLatency })]), 0.5), 500);
  within(msAt(slowestMeant([bank({ plannedLatency }), bank({ plannedLatency })]), 0.5), 1000 * Math.sqrt(0.5));
});

test('a bank that few ask counts as often as it is asked', () => {
  const all = bank({ plannedLatency: certain(evenly(90, 110)) });
  const slow = bank({ inquiries: 10, plannedLatency: certain(evenly(900, 1100)) });
  const curve = slowestMeant([all, slow]);
  expect(msAt(curve, 0.85)).toBeLessThan(120);
  within(msAt(curve, 0.95), 1000, 0.05);
});

test('the parts of a share of reports are together what the report takes', () => {
  const planned = certain(evenly(100, 200));
  const latency = certain(evenly(110, 210));
  const held = heldResult();
  const steps = held.steps.map((one) =>
    one.step === 'report' ? { ...one, distribution: certain(evenly(400, 600)) } : one,
  );
  const [half] = partsOf({ ...held, steps, banks: [bank({ latency, plannedLatency: planned })] }) ?? [];
  within(half?.meantMs, 150);
  within(half?.ownMs, 10, 0.2);
  within(half?.waitingMs, 340);
  expect((half?.meantMs ?? 0) + (half?.ownMs ?? 0) + (half?.waitingMs ?? 0)).toBeCloseTo(half?.reportMs ?? 0, 6);
  expect(partsOf({ ...held, banks: [] })).toBeUndefined();
});
