// A result of a load run read again from what load-report-json.ts wrote, for comparing. Members that are not known are
// left alone: a later version may add some.
import { z } from 'zod';
import { parseJson } from '../core/json.ts';
import { parseMessage } from '../core/messages.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { LOAD_RESULT_KIND, type LoadResult, STEP_NAMES } from './load-result.ts';

/** The result of a run of half a day, a histogram for each of its seconds, has so much. */
export const MAX_RESULT_BYTES = 64 * 1024 * 1024;

const VERSION = 1;

const text = z.string();
const number = z.number();
const count = z.int().min(0);
const counts = z.record(text, count);
/** Where there is none the member is left out. */
const maybe = <Value extends z.ZodType>(schema: Value) => schema.optional().transform((value) => value);

const distribution = z.object({
  count,
  minMs: number,
  meanMs: number,
  p50Ms: number,
  p90Ms: number,
  p99Ms: number,
  p999Ms: number,
  maxMs: number,
  histogram: text,
});

const correctness = z.object({
  queriesAccepted: count,
  queriesEnded: count,
  lost: count,
  doubled: count,
  wrongReports: count,
  throttleExcess: number,
  amplification: number,
  leaks: count,
  violations: z.array(z.object({ invariant: text, count, first: text })),
});

const slice = z.object({
  atMs: number,
  due: count,
  sent: count,
  answered: count,
  errors: count,
  throttled: count,
  accepted: count,
  allowedTotal: number,
  acceptedTotal: number,
  apply: maybe(distribution),
  report: maybe(distribution),
  refused: maybe(distribution),
  issuerCalls: count,
  retries: count,
});

const bank = z.object({
  bank: text,
  inquiries: count,
  calls: count,
  statusCalls: count,
  amplification: number,
  peakPerSecond: number,
  latency: maybe(distribution),
  plannedLatency: maybe(distribution),
  outcomes: counts,
  retryAfterBroken: count,
});

const environment = z.object({
  toolVersion: text,
  commit: maybe(text),
  runtime: text,
  processor: text,
  cores: count,
  busyShare: number,
});

const resultSchema = z.object({
  kind: z.literal(LOAD_RESULT_KIND),
  version: z.literal(VERSION),
  profile: text,
  seed: number,
  model: z.enum(['open', 'closed']),
  startedAt: text,
  durationMs: number,
  target: text,
  generators: count,
  environment,
  wasInterrupted: z.boolean(),
  schedule: z.object({ due: count, sent: count, late: maybe(distribution), kept: z.boolean(), why: maybe(text) }),
  steps: z.array(
    z.object({
      step: z.enum(STEP_NAMES),
      latency: z.enum(['from-due', 'service-time']),
      distribution,
      outcomes: counts,
      refused: maybe(distribution),
    }),
  ),
  slices: z.array(slice),
  banks: z.array(bank),
  incidents: z.array(z.object({ name: text, atMs: number, forMs: number, issuers: z.array(text) })),
  throttle: maybe(z.object({ burst: number, perSecond: number })),
  // Added later: a result from before is still one.
  rushes: z.array(z.object({ fromMs: number, untilMs: number, refused: count, recoveryMs: maybe(number) })).default([]),
  endsHeard: z.object({ breaks: count, fromRecords: count, undated: count }).default({
    ...{ breaks: 0, fromRecords: 0, undated: 0 },
  }),
  correctness,
  thresholds: z.array(z.object({ text, figure: text, bound: number, value: maybe(number), held: z.boolean() })),
});

/** The result that a text says, or why it is none, to follow the name of its file. */
export const parseResult = (json: string): Result<LoadResult, string> => {
  const value = parseJson(json);
  if (!value.ok) return fail(`${value.failure.message}: give the report.json of a load run`);
  const { kind, version } = headOf(value.value);
  if (kind !== LOAD_RESULT_KIND) return fail('is JSON, but no result of a load run: give the report.json of one');
  if (typeof version === 'number' && version > VERSION) {
    return fail(
      `is of version ${version}, this banknet reads ${VERSION}: it comes from a newer one, compare with that`,
    );
  }
  const parsed = parseMessage(resultSchema, value.value);
  if (parsed.ok) return ok(parsed.value);
  const [first] = parsed.failure.errors;
  return fail(`is damaged at ${first?.pointer || 'the whole'}: ${first?.message ?? 'it is wrong'}; run the load again`);
};

const headOf = (value: unknown): { readonly kind: unknown; readonly version: unknown } => {
  const of = (name: string): unknown => Object.getOwnPropertyDescriptor(Object(value), name)?.value;
  return { kind: of('kind'), version: of('version') };
};
