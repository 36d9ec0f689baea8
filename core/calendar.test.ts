// Days in Asia/Shanghai, held against the platform's own calendar.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DAY_MS,
  dayFromNumber,
  dayNumber,
  dayParts,
  shanghaiDay,
  shanghaiDayNumber,
  shanghaiTimestamp,
  startOfShanghaiDay,
} from './calendar.ts';

/** From 1800 to 2200. */
const number = fc.integer({ min: -62_000, max: 84_000 });
const instantMs = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2200, 0, 1) });

test('a day and its number are the same as in the platform’s calendar', () => {
  fc.assert(
    fc.property(number, (day) => {
      const date = new Date(day * DAY_MS);
      const parts = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dayParts(day)).toEqual(parts);
      expect(dayNumber(parts.year, parts.month, parts.day)).toBe(day);
      expect(dayFromNumber(day)).toBe(date.toISOString().slice(0, 10));
    }),
  );
});

test('days compare as text as they do in time', () => {
  fc.assert(
    fc.property(number, number, (one, other) => {
      expect(dayFromNumber(one) < dayFromNumber(other)).toBe(one < other);
    }),
  );
});

test('edges: the first day, leap days, and centuries that have none', () => {
  expect(dayNumber(1970, 1, 1)).toBe(0);
  expect([dayNumber(2000, 3, 1) - dayNumber(2000, 2, 28), dayNumber(2100, 3, 1) - dayNumber(2100, 2, 28)]).toEqual([
    2, 1,
  ]);
  expect(dayNumber(1900, 3, 1) - dayNumber(1900, 2, 28)).toBe(1);
  expect(dayFromNumber(dayNumber(2028, 2, 29))).toBe('2028-02-29');
});

test('a Shanghai day begins at 16:00 UTC, to the millisecond', () => {
  const midnightMs = Date.parse('2026-01-05T16:00:00.000Z');
  expect([shanghaiDay(midnightMs - 1), shanghaiDay(midnightMs)]).toEqual(['2026-01-05', '2026-01-06']);
  expect(startOfShanghaiDay(shanghaiDayNumber(midnightMs))).toBe(midnightMs);
});

test('every instant lies in its day', () => {
  fc.assert(
    fc.property(instantMs, (atMs) => {
      const startMs = startOfShanghaiDay(shanghaiDayNumber(atMs));
      expect(startMs <= atMs && atMs < startMs + DAY_MS).toBe(true);
    }),
  );
});

test('a timestamp is Shanghai time to the millisecond, and reads back as the same instant', () => {
  expect(shanghaiTimestamp(Date.UTC(2026, 0, 5, 1))).toBe('2026-01-05T09:00:00.000+08:00');
  expect(shanghaiTimestamp(Date.UTC(2025, 11, 31, 15, 59, 59, 999))).toBe('2025-12-31T23:59:59.999+08:00');
  fc.assert(
    fc.property(instantMs, (atMs) => {
      expect(Date.parse(shanghaiTimestamp(atMs))).toBe(atMs);
    }),
  );
});
