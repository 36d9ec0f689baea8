// What the network tells of its banks (`GET /control/issuers`), of incidents, of the throttle and of the clock:
// settings and faults as somebody wrote them.
import { z } from 'zod';

/** A fault, or an incident, as it was written: `name` and `kind`, and the keys of its kind. */
export const givenFaultSchema = z.looseObject({
  name: z.string(),
  kind: z.string(),
  /** 0.05 or `1/20`; absent: every call. */
  share: z.union([z.number(), z.string()]).optional(),
  from: z.string().optional(),
  until: z.string().optional(),
  for: z.string().optional(),
  /** When it is over by itself, Shanghai time. */
  healsAt: z.string().optional(),
});
export type GivenFault = z.infer<typeof givenFaultSchema>;

const record = z.record(z.string(), z.unknown());

export const issuerSchema = z.object({
  code: z.string(),
  url: z.string(),
  /** `real`: a bank of somebody's own, which cannot be set from here. */
  kind: z.enum(['simulated', 'real']),
  /** As written; what is not there has its default. */
  settings: z.object({
    latency: record.optional(),
    mode: z.string().optional(),
    capacity: record.optional(),
    rateLimit: record.optional(),
  }),
  faults: z.array(givenFaultSchema),
  /** Names of the incidents that it is part of. */
  incidents: z.array(z.string()),
  /** Of a real bank it is not known. */
  port: z.enum(['open', 'refuse', 'reset']).optional(),
});
export type Issuer = z.infer<typeof issuerSchema>;

export const issuersSchema = z.object({ issuers: z.array(issuerSchema) });

export const incidentSchema = givenFaultSchema.extend({
  issuers: z.union([z.literal('ALL'), z.array(z.string())]),
});
export type Incident = z.infer<typeof incidentSchema>;

export const incidentsSchema = z.object({ incidents: z.array(incidentSchema) });

export const throttleSchema = z.object({ burst: z.number(), perSecond: z.number() });

/** `now` is Shanghai time; by a scale of 0 the clock is held. */
export const clockSchema = z.object({ now: z.string(), scale: z.number() });
