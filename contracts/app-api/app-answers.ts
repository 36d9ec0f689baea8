// What the engine answers to an app, as schemas: the other half of engine/doors/app-schemas.ts, from which the app's
// OpenAPI document is made. To the letter: a member that is not here is not in the contract.
import { z } from 'zod';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  ISSUER_CODE_PATTERN,
  UNSUPPORTED_REASONS,
} from '../../core/messages.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);
const bank = z.string().regex(ISSUER_CODE_PATTERN);
const bankName = z.string();
const count = z.int().min(0);
/** In Asia/Shanghai, to the millisecond. */
const moment = z.iso.datetime({ offset: true, precision: 3 });

export const sessionSchema = z.strictObject({ userId: id, token: id });

export const codeSentSchema = z.strictObject({ resendAfter: count.describe('seconds') });

export const verifiedSchema = z.strictObject({ verificationId: id, expiresAt: moment });

export const banksSchema = z.strictObject({
  banks: z.array(z.strictObject({ bank, bankName, fullName: z.string(), nameEn: z.string() })),
});

export const acceptanceSchema = z.strictObject({
  queryId: id,
  status: z.literal('RUNNING'),
  acceptedAt: moment,
  deadline: moment,
  title: z.string(),
  message: z.string(),
  advice: z.array(z.string()),
});

const record = {
  queryId: id,
  status: z.enum(['RUNNING', 'READY', 'FAILED', 'EXPIRED']),
  message: z.string().describe('of an expired one').optional(),
  acceptedAt: moment,
  generatedAt: moment.optional(),
  expiresAt: moment.optional(),
};

export const recordsSchema = z.strictObject({
  queries: z.array(z.strictObject({ ...record, banks: z.array(bank) })),
});

const disposition = z.enum(['DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']);

export const recordSchema = z.strictObject({
  ...record,
  banks: z.array(z.strictObject({ bank, disposition: z.enum(['PENDING', ...disposition.options]) })),
});

const fourDigits = z.string().regex(/^[0-9]{4}$/);

export const reportSchema = z.strictObject({
  queryId: id,
  generatedAt: moment,
  expiresAt: moment,
  summary: z.strictObject({
    debit: count,
    credit: count,
    banks: z.array(z.strictObject({ bank, bankName, debit: count, credit: count })),
  }),
  cards: z.array(
    z.strictObject({
      bank,
      bankName,
      cardType: z.enum(CARD_TYPES),
      panFirst4: fourDigits,
      panLast4: fourDigits,
      accountClass: z.enum(ACCOUNT_CLASSES).optional(),
      status: z.enum(CARD_STATUSES).optional(),
    }),
  ),
  banks: z.array(
    z.strictObject({
      bank,
      bankName,
      disposition,
      unsupported: z.array(z.strictObject({ reason: z.enum(UNSUPPORTED_REASONS), count: count.min(1) })),
      contact: z.string().describe('whom to ask, where something was not shown').optional(),
    }),
  ),
  advice: z.array(z.string()),
});

/** RFC 9457. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('for the developer, in English'),
  code: z.string(),
  message: z.string().describe('for the user, in Chinese'),
  errors: z
    .array(z.strictObject({ pointer: z.string(), message: z.string() }))
    .describe('what is wrong with the body, a JSON pointer (RFC 6901) each')
    .optional(),
  opensAt: moment.describe('TOO_SOON: when the next application is open').optional(),
  until: moment.describe('LOCKED: when the next try is open').optional(),
  triesLeft: count.describe('WRONG_PASSWORD').optional(),
  resendAfter: count.describe('SMS_TOO_SOON: seconds').optional(),
});
