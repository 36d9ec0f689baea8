// Card numbers on public BINs whose Luhn digit is deliberately wrong: none of them is anybody's card.
import type { IssuerCode } from '../../core/banks.ts';
import type { CardType } from '../../core/messages.ts';
import { createRandom } from '../../core/random.ts';
import table from './bins.json' with { type: 'json' };

/** A BIN means a bank only together with the length of the card number. */
export interface Bin {
  readonly bin: string;
  readonly panLength: number;
}

const BINS = Map.groupBy(table.recommended, ({ bank, type }) => `${bank} ${type}`);

/** The BINs of a bank for a card type; one made up from its code where bins.json has none. Never empty. */
export const binsOf = (bank: IssuerCode, cardType: CardType): readonly Bin[] =>
  BINS.get(`${bank} ${cardType}`) ?? [synthesizeBin(bank, cardType)];

/** 6299 is in no public table; the two digits after it tell made-up banks apart where chance is kind. */
const synthesizeBin = (bank: IssuerCode, cardType: CardType): Bin => ({
  bin: `6299${String(Math.floor(99 * createRandom(bank).unit('bin', cardType))).padStart(2, '0')}`,
  panLength: cardType === 'DEBIT' ? 19 : 16,
});

/**
 * Card numbers of one person at one bank: `panAt(index, bin)` for index 0 to 199. No two end in the same four digits,
 * which with a first four in common is all that a report shows (R2, I3).
 */
export const createPans = (next: () => number): ((index: number, bin: Bin) => string) => {
  const start = Math.floor(next() * TAILS);
  const step = Math.floor(next() * (TAILS / 10)) * 10 + (COPRIME_ENDINGS[Math.floor(next() * 4)] ?? 1);
  return (index, { bin, panLength }) => {
    const tail = digits((start + index * step) % TAILS, 3);
    const middleLength = panLength - bin.length - tail.length - 1;
    const middle = digits(Math.floor(next() * 10 ** middleLength), middleLength);
    const body = `${bin}${middle}${tail}`;
    return body + String((luhnDigit(body) + 1 + Math.floor(next() * 9)) % 10);
  };
};

/** So many digits. Most numbers have them, and padding what needs none costs as much as making the text. */
const digits = (value: number, length: number): string => {
  const text = String(value);
  return text.length === length ? text : text.padStart(length, '0');
};

/** The three digits before the last: distinct within a bank, as long as nobody has more than 1000 cards there. */
const TAILS = 1000;
const COPRIME_ENDINGS = [1, 3, 7, 9] as const;

/** A card number with these ends and a wrong Luhn digit, for cards that a scenario or a tester writes down. */
export const panWithEnds = (first4: string, last4: string, panLength = 16): string => {
  const zeros = '0'.repeat(panLength - 9);
  const pan = `${first4}${zeros}0${last4}`;
  return hasValidLuhnDigit(pan) ? `${first4}${zeros}1${last4}` : pan;
};

/** The digit that would make the number valid (ISO/IEC 7812-1). */
export const luhnDigit = (body: string): number => {
  let sum = 0;
  for (let at = body.length - 1, isDoubled = true; at >= 0; at--, isDoubled = !isDoubled) {
    const digit = body.charCodeAt(at) - 48;
    const doubled = digit * 2;
    sum += !isDoubled ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
};

export const hasValidLuhnDigit = (pan: string): boolean => luhnDigit(pan.slice(0, -1)) === Number(pan.slice(-1));
