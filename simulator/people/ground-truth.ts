// What a bank must answer about a customer, from what it has on file: R3 in its order, masked (R2). The issuer answers
// with it, and the oracle compares reports with it (I3).
import type { Day } from '../../core/calendar.ts';
import { maskPan } from '../../core/mask.ts';
import { type Card, UNSUPPORTED_REASONS, type UnsupportedCount, type UnsupportedReason } from '../../core/messages.ts';
import type { ExpiryDay, HeldCard, Holding } from './person.ts';

export interface Answer {
  /** In the order in which the bank has them on file. */
  readonly cards: Card[];
  /** Each reason at most once, in R3's order; a reason that leaves out no card is not named. */
  readonly unsupported: UnsupportedCount[];
}

/** The true answer on a Shanghai day; no holding is an answer without cards. */
export const answerOf = (holding: Holding | undefined, today: Day): Answer => {
  const cards: Card[] = [];
  const counts = new Map<UnsupportedReason, number>();
  for (const card of holding?.cards ?? []) {
    const reason = reasonAgainst(card, holding?.idExpiresOn ?? 'LONG_TERM', today);
    if (reason === undefined) cards.push(showCard(card));
    else counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const unsupported = UNSUPPORTED_REASONS.flatMap((reason) => {
    const count = counts.get(reason);
    return count === undefined ? [] : [{ reason, count }];
  });
  return { cards, unsupported };
};

/** Why a card may not be shown on a day, by the first reason that applies (R3); undefined where it may. */
export const reasonAgainst = (card: HeldCard, idExpiresOn: ExpiryDay, today: Day): UnsupportedReason | undefined => {
  if (isExpired(idExpiresOn, today)) return 'ID_EXPIRED';
  if (!card.reservedMobile) return 'NO_RESERVED_MOBILE';
  return card.cardlessEnabled ? undefined : 'CARDLESS_NOT_ENABLED';
};

/** A document is good through its last day, and one for life always. */
export const isExpired = (idExpiresOn: ExpiryDay, today: Day): boolean =>
  idExpiresOn !== 'LONG_TERM' && idExpiresOn < today;

const showCard = ({ cardType, pan, accountClass, status }: HeldCard): Card => ({
  cardType,
  ...maskPan(pan),
  ...(accountClass === undefined ? {} : { accountClass }),
  status,
});
