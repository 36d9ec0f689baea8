// What the overviews of the last seconds say of a bank.
import { expect, test } from 'vitest';
import type { Seen } from '../live/overview.ts';
import type { BankOverview } from '../wire/overview.ts';
import { figuresOf } from './bank-figures.ts';
import { sparkColumns } from './spark-columns.ts';

const QUIET: BankOverview = {
  code: 'CMB',
  calls: 0,
  failed: 0,
  p50Ms: null,
  p99Ms: null,
  circuit: 'closed',
  port: 'open',
  faults: 0,
};

/** Twice a second, the last now. */
const seen = (...banks: readonly (Partial<BankOverview> | undefined)[]): readonly Seen[] =>
  banks.map((bank, at) => ({
    seenAt: 1000 + at / 2,
    overview:
      bank === undefined
        ? undefined
        : { at: '2026-03-02T09:00:00.000+08:00', scale: 1, sinceMs: 500, banks: [{ ...QUIET, ...bank }] },
  }));

const stateOf = (...banks: readonly (Partial<BankOverview> | undefined)[]): unknown =>
  figuresOf(seen(...banks)).get('CMB')?.state;

test('the state is what the last seconds show, the closed port before the circuit and both before the calls', () => {
  expect(stateOf({})).toBe('quiet');
  expect(stateOf({ calls: 10, p50Ms: 80 })).toBe('well');
  expect(stateOf({ calls: 10, p50Ms: 1000 })).toBe('slow');
  expect(stateOf({ calls: 100, failed: 2, p50Ms: 80 })).toBe('well');
  expect(stateOf({ calls: 100, failed: 3, p50Ms: 80 })).toBe('failing');
  expect(stateOf({ calls: 100, failed: 90, p50Ms: 80 })).toBe('down');
  expect(stateOf({ calls: 100, failed: 90, circuit: 'half-open' })).toBe('circuit');
  expect(stateOf({ circuit: 'open', port: 'reset' })).toBe('down');
});

test('rates are of real time, and quantiles of the newest overview that had a call', () => {
  const figures = figuresOf(
    seen({ calls: 30, failed: 3, p50Ms: 70, p99Ms: 90 }, { calls: 10, p50Ms: 80, p99Ms: 95 }, {}),
  );
  expect(figures.get('CMB')).toEqual({
    state: 'failing',
    callsPerSecond: 40 / 1.5,
    failedPerSecond: 2,
    p50Ms: 80,
    p99Ms: 95,
  });
});

test('what was seen more than five seconds ago, or before the connection was lost, counts no more', () => {
  const longAgo = Array.from({ length: 10 }, () => ({}));
  expect(stateOf({ calls: 10, failed: 10 }, ...longAgo)).toBe('quiet');
  expect(stateOf({ calls: 10, failed: 10 }, undefined, {})).toBe('quiet');
  expect(figuresOf([]).size).toBe(0);
});

test('a plot has a gap where the connection was lost and where nobody called, and ends at the edges of its scale', () => {
  const history = seen(
    { calls: 5, failed: 1, p50Ms: 0.2, p99Ms: 60_000 },
    undefined,
    {},
    { calls: 1, p50Ms: 3, p99Ms: 4 },
  );
  expect(sparkColumns(history, 'CMB')).toEqual([
    [1000, 1000.5, 1001, 1001.5],
    [10, null, 0, 2],
    [2, null, 0, 0],
    [1, null, null, 3],
    [10_000, null, null, 4],
  ]);
  expect(
    sparkColumns(history, 'ABC')
      .slice(1)
      .flat()
      .every((value) => value === null),
  ).toBe(true);
});
