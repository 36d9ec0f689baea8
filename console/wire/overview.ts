// What the network tells the console twice a second (`GET /control/overview`): how much happened since the last time,
// bank by bank. The network writes it by this shape, the page reads it by this schema. Times in milliseconds of the
// network's clock.
import { z } from 'zod';

const counts = z.record(z.string(), z.number());

export const bankOverviewSchema = z.object({
  code: z.string(),
  /** Calls that have ended since the last overview; `failed` of them showed no working bank (R18). */
  calls: z.number(),
  failed: z.number(),
  /** Of those calls; null where there was none. */
  p50Ms: z.number().nullable(),
  p99Ms: z.number().nullable(),
  circuit: z.enum(['closed', 'open', 'half-open']),
  port: z.enum(['open', 'refuse', 'reset']),
  /** How many faults and incidents are on. */
  faults: z.number(),
});
export type BankOverview = z.infer<typeof bankOverviewSchema>;

export const engineOverviewSchema = z.object({
  activeQueries: z.number(),
  parkedQueries: z.number(),
  waitingQueries: z.number(),
  callsInFlight: z.number(),
  throttle: z.object({ burst: z.number(), perSecond: z.number() }),
  /** Since the last overview. */
  accepted: z.number(),
  ended: z.number(),
  /** By code, since the last overview. */
  refused: counts,
});

export const overviewSchema = z.object({
  /** Where the network's clock stands, Shanghai time, and how fast it runs (0: it is held). */
  at: z.string(),
  scale: z.number(),
  /** Real time since the last overview of this stream. */
  sinceMs: z.number(),
  /** Of a process that only serves issuers there is none. */
  engine: engineOverviewSchema.optional(),
  banks: z.array(bankOverviewSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

/** A change by a tester, told in the same stream: what it was, and of which bank. */
export const changeSchema = z.object({ change: z.string(), issuer: z.string().optional(), at: z.string() });
export type Change = z.infer<typeof changeSchema>;
