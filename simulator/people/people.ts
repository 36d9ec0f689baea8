// The people: any ID number gives one synthetic person with their cards at every bank, the same for a seed in any order
// of asking, and nobody is stored. The issuers ask `holding`, tests and the oracle `find`.
import { BANKS, type Bank, type IssuerCode } from '../../core/banks.ts';
import { createRandom, type RandomKey } from '../../core/random.ts';
import { createCardIssuer } from './cards.ts';
import { createGenerator, type Life } from './generator.ts';
import { type KeptOverride, Overrides, type PersonOverride } from './overrides.ts';
import type { Holding, Identity, Person } from './person.ts';
import { PERSONA_NAMES, type PersonaName } from './personas.ts';
import type { PopulationSettings } from './settings.ts';

export interface People {
  /** How many people the population was set to have; `at` may go beyond, up to `capacity`. */
  readonly size: number;
  /** How many people `at` can tell apart: 88,010,640 for most days of asOf. */
  readonly capacity: number;
  /** Who an ID number is; undefined where its check character is wrong or its birth date is in no calendar. */
  identity(idNumber: string): Identity | undefined;
  /** What one bank has on file about somebody; undefined where they hold no card there, or it is no bank of `banks`. */
  holding(idNumber: string, bank: IssuerCode): Holding | undefined;
  /** The whole person: identity, every holding in the network's order, and the card bound to the app. */
  find(idNumber: string): Person | undefined;
  /** The ID number of the index-th person of the population, from 0. @throws RangeError from `capacity` on. */
  at(index: number): string;
  /** The ID number of the index-th person (from 0, default 0) of a persona. @throws RangeError */
  persona(name: PersonaName, index?: number): string;
  /** Changes one person from now on; members left out stay. @throws RangeError, see {@link Overrides} */
  override(idNumber: string, change: PersonOverride): void;
  clearOverrides(): void;
}

export interface PeopleOptions {
  readonly seed: RandomKey;
  /** The issuers that exist, default the sixteen of R1. What one holds does not depend on which others there are. */
  readonly banks?: readonly Bank[];
  readonly population?: Partial<PopulationSettings>;
}

/** Where somebody without a card in the network has the card that they proved themselves with (R5). */
export const BANK_OUTSIDE = 'OTHER';

const CARD_ISSUERS = new Map(BANKS.map(({ code }) => [code, createCardIssuer(code)]));

/** Sixteen banks ask about the same person within a short time: so many people are kept at hand, the newest. */
const MAX_RECENT_PEOPLE = 4096;
/**
 * Whoever is looked at as a whole, as at registering, may be asked about soon: so many people are kept whole, more than
 * the largest crowd of a story. Most are one or two KB; with two hundred cards each they would be 25 MB.
 */
const MAX_RECENT_FOUND = 1024;

/** @throws RangeError where a population setting is out of bounds, naming each. */
export const createPeople = ({ seed, banks = BANKS, population = {} }: PeopleOptions): People => {
  const random = createRandom(seed).fork('people');
  const generator = createGenerator(random, population);
  const { members, settings } = generator;
  const issuers = new Map(banks.map(({ code }) => [code, CARD_ISSUERS.get(code) ?? createCardIssuer(code)]));
  const overrides = new Overrides(banks);
  const lifeOf = rememberRecent(generator.lifeOf, MAX_RECENT_PEOPLE).of;
  const personOf = (who: Identity, holdings: readonly Holding[]): Person => ({
    ...who,
    holdings,
    boundCard: boundCardOf(holdings) ?? outsideCardOf(random, who.idNumber),
  });
  const asGenerated = rememberRecent((idNumber): Whole | undefined => {
    const life = lifeOf(idNumber);
    if (life === undefined) return undefined;
    const byBank = new Map<IssuerCode, Holding>();
    for (const [bank, issuer] of issuers) {
      const holding = generator.holdingOf(life, issuer);
      if (holding !== undefined) byBank.set(bank, holding);
    }
    return { byBank, person: personOf(life.identity(), [...byBank.values()]) };
  }, MAX_RECENT_FOUND);

  const identity = (idNumber: string): Identity | undefined => {
    const life = lifeOf(idNumber);
    const change = overrides.find(idNumber)?.identity;
    if (life === undefined || change === undefined) return life?.identity();
    return { ...life.identity(), ...change };
  };
  const holdingFrom = (life: Life, change: KeptOverride | undefined, bank: IssuerCode): Holding | undefined => {
    if (change?.holdings !== undefined) return change.holdings.get(bank);
    const issuer = issuers.get(bank);
    if (issuer === undefined) return undefined;
    const known = asGenerated.known(life.idNumber);
    return known === undefined ? generator.holdingOf(life, issuer) : known.byBank.get(bank);
  };
  const holding = (idNumber: string, bank: IssuerCode): Holding | undefined => {
    const life = lifeOf(idNumber);
    return life === undefined ? undefined : holdingFrom(life, overrides.find(idNumber), bank);
  };
  const find = (idNumber: string): Person | undefined => {
    const whole = asGenerated.of(idNumber);
    const change = overrides.find(idNumber);
    if (whole === undefined || change === undefined) return whole?.person;
    const { holdings: byBank = whole.byBank } = change;
    const who = { ...whole.person, ...change.identity };
    return personOf(
      who,
      banks.flatMap(({ code }) => byBank.get(code) ?? []),
    );
  };

  return {
    size: settings.people,
    capacity: members.population.count,
    identity,
    holding,
    find,
    at: members.population.at,
    persona: (name, index = 0) => {
      const group = members.personas.find(({ persona }) => persona.name === name);
      if (group === undefined) throw new RangeError(`there is no persona ${name}: one of ${PERSONA_NAMES.join(', ')}`);
      return group.at(index);
    },
    override: (idNumber, change) => overrides.set(idNumber, change),
    clearOverrides: () => overrides.clear(),
  };
};

/** Somebody as their ID number makes them, changed by nobody. */
interface Whole {
  readonly person: Person;
  readonly byBank: ReadonlyMap<IssuerCode, Holding>;
}

const boundCardOf = (holdings: readonly Holding[]): Person['boundCard'] | undefined => {
  const card = holdings[0]?.cards[0];
  return card === undefined ? undefined : { bank: card.bank, last4: card.pan.slice(-4) };
};

const outsideCardOf = (random: ReturnType<typeof createRandom>, idNumber: string): Person['boundCard'] => ({
  bank: BANK_OUTSIDE,
  last4: String(Math.floor(10_000 * random.unit(idNumber, 'outside card'))).padStart(4, '0'),
});

/** Keeps the newest results of a pure function, in two halves: when the young one is full, the old one is let go. */
const rememberRecent = <Value extends object | undefined>(compute: (key: string) => Value, limit: number) => {
  let young = new Map<string, Value>();
  let old = young;
  return {
    /** What is kept of it. */
    known: (key: string): Value | undefined => young.get(key) ?? old.get(key),
    of: (key: string): Value => {
      const known = young.get(key);
      if (known !== undefined) return known;
      const value = old.get(key) ?? compute(key);
      if (value === undefined) return value;
      if (young.size >= limit / 2) {
        old = young;
        young = new Map();
      }
      young.set(key, value);
      return value;
    },
  };
};
