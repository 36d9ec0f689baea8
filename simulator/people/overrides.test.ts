import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { panWithEnds } from './card-numbers.ts';
import { Overrides } from './overrides.ts';
import { createPeople } from './people.ts';
import type { HeldCard, Holding } from './person.ts';

const card: HeldCard = {
  bank: 'CMB',
  cardType: 'CREDIT',
  pan: panWithEnds('6225', '9876'),
  status: 'NORMAL',
  reservedMobile: false,
  cardlessEnabled: true,
};
const holding: Holding = { bank: 'CMB', idExpiresOn: '2020-01-01', cards: [card] };

test('a change lies on top of one person and is gone when changes are cleared', () => {
  const people = createPeople({ seed: 1 });
  const [idNumber, other] = [people.persona('ordinary'), people.persona('ordinary', 1)];
  const [before, otherBefore] = [people.find(idNumber), people.find(other)];
  people.override(idNumber, { name: '李四', holdings: [holding] });
  expect(people.holding(idNumber, 'CMB')).toEqual(holding);
  expect(people.holding(idNumber, 'ICBC')).toBeUndefined();
  expect(people.find(idNumber)).toEqual({
    ...before,
    name: '李四',
    holdings: [holding],
    boundCard: { bank: 'CMB', last4: '9876' },
  });
  expect(people.find(other)).toEqual(otherBefore);
  people.clearOverrides();
  expect(people.find(idNumber)).toEqual(before);
});

test('a later change keeps what it does not name of the earlier one', () => {
  const people = createPeople({ seed: 1 });
  const idNumber = people.at(0);
  people.override(idNumber, { holdings: [holding] });
  people.override(idNumber, { mobile: '14231000001' });
  expect(people.identity(idNumber)?.mobile).toBe('14231000001');
  expect(people.find(idNumber)?.holdings).toEqual([holding]);
});

test('holdings come out in the order of the network, and a bank without cards has none', () => {
  const people = createPeople({ seed: 1 });
  const idNumber = people.at(0);
  const icbc: Holding = { ...holding, bank: 'ICBC', cards: [{ ...card, bank: 'ICBC' }] };
  people.override(idNumber, { holdings: [holding, { ...holding, bank: 'CZB', cards: [] }, icbc] });
  expect(people.find(idNumber)?.holdings.map(({ bank }) => bank)).toEqual(['ICBC', 'CMB']);
  expect(people.holding(idNumber, 'CZB')).toBeUndefined();
});

test('a change that no bank could hold is refused with its place, and changes nothing', () => {
  const people = createPeople({ seed: 1 });
  const idNumber = people.at(0);
  const before = people.find(idNumber);
  const change =
    (...holdings: Holding[]) =>
    () =>
      people.override(idNumber, { name: '李四', holdings });
  expect(change({ ...holding, bank: 'NOBANK' })).toThrow(/NOBANK is of no bank of this network: ICBC ABC/);
  expect(change(holding, holding)).toThrow(/CMB is given twice/);
  expect(change({ ...holding, cards: Array(201).fill(card) })).toThrow(/has 201 cards: at most 200/);
  expect(change({ ...holding, cards: [{ ...card, bank: 'ICBC' }] })).toThrow(/has at 0 a card of bank ICBC/);
  expect(change({ ...holding, cards: [card, { ...card, pan: '4111111111111111' }] })).toThrow(
    /at 1 .* valid Luhn digit/,
  );
  expect(change({ ...holding, cards: [{ ...card, pan: '62259876' }] })).toThrow(/13 to 19 digits/);
  expect(change({ ...holding, cards: [{ ...card, accountClass: 'I' }] })).toThrow(/account class/);
  expect(() => people.override('310000199001010011', {})).toThrow(/wrong check character/);
  expect(people.find(idNumber)).toEqual(before);
});

test('changes are bounded: one person more is refused, somebody already changed is not', () => {
  const people = createPeople({ seed: 1 });
  const overrides = new Overrides(BANKS, 2);
  overrides.set(people.at(0), { name: '一' });
  overrides.set(people.at(1), { name: '二' });
  expect(() => overrides.set(people.at(2), { name: '三' })).toThrow(/2 people are changed already/);
  overrides.set(people.at(1), { name: '四' });
  expect(overrides.find(people.at(1))?.identity.name).toBe('四');
});
