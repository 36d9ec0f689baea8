// An event of the engine as GET /control/events tells it, back as the value that it was. One schema for each type; a
// type that is new in the engine, or a member that has changed, does not compile here.
import { z } from 'zod';
import type { EngineEvent } from '../engine/events.ts';
import { REFUSALS } from '../scenarios/play/answer-words.ts';

type EventType = EngineEvent['type'];
type Of<Type extends EventType> = Extract<EngineEvent, { readonly type: Type }>;

const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const at = { at: instant };
const bank = z.string();
const count = z.number();
const ofQuery = { queryId: z.string(), ...at };
const ofCall = { ...ofQuery, bank, inquiryId: z.string(), traceparent: z.string(), attempt: count };

const SCHEMAS: { readonly [Type in EventType]: z.ZodType<Omit<Of<Type>, 'type'>> } = {
  'query-accepted': z
    .object({ ...ofQuery, userId: z.string(), banks: z.array(bank), deadline: instant })
    .transform(({ at: atMs, deadline: deadlineMs, ...event }) => ({ ...event, deadlineMs, atMs })),
  'call-started': z
    .object({ ...ofCall, operation: z.enum(['ask', 'status']), isProbe: z.boolean() })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'call-ended': z
    .object({
      ...ofCall,
      status: count.optional(),
      respCode: z.string().optional(),
      failure: z.string().optional(),
      outcome: z.string(),
      reason: z.string().optional(),
      retryAfterMs: count.optional(),
      nextAt: instant.optional(),
      tookMs: count,
    })
    .transform(({ at: atMs, nextAt: nextAtMs, ...event }) => ({ ...event, nextAtMs, atMs })),
  'circuit-changed': z
    .object({ ...at, bank, state: z.enum(['closed', 'open', 'half-open']), untilMs: count.optional() })
    .transform(({ at: atMs, untilMs, ...event }) => ({ ...event, untilMs, atMs })),
  'bank-done': z
    .object({ ...ofQuery, bank, disposition: z.enum(['DELIVERED', 'DENIED', 'FAILED', 'TIMEOUT']) })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'query-ended': z
    .object({ ...ofQuery, userId: z.string(), status: z.enum(['READY', 'FAILED']) })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'reports-expired': z.object({ ...at, count }).transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'application-refused': z
    .object({
      ...at,
      userId: z.string(),
      code: z.enum([...REFUSALS, 'IDEMPOTENT_REPEAT']),
      retryAfterMs: count.optional(),
    })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'throttle-changed': z
    .object({ ...at, burst: count, perSecond: count })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
  'code-sent': z.object(at).transform(({ at: atMs }) => ({ atMs })),
  'callback-received': z
    .object({ ...at, bank, receipt: z.enum(['taken', 'ignored', 'broken']) })
    .transform(({ at: atMs, ...event }) => ({ ...event, atMs })),
};

/**
 * The event of this name with this data; undefined where it is none of the engine's.
 * @throws Error where the data are not what such an event has
 */
export const toldEvent = (name: string, data: string): EngineEvent | undefined => {
  const type = Object.keys(SCHEMAS).find((known) => known === name) as EventType | undefined;
  if (type === undefined) return undefined;
  const read = SCHEMAS[type].safeParse(JSON.parse(data));
  if (!read.success) throw new Error(`the network tells of ${name} in a way that is not known: is it of this version?`);
  return { type, ...read.data } as EngineEvent;
};
