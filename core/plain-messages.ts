// The quick way to the messages that travel by the thousand. Most are right in every member, and to have that said by
// their schema costs as much as all the rest of reading them. What is accepted here the schema accepts, and gives the
// same value (a test holds the two together); whatever is not plainly right is left to the schema, which says why.

import { hasValidCheckCharacter } from './id-number.ts';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  type Card,
  type Customer,
  FOUR_DIGITS_PATTERN,
  type FormFailure,
  INQUIRY_ID_PATTERN,
  type InquiryPending,
  type InquiryRequest,
  type InquiryResult,
  ISSUER_CODE_PATTERN,
  inquiryPendingSchema,
  inquiryRequestSchema,
  inquiryResultSchema,
  isCallbackUrl,
  isConsentId,
  isInReasonOrder,
  isName,
  MAX_CARDS_PER_ANSWER,
  MOBILE_PATTERN,
  parseMessage,
  UNSUPPORTED_REASONS,
  type UnsupportedCount,
} from './messages.ts';
import { ok, type Result } from './result.ts';

/** As `parseMessage` with the schema of inquiries. */
export const parseInquiryRequest = (value: unknown): Result<InquiryRequest, FormFailure> => {
  const plain = plainInquiry(value);
  return plain === undefined ? parseMessage(inquiryRequestSchema, value) : ok(plain);
};

/** As `parseMessage` with the schema of results. */
export const parseInquiryResult = (value: unknown): Result<InquiryResult, FormFailure> => {
  const plain = plainResult(value);
  return plain === undefined ? parseMessage(inquiryResultSchema, value) : ok(plain);
};

/** As `parseMessage` with the schema of inquiries that run. */
export const parseInquiryPending = (value: unknown): Result<InquiryPending, FormFailure> => {
  const plain = plainPending(value);
  return plain === undefined ? parseMessage(inquiryPendingSchema, value) : ok(plain);
};

type Members = Readonly<Record<string, unknown>>;

const plainInquiry = (value: unknown): InquiryRequest | undefined => {
  if (!isObject(value)) return undefined;
  const { inquiryId, consentId, callbackUrl } = value;
  if (!isText(inquiryId, INQUIRY_ID_PATTERN) || typeof consentId !== 'string' || !isConsentId(consentId)) {
    return undefined;
  }
  const customer = plainCustomer(value.customer);
  if (customer === undefined || countMembers(value) !== (callbackUrl === undefined ? 3 : 4)) return undefined;
  if (callbackUrl === undefined) return { inquiryId, consentId, customer };
  return typeof callbackUrl === 'string' && isCallbackUrl(callbackUrl)
    ? { inquiryId, consentId, customer, callbackUrl }
    : undefined;
};

const plainCustomer = (value: unknown): Customer | undefined => {
  if (!isObject(value) || countMembers(value) !== 4) return undefined;
  const { name, idType, idNumber, mobile } = value;
  if (typeof name !== 'string' || !isName(name) || idType !== '01') return undefined;
  if (typeof idNumber !== 'string' || !hasValidCheckCharacter(idNumber)) return undefined;
  return isText(mobile, MOBILE_PATTERN) ? { name, idType, idNumber, mobile } : undefined;
};

const plainResult = (value: unknown): InquiryResult | undefined => {
  if (!isObject(value) || countMembers(value) !== 6) return undefined;
  const { inquiryId, issuer, respCode, respMsg } = value;
  if (!isText(inquiryId, INQUIRY_ID_PATTERN) || !isText(issuer, ISSUER_CODE_PATTERN)) return undefined;
  if (respCode !== '00' || typeof respMsg !== 'string') return undefined;
  const cards = plainList(value.cards, MAX_CARDS_PER_ANSWER, plainCard);
  const unsupported = plainList(value.unsupported, UNSUPPORTED_REASONS.length, plainCount);
  if (cards === undefined || unsupported === undefined || !isInReasonOrder(unsupported)) return undefined;
  return { inquiryId, issuer, respCode, respMsg, cards, unsupported };
};

const plainPending = (value: unknown): InquiryPending | undefined => {
  if (!isObject(value) || countMembers(value) !== 4) return undefined;
  const { inquiryId, issuer, respCode, respMsg } = value;
  if (!isText(inquiryId, INQUIRY_ID_PATTERN) || !isText(issuer, ISSUER_CODE_PATTERN)) return undefined;
  return respCode === '05' && typeof respMsg === 'string' ? { inquiryId, issuer, respCode, respMsg } : undefined;
};

const plainCard = (value: unknown): Card | undefined => {
  if (!isObject(value)) return undefined;
  const { panFirst4, panLast4 } = value;
  const cardType = oneOf(CARD_TYPES, value.cardType);
  const accountClass = oneOf(ACCOUNT_CLASSES, value.accountClass);
  const status = oneOf(CARD_STATUSES, value.status);
  if (cardType === undefined || (cardType === 'CREDIT' && accountClass !== undefined)) return undefined;
  if (!isText(panFirst4, FOUR_DIGITS_PATTERN) || !isText(panLast4, FOUR_DIGITS_PATTERN)) return undefined;
  const known = 3 + (accountClass === undefined ? 0 : 1) + (status === undefined ? 0 : 1);
  if (countMembers(value) !== known) return undefined;
  const card = { cardType, panFirst4, panLast4 };
  if (accountClass === undefined) return status === undefined ? card : { ...card, status };
  return status === undefined ? { ...card, accountClass } : { ...card, accountClass, status };
};

const plainCount = (value: unknown): UnsupportedCount | undefined => {
  if (!isObject(value) || countMembers(value) !== 2) return undefined;
  const { count } = value;
  const reason = oneOf(UNSUPPORTED_REASONS, value.reason);
  if (reason === undefined || typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) return undefined;
  return { reason, count };
};

/** The values of a list, each as `plain` gives it; undefined where one is not plainly right, or they are too many. */
const plainList = <Value>(
  value: unknown,
  most: number,
  plain: (item: unknown) => Value | undefined,
): Value[] | undefined => {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const items: Value[] = [];
  for (const given of value) {
    const item = plain(given);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
};

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Inherited ones are counted, too: the schema sees them. */
const countMembers = (value: Members): number => {
  let count = 0;
  for (const _ in value) count++;
  return count;
};

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

/** The one of these words that it is. */
const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | undefined => {
  for (const word of words) if (word === value) return word;
  return undefined;
};
