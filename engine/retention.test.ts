// How long a report is kept (R25), to the millisecond, over the edges of months and years.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, shanghaiDayNumber, shanghaiTimestamp } from '../core/calendar.ts';
import { expiryOf } from './retention.ts';
import type { RetentionSettings } from './settings.ts';

const natural: RetentionSettings = { length: 7, unit: 'natural-days' };
const working: RetentionSettings = { length: 7, unit: 'working-days' };

/** When a report made at this moment in Shanghai goes. */
const goesAt = (generatedAt: string, retention: RetentionSettings): string =>
  shanghaiTimestamp(expiryOf(Date.parse(`${generatedAt}+08:00`), retention)).slice(0, -6);

test('seven natural days follow the day it was made, whatever the hour (R25)', () => {
  expect(goesAt('2026-01-05T00:00:00.000', natural)).toBe('2026-01-13T00:00:00.000');
  expect(goesAt('2026-01-05T09:30:00.000', natural)).toBe('2026-01-13T00:00:00.000');
  expect(goesAt('2026-01-05T23:59:59.999', natural)).toBe('2026-01-13T00:00:00.000');
  expect(goesAt('2026-01-06T00:00:00.000', natural)).toBe('2026-01-14T00:00:00.000');
});

test('days go on over the end of a month, a year and a February (R25)', () => {
  expect(goesAt('2026-01-25T12:00:00.000', natural)).toBe('2026-02-02T00:00:00.000');
  expect(goesAt('2025-12-28T23:59:59.999', natural)).toBe('2026-01-05T00:00:00.000');
  expect(goesAt('2027-02-22T12:00:00.000', natural)).toBe('2027-03-02T00:00:00.000');
  expect(goesAt('2028-02-22T12:00:00.000', natural)).toBe('2028-03-01T00:00:00.000');
  expect(goesAt('2028-02-29T12:00:00.000', natural)).toBe('2028-03-08T00:00:00.000');
});

test('the last millisecond of a month, a year or a leap day counts to its day, the next one to the next (R25)', () => {
  const eachSide: readonly (readonly [string, string, string])[] = [
    ['2026-04-30', '2026-05-08', '2026-05-09'],
    ['2026-12-31', '2027-01-08', '2027-01-09'],
    ['2028-02-28', '2028-03-07', '2028-03-08'],
    ['2028-02-29', '2028-03-08', '2028-03-09'],
    ['2027-02-28', '2027-03-08', '2027-03-09'],
  ];
  for (const [day, goes, nextGoes] of eachSide) {
    expect(goesAt(`${day}T23:59:59.999`, natural)).toBe(`${goes}T00:00:00.000`);
    const nextMs = Date.parse(`${day}T23:59:59.999+08:00`) + 1;
    expect(shanghaiTimestamp(expiryOf(nextMs, natural))).toBe(`${nextGoes}T00:00:00.000+08:00`);
  }
});

test('working days leave out Saturday and Sunday (R25)', () => {
  expect(goesAt('2026-01-05T12:00:00.000', working)).toBe('2026-01-15T00:00:00.000');
  expect(goesAt('2026-01-09T23:59:59.999', working)).toBe('2026-01-21T00:00:00.000');
  expect(goesAt('2026-01-10T00:00:00.000', working)).toBe('2026-01-21T00:00:00.000');
  expect(goesAt('2026-01-11T12:00:00.000', working)).toBe('2026-01-21T00:00:00.000');
});

test('hours are exact (R25)', () => {
  expect(goesAt('2026-01-05T23:59:59.999', { length: 36, unit: 'hours' })).toBe('2026-01-07T11:59:59.999');
});

test('a report has as many full days as the setting says, and less than one more (R25)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.nat({ max: 60 }), (generatedAtMs, length) => {
      const expiresAtMs = expiryOf(generatedAtMs, { length, unit: 'natural-days' });
      expect(shanghaiTimestamp(expiresAtMs)).toContain('T00:00:00.000+08:00');
      expect(expiresAtMs - generatedAtMs).toBeGreaterThan(length * DAY_MS);
      expect(expiresAtMs - generatedAtMs).toBeLessThanOrEqual((length + 1) * DAY_MS);
    }),
  );
});

test('exactly so many working days lie between, however it falls (R25)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.nat({ max: 30 }), (generatedAtMs, length) => {
      const last = shanghaiDayNumber(expiryOf(generatedAtMs, { length, unit: 'working-days' })) - 1;
      const first = shanghaiDayNumber(generatedAtMs) + 1;
      const weekdays = Array.from({ length: last - first + 1 }, (_, n) => new Date((first + n) * DAY_MS).getUTCDay());
      expect(weekdays.filter((weekday) => weekday !== 0 && weekday !== 6)).toHaveLength(length);
    }),
  );
});
