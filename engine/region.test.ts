// Where a user belongs (R6): most logins, or the mobile's home region.
import { expect, test } from 'vitest';
import { PILOT_REGIONS, UNALLOCATED_MOBILE_PREFIXES } from '../core/regions.ts';
import { isRegionOpen } from './region.ts';

/** 上海 is open, 江苏 is not. */
const OPEN = '31';
const CLOSED = '32';
const mobileIn = (region: string): string => `${UNALLOCATED_MOBILE_PREFIXES[0]}${region}000001`;

const isOpen = (logins: readonly (readonly [string, number])[], mobile: string): boolean =>
  isRegionOpen(new Map(logins), mobile, PILOT_REGIONS);

test('the example regions are what the tests take them for', () => {
  expect(PILOT_REGIONS).toContain(OPEN);
  expect(PILOT_REGIONS).not.toContain(CLOSED);
});

test('the home region of the mobile suffices (R6)', () => {
  expect(isOpen([], mobileIn(OPEN))).toBe(true);
  expect(isOpen([[CLOSED, 9]], mobileIn(OPEN))).toBe(true);
  expect(isOpen([], mobileIn(CLOSED))).toBe(false);
});

test('the region of most logins suffices, another region of logins does not (R6)', () => {
  const most = (open: number, closed: number) =>
    isOpen(
      [
        [OPEN, open],
        [CLOSED, closed],
      ],
      mobileIn(CLOSED),
    );
  expect([most(2, 1), most(1, 2)]).toEqual([true, false]);
});

test('of regions with equally many logins any counts (R6)', () => {
  expect(
    isOpen(
      [
        [CLOSED, 3],
        [OPEN, 3],
        ['44', 2],
      ],
      mobileIn(CLOSED),
    ),
  ).toBe(true);
  expect(
    isOpen(
      [
        [CLOSED, 3],
        ['44', 3],
        [OPEN, 2],
      ],
      mobileIn(CLOSED),
    ),
  ).toBe(false);
});

test('a mobile whose home nobody knows, without logins, is in no open region (R6)', () => {
  expect(isOpen([], '19999999999')).toBe(false);
  expect(isOpen([], mobileIn('00'))).toBe(false);
});

test('which regions are open is a setting (R6)', () => {
  expect(isRegionOpen(new Map(), mobileIn(CLOSED), [CLOSED])).toBe(true);
  expect(isRegionOpen(new Map(), mobileIn(OPEN), [])).toBe(false);
});
