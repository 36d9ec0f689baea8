import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, dayParts } from '../../core/calendar.ts';
import { createRandom } from '../../core/random.ts';
import { documentsOf } from './documents.ts';
import { lastGoodDay } from './validity-rule.ts';

const AS_OF_DAY = dayNumber(2026, 1, 1);
const THREE_YEARS_DAYS = 3 * 365;

const documentsFor = (birthDay: number, seed: number) =>
  documentsOf(dayParts(birthDay), birthDay, AS_OF_DAY, createRandom(seed).stream('documents'));

test('R3: from 20 on everybody carries a document good for three years more and had one that ran out', () => {
  const births = fc.integer({ min: dayNumber(1900, 1, 1), max: dayNumber(2006, 1, 1) });
  fc.assert(
    fc.property(births, fc.nat(), (birthDay, seed) => {
      const { current, expired } = documentsFor(birthDay, seed);
      expect(current.issuedDay).toBeLessThanOrEqual(AS_OF_DAY);
      expect(current.lastDay).toBeGreaterThanOrEqual(AS_OF_DAY + THREE_YEARS_DAYS);
      expect(expired?.lastDay).toBeLessThan(AS_OF_DAY);
      expect(expired?.issuedDay).toBeGreaterThanOrEqual(birthDay);
      for (const document of [current, expired]) {
        if (document === undefined) continue;
        expect(document.lastDay).toBe(lastGoodDay(dayParts(birthDay), dayParts(document.issuedDay)));
      }
    }),
  );
});

test('a child carries a document issued after its birth, and nobody is too young to ask about', () => {
  const births = fc.integer({ min: dayNumber(2006, 1, 2), max: dayNumber(2030, 1, 1) });
  fc.assert(
    fc.property(births, fc.nat(), (birthDay, seed) => {
      const { current, expired } = documentsFor(birthDay, seed);
      expect(current.issuedDay).toBeGreaterThanOrEqual(birthDay);
      expect(current.lastDay).toBeGreaterThanOrEqual(AS_OF_DAY);
      if (expired !== undefined) expect(expired.lastDay).toBeLessThan(AS_OF_DAY);
    }),
  );
});
