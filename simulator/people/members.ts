// Who there is: index -> ID number for the population and for each persona, one to one and without a list. An ID number
// is a province's own code (310000, which no county has), a birth date, a sequence and the check character.
import { type Day, dayFromNumber, dayNumber } from '../../core/calendar.ts';
import { type IdNumberFacts, idNumberCheckCharacter } from '../../core/id-number.ts';
import type { Random } from '../../core/random.ts';
import { PILOT_REGIONS, type RegionCode } from '../../core/regions.ts';
import { createPermutation } from './permutation.ts';
import { PERSONAS, type Persona, type PersonaName } from './personas.ts';
import { partsOfDay } from './validity-rule.ts';

/** Sequences 0 to 250 are the population: with its births they leave room for the personas in a province's mobiles. */
export const POPULATION_SEQUENCES = 251;
/** The personas' sequences start here, two each: even for women, odd for men. */
export const FIRST_PERSONA_SEQUENCE = 900;
const PROVINCE_ONLY = '0000';
const POPULATION_AGES = [20, 79] as const;

/** Birth days, by number, from the first to the last inclusive. */
export interface BirthWindow {
  readonly firstDay: number;
  readonly days: number;
}

/** People of one kind: where they come from, and the index-th of them. */
export interface Group {
  readonly window: BirthWindow;
  /** How many there are: `at` takes 0 to count - 1. */
  readonly count: number;
  readonly at: (index: number) => string;
}

export interface Members {
  readonly population: Group;
  readonly personas: readonly (Group & { readonly persona: Persona & { readonly name: PersonaName } })[];
}

/** The population and the personas of one seed, of the ages that they have at `asOf`. */
export const createMembers = (random: Random, asOf: Day): Members => ({
  population: createGroup({
    what: 'the population',
    regions: PILOT_REGIONS,
    window: birthWindow(asOf, POPULATION_AGES),
    firstSequence: 0,
    sequences: POPULATION_SEQUENCES,
    random: random.fork('population'),
  }),
  personas: PERSONAS.map((persona, place) => ({
    persona,
    ...createGroup({
      what: `persona ${persona.name}`,
      regions: persona.regions,
      window: birthWindow(asOf, persona.ages),
      firstSequence: FIRST_PERSONA_SEQUENCE + 2 * place,
      sequences: 2,
      random: random.fork('persona', persona.name),
    }),
  })),
});

/** The place in {@link PERSONAS} of the persona that an ID number says its holder is; undefined for everybody else. */
export const personaPlace = (facts: IdNumberFacts, birthDay: number, members: Members): number | undefined => {
  const place = Math.floor((facts.sequence - FIRST_PERSONA_SEQUENCE) / 2);
  const group = members.personas[place];
  if (group === undefined || !isProvinceOnly(facts) || !isWithin(group.window, birthDay)) return undefined;
  return group.persona.regions.includes(facts.provinceCode) ? place : undefined;
};

/** Whether the address code is a province's own: nobody real has such a number. */
export const isProvinceOnly = (facts: IdNumberFacts): boolean => facts.addressCode.endsWith(PROVINCE_ONLY);

export const isWithin = (window: BirthWindow, birthDay: number): boolean =>
  birthDay >= window.firstDay && birthDay < window.firstDay + window.days;

/** The birth days of those who are `youngest` to `oldest` years old at `asOf`. */
export const birthWindow = (asOf: Day, [youngest, oldest]: readonly [number, number]): BirthWindow => {
  const { year, month, day } = partsOfDay(asOf);
  const firstDay = dayNumber(year - oldest - 1, month, day) + 1;
  return { firstDay, days: dayNumber(year - youngest, month, day) - firstDay + 1 };
};

interface GroupOptions {
  readonly what: string;
  readonly regions: readonly RegionCode[];
  readonly window: BirthWindow;
  readonly firstSequence: number;
  readonly sequences: number;
  readonly random: Random;
}

const createGroup = ({ what, regions, window, firstSequence, sequences, random }: GroupOptions): Group => {
  const count = regions.length * window.days * sequences;
  // Nobody asks for anybody of most groups.
  let permute: ((number: number) => number) | undefined;
  const turn = (size: number, value: number, for_: string, one: number, other: number): number =>
    (value + Math.floor(size * random.unit(for_, one, other))) % size;
  const at = (index: number): string => {
    if (!Number.isInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`${what} has people 0 to ${count - 1}, got ${index}`);
    }
    permute ??= createPermutation(count, random);
    const mixed = permute(index);
    // An even stride alone would show: each part is turned by an amount that the other two decide, which stays 1:1.
    const region0 = mixed % regions.length;
    const sequence0 = Math.floor(mixed / (regions.length * window.days));
    const day = turn(window.days, Math.floor(mixed / regions.length) % window.days, 'day', region0, sequence0);
    const region = turn(regions.length, region0, 'region', day, sequence0);
    const sequence = turn(sequences, sequence0, 'sequence', day, region);
    return idNumberOf(regions[region] ?? '', window.firstDay + day, firstSequence + sequence);
  };
  return { window, count, at };
};

const idNumberOf = (region: RegionCode, birthDay: number, sequence: number): string => {
  const birth = dayFromNumber(birthDay).replaceAll('-', '');
  const first17 = `${region}${PROVINCE_ONLY}${birth}${String(sequence).padStart(3, '0')}`;
  return first17 + idNumberCheckCharacter(first17);
};
