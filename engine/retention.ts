// How long a report is kept (R25). Pure.
import { DAY_MS, shanghaiDayNumber, startOfShanghaiDay } from '../core/calendar.ts';
import type { RetentionSettings } from './settings.ts';

const HOUR_MS = 3_600_000;

/**
 * The instant at which a report made at `generatedAtMs` goes.
 * natural-days: 00:00 in Shanghai after `length` full days have followed the day it was made. working-days: likewise,
 * Saturdays and Sundays not counted. hours: to the millisecond.
 */
export const expiryOf = (generatedAtMs: number, { length, unit }: RetentionSettings): number => {
  if (unit === 'hours') return generatedAtMs + length * HOUR_MS;
  let day = shanghaiDayNumber(generatedAtMs);
  if (unit === 'natural-days') return startOfShanghaiDay(day + length + 1);
  for (let left = length; left > 0; ) {
    day++;
    if (!isWeekend(day)) left--;
  }
  return startOfShanghaiDay(day) + DAY_MS;
};

/** Day 0, 1970-01-01, was a Thursday. */
const isWeekend = (dayNumber: number): boolean => {
  const weekday = (dayNumber + 4) % 7;
  return weekday === 0 || weekday === 6;
};
