// Thresholds: how they are read, and how a result is held against them.
import { expect, test } from 'vitest';
import { FIGURES } from './figures.ts';
import type { Threshold } from './profile.ts';
import { exampleMeasured } from './profile-fixture.ts';
import { judgeThresholds, readThreshold } from './thresholds.ts';

const threshold = (text: string): Threshold => {
  const read = readThreshold(text);
  if (!read.ok) throw new Error(`${text} ${read.failure}`);
  return read.value;
};
const judged = (text: string) => judgeThresholds([threshold(text)], exampleMeasured())[0];
const failureOf = (text: unknown): string => {
  const read = readThreshold(text);
  return read.ok ? 'was read' : read.failure;
};

test.each([
  ['apply.p99 < 250ms', { figure: 'apply.p99', comparison: '<', bound: 250 }],
  [' report.max<=5s ', { figure: 'report.max', comparison: '<=', bound: 5000 }],
  ['lost == 0', { figure: 'lost', comparison: '==', bound: 0 }],
  ['apply.errors <= 1%', { figure: 'apply.errors', comparison: '<=', bound: 0.01 }],
  ['apply.throttled >= 0.25', { figure: 'apply.throttled', comparison: '>=', bound: 0.25 }],
  ['bank.CMB.p99 < 1.5s', { figure: 'bank.CMB.p99', comparison: '<', bound: 1500 }],
  ['accepted.perSecond > 99.5', { figure: 'accepted.perSecond', comparison: '>', bound: 99.5 }],
])('%s is read', (text, expected) => {
  expect(threshold(text)).toEqual({ text: text.trim(), ...expected });
});

test('every figure can be named with a bound of its unit', () => {
  const bounds = { ms: '5ms', share: '5%', ratio: '1.5', count: '0', 'per-second': '10' };
  for (const [name, { unit }] of FIGURES) expect(threshold(`${name} < ${bounds[unit]}`).figure).toBe(name);
});

test.each([
  ['aply.p99 < 250ms', 'must name a figure; did you mean apply.p99?'],
  ['refused.p99 < 50ms', 'must name a figure; did you mean apply.refused.p99?'],
  ['bank.CBM.p99 < 250ms', 'must name a figure; did you mean bank.CMB.p99?'],
  [
    'report.percentile < 1s',
    'must name a figure; there are report.min, report.mean, report.p50, report.p90, report.p99',
  ],
  ['speed > 3', 'must name a figure; there are lost, doubled, wrongReports'],
  ['apply.p99 < 250', 'must compare apply.p99 with a time such as 250ms or 5s'],
  ['apply.errors < 2', 'must compare apply.errors with a share such as 1% or 0.01'],
  ['lost == 0ms', 'must compare lost with a number without a unit such as 0'],
  ['retry.amplification < 130%', 'must compare retry.amplification with a number without a unit such as 1.3'],
  ['lost = 0', 'must be a figure, <, <=, ==, >= or >, and a bound, such as'],
  ['lost', 'must be a figure, <, <=, ==, >= or >, and a bound, such as'],
  ['toString < 5', 'must name a figure; there are lost'],
  [5, 'must be a figure'],
  [`apply.p99 < ${'9'.repeat(300)}ms`, 'must be a figure'],
])('%s is answered with what would be right', (text, expected) => {
  expect(failureOf(text)).toContain(expected);
});

test.each([
  ['lost == 0', 0, true],
  ['violations == 0', 2, false],
  ['apply.errors <= 25%', 0.25, true],
  ['apply.errors < 25%', 0.25, false],
  ['apply.throttled == 0.25', 0.25, true],
  ['apply.max < 400ms', 400.1, false],
  ['apply.min >= 10ms', 10, true],
  ['retry.amplification < 1.5', 1.5, false],
  ['retry.peakPerSecond <= 2', 2, true],
  ['retry.afterBroken == 0', 1, false],
  ['accepted.perSecond >= 1', 1, true],
  ['schedule.lateP99 < 2.1ms', 2, true],
  ['schedule.unsent == 0', 0, true],
  ['bank.CMB.amplification > 1', 1.5, true],
  ['bank.CMB.p99 < 1s', 400.1, true],
])('%s is held against the value that was measured', (text, value, held) => {
  expect(judged(text)).toMatchObject({ text, value, held });
});

test.each(['view.p99 < 1h', 'view.errors <= 100%', 'bank.ICBC.p99 < 1h', 'bank.CMB.planned.p99 >= 0ms'])(
  '%s has not held where there is nothing to measure',
  (text) => {
    expect(judged(text)).toMatchObject({ value: undefined, held: false });
  },
);
