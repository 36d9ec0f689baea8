import { expect, test } from 'vitest';
import { dayNumber } from '../../core/calendar.ts';
import { ageOn, expiryDay, lastGoodDay, partsOfDay } from './validity-rule.ts';

const goodUntil = (born: string, issued: string) => expiryDay(lastGoodDay(partsOfDay(born), partsOfDay(issued)));

test('R3: the day before the 16th, 26th and 46th birthday still has the shorter term, the birthday the longer', () => {
  expect(goodUntil('2000-05-10', '2016-05-09')).toBe('2021-05-09');
  expect(goodUntil('2000-05-10', '2016-05-10')).toBe('2026-05-10');
  expect(goodUntil('1990-05-10', '2016-05-09')).toBe('2026-05-09');
  expect(goodUntil('1990-05-10', '2016-05-10')).toBe('2036-05-10');
  expect(goodUntil('1970-05-10', '2016-05-09')).toBe('2036-05-09');
  expect(goodUntil('1970-05-10', '2016-05-10')).toBe('LONG_TERM');
});

test('R3: a newborn has five years, somebody of 90 a document for life', () => {
  expect(goodUntil('2020-01-31', '2020-01-31')).toBe('2025-01-31');
  expect(goodUntil('1930-01-31', '2020-02-01')).toBe('LONG_TERM');
});

test('a document of 29 February runs out on the 28th where its last year has no 29th', () => {
  expect(goodUntil('1995-01-01', '2020-02-29')).toBe('2030-02-28');
  expect(goodUntil('1985-01-01', '2020-02-29')).toBe('2040-02-29');
});

test('who is born on 29 February is a year older on 1 March of other years', () => {
  const born = partsOfDay('2004-02-29');
  expect(ageOn(born, partsOfDay('2020-02-28'))).toBe(15);
  expect(ageOn(born, partsOfDay('2020-02-29'))).toBe(16);
  expect(ageOn(born, partsOfDay('2021-02-28'))).toBe(16);
  expect(ageOn(born, partsOfDay('2021-03-01'))).toBe(17);
});

test('the last good day is a day number', () => {
  expect(lastGoodDay(partsOfDay('2000-05-10'), partsOfDay('2016-05-10'))).toBe(dayNumber(2026, 5, 10));
});
