// Digits of card numbers in an answer that must not be there (R2): a whole number, or one with too few stars.
import type { RawAnswer } from '../check.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';

/** Card numbers have 13 to 19 digits, written together or in groups. */
const LONG_RUN = /(?<![\dA-Za-z])\d(?:[ -]?\d){12,18}(?![\dA-Za-z])/g;
/** More than four digits before the stars, or after them. */
const HALF_MASKED = /\d{5,}[*xX•]{2,}\d{2,}|\d{2,}[*xX•]{2,}\d{5,}/;
/** Moments, which no card number begins like: 20260105090000123, and epoch milliseconds. */
const MOMENT = /^20\d{2}(0[1-9]|1[0-2])|^1\d{12}$/;
/** What UnionPay's numbers begin with. */
const UNIONPAY = /^62/;

type Answer = Extract<RawAnswer, { readonly kind: 'answer' }>;

/** What was found and where, without the digits; undefined where there is nothing. */
export const cardNumberIn = (answer: Answer): string | undefined => {
  // The id is the caller's own and may be of digits.
  const body = withoutInquiryId(answer.text, answer.json);
  const headers = Object.values(answer.headers).join('\n');
  if (runsIn(body).some((run) => !MOMENT.test(run))) return 'a run of 13 digits or more in the body';
  if (HALF_MASKED.test(body)) return 'a number with too few stars in the body';
  // A header may well carry a long number of its own, as of a trace: there it must look like a card.
  if (runsIn(headers).some((run) => isOfContract(run) || (UNIONPAY.test(run) && passesLuhn(run))))
    return 'a card number in a header';
  return HALF_MASKED.test(headers) ? 'a number with too few stars in a header' : undefined;
};

export const withoutInquiryId = (text: string, json: unknown): string => {
  const { inquiryId } = (json ?? {}) as { readonly inquiryId?: unknown };
  return typeof inquiryId === 'string' ? text.replaceAll(inquiryId, '') : text;
};

const runsIn = (text: string): readonly string[] =>
  [...text.matchAll(LONG_RUN)].map(([run]) => run.replaceAll(/\D/g, ''));

const isOfContract = (run: string): boolean =>
  Object.values(CONTRACT_CUSTOMERS).some(({ cards }) =>
    cards.some(({ panFirst4, panLast4 }) => run.startsWith(panFirst4) && run.endsWith(panLast4)),
  );

/** The check digit of card numbers (ISO/IEC 7812-1). */
const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.at(-1 - at)) * (at % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
};
