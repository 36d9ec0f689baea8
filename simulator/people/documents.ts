// The identity documents of one life: one after another from childhood, each renewed shortly before it runs out (R3).
// A person carries the last; a bank has the last on file, or an older one that has run out.
import { dayParts } from '../../core/calendar.ts';
import { type DayParts, lastGoodDay } from './validity-rule.ts';

/** Both ends as day numbers; Infinity is for life. */
export interface IssuedDocument {
  readonly issuedDay: number;
  readonly lastDay: number;
}

export interface Documents {
  /** The one carried at asOf. */
  readonly current: IssuedDocument;
  /** The latest that had run out before asOf. Everybody from 20 on has one; a child may not. */
  readonly expired: IssuedDocument | undefined;
}

/** The first document comes by this age, so that its five years are over at 20 and an expired one exists (R3). */
const FIRST_DOCUMENT_BEFORE_DAYS = 14 * 365;
const LONGEST_LEAD_DAYS = 60;
/**
 * What would run out within three years after asOf has been renewed in the year before: a network that runs days or
 * years past asOf still sees the share of expired copies that was asked for, and a persona keeps its property.
 */
const GOOD_AFTER_AS_OF_DAYS = 3 * 365;
const EARLY_RENEWAL_DAYS = 300;

/**
 * The documents of somebody born on a day, as they are at `asOfDay` (day numbers).
 * @param next uniform numbers in [0, 1), one per document: how old at the first, how early each renewal.
 */
export const documentsOf = (birth: DayParts, birthDay: number, asOfDay: number, next: () => number): Documents => {
  const firstSpanDays = Math.max(0, Math.min(FIRST_DOCUMENT_BEFORE_DAYS, asOfDay - birthDay));
  let current = issue(birth, birthDay + Math.floor(next() * firstSpanDays));
  let expired: IssuedDocument | undefined;
  while (current.lastDay < asOfDay + GOOD_AFTER_AS_OF_DAYS) {
    const chance = next();
    const atExpiryDay = current.lastDay - Math.floor(chance * LONGEST_LEAD_DAYS);
    const beforeAsOfDay = asOfDay - Math.floor(chance * EARLY_RENEWAL_DAYS);
    const issuedDay = Math.min(atExpiryDay, beforeAsOfDay);
    if (issuedDay <= current.issuedDay) break;
    if (current.lastDay < asOfDay) expired = current;
    current = issue(birth, issuedDay);
  }
  return { current, expired };
};

const issue = (birth: DayParts, issuedDay: number): IssuedDocument => ({
  issuedDay,
  lastDay: lastGoodDay(birth, dayParts(issuedDay)),
});
