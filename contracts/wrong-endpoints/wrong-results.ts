// Results of the wrong form: what is said is so, and said in another way than the document has it.

import { byItsOwnRule, inCards, inResults } from './result-changes.ts';
import { type WrongEndpoint, wrong } from './wrong-endpoint.ts';

const SCHEMA = 'every-answer/schema';

export const WRONG_RESULTS: readonly WrongEndpoint[] = [
  wrong(
    'last-four-as-a-number',
    'The last four digits are a number in the database, and so in the answer',
    inCards((card) => ({ ...card, panLast4: Number(card.panLast4) })),
    SCHEMA,
    'r3/one-debit-card',
    'pact/an-inquiry-about-the-customer-one-debit-card',
  ),
  wrong(
    'leading-zeros-lost',
    'The last four digits were a number on their way, so that 0042 comes as 42',
    inCards((card) => ({ ...card, panLast4: String(Number(card.panLast4)) })),
    SCHEMA,
    'r3/leading-zeros',
  ),
  wrong(
    'masked-with-stars',
    'Card numbers are masked by a library, stars and all',
    inCards((card) => ({ ...card, panFirst4: `${card.panFirst4}********` })),
    SCHEMA,
    'r3/one-debit-card',
  ),
  wrong(
    'six-first-digits',
    'The first six digits are shown, as on receipts',
    inCards((card) => ({ ...card, panFirst4: `${card.panFirst4}02` })),
    SCHEMA,
    'r3/one-debit-card',
  ),
  wrong(
    'null-for-an-empty-list',
    'A list without entries is null',
    inResults(({ cards, unsupported }) => ({
      cards: cards.length === 0 ? null : cards,
      unsupported: unsupported.length === 0 ? null : unsupported,
    })),
    SCHEMA,
    'r3/no-cards',
    'r3/one-debit-card',
    'basics/nobody-has-no-cards',
  ),
  wrong(
    'empty-list-left-out',
    'The serializer leaves out lists that are empty',
    inResults(({ unsupported }) => (unsupported.length === 0 ? { unsupported: undefined } : {})),
    SCHEMA,
    'r3/one-debit-card',
  ),
  wrong(
    'lower-case-enums',
    'Kinds of cards are written in small letters',
    inCards((card) => ({ ...card, cardType: card.cardType.toLowerCase() })),
    SCHEMA,
    'r3/one-credit-card',
  ),
  wrong(
    'count-as-a-text',
    'A count is a text',
    inResults(({ unsupported }) => ({ unsupported: unsupported.map((one) => ({ ...one, count: `${one.count}` })) })),
    SCHEMA,
    'r3/no-mobile',
  ),
  wrong(
    'counts-of-nothing',
    'Every reason is listed, those of no card with a count of 0',
    byItsOwnRule((_customer, { unsupported }) => ({
      unsupported: ['ID_EXPIRED', 'NO_RESERVED_MOBILE', 'CARDLESS_NOT_ENABLED'].map(
        (reason) => unsupported.find((one) => one.reason === reason) ?? { reason, count: 0 },
      ),
    })),
    SCHEMA,
    'r3/one-debit-card',
  ),
  wrong(
    'class-of-a-credit-card',
    'A credit card has an account class, as every account in the core system',
    inCards((card) => ({ ...card, accountClass: 'I' })),
    SCHEMA,
    'r3/one-credit-card',
  ),
  wrong(
    'a-member-more',
    'The name of the branch is told, which nobody has asked for',
    inCards((card) => ({ ...card, branch: '0755' })),
    SCHEMA,
    'r3/one-debit-card',
  ),
  wrong(
    'id-upper-cased',
    'The inquiryId comes back in capitals, as the database keeps it',
    inResults(({ inquiryId }) => ({ inquiryId: inquiryId.toUpperCase() })),
    'every-answer/inquiry-id',
  ),
  wrong(
    'wrong-bank-echoed',
    'The issuer in the answer is that of the team from which the code was copied',
    inResults(() => ({ issuer: 'CMB' })),
    'every-answer/issuer',
  ),
];
