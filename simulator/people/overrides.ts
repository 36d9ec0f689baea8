// People as a tester wants them: changes that lie on top of the generated ones (PUT /people, scenario files).
import type { Bank, IssuerCode } from '../../core/banks.ts';
import { readIdNumber } from '../../core/id-number.ts';
import { MAX_CARDS_PER_ANSWER } from '../../core/messages.ts';
import { hasValidLuhnDigit } from './card-numbers.ts';
import type { Holding, Identity } from './person.ts';

/** What can be changed of one person; a member left out stays as generated, or as an earlier change made it. */
export interface PersonOverride extends Partial<Pick<Identity, 'name' | 'mobile' | 'region' | 'document'>> {
  /** All holdings of this person: a bank not among them has none. */
  readonly holdings?: readonly Holding[];
}

/** A change as it is kept: the holdings by bank. */
export interface KeptOverride {
  readonly identity: Partial<Pick<Identity, 'name' | 'mobile' | 'region' | 'document'>>;
  readonly holdings: ReadonlyMap<IssuerCode, Holding> | undefined;
}

/** At most so many people are changed at one time: about 100 MB, far beyond what a test writes by hand. */
export const MAX_OVERRIDES = 100_000;

export class Overrides {
  readonly #byIdNumber = new Map<string, KeptOverride>();
  readonly #banks: ReadonlySet<IssuerCode>;
  readonly #limit: number;

  constructor(banks: readonly Bank[], limit: number = MAX_OVERRIDES) {
    this.#banks = new Set(banks.map(({ code }) => code));
    this.#limit = limit;
  }

  find(idNumber: string): KeptOverride | undefined {
    return this.#byIdNumber.get(idNumber);
  }

  /** @throws RangeError where too many people are changed, or the change is one that no bank could hold. */
  set(idNumber: string, { holdings, ...identity }: PersonOverride): void {
    if (readIdNumber(idNumber) === undefined) {
      throw new RangeError(
        'a person cannot be changed: the ID number has a wrong check character or an impossible birth date',
      );
    }
    const before = this.#byIdNumber.get(idNumber);
    if (before === undefined && this.#byIdNumber.size >= this.#limit) {
      throw new RangeError(`${this.#limit} people are changed already, the most there may be: clear the changes first`);
    }
    this.#byIdNumber.set(idNumber, {
      identity: { ...before?.identity, ...identity },
      holdings: holdings === undefined ? before?.holdings : this.#read(holdings),
    });
  }

  clear(): void {
    this.#byIdNumber.clear();
  }

  #read(holdings: readonly Holding[]): ReadonlyMap<IssuerCode, Holding> {
    const byBank = new Map<IssuerCode, Holding>();
    for (const holding of holdings) {
      const problem = byBank.has(holding.bank) ? 'is given twice' : problemOf(holding, this.#banks);
      if (problem !== undefined) throw new RangeError(`the holding at bank ${holding.bank} ${problem}`);
      byBank.set(holding.bank, holding);
    }
    // A bank without a card of theirs has no holding.
    for (const { bank, cards } of holdings) if (cards.length === 0) byBank.delete(bank);
    return byBank;
  }
}

const problemOf = ({ bank, cards }: Holding, banks: ReadonlySet<IssuerCode>): string | undefined => {
  if (!banks.has(bank)) return `is of no bank of this network: ${[...banks].join(' ')}`;
  if (cards.length > MAX_CARDS_PER_ANSWER) return `has ${cards.length} cards: at most ${MAX_CARDS_PER_ANSWER}`;
  for (const [at, card] of cards.entries()) {
    if (card.bank !== bank) return `has at ${at} a card of bank ${card.bank}`;
    if (!/^[0-9]{13,19}$/.test(card.pan)) return `has at ${at} a card number that is not 13 to 19 digits`;
    if (hasValidLuhnDigit(card.pan)) {
      return `has at ${at} a card number with a valid Luhn digit, which may be somebody's: make it with panWithEnds`;
    }
    if (card.cardType === 'CREDIT' && card.accountClass !== undefined)
      return `has at ${at} a credit card with an account class`;
  }
  return undefined;
};
