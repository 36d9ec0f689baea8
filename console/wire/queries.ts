// What the network tells the console of its queries (`GET /control/queries`) and of one of them
// (`GET /control/queries/:id`). Nothing in it is about a person. Instants are Shanghai time.
import { z } from 'zod';

/** One letter for each bank of the network, in its order: what a query's list entry says of it. */
export const STRIP_LETTERS = {
  DELIVERED: 'D',
  DENIED: 'N',
  FAILED: 'F',
  TIMEOUT: 'T',
  /** Chosen, and not done. */
  PENDING: '.',
  /** The same, and asked more than once. */
  ASKED_AGAIN: 'r',
  NOT_CHOSEN: '-',
} as const;
export type StripState = keyof typeof STRIP_LETTERS;

const status = z.enum(['RUNNING', 'READY', 'FAILED']);

export const listedQuerySchema = z.object({
  /** Counts the queries that this start of the network has heard of. */
  seq: z.number(),
  /** Counts all changes of all queries: the later one is newer. */
  change: z.number(),
  queryId: z.string(),
  status,
  /** Absent where it was accepted before the network was started; so is its deadline. */
  acceptedAt: z.string().optional(),
  deadline: z.string().optional(),
  endedAt: z.string().optional(),
  /** `STRIP_LETTERS` in the order of `banks` of the whole answer. */
  strip: z.string(),
  /** Calls to banks so far. */
  calls: z.number(),
});
export type ListedQuery = z.infer<typeof listedQuerySchema>;

export const queriesSchema = z.object({
  /** Names this start of the network: in another, everything counts anew. */
  startId: z.string(),
  /** The latest change of all. */
  change: z.number(),
  /** How many queries are kept, and the `seq` of the first of them. */
  total: z.number(),
  firstSeq: z.number(),
  banks: z.array(z.string()),
  queries: z.array(listedQuerySchema),
});
export type Queries = z.infer<typeof queriesSchema>;

export const bankOfQuerySchema = z.object({
  bank: z.string(),
  disposition: z.enum(['PENDING', 'DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']),
  attempts: z.number(),
  doneAt: z.string().optional(),
});
export type BankOfQuery = z.infer<typeof bankOfQuerySchema>;

export const querySchema = z.object({
  startId: z.string(),
  /** The network's clock. */
  now: z.string(),
  queryId: z.string(),
  status,
  acceptedAt: z.string().optional(),
  deadline: z.string().optional(),
  endedAt: z.string().optional(),
  /** Chosen banks; of a query from before a start, those that were heard of since. */
  banks: z.array(bankOfQuerySchema),
  /** When circuits of these banks were open while it ran; without `until` one still is. */
  circuits: z.array(z.object({ bank: z.string(), from: z.string(), until: z.string().optional() })),
});
export type Query = z.infer<typeof querySchema>;
