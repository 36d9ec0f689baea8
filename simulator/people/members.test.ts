import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayNumber, dayParts } from '../../core/calendar.ts';
import { readIdNumber } from '../../core/id-number.ts';
import { createRandom } from '../../core/random.ts';
import { homeRegionOfMobile, PILOT_REGIONS, UNALLOCATED_MOBILE_PREFIXES } from '../../core/regions.ts';
import { birthWindow, createMembers } from './members.ts';
import { createPeople } from './people.ts';
import { ageOn, partsOfDay } from './validity-rule.ts';

const AS_OF = partsOfDay('2026-01-01');

test('100,000 people of the population have ID numbers and mobiles that no other of them has', () => {
  const people = createPeople({ seed: 11 });
  const idNumbers = new Set<string>();
  const mobiles = new Set<string>();
  for (let index = 0; index < 100_000; index++) {
    const idNumber = people.at(index);
    idNumbers.add(idNumber);
    mobiles.add(people.identity(idNumber)?.mobile ?? 'none');
  }
  expect(idNumbers.size).toBe(100_000);
  expect(mobiles.size).toBe(100_000);
});

test('somebody of the population is 20 to 79, of a pilot region, with a number of the province and no county', () => {
  const { population } = createMembers(createRandom(3), '2026-01-01');
  fc.assert(
    fc.property(fc.nat(population.count - 1), (index) => {
      const facts = readIdNumber(population.at(index));
      expect(facts?.addressCode).toBe(`${facts?.provinceCode}0000`);
      expect(PILOT_REGIONS).toContain(facts?.provinceCode);
      expect(facts?.sequence).toBeLessThan(251);
      const age = facts === undefined ? 0 : ageOn(facts.birth, AS_OF);
      expect(age).toBeGreaterThanOrEqual(20);
      expect(age).toBeLessThanOrEqual(79);
    }),
  );
});

test('every group is one to one from its first index to its last', () => {
  const { personas } = createMembers(createRandom(4), '2026-01-01');
  const [group] = personas;
  const all = new Set(Array.from({ length: group?.count ?? 0 }, (_, index) => group?.at(index)));
  expect(all.size).toBe(group?.count);
  expect(all.size).toBeGreaterThan(400_000);
});

test('neighbours look unrelated: a hundred in a row have dozens of birth years, all regions, both sexes alike', () => {
  for (const seed of [1, 2, 3]) {
    const { population } = createMembers(createRandom(seed), '2026-01-01');
    const facts = Array.from({ length: 100 }, (_, index) => readIdNumber(population.at(index)));
    expect(new Set(facts.map((each) => each?.birth.year)).size).toBeGreaterThan(35);
    expect(new Set(facts.map((each) => each?.provinceCode)).size).toBeGreaterThan(13);
    const birthDays = facts.map((each) =>
      dayNumber(each?.birth.year ?? 0, each?.birth.month ?? 0, each?.birth.day ?? 0),
    );
    const gaps = birthDays.slice(1).map((day, at) => day - (birthDays[at] ?? 0));
    expect(new Set(gaps).size).toBeGreaterThan(90);
    const men = facts.filter((each) => each?.sex === 'MALE').length;
    expect(men).toBeGreaterThan(30);
    expect(men).toBeLessThan(70);
  }
});

test('an index beyond a group is an error that names the bounds', () => {
  const people = createPeople({ seed: 1 });
  for (const index of [-1, 0.5, people.capacity]) expect(() => people.at(index)).toThrow(/people 0 to 88010639, got/);
  expect(() => people.persona('no-cards', 1e9)).toThrow(/persona no-cards has people 0 to/);
  expect(people.at(people.capacity - 1)).toMatch(/^[0-9]{17}[0-9X]$/);
});

test('a birth window begins the day after a birthday too many', () => {
  const { firstDay, days } = birthWindow('2026-01-01', [20, 79]);
  const ages = [firstDay - 1, firstDay, firstDay + days - 1, firstDay + days].map((day) => ageOn(dayParts(day), AS_OF));
  expect(ages).toEqual([80, 79, 20, 19]);
});

test('R6: every mobile has an unallocated prefix and the region of its owner; personas share none with anybody', () => {
  const people = createPeople({ seed: 5 });
  const idNumbers = Array.from({ length: 5000 }, (_, index) => people.at(index));
  for (let index = 0; index < 2000; index++) {
    idNumbers.push(people.persona('ordinary', index), people.persona('region-closed', index));
    idNumbers.push(people.persona('life-long-id', index), people.persona('no-cards', index));
  }
  const mobiles = idNumbers.map((idNumber) => {
    const { mobile, region } = people.identity(idNumber) ?? { mobile: '', region: 'none' };
    expect(mobile).toMatch(/^1[0-9]{10}$/);
    expect(UNALLOCATED_MOBILE_PREFIXES).toContain(mobile.slice(0, 3));
    expect(homeRegionOfMobile(mobile)).toBe(region);
    expect(region).toBe(idNumber.slice(0, 2));
    return mobile;
  });
  expect(new Set(mobiles).size).toBe(idNumbers.length);
});
