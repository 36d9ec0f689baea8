// How many cards a person has at a bank: the bank's weight times how keen on cards the person is, then chance.
// Depends on nobody but this person and this bank, so that one bank more changes no other.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { MAX_CARDS_PER_ANSWER } from '../../core/messages.ts';

/** The first sixteen issuers (R1), by which the mean is measured and on which personas rely; later rows add to them. */
export const FOUNDING_BANKS: readonly IssuerCode[] = BANKS.slice(0, 16).map(({ code }) => code);

/** Shares of all cards, in per mille: our own guess at sixteen banks' sizes. They add up to 1000. */
const WEIGHTS_PER_MILLE: Readonly<Record<IssuerCode, number>> = {
  ICBC: 130,
  ABC: 120,
  BOC: 80,
  CCB: 120,
  BOCOM: 60,
  PSBC: 100,
  CITIC: 50,
  CEB: 40,
  CMB: 80,
  SPDB: 40,
  CMBC: 35,
  HXB: 25,
  PAB: 40,
  CIB: 40,
  CGB: 30,
  CZB: 10,
};
const WEIGHT_OF_LATER_BANK_PER_MILLE = 20;

/** The part of the founding banks' cards that is this bank's; a bank that joined later has a small one of its own. */
export const weightOf = (bank: IssuerCode): number =>
  (WEIGHTS_PER_MILLE[bank] ?? WEIGHT_OF_LATER_BANK_PER_MILLE) / 1000;

/**
 * How keen on cards somebody is: mean 1, a gamma distribution of shape 3, which leaves most people with 1 to 8 cards
 * at a mean of 4.3 and a few with over 20. Draws three numbers.
 */
export const keennessOf = (next: () => number): number => -Math.log((1 - next()) * (1 - next()) * (1 - next())) / 3;

/** The number of cards for a mean and one uniform number in [0, 1): Poisson, at most what an answer may hold. */
export const cardCount = (mean: number, chance: number): number => {
  // Above, e^-mean would round to 0 and the count is at the bound anyway.
  if (mean > 3 * MAX_CARDS_PER_ANSWER) return MAX_CARDS_PER_ANSWER;
  let probability = Math.exp(-mean);
  let left = chance - probability;
  let count = 0;
  while (left >= 0 && count < MAX_CARDS_PER_ANSWER) {
    count++;
    probability *= mean / count;
    left -= probability;
  }
  return count;
};
