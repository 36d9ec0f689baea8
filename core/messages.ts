// The messages between engine and issuers, as issuer-api.yaml defines them: one zod schema each, from which types,
// parsers and errors come. A test holds every schema against the document.
import { z } from 'zod';
import type { MemberError } from './failures.ts';
import { hasValidCheckCharacter } from './id-number.ts';
import { jsonPointer } from './json.ts';
import { fail, ok, type Result } from './result.ts';

/** At most so many cards of one customer at one bank (issuer-api.yaml). */
export const MAX_CARDS_PER_ANSWER = 200;
/** At most so many bytes of request body at an issuer (issuer-api.yaml): over it 413. */
export const MAX_REQUEST_BYTES = 16_384;
const MAX_CALLBACK_URL_LENGTH = 2048;
const CONSENT_ID_LENGTH = [8, 64] as const;
const NAME_LENGTH = [1, 64] as const;

export const INQUIRY_ID_PATTERN = /^[A-Za-z0-9-]{8,64}$/;
export const ISSUER_CODE_PATTERN = /^[A-Z0-9]{3,8}$/;
export const MOBILE_PATTERN = /^1[0-9]{10}$/;
export const FOUR_DIGITS_PATTERN = /^[0-9]{4}$/;

const inquiryId = z.string().regex(INQUIRY_ID_PATTERN, 'must be 8 to 64 letters, digits or hyphens');
const issuerCode = z.string().regex(ISSUER_CODE_PATTERN, 'must be 3 to 8 capital letters or digits');

export const idNumberSchema = z
  .string()
  .regex(/^[0-9]{17}[0-9X]$/, { error: 'must be 17 digits and a check character (GB 11643)', abort: true })
  .refine(hasValidCheckCharacter, { error: 'has a wrong check character (GB 11643)', abort: true });

/** Length in Unicode code points, as JSON Schema counts. */
export const textSchema = (minLength: number, maxLength: number) =>
  z
    .string()
    .refine((text) => isLengthWithin(text, minLength, maxLength), {
      error: `must be ${minLength} to ${maxLength} characters`,
      abort: true,
    })
    // What its JSON Schema says: it counts as we do.
    .meta({ minLength, maxLength });

const isLengthWithin = (text: string, minLength: number, maxLength: number): boolean => {
  if (text.length < minLength || text.length > maxLength * 2) return false;
  // A code point is one or two units of length, so most texts need no counting.
  if (text.length <= maxLength && text.length >= minLength * 2) return true;
  const length = [...text].length;
  return length >= minLength && length <= maxLength;
};

export const mobileSchema = z.string().regex(MOBILE_PATTERN, 'must be 11 digits starting with 1');
export const nameSchema = textSchema(...NAME_LENGTH);
export const isName = (text: string): boolean => isLengthWithin(text, ...NAME_LENGTH);

export const customerSchema = z.strictObject({
  name: nameSchema,
  idType: z.literal('01', 'must be 01, the resident identity card'),
  idNumber: idNumberSchema,
  mobile: mobileSchema,
});

/** RFC 3986 to the letter: URL.canParse alone also takes spaces, braces and Chinese, and mends them silently. */
const URI_CHARACTER = String.raw`[\w\-.~!$&'()*+,;=]|%[\dA-Fa-f]{2}`;
const HTTP_URI = new RegExp(
  [
    `^https?://(?:(?:${URI_CHARACTER}|:)*@)?`,
    String.raw`(?:\[[\dA-Fa-f:.]+\]|(?:${URI_CHARACTER})+)(?::\d*)?`,
    `(?:/(?:${URI_CHARACTER}|[:@/])*)?`,
    String.raw`(?:\?(?:${URI_CHARACTER}|[:@/?])*)?`,
    `(?:#(?:${URI_CHARACTER}|[:@/?])*)?$`,
  ].join(''),
);
const callbackUrlSchema = textSchema(1, MAX_CALLBACK_URL_LENGTH).refine((text) => isHttpAddress(text), {
  error: 'must be an absolute http or https address of at most 2048 characters',
});

const isHttpAddress = (text: string): boolean => HTTP_URI.test(text) && URL.canParse(text);
export const isCallbackUrl = (text: string): boolean =>
  isLengthWithin(text, 1, MAX_CALLBACK_URL_LENGTH) && isHttpAddress(text);
export const isConsentId = (text: string): boolean => isLengthWithin(text, ...CONSENT_ID_LENGTH);

export const inquiryRequestSchema = z.strictObject({
  inquiryId,
  consentId: textSchema(...CONSENT_ID_LENGTH),
  customer: customerSchema,
  callbackUrl: callbackUrlSchema.optional(),
});

