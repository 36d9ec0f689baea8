// What can be asked of a population (interfaces.md, `population`): its size, and shares that hold on one day.
import { type Day, dayFromNumber, dayNumber } from '../../core/calendar.ts';
import { partsOfDay } from './validity-rule.ts';

export interface PopulationSettings {
  /** How many people a run draws from by index. Costs nothing: nobody is stored. */
  readonly people: number;
  /** Mean number of cards of one person at the first sixteen issuers together. */
  readonly cardsPerPersonMean: number;
  /** Of a person's banks: how many have an ID document on file that has run out (R3). */
  readonly expiredIdShare: number;
  /** Of all cards: how many have no mobile number reserved (R3). */
  readonly noReservedMobileShare: number;
  /** Of all cards: how many have cardless self-service off (R3). */
  readonly cardlessOffShare: number;
  /** The day on which ages and shares hold. */
  readonly asOf: Day;
}

export const DEFAULT_POPULATION: PopulationSettings = {
  people: 1_000_000,
  cardsPerPersonMean: 4.3,
  expiredIdShare: 0.03,
  noReservedMobileShare: 0.06,
  cardlessOffShare: 0.08,
  asOf: '2026-01-01',
};

/** So many ID numbers of 20 to 79 year olds the population's sequences give in the sixteen pilot regions. */
export const MAX_PEOPLE = 88_000_000;
/** Beyond it most banks would hold their 200 cards of everybody, and the mean could not be met. */
export const MAX_CARDS_PER_PERSON_MEAN = 200;
const EARLIEST_AS_OF = '1990-01-01';
const LATEST_AS_OF = '2090-01-01';

/**
 * Fills in the defaults.
 * @throws RangeError naming every setting that is out of bounds.
 */
export const completePopulation = (given: Partial<PopulationSettings>): PopulationSettings => {
  const settings = { ...DEFAULT_POPULATION, ...given };
  const { people, cardsPerPersonMean, asOf } = settings;
  const problems: string[] = [];
  if (!Number.isInteger(people) || people < 1 || people > MAX_PEOPLE) {
    problems.push(`population.people is ${people}: must be a whole number from 1 to ${MAX_PEOPLE}`);
  }
  if (!(cardsPerPersonMean >= 0 && cardsPerPersonMean <= MAX_CARDS_PER_PERSON_MEAN)) {
    problems.push(
      `population.cardsPerPersonMean is ${cardsPerPersonMean}: must be from 0 to ${MAX_CARDS_PER_PERSON_MEAN}`,
    );
  }
  for (const name of ['expiredIdShare', 'noReservedMobileShare', 'cardlessOffShare'] as const) {
    if (!(settings[name] >= 0 && settings[name] <= 1)) {
      problems.push(`population.${name} is ${settings[name]}: must be a share from 0 to 1`);
    }
  }
  if (!isUsableDay(asOf)) {
    problems.push(`population.asOf is ${asOf}: must be a day from ${EARLIEST_AS_OF} to ${LATEST_AS_OF}`);
  }
  if (problems.length > 0) throw new RangeError(problems.join('; '));
  return settings;
};

const isUsableDay = (day: Day): boolean => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) || day < EARLIEST_AS_OF || day > LATEST_AS_OF) return false;
  const parts = partsOfDay(day);
  return dayFromNumber(dayNumber(parts.year, parts.month, parts.day)) === day;
};
