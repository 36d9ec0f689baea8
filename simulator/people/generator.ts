// How a person comes out of an ID number: what is settled once per person (a life), their identity, and what one bank
// holds. Everything is keyed by (seed, ID number, ...), so nothing depends on who was asked about before.
import type { IssuerCode } from '../../core/banks.ts';
import { dayFromNumber, dayNumber } from '../../core/calendar.ts';
import { readIdNumber } from '../../core/id-number.ts';
import { MAX_CARDS_PER_ANSWER } from '../../core/messages.ts';
import type { Random } from '../../core/random.ts';
import { REGIONS, type RegionCode } from '../../core/regions.ts';
import { cardCount, FOUNDING_BANKS, keennessOf, weightOf } from './card-counts.ts';
import { type CardIssuer, issueCards, serviceShares } from './cards.ts';
import { type Documents, documentsOf } from './documents.ts';
import { createMembers, type Members, personaPlace } from './members.ts';
import { createMobiles, type MobileHolder } from './mobiles.ts';
import { nameOf } from './names.ts';
import type { Holding, Identity } from './person.ts';
import { PERSONAS, type Persona, PLAN_OF_CHANCE } from './personas.ts';
import { completePopulation, type PopulationSettings } from './settings.ts';
import { ageOn, expiryDay, partsOfDay } from './validity-rule.ts';

/** What is settled once about a person; the costlier parts when first asked for. */
export interface Life extends MobileHolder {
  readonly idNumber: string;
  readonly persona: Persona | undefined;
  /** Completed years at asOf; negative for somebody not born yet. */
  readonly age: number;
  readonly keenness: number;
  readonly documents: () => Documents;
  readonly identity: () => Identity;
  readonly bankOrder: () => BankOrder;
}

/** The order of the founding banks for one person: `place * stride + start`, modulo how many there are. */
interface BankOrder {
  readonly stride: number;
  readonly start: number;
}

export interface Generator {
  readonly members: Members;
  readonly settings: PopulationSettings;
  /** undefined where an ID number is nobody's: wrong check character, or a birth date in no calendar. */
  lifeOf(idNumber: string): Life | undefined;
  /** What a bank has on file about somebody; undefined where it has no card of theirs. */
  holdingOf(life: Life, issuer: CardIssuer): Holding | undefined;
}

const ADULT_AGE = 18;
const REGION_CODES: ReadonlySet<RegionCode> = new Set(REGIONS.map(({ code }) => code));
const PLACES: ReadonlyMap<IssuerCode, number> = new Map(FOUNDING_BANKS.map((code, place) => [code, place]));

/** @throws RangeError where a population setting is out of bounds. */
export const createGenerator = (random: Random, population: Partial<PopulationSettings>): Generator => {
  const settings = completePopulation(population);
  const members = createMembers(random.fork('members'), settings.asOf);
  const createLife = createLives(random.fork('lives'), members, settings);
  return { settings, members, lifeOf: createLife, holdingOf: createHoldings(settings) };
};

const createLives = (random: Random, members: Members, { asOf }: PopulationSettings): Generator['lifeOf'] => {
  const mobileOf = createMobiles(random.fork('mobiles'), members);
  const asOfParts = partsOfDay(asOf);
  const asOfDay = dayNumber(asOfParts.year, asOfParts.month, asOfParts.day);
  return (idNumber) => {
    const facts = readIdNumber(idNumber);
    if (facts === undefined) return undefined;
    const own = random.fork(idNumber);
    const birthDay = dayNumber(facts.birth.year, facts.birth.month, facts.birth.day);
    const place = personaPlace(facts, birthDay, members);
    let documents: Documents | undefined;
    let identity: Identity | undefined;
    let bankOrder: BankOrder | undefined;
    const life: Life = {
      idNumber,
      facts,
      birthDay,
      personaPlace: place,
      persona: place === undefined ? undefined : PERSONAS[place],
      region: regionOf(facts.provinceCode, own),
      random: own,
      age: ageOn(facts.birth, asOfParts),
      keenness: keennessOf(own.stream('keenness')),
      documents: () => (documents ??= documentsOf(facts.birth, birthDay, asOfDay, own.stream('documents'))),
      identity: () => (identity ??= identityOf(life, mobileOf(life))),
      bankOrder: () => (bankOrder ??= bankOrderOf(own)),
    };
    return life;
  };
};

/** The province of the number; where no province has its first two digits, one by chance. */
const regionOf = (provinceCode: RegionCode, own: Random): RegionCode =>
  REGION_CODES.has(provinceCode)
    ? provinceCode
    : (REGIONS[Math.floor(REGIONS.length * own.unit('region'))]?.code ?? provinceCode);

const identityOf = (life: Life, mobile: string): Identity => {
  const { idNumber, facts, birthDay, region, persona, random } = life;
  const { issuedDay, lastDay } = life.documents().current;
  return {
    idNumber,
    name: nameOf(facts.sex, random.stream('name')),
    sex: facts.sex,
    bornOn: dayFromNumber(birthDay),
    mobile,
    region,
    document: { issuedOn: dayFromNumber(issuedDay), expiresOn: expiryDay(lastDay) },
    ...(persona === undefined ? {} : { persona: persona.name }),
  };
};

const createHoldings = (settings: PopulationSettings): Generator['holdingOf'] => {
  const shares = serviceShares(settings.noReservedMobileShare, settings.cardlessOffShare);
  return (life, issuer) => {
    if (life.age < 0) return undefined;
    const { bank } = issuer;
    const { persona, random } = life;
    const plan = persona === undefined ? PLAN_OF_CHANCE : persona.plan(rankOf(bank, life));
    const next = random.stream('holding', bank);
    const mean = settings.cardsPerPersonMean * life.keenness * weightOf(bank);
    const byChance = cardCount(mean, next());
    const count = Math.min(plan.atMost ?? MAX_CARDS_PER_ANSWER, Math.max(plan.atLeast ?? 0, byChance));
    if (count === 0) return undefined;
    const isExpiredByChance = next() < settings.expiredIdShare;
    const isExpired = plan.idCopy === undefined ? isExpiredByChance : plan.idCopy === 'EXPIRED';
    const { current, expired } = life.documents();
    const copy = (isExpired ? expired : undefined) ?? current;
    const cardType = plan.cardType ?? (life.age < ADULT_AGE ? 'DEBIT' : undefined);
    const cards = issueCards(issuer, { count, shares, cardType, services: plan.services }, next);
    return { bank, idExpiresOn: expiryDay(copy.lastDay), cards };
  };
};

/** The bank's place in the person's own order of the founding banks, 0 to 15; Infinity for a later bank. */
const rankOf = (bank: IssuerCode, life: Life): number => {
  const place = PLACES.get(bank);
  if (place === undefined) return Number.POSITIVE_INFINITY;
  const { stride, start } = life.bankOrder();
  return (place * stride + start) % FOUNDING_BANKS.length;
};

const bankOrderOf = (own: Random): BankOrder => ({
  stride: 2 * Math.floor(8 * own.unit('bank stride')) + 1,
  start: Math.floor(16 * own.unit('bank start')),
});
