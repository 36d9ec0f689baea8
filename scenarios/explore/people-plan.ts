// The people of a plan: personas, cards of somebody's own, a crowd of people alike.
import type { IssuerCode } from '../../core/banks.ts';
import { PERSONA_NAMES } from '../../simulator/people/personas.ts';
import type { Choices, Plain } from './choices.ts';
import type { Feature } from './features.ts';

export interface PlannedPerson {
  readonly name: string;
  /** Of a crowd: how many; else 1. */
  readonly count: number;
  /** As it stands in `given.people`. */
  readonly given: Plain;
}

const NAMES = ['li', 'wang', 'zhang', 'zhao'];
const CROWD_SIZES = [2, 3, 5, 12];
/** From so many people on a crowd does not click twice: it is many already. */
export const LARGE_CROWD = 80;
const BIG_CROWD_SIZES = [80, 150, 300];

export const planPeople = (
  choices: Choices,
  has: ReadonlySet<Feature>,
  banks: readonly IssuerCode[],
): readonly PlannedPerson[] => {
  const single = NAMES.slice(0, choices.whole('how many', 1, has.has('moreQueries') ? NAMES.length : 2)).map(
    (name) => ({
      name,
      count: 1,
      given: personOf(choices.under(name), has, banks),
    }),
  );
  if (!has.has('crowds') && !has.has('bigCrowds')) return single;
  const count = choices.pick('crowd', has.has('bigCrowds') ? BIG_CROWD_SIZES : CROWD_SIZES);
  const persona = has.has('personas') ? choices.pick('crowd persona', PERSONA_NAMES) : 'ordinary';
  return [...single, { name: 'crowd', count, given: { persona, count } }];
};

const personOf = (choices: Choices, has: ReadonlySet<Feature>, banks: readonly IssuerCode[]): Plain => {
  if (has.has('ownCards') && choices.chance('own', 0.6)) return ownCards(choices, banks);
  return { persona: has.has('personas') ? choices.pick('persona', PERSONA_NAMES) : 'ordinary' };
};

/** Cards at some of these banks, and of some the reasons why they cannot be queried (R3), alone and together. */
export const ownCards = (choices: Choices, banks: readonly IssuerCode[]): Plain => {
  const held = choices.some('at', banks, choices.whole('banks', 0, Math.min(3, banks.length)));
  const cards = held.flatMap((bank) => cardsAt(choices.under('cards', bank), bank));
  const expired = held.filter((bank) => choices.chance(`expired at ${bank}`, 0.2));
  return {
    cards,
    ...(expired.length === 0
      ? {}
      : { idExpiresOn: Object.fromEntries(expired.map((bank) => [bank, choices.pick('expiry', EXPIRY_DAYS)])) }),
  };
};

/** Long ago, on a day of the story, and not for long. */
const EXPIRY_DAYS = ['2020-01-01', '2026-01-05', '2026-01-06', '2099-12-31', 'LIFE'];

const cardsAt = (choices: Choices, bank: IssuerCode): readonly Plain[] =>
  Array.from({ length: choices.whole('count', 1, 3) }, (_, at) => ({
    bank,
    type: choices.pick(`type ${at}`, ['DEBIT', 'CREDIT']),
    first4: choices.pick(`first ${at}`, ['6225', '6217']),
    // Told apart by their ends alone.
    last4: String(at).padStart(4, '0'),
    ...(choices.chance(`no mobile ${at}`, 0.15) ? { reservedMobile: false } : {}),
    ...(choices.chance(`cardless off ${at}`, 0.15) ? { cardlessEnabled: false } : {}),
  }));
