import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { createRandom } from '../../core/random.ts';
import { binsOf, createPans, hasValidLuhnDigit, luhnDigit, panWithEnds } from './card-numbers.ts';

test('the Luhn digit is that of ISO/IEC 7812-1', () => {
  expect(luhnDigit('7992739871')).toBe(3);
  expect(hasValidLuhnDigit('4111111111111111')).toBe(true);
  expect(hasValidLuhnDigit('4111111111111112')).toBe(false);
});

test('two hundred cards at one bank have its BIN and length, no valid Luhn digit and no last four twice', () => {
  const bins = BANKS.flatMap(({ code }) => [...binsOf(code, 'DEBIT'), ...binsOf(code, 'CREDIT')]);
  fc.assert(
    fc.property(fc.constantFrom(...bins), fc.nat(), (bin, seed) => {
      const panAt = createPans(createRandom(seed).stream('pans'));
      const pans = Array.from({ length: 200 }, (_, index) => panAt(index, bin));
      for (const pan of pans) {
        expect(pan).toMatch(/^[0-9]+$/);
        expect(pan).toHaveLength(bin.panLength);
        expect(pan.startsWith(bin.bin)).toBe(true);
        expect(hasValidLuhnDigit(pan)).toBe(false);
      }
      expect(new Set(pans.map((pan) => pan.slice(-4))).size).toBe(200);
    }),
    { numRuns: 50 },
  );
});

test('every bank of R1 has BINs of its own for both types, and no BIN means two banks at one length', () => {
  const owners = new Map<string, string>();
  for (const { code } of BANKS) {
    for (const type of ['DEBIT', 'CREDIT'] as const) {
      expect(binsOf(code, type).length).toBeGreaterThan(0);
      for (const { bin, panLength } of binsOf(code, type)) {
        const key = `${bin} ${panLength}`;
        expect(owners.get(key) ?? code).toBe(code);
        owners.set(key, code);
      }
    }
  }
});

test('R1: a bank that is only a row gets BINs made up from its code, the same each time', () => {
  expect(binsOf('NEWBANK', 'DEBIT')).toEqual(binsOf('NEWBANK', 'DEBIT'));
  expect(binsOf('NEWBANK', 'DEBIT')[0]).toEqual({ bin: expect.stringMatching(/^6299[0-9]{2}$/), panLength: 19 });
  expect(binsOf('NEWBANK', 'CREDIT')[0]?.panLength).toBe(16);
});

test('a card number written down by its ends keeps them and has no valid Luhn digit', () => {
  const digits = (length: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
  fc.assert(
    fc.property(digits(4), digits(4), fc.constantFrom(16, 17, 18, 19), (first4, last4, panLength) => {
      const pan = panWithEnds(first4, last4, panLength);
      expect(pan).toHaveLength(panLength);
      expect(pan.startsWith(first4) && pan.endsWith(last4)).toBe(true);
      expect(hasValidLuhnDigit(pan)).toBe(false);
    }),
  );
});
