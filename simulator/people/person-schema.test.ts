// A person as a tester writes them down: what becomes of it, and every mistake with its place.
import { expect, test } from 'vitest';
import { mistakesIn } from '../../core/fields.ts';
import { hasValidLuhnDigit } from './card-numbers.ts';
import { answerOf } from './ground-truth.ts';
import { createPeople } from './people.ts';
import { overrideOf, personSchema } from './person-schema.ts';

const CODES = ['CMB', 'PSBC'];
const people = () => createPeople({ seed: 42 });

const formOf = (given: unknown) => personSchema(CODES).parse(given);
const mistakesOf = (given: unknown) => {
  const { error } = personSchema(CODES).safeParse(given);
  return mistakesIn(error?.issues ?? []);
};

test('cards that were written down are what each bank answers, and those of other banks are gone', () => {
  const everybody = people();
  const idNumber = everybody.persona('many-cards');
  const form = formOf({
    idExpiresOn: { PSBC: '2020-01-01' },
    cards: [
      { bank: 'CMB', type: 'DEBIT', first4: '6225', last4: '1234', accountClass: 'II' },
      { bank: 'CMB', type: 'CREDIT', first4: '6225', last4: '9876', reservedMobile: false },
      { bank: 'PSBC', type: 'DEBIT', first4: '6217', last4: '0001' },
    ],
  });
  const change = overrideOf(form, everybody.find(idNumber)?.holdings ?? []);
  if (!change.ok) throw new Error('the form was refused');
  everybody.override(idNumber, change.value);
  const person = everybody.find(idNumber);
  expect(person?.holdings.map(({ bank }) => bank)).toEqual(['PSBC', 'CMB']);
  expect(answerOf(everybody.holding(idNumber, 'CMB'), '2026-01-05')).toEqual({
    cards: [{ cardType: 'DEBIT', panFirst4: '6225', panLast4: '1234', accountClass: 'II', status: 'NORMAL' }],
    unsupported: [{ reason: 'NO_RESERVED_MOBILE', count: 1 }],
  });
  expect(answerOf(everybody.holding(idNumber, 'PSBC'), '2026-01-05')).toEqual({
    cards: [],
    unsupported: [{ reason: 'ID_EXPIRED', count: 1 }],
  });
  const pans = person?.holdings.flatMap(({ cards }) => cards.map(({ pan }) => pan)) ?? [];
  expect(pans.map(hasValidLuhnDigit)).toEqual([false, false, false]);
});

test('a document that ran out, a name and a region change, and what was not written stays', () => {
  const everybody = people();
  const idNumber = everybody.persona('many-cards');
  const before = everybody.find(idNumber);
  const change = overrideOf(
    formOf({ name: '李四', region: '上海', idExpiresOn: { CMB: '2020-02-29', PSBC: 'LIFE' } }),
    before?.holdings ?? [],
  );
  if (!change.ok) throw new Error('the form was refused');
  everybody.override(idNumber, change.value);
  const after = everybody.find(idNumber);
  expect(after).toMatchObject({ name: '李四', region: '31', mobile: before?.mobile });
  const dayAt = (code: string) => after?.holdings.find(({ bank }) => bank === code)?.idExpiresOn;
  expect([dayAt('CMB'), dayAt('PSBC')]).toEqual(['2020-02-29', 'LONG_TERM']);
  const cardsOf = (person: typeof before) => person?.holdings.flatMap(({ cards }) => cards);
  expect(cardsOf(after)).toEqual(cardsOf(before));
});

test('every mistake is told at once with its place and no value', () => {
  const card = { bank: 'CMB', type: 'DEBIT', first4: '6225', last4: '1234' };
  expect(
    mistakesOf({
      nam: '李四',
      mobile: 14231000001,
      region: 'Atlantis',
      idExpiresOn: { PSBC: '2020-02-30', CMBC: '2020-01-01' },
      cards: [
        { ...card, first4: 6225 },
        { ...card, bank: 'CBM', reservedMobile: 'no' },
        { ...card, type: 'CREDIT', accountClass: 'I' },
      ],
    }),
  ).toEqual([
    { pointer: '/mobile', message: 'must be 11 digits in quotes, starting with 1' },
    { pointer: '/region', message: 'must be a region: a two-digit province code in quotes ("31") or its name (上海)' },
    { pointer: '/idExpiresOn/PSBC', message: 'must be a day such as 2020-01-01, or LIFE' },
    { pointer: '/idExpiresOn/CMBC', message: 'is an unknown key; did you mean CMB?' },
    { pointer: '/cards/0/first4', message: 'must be four digits in quotes, such as "0001"' },
    { pointer: '/cards/1/bank', message: 'must be one of CMB, PSBC; did you mean CMB?' },
    { pointer: '/cards/1/reservedMobile', message: 'must be true or false' },
    { pointer: '/cards/2/accountClass', message: 'must not stand there: a credit card has no account class' },
    { pointer: '/nam', message: 'is an unknown key; did you mean name?' },
  ]);
});

test('what no bank could hold is refused: a card twice, too many, a document where there is no card', () => {
  const card = { bank: 'CMB', type: 'DEBIT', first4: '6225', last4: '1234' };
  const twice = formOf({ idExpiresOn: { PSBC: 'LIFE' }, cards: [card, { ...card, type: 'CREDIT' }, card] });
  expect(overrideOf(twice, [])).toEqual({
    ok: false,
    failure: [
      { pointer: '/idExpiresOn/PSBC', message: 'must be of a bank where this person holds a card' },
      { pointer: '/cards/2', message: 'must not have type and ends of card 0 at the same bank' },
    ],
  });
  const many = Array.from({ length: 201 }, (_, at) => ({ ...card, last4: String(at).padStart(4, '0') }));
  expect(overrideOf(formOf({ cards: many }), [])).toMatchObject({
    failure: [{ pointer: '/cards/200', message: 'must not be more than card 200 at its bank' }],
  });
});
