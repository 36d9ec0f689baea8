// A synthetic person and what each bank has on file about them: the ground truth of the network (R2, R3).
import type { IssuerCode } from '../../core/banks.ts';
import type { Day } from '../../core/calendar.ts';
import type { IdNumberFacts } from '../../core/id-number.ts';
import type { AccountClass, CardStatus, CardType } from '../../core/messages.ts';
import type { RegionCode } from '../../core/regions.ts';

/** The last day on which an ID document is good, or for life (长期). */
export type ExpiryDay = Day | 'LONG_TERM';

export interface IdDocument {
  readonly issuedOn: Day;
  readonly expiresOn: ExpiryDay;
}

/** A card as its bank knows it. The full number stays inside the issuer (R2). */
export interface HeldCard {
  readonly bank: IssuerCode;
  readonly cardType: CardType;
  readonly pan: string;
  readonly accountClass?: AccountClass;
  readonly status: CardStatus;
  readonly reservedMobile: boolean;
  readonly cardlessEnabled: boolean;
}

/** What one bank has on file about one customer. A bank with no cards of theirs has no holding. */
export interface Holding {
  readonly bank: IssuerCode;
  /** Of the copy of the ID document at this bank, which may be older than the person's own. */
  readonly idExpiresOn: ExpiryDay;
  readonly cards: readonly HeldCard[];
}

export interface Identity {
  readonly idNumber: string;
  readonly name: string;
  readonly sex: IdNumberFacts['sex'];
  readonly bornOn: Day;
  readonly mobile: string;
  readonly region: RegionCode;
  /** The document that the person carries today. */
  readonly document: IdDocument;
  readonly persona?: string;
}

/** A person with the holdings of every bank that has cards of theirs, in the network's order. */
export interface Person extends Identity {
  readonly holdings: readonly Holding[];
  /** The card by which they registered with the app (R5); at a bank outside the network if they hold none in it. */
  readonly boundCard: { readonly bank: IssuerCode; readonly last4: string };
}
