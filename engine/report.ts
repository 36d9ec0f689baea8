// From the banks' answers to one report (R20 to R22). Pure: the order in which banks answered does not matter.
import type { Bank, IssuerCode } from '../core/banks.ts';
import { shanghaiTimestamp } from '../core/calendar.ts';
import type { Card, UnsupportedCount } from '../core/messages.ts';
import { ADVICE, CONTACT_ISSUER } from './texts.ts';

/** How a chosen bank ends (R16). */
export type Disposition = 'DELIVERED' | 'DENIED' | 'FAILED' | 'TIMEOUT';

/** What a bank delivered. */
export interface BankAnswer {
  readonly cards: readonly Card[];
  readonly unsupported: readonly UnsupportedCount[];
}

/** A bank's end: only DELIVERED has an answer. */
export type BankOutcome =
  | { readonly bank: IssuerCode; readonly disposition: 'DELIVERED'; readonly answer: BankAnswer }
  | { readonly bank: IssuerCode; readonly disposition: 'DENIED' | 'FAILED' | 'TIMEOUT' };

export interface ReportCard extends Card {
  readonly bank: IssuerCode;
  readonly bankName: string;
}

/** The report as its owner reads it (interfaces.md). */
export interface Report {
  readonly queryId: string;
  readonly generatedAt: string;
  readonly expiresAt: string;
  readonly summary: {
    readonly debit: number;
    readonly credit: number;
    readonly banks: readonly {
      readonly bank: IssuerCode;
      readonly bankName: string;
      readonly debit: number;
      readonly credit: number;
    }[];
  };
  readonly cards: readonly ReportCard[];
  readonly banks: readonly {
    readonly bank: IssuerCode;
    readonly bankName: string;
    readonly disposition: Disposition;
    readonly unsupported: readonly UnsupportedCount[];
    /** Whom to ask, where something was not shown (R22). */
    readonly contact?: string;
  }[];
  readonly advice: readonly string[];
}

/** The report over the outcomes of all chosen banks, in the order of the network, whatever the order they came in. */
export const makeReport = (
  queryId: string,
  outcomes: readonly BankOutcome[],
  network: readonly Bank[],
  generatedAtMs: number,
  expiresAtMs: number,
): Report => {
  const byBank = new Map(outcomes.map((outcome) => [outcome.bank, outcome]));
  const rows = network.flatMap((bank) => {
    const outcome = byBank.get(bank.code);
    if (outcome === undefined) return [];
    return isEmpty(outcome) ? emptyRowOf(bank) : rowOf(bank, outcome);
  });
  const cards = rows.flatMap(({ cards }) => cards);
  return {
    queryId,
    generatedAt: shanghaiTimestamp(generatedAtMs),
    expiresAt: shanghaiTimestamp(expiresAtMs),
    summary: {
      debit: countOf(cards, 'DEBIT'),
      credit: countOf(cards, 'CREDIT'),
      banks: rows.filter(({ row }) => row.disposition === 'DELIVERED').map(({ counts }) => counts),
    },
    cards,
    banks: rows.map(({ row }) => row),
    advice: ADVICE,
  };
};

const countOf = (cards: readonly Card[], cardType: Card['cardType']): number =>
  cards.reduce((count, card) => (card.cardType === cardType ? count + 1 : count), 0);

const NO_ANSWER: BankAnswer = { cards: [], unsupported: [] };

/** A bank as a report shows it. */
type ShownBank = ReturnType<typeof rowOf>;

const rowOf = (bank: Bank, outcome: BankOutcome) => {
  const { disposition } = outcome;
  const { cards, unsupported } = disposition === 'DELIVERED' ? outcome.answer : NO_ANSWER;
  const row = { bank: bank.code, bankName: bank.shortNameZh, disposition, unsupported };
  const complete = disposition === 'DELIVERED' && unsupported.length === 0;
  const counts = { debit: countOf(cards, 'DEBIT'), credit: countOf(cards, 'CREDIT') };
  return {
    row: complete ? row : { ...row, contact: CONTACT_ISSUER(bank) },
    counts: { bank: row.bank, bankName: row.bankName, ...counts },
    cards: cards.toSorted(byCard).map((card) => ({ bank: row.bank, bankName: row.bankName, ...card })),
  };
};

/** Most banks have nothing of somebody, and all reports share what they say of such a bank. */
const EMPTY_ROWS = new WeakMap<Bank, ShownBank>();

const emptyRowOf = (bank: Bank): ShownBank => {
  const known = EMPTY_ROWS.get(bank);
  if (known !== undefined) return known;
  const made = rowOf(bank, { bank: bank.code, disposition: 'DELIVERED', answer: NO_ANSWER });
  EMPTY_ROWS.set(bank, made);
  return made;
};

const isEmpty = (outcome: BankOutcome): boolean =>
  outcome.disposition === 'DELIVERED' && outcome.answer.cards.length + outcome.answer.unsupported.length === 0;

/** Debit before credit, then by digits: so that a report does not depend on the order of a bank's answer. */
const byCard = (one: Card, other: Card): number => {
  const [a, b] = [sortKeyOf(one), sortKeyOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
};

const sortKeyOf = (card: Card): string =>
  [card.cardType === 'DEBIT' ? 0 : 1, card.panFirst4, card.panLast4, card.accountClass, card.status].join('|');
