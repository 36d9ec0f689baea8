// Mobile numbers that no network has given: an unallocated prefix, the province, six digits (R6). No two members of the
// population and the personas share one: their birth day and sequence are mapped one to one onto a province's numbers.
import type { IdNumberFacts } from '../../core/id-number.ts';
import type { Random } from '../../core/random.ts';
import { type RegionCode, UNALLOCATED_MOBILE_PREFIXES } from '../../core/regions.ts';
import { isProvinceOnly, isWithin, type Members, POPULATION_SEQUENCES } from './members.ts';
import { createPermutation } from './permutation.ts';

const NUMBERS_PER_PREFIX = 1_000_000;
/** All numbers of one province. */
export const MOBILES_PER_REGION = UNALLOCATED_MOBILE_PREFIXES.length * NUMBERS_PER_PREFIX;

/** Whose number it is: the facts of an ID number and what follows from them. */
export interface MobileHolder {
  readonly facts: IdNumberFacts;
  readonly birthDay: number;
  readonly region: RegionCode;
  /** Place of their persona in the table. */
  readonly personaPlace: number | undefined;
  /** Chance under the ID number. */
  readonly random: Random;
}

/**
 * The mobile number of anybody. Somebody outside population and personas gets one by chance, which another may share.
 * @throws RangeError where the personas no longer fit into a province's numbers.
 */
export const createMobiles = (random: Random, members: Members): ((holder: MobileHolder) => string) => {
  const { window } = members.population;
  const bases: number[] = [];
  let used = window.days * POPULATION_SEQUENCES;
  for (const group of members.personas) {
    bases.push(used);
    used += group.window.days * 2;
  }
  if (used > MOBILES_PER_REGION) {
    throw new RangeError(
      `population and personas need ${used} mobiles per province, of ${MOBILES_PER_REGION}: narrow a persona's ages`,
    );
  }
  const permute = createPermutation(MOBILES_PER_REGION, random);

  const placeOf = ({ facts, birthDay, personaPlace, random: own }: MobileHolder): number => {
    const group = personaPlace === undefined ? undefined : members.personas[personaPlace];
    if (personaPlace !== undefined && group !== undefined) {
      return (bases[personaPlace] ?? 0) + (birthDay - group.window.firstDay) * 2 + (facts.sequence % 2);
    }
    const isMember = isProvinceOnly(facts) && facts.sequence < POPULATION_SEQUENCES && isWithin(window, birthDay);
    return isMember
      ? (birthDay - window.firstDay) * POPULATION_SEQUENCES + facts.sequence
      : Math.floor(MOBILES_PER_REGION * own.unit('mobile'));
  };

  return (holder) => {
    const number = permute(placeOf(holder));
    const prefix = UNALLOCATED_MOBILE_PREFIXES[Math.floor(number / NUMBERS_PER_PREFIX)] ?? '';
    return `${prefix}${holder.region}${String(number % NUMBERS_PER_PREFIX).padStart(6, '0')}`;
  };
};
