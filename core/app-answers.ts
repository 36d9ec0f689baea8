// What the network answers to an app, as far as the command line and the console's phone read it. Unknown members are
// left alone: the app API may grow.
import { z } from 'zod';
import { ACCOUNT_CLASSES, CARD_STATUSES, CARD_TYPES, UNSUPPORTED_REASONS } from './messages.ts';

export const sessionSchema = z.object({ userId: z.string(), token: z.string() });

export const verificationSchema = z.object({ verificationId: z.string() });

export const codeSentSchema = z.object({ resendAfter: z.number() });

export const acceptanceSchema = z.object({
  queryId: z.string(),
  acceptedAt: z.string(),
  deadline: z.string(),
  title: z.string(),
  message: z.string(),
  /** Warnings against fraud (R27). */
  advice: z.array(z.string()).optional(),
});

export const recordSchema = z.object({ status: z.enum(['RUNNING', 'READY', 'FAILED', 'EXPIRED']) });

const anyRecord = {
  queryId: z.string(),
  ...recordSchema.shape,
  /** What to tell the user of a report that has gone (R25). */
  message: z.string().optional(),
  acceptedAt: z.string(),
  generatedAt: z.string().optional(),
  expiresAt: z.string().optional(),
};

export const recordsSchema = z.object({
  queries: z.array(z.object({ ...anyRecord, banks: z.array(z.string()) })),
});

export const queryDetailSchema = z.object({
  ...anyRecord,
  banks: z.array(
    z.object({ bank: z.string(), disposition: z.enum(['PENDING', 'DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']) }),
  ),
});

export const banksSchema = z.object({ banks: z.array(z.object({ bank: z.string(), bankName: z.string() })) });

/** The simulated phone, oldest message first. */
export const phoneSchema = z.object({ messages: z.array(z.object({ text: z.string(), at: z.string() })) });

export const clockSchema = z.object({ now: z.string() });

/** A problem answer. The control API has no words for users. */
export const problemSchema = z.object({
  code: z.string(),
  detail: z.string().default(''),
  message: z.string().default(''),
  opensAt: z.string().optional(),
  until: z.string().optional(),
  triesLeft: z.number().optional(),
});

const bank = z.string();
const bankName = z.string();
const count = z.int().min(0);

/** The report, in the shape of engine/report.ts. */
export const reportSchema = z.object({
  queryId: z.string(),
  generatedAt: z.string(),
  expiresAt: z.string(),
  summary: z.object({
    debit: count,
    credit: count,
    banks: z.array(z.object({ bank, bankName, debit: count, credit: count })),
  }),
  cards: z.array(
    z.object({
      bank,
      bankName,
      cardType: z.enum(CARD_TYPES),
      panFirst4: z.string(),
      panLast4: z.string(),
      accountClass: z.enum(ACCOUNT_CLASSES).exactOptional(),
      status: z.enum(CARD_STATUSES).exactOptional(),
    }),
  ),
  banks: z.array(
    z.object({
      bank,
      bankName,
      disposition: z.enum(['DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']),
      unsupported: z.array(z.object({ reason: z.enum(UNSUPPORTED_REASONS), count })),
      contact: z.string().exactOptional(),
    }),
  ),
  advice: z.array(z.string()),
});

export type Session = z.output<typeof sessionSchema>;
export type QueryDetail = z.output<typeof queryDetailSchema>;
export type Acceptance = z.output<typeof acceptanceSchema>;
export type QueryRow = z.output<typeof recordsSchema>['queries'][number];
export type QueryStatus = z.output<typeof recordSchema>['status'];
export type PhoneMessage = z.output<typeof phoneSchema>['messages'][number];
export type ReportRead = z.output<typeof reportSchema>;
