// How long a resident identity card is good (R3): a function of the holder's age on the day of issue, and nothing else.
import { type Day, dayFromNumber, dayNumber } from '../../core/calendar.ts';
import { daysInMonth, type IdNumberFacts } from '../../core/id-number.ts';
import type { ExpiryDay } from './person.ts';

/** R3's table: someone below `belowAge` on the day of issue gets so many years; from the last age on, for life. */
const VALIDITY = [
  { belowAge: 16, years: 5 },
  { belowAge: 26, years: 10 },
  { belowAge: 46, years: 20 },
] as const;

/** A calendar day in its parts: month 1 to 12. */
export type DayParts = IdNumberFacts['birth'];

/** Completed years of age on a day. A birthday counts; that of 29 February is on 1 March in other years. */
export const ageOn = (birth: DayParts, on: DayParts): number => {
  const isBeforeBirthday = on.month < birth.month || (on.month === birth.month && on.day < birth.day);
  return on.year - birth.year - (isBeforeBirthday ? 1 : 0);
};

/**
 * The last day, as a day number, on which a document issued on a day is good (R3); Infinity is for life.
 * It is the day of issue some years later; 29 February becomes the 28th where that year has none.
 */
export const lastGoodDay = (birth: DayParts, issued: DayParts): number => {
  const age = ageOn(birth, issued);
  const rule = VALIDITY.find(({ belowAge }) => age < belowAge);
  if (rule === undefined) return Number.POSITIVE_INFINITY;
  const year = issued.year + rule.years;
  return dayNumber(year, issued.month, Math.min(issued.day, daysInMonth(year, issued.month)));
};

/** A last good day as it is on file: a day, or LONG_TERM for life. */
export const expiryDay = (lastDay: number): ExpiryDay =>
  lastDay === Number.POSITIVE_INFINITY ? 'LONG_TERM' : dayFromNumber(lastDay);

/** The parts of `YYYY-MM-DD`. */
export const partsOfDay = (day: Day): DayParts => ({
  year: Number(day.slice(0, 4)),
  month: Number(day.slice(5, 7)),
  day: Number(day.slice(8, 10)),
});
