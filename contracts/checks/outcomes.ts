// What became of an inquiry, as several checks look at it: taken or not, the answer that the contract wants about a
// customer, and whether two answers say the same.
import { formatMaskedPan } from '../../core/mask.ts';
import {
  type Card,
  type InquiryResult,
  inquiryResultSchema,
  parseMessage,
  type UnsupportedCount,
} from '../../core/messages.ts';
import type { Exchange, RawAnswer } from '../check.ts';
import { type ContractCustomer, type ExpectedAnswer, expectedAnswer } from '../customers.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, gotOf } from '../verify/findings.ts';

/** More differences than these of one answer help nobody. */
const MAX_NAMED = 5;

/** Nothing where the inquiry was answered or accepted: 200 / 00 or 202 / 05. */
export const expectTaken = (exchange: Exchange): readonly Finding[] => {
  if (expectCode(exchange, 200, '00').length === 0 || expectCode(exchange, 202, '05').length === 0) return [];
  return [findingOf(exchange, '200 / 00, or 202 / 05')];
};

/** Nothing where the answer is 200 / 00 with exactly what is to be said of this customer (R3). */
export const expectAnswer = (exchange: Exchange, customer: ContractCustomer): readonly Finding[] => {
  const wrongCode = expectCode(exchange, 200, '00');
  if (wrongCode.length > 0) return wrongCode;
  return differences(exchange, expectedAnswer(customer));
};

/** Nothing where the second answer is the first one, or, where that was 202, what may follow it. */
export const expectSame = (first: Exchange, again: Exchange): readonly Finding[] => {
  const before = first.answer;
  if (before.kind === 'failure') return [findingOf(first, 'an answer')];
  if (before.status === 202) return expectTaken(again);
  if (again.answer.kind === 'failure' || again.answer.status !== before.status)
    return [findingOf(again, `${gotOf(before)}, as before`)];
  // A denial has no more in it; a result that is none is a finding of its own.
  const known = resultIn(before);
  return before.status !== 200 || known === undefined ? [] : differences(again, known, ', as before');
};

/** The result in an answer; undefined where it is none. */
export const resultIn = (answer: RawAnswer): InquiryResult | undefined => {
  const read = answer.kind === 'answer' ? parseMessage(inquiryResultSchema, answer.json) : undefined;
  return read?.ok === true ? read.value : undefined;
};

const differences = (exchange: Exchange, expected: ExpectedAnswer, why = ''): readonly Finding[] => {
  const { answer } = exchange;
  const read = parseMessage(inquiryResultSchema, answer.kind === 'answer' ? answer.json : undefined);
  if (read.ok) {
    return differencesOf(read.value, expected).map((one) => findingOf(exchange, one.expected + why, one.got));
  }
  const problems = read.failure.errors.slice(0, MAX_NAMED).map(({ pointer, message }) => `${pointer} ${message}`);
  return [findingOf(exchange, 'an InquiryResult', problems.join('; '))];
};

/** How two answers differ, the order of cards aside: that is the bank's. */
export const differencesOf = (
  got: ExpectedAnswer,
  expected: ExpectedAnswer,
): readonly Pick<Finding, 'expected' | 'got'>[] => [
  ...cardDifferences(got.cards, expected.cards),
  ...(countsText(got.unsupported) === countsText(expected.unsupported)
    ? []
    : [{ expected: `unsupported ${countsText(expected.unsupported)}`, got: countsText(got.unsupported) }]),
];

const cardDifferences = (
  got: readonly Card[],
  expected: readonly Card[],
): readonly Pick<Finding, 'expected' | 'got'>[] => {
  const left = [...got];
  const missing = expected.filter((card) => {
    const at = left.findIndex((one) => isSameCard(one, card));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  if (missing.length + left.length === 0) return [];
  const size = `${expected.length} cards${missing.length === 0 ? ', and no other' : `, among them ${named(missing)}`}`;
  const other = left.length === 0 ? 'not all of these' : `others: ${named(left)}`;
  return [{ expected: size, got: `${got.length} cards, ${other}` }];
};

/** A bank may leave out class and status of a card; what it says of them must be so. */
const isSameCard = (got: Card, expected: Card): boolean =>
  got.cardType === expected.cardType &&
  got.panFirst4 === expected.panFirst4 &&
  got.panLast4 === expected.panLast4 &&
  isUnsaidOr(got.accountClass, expected.accountClass) &&
  isUnsaidOr(got.status, expected.status);

const isUnsaidOr = (got: string | undefined, expected: string | undefined): boolean =>
  got === undefined || expected === undefined || got === expected;

const named = (cards: readonly Card[]): string => {
  const rest = cards.length - MAX_NAMED;
  const texts = cards
    .slice(0, MAX_NAMED)
    .map(({ cardType, panFirst4, panLast4, accountClass, status }) =>
      [cardType, formatMaskedPan(panFirst4, panLast4), accountClass, status]
        .filter((part) => part !== undefined)
        .join(' '),
    );
  return texts.join('; ') + (rest > 0 ? ` and ${rest} more` : '');
};

const countsText = (counts: readonly UnsupportedCount[]): string =>
  `[${counts.map(({ reason, count }) => `${reason} ${count}`).join(', ')}]`;
