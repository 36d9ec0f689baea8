// The cards of one person at one bank: type, class, status and what R3 asks about each. Pure in its stream of chance.
import type { IssuerCode } from '../../core/banks.ts';
import type { AccountClass, CardStatus, CardType } from '../../core/messages.ts';
import { type Bin, binsOf, createPans } from './card-numbers.ts';
import type { CardService } from './holding-plan.ts';
import type { HeldCard } from './person.ts';

/** Our own guesses, each a share of the cards that it speaks of. */
const CREDIT_SHARE = 0.3;
const CLASSES: Chances<AccountClass> = [
  ['I', 0.15],
  ['II', 0.55],
  ['III', 0.3],
];
const STATUSES: Chances<CardStatus> = [
  ['NORMAL', 0.92],
  ['DORMANT', 0.04],
  ['NOT_ACTIVATED', 0.02],
  ['LOST', 0.01],
  ['FROZEN', 0.01],
];
/** Of the cards without a reserved mobile, or with cardless off where those are fewer: how many are both (R3). */
const TOGETHER_SHARE = 0.9;

type Chances<Value> = readonly (readonly [Value, number])[];

/** How a card stands to mobile and cardless service, by one uniform number: upper bounds of what falls to each. */
export interface ServiceShares {
  readonly bothOffBelow: number;
  readonly noMobileBelow: number;
  readonly cardlessOffBelow: number;
}

/** Spreads two shares over cards so that each holds exactly and they go together far more often than chance (R3). */
export const serviceShares = (noReservedMobileShare: number, cardlessOffShare: number): ServiceShares => {
  const both = Math.max(
    noReservedMobileShare * cardlessOffShare,
    TOGETHER_SHARE * Math.min(noReservedMobileShare, cardlessOffShare),
  );
  return {
    bothOffBelow: both,
    noMobileBelow: noReservedMobileShare,
    cardlessOffBelow: noReservedMobileShare + cardlessOffShare - both,
  };
};

/** One bank as an issuer of cards. */
export interface CardIssuer {
  readonly bank: IssuerCode;
  readonly bins: Readonly<Record<CardType, readonly Bin[]>>;
}

export const createCardIssuer = (bank: IssuerCode): CardIssuer => ({
  bank,
  bins: { DEBIT: binsOf(bank, 'DEBIT'), CREDIT: binsOf(bank, 'CREDIT') },
});

export interface CardWishes {
  readonly count: number;
  readonly shares: ServiceShares;
  /** Where everything is one type: a child has no credit card, a persona may have nothing else. */
  readonly cardType: CardType | undefined;
  readonly services: readonly CardService[] | undefined;
}

/** `count` cards; the same stream gives the same cards, and the first of them whatever the count. */
export const issueCards = (issuer: CardIssuer, wishes: CardWishes, next: () => number): HeldCard[] => {
  const panAt = createPans(next);
  const cards: HeldCard[] = [];
  let hasClassOne = false;
  for (let index = 0; index < wishes.count; index++) {
    const typeChance = next();
    const cardType = wishes.cardType ?? (typeChance < CREDIT_SHARE ? 'CREDIT' : 'DEBIT');
    const bins = issuer.bins[cardType];
    const bin = bins[Math.floor(next() * bins.length)] ?? bins[0];
    if (bin === undefined) throw new Error(`bank ${issuer.bank} has no BIN for ${cardType}`);
    const pan = panAt(index, bin);
    const classChance = next();
    const status = choose(STATUSES, next());
    const { reservedMobile, cardlessEnabled } = serviceOf(wishes, index, next());
    const card = { bank: issuer.bank, cardType, pan, status, reservedMobile, cardlessEnabled };
    if (cardType === 'CREDIT') cards.push(card);
    else {
      // A person's first account at a bank is a class I one; most of the others may not be.
      cards.push({ ...card, accountClass: hasClassOne ? choose(CLASSES, classChance) : 'I' });
      hasClassOne = true;
    }
  }
  return cards;
};

const serviceOf = ({ shares, services }: CardWishes, index: number, chance: number): Service => {
  if (services !== undefined) return FIXED[services[index % services.length] ?? 'ENABLED'](chance);
  const isNoMobile = chance < shares.noMobileBelow;
  const isOff = isNoMobile ? chance < shares.bothOffBelow : chance < shares.cardlessOffBelow;
  return { reservedMobile: !isNoMobile, cardlessEnabled: !isOff };
};

type Service = Pick<HeldCard, 'reservedMobile' | 'cardlessEnabled'>;

const FIXED: Readonly<Record<CardService, (chance: number) => Service>> = {
  ENABLED: () => ({ reservedMobile: true, cardlessEnabled: true }),
  NO_MOBILE: (chance) => ({ reservedMobile: false, cardlessEnabled: chance >= TOGETHER_SHARE }),
  CARDLESS_OFF: () => ({ reservedMobile: true, cardlessEnabled: false }),
};

const choose = <Value>(chances: Chances<Value>, chance: number): Value => {
  let left = chance;
  for (const [value, share] of chances) {
    left -= share;
    if (left < 0) return value;
  }
  const [first] = chances;
  if (first === undefined) throw new Error('there is nothing to choose from');
  return first[0];
};
