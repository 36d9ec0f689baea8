// Provinces and the home region of a mobile (R6).
import { expect, test } from 'vitest';
import { findRegion, homeRegionOfMobile, PILOT_REGIONS, REGIONS, UNALLOCATED_MOBILE_PREFIXES } from './regions.ts';

test('there are 31 regions, sixteen of them in the pilot (R6)', () => {
  expect(REGIONS).toHaveLength(31);
  expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(31);
  expect(PILOT_REGIONS).toHaveLength(16);
  expect(PILOT_REGIONS).toEqual(expect.arrayContaining(['31', '11', '53']));
});

test('a region is found by its code and its names, and by nothing else', () => {
  for (const region of REGIONS) {
    for (const name of [region.code, region.nameZh, region.fullNameZh]) expect(findRegion(name)).toBe(region);
  }
  expect(['', '3', '00', '上', '台湾省的', 'Shanghai'].map(findRegion)).toEqual(Array(6).fill(undefined));
});

test('a synthetic mobile has its region in the two digits after the prefix', () => {
  for (const prefix of UNALLOCATED_MOBILE_PREFIXES) {
    for (const { code } of REGIONS) expect(homeRegionOfMobile(`${prefix}${code}123456`)).toBe(code);
    expect(homeRegionOfMobile(`${prefix}00123456`)).toBeUndefined();
  }
});

test('another mobile has the region of the sample, or none', () => {
  expect(homeRegionOfMobile('13000101234')).toBe('11');
  expect(homeRegionOfMobile('19999991234')).toBeUndefined();
  expect(homeRegionOfMobile('')).toBeUndefined();
});
