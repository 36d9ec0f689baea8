// Results in which the wrong cards are shown or counted: R3 misread, systems not asked, people mixed up.
import type { Card } from '../../core/messages.ts';
import { mixingUpPeople } from '../checks/wrong-ways-fixture.ts';
import type { ContractCard } from '../customers.ts';
import { byItsOwnRule, inResults } from './result-changes.ts';
import { type Mistake, type WrongEndpoint, wrong } from './wrong-endpoint.ts';

const withoutCards = (isLeftOut: (card: Card, at: number, cards: readonly Card[]) => boolean) =>
  inResults(({ cards }) => ({ cards: cards.filter((card, at) => !isLeftOut(card, at, cards)) }));

const shown = ({ reservedMobile: _mobile, cardlessEnabled: _cardless, ...card }: ContractCard): Card => card;

const cardless = ({ cardlessEnabled }: ContractCard): boolean => !cardlessEnabled;
const mobileless = ({ reservedMobile }: ContractCard): boolean => !reservedMobile;

/** Reasons with how many cards each is given for; none where there are none. */
const counted = (counts: Readonly<Record<string, number>>): object => ({
  unsupported: Object.entries(counts).flatMap(([reason, count]) => (count === 0 ? [] : [{ reason, count }])),
});

/** The cards of the first person who is asked about are everybody's. */
const cached = (): Mistake => {
  let first: readonly Card[] | undefined;
  return inResults(({ cards }) => {
    if (first === undefined && cards.length > 0) first = cards;
    return { cards: first ?? cards };
  })();
};

export const WRONG_CARDS: readonly WrongEndpoint[] = [
  wrong(
    'expired-id-still-listed',
    'Nobody looks whether the ID document has expired',
    byItsOwnRule(({ idExpired, cards }) =>
      idExpired ? { cards: cards.filter((one) => !mobileless(one) && !cardless(one)).map(shown), unsupported: [] } : {},
    ),
    'r3/id-expired',
    'r3/id-expired-and-mixed',
    'masking/hidden-cards',
  ),
  wrong(
    'hidden-cards-listed',
    'Cards that may not be shown are counted, and shown as well',
    byItsOwnRule(({ cards }) => ({ cards: cards.map(shown) })),
    'r3/no-mobile',
    'r3/cardless-off',
    'masking/hidden-cards',
  ),
  wrong(
    'counts-merged',
    'All cards that may not be shown are counted under one reason',
    inResults(({ unsupported }) =>
      counted({ NO_RESERVED_MOBILE: unsupported.reduce((sum, { count }) => sum + count, 0) }),
    ),
    'r3/mixed',
    'r3/cardless-off',
    'r3/id-expired',
  ),
  wrong(
    'reasons-in-another-order',
    'Reasons come in the order of their names',
    inResults(({ unsupported }) => ({
      unsupported: [...unsupported].sort((one, other) => (one.reason < other.reason ? -1 : 1)),
    })),
    'every-answer/schema',
    'r3/mixed',
  ),
  wrong(
    'counted-under-every-reason',
    'A card with two reasons is counted under both',
    byItsOwnRule(({ idExpired, cards }) => ({
      ...counted({
        ID_EXPIRED: idExpired ? cards.length : 0,
        NO_RESERVED_MOBILE: cards.filter(mobileless).length,
        CARDLESS_NOT_ENABLED: cards.filter(cardless).length,
      }),
    })),
    'r3/no-mobile-and-cardless-off',
    'r3/id-expired-and-no-mobile',
  ),
  wrong(
    'last-reason-counted',
    'Of two reasons that a card has the later one counts',
    byItsOwnRule(({ idExpired, cards }) =>
      idExpired
        ? {}
        : counted({
            NO_RESERVED_MOBILE: cards.filter((one) => mobileless(one) && !cardless(one)).length,
            CARDLESS_NOT_ENABLED: cards.filter(cardless).length,
          }),
    ),
    'r3/no-mobile-and-cardless-off',
    'r3/mixed',
  ),
  wrong(
    'cards-twice',
    'A join gives every card twice',
    inResults(({ cards }) => ({ cards: cards.flatMap((card) => [card, card]) })),
    'r3/one-debit-card',
  ),
  wrong(
    'one-of-equal-ends',
    'Cards with the same last four digits are taken for one',
    withoutCards((card, at, cards) => cards.findIndex(({ panLast4 }) => panLast4 === card.panLast4) < at),
    'r3/equal-ends',
  ),
  wrong(
    'no-credit-cards',
    'Credit cards are kept by another system, which is not asked',
    withoutCards(({ cardType }) => cardType === 'CREDIT'),
    'r3/one-credit-card',
  ),
  wrong(
    'active-cards-alone',
    'Cards that are lost, frozen or not in use are left out',
    withoutCards(({ status }) => status !== 'NORMAL'),
    'r3/every-status',
  ),
  wrong(
    'first-page-alone',
    'The core system gives a hundred cards at a time, and is asked once',
    withoutCards((_card, at) => at >= 100),
    'r3/most-cards',
  ),
  wrong(
    'one-answer-for-everybody',
    "Answers are cached under the address of the request, which is everybody's",
    cached,
    'concurrency/customers',
    'r3/no-cards',
  ),
  wrong(
    'mixed-up-at-once',
    "The person of a call is kept in one place for all calls, so that calls at once get another's cards",
    mixingUpPeople,
    'concurrency/customers',
  ),
];
