import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { hasValidCheckCharacter, idNumberCheckCharacter } from '../../core/id-number.ts';
import { hasValidLuhnDigit } from './card-numbers.ts';
import { createPeople } from './people.ts';

const withCheck = (first17: string) => first17 + idNumberCheckCharacter(first17);
const NEW_BANK = {
  code: 'NEWBANK',
  nameZh: '新银行股份有限公司',
  shortNameZh: '新银行',
  nameEn: 'New Bank',
  customerService: '95000',
};

test('I12: one seed gives the same people in any order of asking, also when long forgotten', () => {
  const people = createPeople({ seed: 42 });
  const idNumbers = Array.from({ length: 6000 }, (_, index) => people.at(index));
  const first = idNumbers.slice(0, 300).map((idNumber) => people.find(idNumber));
  for (const idNumber of idNumbers) people.identity(idNumber);
  const others = createPeople({ seed: 42 });
  const backwards = idNumbers
    .slice(0, 300)
    .reverse()
    .map((idNumber) => {
      others.holding(idNumber, 'CZB');
      return others.find(idNumber);
    });
  expect(backwards.reverse()).toEqual(first);
  expect(idNumbers.slice(0, 300).map((idNumber) => people.find(idNumber))).toEqual(first);
});

test('another seed gives other people, of the same ID number and of the same index', () => {
  const [one, other] = [createPeople({ seed: 1 }), createPeople({ seed: 2 })];
  const idNumbers = Array.from({ length: 200 }, (_, index) => one.at(index));
  const differing = (differs: (idNumber: string, index: number) => boolean) => idNumbers.filter(differs).length;
  expect(differing((idNumber, index) => other.at(index) !== idNumber)).toBe(200);
  expect(differing((id) => one.identity(id)?.mobile !== other.identity(id)?.mobile)).toBeGreaterThan(195);
  expect(differing((id) => one.identity(id)?.name !== other.identity(id)?.name)).toBeGreaterThan(195);
});

test('any ID number with its check character and a real birth date is somebody; find agrees with its parts', () => {
  const people = createPeople({ seed: 9 });
  const numbers = fc
    .tuple(
      fc.integer({ min: 100_000, max: 999_999 }),
      fc.date({ min: new Date('1900-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
      fc.nat(999),
    )
    .map(([address, birth, sequence]) =>
      withCheck(
        `${address}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(sequence).padStart(3, '0')}`,
      ),
    );
  fc.assert(
    fc.property(numbers, (idNumber) => {
      const person = people.find(idNumber);
      expect(person).toMatchObject(people.identity(idNumber) ?? { name: 'nobody' });
      expect(person?.name).toMatch(/^\p{Script=Han}{2,4}$/u);
      expect(person?.sex).toBe(Number(idNumber.charAt(16)) % 2 === 1 ? 'MALE' : 'FEMALE');
      expect(person?.bornOn.replaceAll('-', '')).toBe(idNumber.slice(6, 14));
      expect(person?.holdings).toEqual(BANKS.flatMap(({ code }) => people.holding(idNumber, code) ?? []));
    }),
  );
});

test('a wrong check character or an impossible birth date is nobody, and so is a bank of no network', () => {
  const people = createPeople({ seed: 9 });
  const nobody = [withCheck('31000019900230001'), withCheck('31000019901301001'), '310000199001010011', '', 'x'];
  for (const idNumber of nobody) {
    expect(people.identity(idNumber)).toBeUndefined();
    expect(people.find(idNumber)).toBeUndefined();
    expect(people.holding(idNumber, 'ICBC')).toBeUndefined();
  }
  expect(people.holding(people.persona('many-cards'), 'NEWBANK')).toBeUndefined();
});

test('somebody not born yet has no cards, and a child no credit card', () => {
  const people = createPeople({ seed: 9, population: { cardsPerPersonMean: 30 } });
  expect(people.find(withCheck('31000020300101001'))?.holdings).toEqual([]);
  const child = people.find(withCheck('31000020150101001'));
  const types = child?.holdings.flatMap(({ cards }) => cards.map(({ cardType }) => cardType));
  expect(new Set(types)).toEqual(new Set(['DEBIT']));
});

test('R1: one bank more has cards of its own and changes nobody’s other cards', () => {
  const sixteen = createPeople({ seed: 6 });
  const seventeen = createPeople({ seed: 6, banks: [...BANKS, NEW_BANK] });
  let cardsAtNewBank = 0;
  for (let index = 0; index < 1000; index++) {
    const idNumber = sixteen.at(index);
    const person = seventeen.find(idNumber);
    expect(person?.holdings.filter(({ bank }) => bank !== 'NEWBANK')).toEqual(sixteen.find(idNumber)?.holdings);
    cardsAtNewBank += seventeen.holding(idNumber, 'NEWBANK')?.cards.length ?? 0;
  }
  expect(cardsAtNewBank).toBeGreaterThan(30);
});

test('nobody is real: no card number has a valid Luhn digit, every ID number its check character', () => {
  const people = createPeople({ seed: 8, banks: [...BANKS, NEW_BANK], population: { cardsPerPersonMean: 20 } });
  for (let index = 0; index < 2000; index++) {
    const person = people.find(people.at(index));
    expect(hasValidCheckCharacter(person?.idNumber ?? '')).toBe(true);
    const cards = person?.holdings.flatMap((holding) => holding.cards) ?? [];
    for (const { pan } of cards) expect(hasValidLuhnDigit(pan)).toBe(false);
    const shown = cards.map(({ bank, pan }) => `${bank} ${pan.slice(0, 4)} ${pan.slice(-4)}`);
    expect(new Set(shown).size).toBe(shown.length);
  }
});

test('R2: nobody has more than 200 cards at one bank, whatever the mean', () => {
  const people = createPeople({ seed: 8, population: { cardsPerPersonMean: 200 } });
  for (let index = 0; index < 200; index++) {
    for (const { cards } of people.find(people.at(index))?.holdings ?? []) {
      expect(cards.length).toBeLessThanOrEqual(200);
    }
  }
});

test('the bound card is one of theirs, the first of their first bank (R5)', () => {
  const people = createPeople({ seed: 8 });
  const person = people.find(people.persona('ordinary'));
  const card = person?.holdings[0]?.cards[0];
  expect(person?.boundCard).toEqual({ bank: card?.bank, last4: card?.pan.slice(-4) });
});

test('a population of its own size says so', () => {
  expect(createPeople({ seed: 1, population: { people: 50 } }).size).toBe(50);
});
