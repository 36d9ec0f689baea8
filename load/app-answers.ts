// What a load run reads of the network's answers; other members are left alone. A report is read whole: it is compared.
import { z } from 'zod';
import type { Report } from '../engine/report.ts';

export const sessionSchema = z.object({ userId: z.string(), token: z.string() });
export const codeSentSchema = z.object({ resendAfter: z.number() });
export const phoneSchema = z.object({ messages: z.array(z.object({ text: z.string() })) });
export const verificationSchema = z.object({ verificationId: z.string() });
export const acceptanceSchema = z.object({ queryId: z.string() });
export const recordSchema = z.object({
  status: z.enum(['RUNNING', 'READY', 'FAILED', 'EXPIRED']),
  /** Epoch milliseconds of the network's clock. */
  generatedAt: z.string().transform(Date.parse).optional(),
});

export const problemSchema = z.object({ code: z.string(), detail: z.string().default('') });

const rows = z.array(z.looseObject({}));

/** Only its outline: a member that is wrong inside is what the oracle is for. */
const outline = z.looseObject({
  queryId: z.string(),
  generatedAt: z.string(),
  summary: z.looseObject({ banks: rows }),
  cards: rows,
  banks: rows,
});

export const reportSchema = z.custom<Report>((value) => outline.safeParse(value).success);

export type Session = z.output<typeof sessionSchema>;
