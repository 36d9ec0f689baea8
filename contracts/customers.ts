// The synthetic customers of the contract, complete: whoever implements a provider state gets them as its params
// (contract-states.md). Their ID numbers and mobiles are in ranges that nobody has, as those of all our people are.
import {
  type AccountClass,
  CARD_STATUSES,
  type Card,
  type CardStatus,
  type CardType,
  type Customer,
  MAX_CARDS_PER_ANSWER,
  UNSUPPORTED_REASONS,
  type UnsupportedCount,
  type UnsupportedReason,
} from '../core/messages.ts';
import { identityOf, WITH_CHECK_CHARACTER_X } from './customer-identities.ts';

export interface ContractCard {
  readonly cardType: CardType;
  readonly panFirst4: string;
  readonly panLast4: string;
  readonly reservedMobile: boolean;
  readonly cardlessEnabled: boolean;
  readonly accountClass?: AccountClass;
  readonly status?: CardStatus;
}

/** `customer` in the params of a provider state. */
export interface ContractCustomer extends Pick<Customer, 'name' | 'idNumber' | 'mobile'> {
  readonly idExpired: boolean;
  readonly cards: readonly ContractCard[];
}

type Details = Partial<Omit<ContractCard, 'panLast4'>>;

/** Of class I, in use, with nothing against it, unless told otherwise. Every card says its status. */
const debit = (panLast4: string, more: Details = {}): ContractCard => ({
  cardType: 'DEBIT',
  panFirst4: '6217',
  panLast4,
  reservedMobile: true,
  cardlessEnabled: true,
  accountClass: 'I',
  status: 'NORMAL',
  ...more,
});

const credit = (panLast4: string, more: Omit<Details, 'accountClass'> = {}): ContractCard => ({
  cardType: 'CREDIT',
  panFirst4: '6225',
  panLast4,
  reservedMobile: true,
  cardlessEnabled: true,
  status: 'NORMAL',
  ...more,
});

const NO_MOBILE = { reservedMobile: false } as const;
const CARDLESS_OFF = { cardlessEnabled: false } as const;
const BOTH_OFF = { ...NO_MOBILE, ...CARDLESS_OFF } as const;

/** One card for each way in which the two reasons that a card has may stand. */
const ONE_OF_EACH = [debit('3001'), debit('3002', NO_MOBILE), credit('3003', CARDLESS_OFF), credit('3004', BOTH_OFF)];

/** As long as names may be, in code points; its second character takes two units of UTF-16. */
const LONGEST_NAME = `阮𠮷${'·砚'.repeat(31)}`;

/** Who they are follows from their place in the table, so a new one goes to its end. */
const numbered = (table: Readonly<Record<string, Partial<ContractCustomer>>>): Record<string, ContractCustomer> =>
  Object.fromEntries(
    Object.entries(table).map(([name, customer], at) => [
      name,
      { ...identityOf(at), idExpired: false, cards: [], ...customer },
    ]),
  );

/** By a name in letters and hyphens that says what is special about each, and stands in ids and titles. */
export const CONTRACT_CUSTOMERS: Readonly<Record<string, ContractCustomer>> = numbered({
  'no-cards': {},
  'one-debit-card': { cards: [debit('1001')] },
  'one-credit-card': { cards: [credit('1002')] },
  'debit-classes': {
    cards: [
      debit('1011'),
      debit('1012', { accountClass: 'II' }),
      debit('1013', { accountClass: 'III' }),
      debit('1014', { accountClass: 'III' }),
    ],
  },
  'every-status': {
    cards: CARD_STATUSES.flatMap((status, at) => [debit(`102${at}`, { status }), credit(`103${at}`, { status })]),
  },
  'equal-ends': {
    cards: [
      debit('1041'),
      debit('1042', { accountClass: 'II' }),
      credit('1043', { panFirst4: '6217' }),
      credit('1041'),
      debit('1041', { panFirst4: '6228', accountClass: 'II' }),
    ],
  },
  'leading-zeros': { cards: [debit('0000'), debit('0007', { accountClass: 'II' }), credit('0042')] },
  'id-expired': { idExpired: true, cards: [debit('2001')] },
  'no-mobile': { cards: [debit('2011', NO_MOBILE)] },
  'cardless-off': { cards: [credit('2021', CARDLESS_OFF)] },
  'no-mobile-and-cardless-off': { cards: [debit('2031', BOTH_OFF)] },
  'no-mobile-or-cardless-off': {
    cards: [credit('2041', CARDLESS_OFF), debit('2042', NO_MOBILE), debit('2043', CARDLESS_OFF)],
  },
  mixed: { cards: ONE_OF_EACH },
  'id-expired-and-no-mobile': { idExpired: true, cards: [debit('2051', NO_MOBILE)] },
  'id-expired-and-cardless-off': { idExpired: true, cards: [credit('2061', CARDLESS_OFF)] },
  'id-expired-and-both-off': { idExpired: true, cards: [debit('2071', BOTH_OFF)] },
  'id-expired-and-mixed': { idExpired: true, cards: ONE_OF_EACH },
  'id-expired-and-no-cards': { idExpired: true },
  'most-cards': {
    cards: Array.from({ length: MAX_CARDS_PER_ANSWER }, (_, at) =>
      at % 4 === 3 ? credit(String(5000 + at)) : debit(String(5000 + at), { accountClass: at === 0 ? 'I' : 'II' }),
    ),
  },
  'shortest-name': { name: '阮', cards: [debit('4001')] },
  'longest-name': { name: LONGEST_NAME, cards: [debit('4002')] },
  'rare-name': { name: '𠮷', cards: [debit('4003')] },
  'latin-name': { name: "Zoë Sample-O'Test", cards: [debit('4004')] },
  'check-character-x': { ...WITH_CHECK_CHARACTER_X, cards: [debit('4005')] },
});

export interface ExpectedAnswer {
  /** In the order in which the customer has them; a bank may have another. */
  readonly cards: readonly Card[];
  /** Each reason at most once, in the order of R3. */
  readonly unsupported: readonly UnsupportedCount[];
}

/** What a bank has to answer about this customer (R3), worked out from the contract alone. */
export const expectedAnswer = (customer: ContractCustomer): ExpectedAnswer => ({
  cards: customer.cards.filter((card) => reasonAgainst(customer, card) === undefined).map(shown),
  unsupported: UNSUPPORTED_REASONS.flatMap((reason) => {
    const count = customer.cards.filter((card) => reasonAgainst(customer, card) === reason).length;
    return count === 0 ? [] : [{ reason, count }];
  }),
});

/** The first that applies; of a card that may be shown, none does. */
const reasonAgainst = (customer: ContractCustomer, card: ContractCard): UnsupportedReason | undefined =>
  UNSUPPORTED_REASONS.find((reason) => APPLIES[reason](customer, card));

const APPLIES: Readonly<Record<UnsupportedReason, (customer: ContractCustomer, card: ContractCard) => boolean>> = {
  ID_EXPIRED: ({ idExpired }) => idExpired,
  NO_RESERVED_MOBILE: (_customer, { reservedMobile }) => !reservedMobile,
  CARDLESS_NOT_ENABLED: (_customer, { cardlessEnabled }) => !cardlessEnabled,
};

const shown = ({ reservedMobile: _mobile, cardlessEnabled: _cardless, ...card }: ContractCard): Card => card;
