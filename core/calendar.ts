// Days in Asia/Shanghai: UTC+8 all year since 1991, so a day is arithmetic and needs no time zone database.

export const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** A calendar day as `YYYY-MM-DD`; days compare as text. */
export type Day = string;

/** The Shanghai day in which an instant (epoch ms) lies. */
export const shanghaiDay = (atMs: number): Day => {
  const number = shanghaiDayNumber(atMs);
  if (number !== latestDay.number) latestDay = { number, day: dayFromNumber(number) };
  return latestDay.day;
};

/** The day asked for last: under load it is nearly always the same, and writing it out costs. */
let latestDay: { readonly number: number; readonly day: Day } = { number: Number.NaN, day: '' };

/** Days since 1970-01-01 of the Shanghai day in which an instant (epoch ms) lies. */
export const shanghaiDayNumber = (atMs: number): number => Math.floor((atMs + SHANGHAI_OFFSET_MS) / DAY_MS);

/** The instant (epoch ms) at which a Shanghai day, given by its number, begins. */
export const startOfShanghaiDay = (dayNumber: number): number => dayNumber * DAY_MS - SHANGHAI_OFFSET_MS;

/** Days since 1970-01-01 of a calendar day (Gregorian). */
export const dayNumber = (year: number, month: number, day: number): number => {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
};

/** The day with this number since 1970-01-01 as `YYYY-MM-DD`. */
export const dayFromNumber = (number: number): Day => {
  const { year, month, day } = dayParts(number);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

export const dayParts = (number: number): { year: number; month: number; day: number } => {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
};

/** An instant as RFC 3339 in Shanghai time, to the millisecond: `2026-01-05T09:00:00.000+08:00`. */
export const shanghaiTimestamp = (atMs: number): string => {
  const inDay = atMs + SHANGHAI_OFFSET_MS - shanghaiDayNumber(atMs) * DAY_MS;
  const part = (divisor: number, modulus: number, width: number) =>
    String(Math.floor(inDay / divisor) % modulus).padStart(width, '0');
  const time = `${part(3_600_000, 24, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
  return `${shanghaiDay(atMs)}T${time}+08:00`;
};
