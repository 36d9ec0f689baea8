// What the network tells of calls to banks (`GET /control/journal`; core/journal-entry.ts says what each member is) and
// of short messages (`GET /control/messages`).
import { z } from 'zod';
import type { JournalEntry } from '../../core/journal.ts';

export const journalEntrySchema: z.ZodType<JournalEntry> = z.object({
  seq: z.number(),
  at: z.string(),
  caller: z.enum(['engine', 'other']),
  queryId: z.string().optional(),
  inquiryId: z.string().optional(),
  issuer: z.string(),
  operation: z.enum(['ask', 'status', 'callback']),
  attempt: z.number().optional(),
  traceparent: z.string().optional(),
  faults: z.array(z.string()),
  did: z.string().optional(),
  plannedMs: z.number().optional(),
  outcome: z.string().optional(),
  reason: z.string().optional(),
  status: z.number().optional(),
  respCode: z.string().optional(),
  failure: z.string().optional(),
  retryAfterMs: z.number().optional(),
  tookMs: z.number().optional(),
  nextAt: z.string().optional(),
});

export const journalSchema = z.object({
  /** Names this start of the network: in another, entries are counted anew. */
  startId: z.string(),
  /** The number of the newest entry of all; 0 where there is none. */
  lastSeq: z.number(),
  entries: z.array(journalEntrySchema).readonly(),
});
export type JournalPart = z.infer<typeof journalSchema>;

export const messageSchema = z.object({
  seq: z.number(),
  at: z.string(),
  /** Masked: `138****1234`; absent where its owner is not known any more. */
  mobile: z.string().optional(),
  /** Digits of a code are stars. */
  text: z.string(),
  /** Of a message about the end of a query. */
  queryId: z.string().optional(),
});
export type Message = z.infer<typeof messageSchema>;

export const messagesSchema = z.object({
  startId: z.string(),
  messages: z.array(messageSchema),
});
