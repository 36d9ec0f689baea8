// The bodies that the app sends, as schemas: types, checks and the OpenAPI document come from here.
import { z } from 'zod';
import { readIdNumber } from '../../core/id-number.ts';
import { ISSUER_CODE_PATTERN, idNumberSchema, mobileSchema, nameSchema, textSchema } from '../../core/messages.ts';
import { findRegion } from '../../core/regions.ts';

/** More banks than any network has: a selection longer than this is no selection. */
const MAX_SELECTION = 1000;
const MAX_SAMPLE_CHARACTERS = 256;

const paymentPassword = z.string().regex(/^[0-9]{6}$/, 'must be six digits');

const region = z
  .string()
  .refine(
    (text) => findRegion(text) !== undefined,
    'must be a region: a two-digit province code (31) or its name (上海)',
  )
  .transform((text) => findRegion(text)?.code)
  .optional();

export const registrationSchema = z.strictObject({
  name: nameSchema,
  idNumber: idNumberSchema.refine(
    (text) => readIdNumber(text) !== undefined,
    'contains a birth date that does not exist',
  ),
  mobile: mobileSchema,
  paymentPassword,
  boundCard: z.strictObject({
    bank: z.string().regex(ISSUER_CODE_PATTERN, 'must be a bank code of 3 to 8 capital letters or digits'),
    last4: z.string().regex(/^[0-9]{4}$/, 'must be the last four digits of the card'),
  }),
  region,
});

export const signInSchema = z.strictObject({ mobile: mobileSchema, paymentPassword, region });

export const smsCodeSchema = z.strictObject({ purpose: z.literal('QUERY', 'must be QUERY') });

export const verificationSchema = z.strictObject({
  consent: z.strictObject({ version: textSchema(1, 32), accepted: z.boolean() }),
  face: z.strictObject({ sample: textSchema(1, MAX_SAMPLE_CHARACTERS) }),
  smsCode: z.string().regex(/^[0-9]{6}$/, 'must be six digits'),
});

export const applicationSchema = z.strictObject({
  verificationId: textSchema(1, 64),
  banks: z.union(
    [
      z.literal('ALL'),
      z
        .array(z.string().max(16, 'is longer than any bank code'))
        .min(1, 'must name at least one bank (R8)')
        .max(MAX_SELECTION, `must not name more than ${MAX_SELECTION} banks`),
    ],
    { error: 'must be "ALL" or a list of at least one bank code' },
  ),
});

export const viewSchema = z.strictObject({ paymentPassword });