export const CARD_TYPES = ['DEBIT', 'CREDIT'] as const;
export const ACCOUNT_CLASSES = ['I', 'II', 'III'] as const;
export const CARD_STATUSES = ['NORMAL', 'DORMANT', 'LOST', 'FROZEN', 'NOT_ACTIVATED'] as const;
/** Why a card may not be shown, in the order in which R3 looks. */
export const UNSUPPORTED_REASONS = ['ID_EXPIRED', 'NO_RESERVED_MOBILE', 'CARDLESS_NOT_ENABLED'] as const;

const fourDigits = z.string().regex(FOUR_DIGITS_PATTERN, 'must be four digits');

export const cardSchema = z
  .strictObject({
    cardType: z.enum(CARD_TYPES),
    panFirst4: fourDigits,
    panLast4: fourDigits,
    accountClass: z.enum(ACCOUNT_CLASSES).optional(),
    status: z.enum(CARD_STATUSES).optional(),
  })
  .refine((card) => card.cardType === 'DEBIT' || card.accountClass === undefined, {
    error: 'a credit card has no account class',
    path: ['accountClass'],
  });

const unsupportedSchema = z
  .array(z.strictObject({ reason: z.enum(UNSUPPORTED_REASONS), count: z.int().min(1) }))
  .max(UNSUPPORTED_REASONS.length)
  .refine((counts) => isInReasonOrder(counts), { error: 'each reason at most once, in the order of R3' });

export const isInReasonOrder = (counts: readonly { readonly reason: UnsupportedReason }[]): boolean =>
  counts.every(({ reason }, at) => {
    const before = counts[at - 1];
    return before === undefined || UNSUPPORTED_REASONS.indexOf(before.reason) < UNSUPPORTED_REASONS.indexOf(reason);
  });

export const inquiryResultSchema = z.strictObject({
  inquiryId,
  issuer: issuerCode,
  respCode: z.literal('00'),
  respMsg: z.string(),
  cards: z.array(cardSchema).max(MAX_CARDS_PER_ANSWER),
  unsupported: unsupportedSchema,
});

export const inquiryPendingSchema = z.strictObject({
  inquiryId,
  issuer: issuerCode,
  respCode: z.literal('05'),
  respMsg: z.string(),
});

export const REFUSAL_CODES = ['02', '06', '10', '11', '12', '13', '34', '37', '66', '99'] as const;

export const refusalSchema = z.strictObject({
  inquiryId: inquiryId.optional(),
  issuer: issuerCode.optional(),
  respCode: z.enum(REFUSAL_CODES),
  respMsg: z.string(),
  errors: z.array(z.looseObject({ pointer: z.string(), message: z.string() })).optional(),
});

export type InquiryRequest = z.infer<typeof inquiryRequestSchema>;
export type Customer = z.infer<typeof customerSchema>;
export type InquiryResult = z.infer<typeof inquiryResultSchema>;
export type InquiryPending = z.infer<typeof inquiryPendingSchema>;
export type Refusal = z.infer<typeof refusalSchema>;
export type RefusalCode = Refusal['respCode'];
export type Card = z.infer<typeof cardSchema>;
export type CardType = Card['cardType'];
export type AccountClass = NonNullable<Card['accountClass']>;
export type CardStatus = NonNullable<Card['status']>;
export type UnsupportedReason = (typeof UNSUPPORTED_REASONS)[number];
export type UnsupportedCount = InquiryResult['unsupported'][number];

/** What is wrong with a message: whether members are only missing (respCode 13), and each error with its pointer. */
export interface FormFailure {
  readonly onlyMissing: boolean;
  readonly errors: readonly MemberError[];
}

/**
 * Checks a parsed JSON value against a schema.
 * Error messages name rules, never values (issuer-api.yaml, "Form": `errors` repeats no value).
 */
export const parseMessage = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Result<z.output<Schema>, FormFailure> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.flatMap((issue) => describeIssue(issue, value));
  return fail({
    onlyMissing: faults.every(({ missing }) => missing),
    errors: faults.map(({ pointer, message }) => ({ pointer, message })),
  });
};

/** Of a member that no schema of ours has; its pointer ends in the sender's own text. */
export const NOT_A_MEMBER = 'is not a member of this message';

interface Fault extends MemberError {
  readonly missing: boolean;
}

const describeIssue = (issue: z.core.$ZodIssue, value: unknown): Fault[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...issue.path, key]),
      message: NOT_A_MEMBER,
      missing: false,
    }));
  }
  const pointer = jsonPointer(issue.path);
  if (issue.path.length > 0 && !hasMember(value, issue.path))
    return [{ pointer, message: 'is missing', missing: true }];
  return [{ pointer, message: ruleOf(issue), missing: false }];
};

const ruleOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') return `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value' && issue.values.length > 1) return `must be one of ${issue.values.join(', ')}`;
  return issue.message;
};

const ARTICLES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

const hasMember = (value: unknown, path: readonly PropertyKey[]): boolean => {
  let at: unknown = value;
  for (const part of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return false;
    at = (at as Record<PropertyKey, unknown>)[part];
  }
  return true;
};
