import { expect, test } from 'vitest';
import { completePopulation, DEFAULT_POPULATION } from './settings.ts';

test('what is not given is as interfaces.md has it', () => {
  expect(completePopulation({})).toEqual({
    people: 1_000_000,
    cardsPerPersonMean: 4.3,
    expiredIdShare: 0.03,
    noReservedMobileShare: 0.06,
    cardlessOffShare: 0.08,
    asOf: '2026-01-01',
  });
  expect(completePopulation({ people: 5 })).toEqual({ ...DEFAULT_POPULATION, people: 5 });
});

test('every setting that is out of bounds is named at once, with what would be right', () => {
  const wrong = {
    people: 0,
    cardsPerPersonMean: Number.NaN,
    expiredIdShare: 1.1,
    cardlessOffShare: -0.1,
    asOf: '2026-02-30',
  };
  expect(() => completePopulation(wrong)).toThrow(
    [
      'population.people is 0: must be a whole number from 1 to 88000000',
      'population.cardsPerPersonMean is NaN: must be from 0 to 200',
      'population.expiredIdShare is 1.1: must be a share from 0 to 1',
      'population.cardlessOffShare is -0.1: must be a share from 0 to 1',
      'population.asOf is 2026-02-30: must be a day from 1990-01-01 to 2090-01-01',
    ].join('; '),
  );
});
