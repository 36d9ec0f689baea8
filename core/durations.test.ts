// Durations as people write them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from './durations.ts';

test('each unit means its milliseconds', () => {
  expect(['250ms', '5s', '30m', '24h', '7d', '0s', '1.5s', '0.5d'].map(parseDuration)).toEqual([
    250, 5000, 1_800_000, 86_400_000, 604_800_000, 0, 1500, 43_200_000,
  ]);
});

test('a decimal fraction is exact to the millisecond', () => {
  expect(['1.001s', '0.0005s', '4.35m'].map(parseDuration)).toEqual([1001, 0.5, 261_000]);
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000 }), (durationMs) => {
      expect(parseDuration(`${(durationMs / 1000).toFixed(3)}s`)).toBe(durationMs);
    }),
    { numRuns: 2000 },
  );
});

test('anything else is no duration', () => {
  const texts = [
    '',
    '5',
    's',
    '5 s',
    ' 5s',
    '5s ',
    '-5s',
    '+5s',
    '.5s',
    '5.s',
    '1e3s',
    '5S',
    '5sec',
    '1h30m',
    '５s',
    'Infinitys',
  ];
  expect(texts.map(parseDuration)).toEqual(texts.map(() => undefined));
});

test('a duration is written in the largest unit that keeps it whole', () => {
  const durations = [0, 1, 999, 1000, 1500, 90_000, 60_000, 3_600_000, 5_400_000, 86_400_000, 604_800_000];
  expect(durations.map(formatDuration)).toEqual([
    '0ms',
    '1ms',
    '999ms',
    '1s',
    '1500ms',
    '90s',
    '1m',
    '1h',
    '90m',
    '1d',
    '7d',
  ]);
});

test('what was written reads back the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.maxSafeNat(),
        fc.nat({ max: 10_000 }).map((n) => n * 60_000),
      ),
      (durationMs) => {
        expect(parseDuration(formatDuration(durationMs))).toBe(durationMs);
      },
    ),
  );
});
