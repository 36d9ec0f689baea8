import { expect, test } from 'vitest';
import { answerOf } from './ground-truth.ts';
import { createPeople } from './people.ts';
import type { Person } from './person.ts';
import type { PopulationSettings } from './settings.ts';

const PEOPLE = 8000;
const AS_OF = '2026-01-01';

const gather = (population: Partial<PopulationSettings> = {}): readonly Person[] => {
  const people = createPeople({ seed: 42, population });
  return Array.from({ length: PEOPLE }, (_, index) => people.find(people.at(index))).filter(
    (person) => person !== undefined,
  );
};

const population = gather();
const holdings = population.flatMap((person) => person.holdings);
const cards = holdings.flatMap((holding) => holding.cards);
const shareOf = <Item>(items: readonly Item[], isOne: (item: Item) => boolean) =>
  items.filter(isOne).length / items.length;
/** Holds a measured number to within a part of what was asked for; each part is three standard errors or more. */
const expectNear = (measured: number, asked: number, part: number) => {
  expect(Math.abs(measured / asked - 1), `${measured} is not within ${part} of ${asked}`).toBeLessThan(part);
};
const countOf = (person: Person) => person.holdings.reduce((sum, holding) => sum + holding.cards.length, 0);

test('the mean number of cards is what was asked for; most people have 1 to 8, a few over 20', () => {
  expectNear(cards.length / PEOPLE, 4.3, 0.03);
  expect(shareOf(population, (person) => countOf(person) >= 1 && countOf(person) <= 8)).toBeGreaterThan(0.75);
  const many = shareOf(population, (person) => countOf(person) > 20);
  expect(many).toBeGreaterThan(0);
  expect(many).toBeLessThan(0.01);
});

test('another mean is met as well', () => {
  const richer = gather({ cardsPerPersonMean: 12 });
  expectNear(richer.reduce((sum, person) => sum + countOf(person), 0) / PEOPLE, 12, 0.03);
});

test('big banks have more cards than small ones, and every bank has customers', () => {
  const count = (bank: string) => cards.filter((card) => card.bank === bank).length;
  expect(count('ICBC')).toBeGreaterThan(4 * count('CGB'));
  expect(count('CZB')).toBeGreaterThan(100);
  expectNear(count('CCB') / cards.length, 0.12, 0.06);
});

test('R3: the shares of the three reasons are those that were asked for', () => {
  const expired = shareOf(holdings, (holding) => answerOf(holding, AS_OF).unsupported[0]?.reason === 'ID_EXPIRED');
  expectNear(expired, 0.03, 0.12);
  expectNear(
    shareOf(cards, (card) => !card.reservedMobile),
    0.06,
    0.07,
  );
  expectNear(
    shareOf(cards, (card) => !card.cardlessEnabled),
    0.08,
    0.06,
  );
});

test('R3: no reserved mobile and cardless service off go together far more often than chance', () => {
  const both = shareOf(cards, (card) => !card.reservedMobile && !card.cardlessEnabled);
  expect(both).toBeGreaterThan(5 * 0.06 * 0.08);
});

test('shares of 0 and of 1 are exact', () => {
  const none = gather({ expiredIdShare: 0, noReservedMobileShare: 0, cardlessOffShare: 0 });
  expect(none.every((person) => person.holdings.every((each) => answerOf(each, AS_OF).unsupported.length === 0))).toBe(
    true,
  );
  const all = gather({ expiredIdShare: 1 });
  expect(all.every((person) => person.holdings.every((each) => answerOf(each, AS_OF).cards.length === 0))).toBe(true);
});

test('most cards are normal, about a third are credit, and both sexes and all pilot regions are there', () => {
  expect(shareOf(cards, (card) => card.status === 'NORMAL')).toBeGreaterThan(0.9);
  expectNear(
    shareOf(cards, (card) => card.cardType === 'CREDIT'),
    0.3,
    0.03,
  );
  expectNear(
    shareOf(population, (person) => person.sex === 'FEMALE'),
    0.5,
    0.05,
  );
  expect(new Set(population.map(({ region }) => region)).size).toBe(16);
});

test('R3: the document that a person carries is good on the day of the shares, for life from 67 on', () => {
  for (const { document, bornOn } of population) {
    expect(document.issuedOn <= AS_OF).toBe(true);
    expect(document.expiresOn === 'LONG_TERM' || document.expiresOn >= AS_OF).toBe(true);
    if (bornOn < '1959-01-01') expect(document.expiresOn).toBe('LONG_TERM');
    if (bornOn > '1981-01-01') expect(document.expiresOn).not.toBe('LONG_TERM');
  }
});
