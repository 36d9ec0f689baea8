// The personas: people with one property that a test can rely on, whatever the seed. One table; a row is a persona.
// Its place in the table is part of its ID numbers (sequence 900 + 2 * place + sex): new rows go to the end.
import { PILOT_REGIONS, REGIONS, type RegionCode } from '../../core/regions.ts';
import type { CardService, HoldingPlan } from './holding-plan.ts';

export interface Persona {
  readonly name: string;
  /** What can be relied on, in one line. */
  readonly promise: string;
  /** Youngest and oldest age at asOf. */
  readonly ages: readonly [number, number];
  readonly regions: readonly RegionCode[];
  /**
   * What one bank holds, by the bank's rank for this person: 0 to 15 for the first sixteen issuers, in an order of
   * the person's own; Infinity for every later bank, of which a persona must not depend.
   */
  readonly plan: (rank: number) => HoldingPlan;
}

const WORKING_AGES = [25, 64] as const;
/** From 67 on every document is for life: the last one that was not was issued at 45 at the latest (R3). */
const AGES_WITH_DOCUMENT_FOR_LIFE = [67, 79] as const;
const CLOSED_REGIONS = REGIONS.filter(({ pilot }) => !pilot).map(({ code }) => code);
const USUAL = { ages: WORKING_AGES, regions: PILOT_REGIONS } as const;

const IN_ORDER: readonly CardService[] = ['ENABLED'];
const NO_MOBILE: readonly CardService[] = ['NO_MOBILE'];
const CARDLESS_OFF: readonly CardService[] = ['CARDLESS_OFF'];
const ONE_OF_EACH: readonly CardService[] = ['ENABLED', 'NO_MOBILE', 'CARDLESS_OFF', 'ENABLED'];

const NOTHING: HoldingPlan = { atMost: 0 };
const QUERYABLE: HoldingPlan = { idCopy: 'CURRENT', services: IN_ORDER };
const SOME_QUERYABLE: HoldingPlan = { ...QUERYABLE, atLeast: 1 };

/** Some cards at the first banks of the person's own order, and by chance at the others. */
const someAt = (banks: number, plan: HoldingPlan) => {
  const some: HoldingPlan = { ...plan, atLeast: 1 };
  return (rank: number) => (rank < banks ? some : plan);
};

const planMany = (rank: number): HoldingPlan => ({ ...QUERYABLE, atLeast: Number.isFinite(rank) ? 4 + rank : 4 });

const planMixed = (rank: number): HoldingPlan => {
  if (rank === 0) return { idCopy: 'CURRENT', services: ONE_OF_EACH, atLeast: ONE_OF_EACH.length };
  return rank === 1 ? { idCopy: 'EXPIRED', atLeast: 1 } : QUERYABLE;
};

const TABLE = [
  {
    ...USUAL,
    name: 'ordinary',
    promise: 'cards at three banks or more, all of which can be queried',
    plan: someAt(3, QUERYABLE),
  },
  { ...USUAL, name: 'many-cards', promise: 'four cards or more at every bank, over 180 in all', plan: planMany },
  { ...USUAL, name: 'no-cards', promise: 'no card at any bank of the network', plan: () => NOTHING },
  {
    ...USUAL,
    name: 'credit-only',
    promise: 'credit cards only, at two banks or more',
    plan: someAt(2, { ...QUERYABLE, cardType: 'CREDIT' }),
  },
  {
    ...USUAL,
    name: 'no-reserved-mobile',
    promise: 'cards at two banks or more, none with a mobile number reserved',
    plan: someAt(2, { idCopy: 'CURRENT', services: NO_MOBILE }),
  },
  {
    ...USUAL,
    name: 'expired-id',
    promise: 'cards at two banks or more, each with an expired ID document on file',
    plan: someAt(2, { idCopy: 'EXPIRED' }),
  },
  {
    ...USUAL,
    name: 'cardless-off',
    promise: 'cards at two banks or more, all with a mobile number reserved and cardless service off',
    plan: someAt(2, { idCopy: 'CURRENT', services: CARDLESS_OFF }),
  },
  {
    ...USUAL,
    name: 'mixed-reasons',
    promise: 'one bank shows cards and counts both card reasons; another has an expired ID document on file',
    plan: planMixed,
  },
  {
    ...USUAL,
    ages: AGES_WITH_DOCUMENT_FOR_LIFE,
    name: 'life-long-id',
    promise: 'an ID document for life, at every bank as well; cards at three banks or more',
    plan: someAt(3, QUERYABLE),
  },
  {
    ...USUAL,
    name: 'one-bank',
    promise: 'cards at exactly one bank',
    plan: (rank: number) => (rank === 0 ? SOME_QUERYABLE : NOTHING),
  },
  {
    ...USUAL,
    regions: CLOSED_REGIONS,
    name: 'region-closed',
    promise: 'as ordinary, with number and mobile of a region outside the pilot (R6)',
    plan: someAt(3, QUERYABLE),
  },
] as const satisfies readonly Persona[];

export type PersonaName = (typeof TABLE)[number]['name'];

/** The personas in their fixed order. */
export const PERSONAS: readonly (Persona & { readonly name: PersonaName })[] = TABLE;

/** The names of {@link PERSONAS}. */
export const PERSONA_NAMES: readonly PersonaName[] = PERSONAS.map(({ name }) => name);

/** What a bank holds of somebody who is no persona: chance in everything. */
export const PLAN_OF_CHANCE: HoldingPlan = {};
