// A verification as JSON for machines, with a fixed order of members; and back again, for records. A checksum over it
// tells a result that was changed afterwards from one that this program wrote. It keeps nobody from forging one.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseJson } from '../core/json.ts';
import { parseMessage } from '../core/messages.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { CheckResult, Finding, Verification } from './verification.ts';
import { countsOf, type Outcome, outcomeOf, type VerificationReport } from './verification-summary.ts';

/** Tells this file from any other JSON. */
const KIND = 'banknet contract verification';
/** Changes when a member changes its meaning; new members do not change it. */
const VERSION = 1;

/** The text of report.json. */
export const verificationJson = (report: VerificationReport): string => {
  const verification = plainVerification(report.verification);
  const { held, broken, 'not-run': notRun, 'left-out': leftOut } = countsOf(verification.checks);
  const head = {
    kind: KIND,
    version: VERSION,
    outcome: outcomeOf(verification) satisfies Outcome,
    interrupted: report.wasInterrupted,
    counts: { held, broken, notRun, leftOut },
    command: report.command,
  };
  const all = { ...head, ...verification };
  return `${JSON.stringify({ ...all, checksum: checksumOf(all) }, undefined, 2)}\n`;
};

/** The members that we know, in our order: so that the same verification always gives the same bytes. */
const plainVerification = (one: Verification): Verification => ({
  issuer: one.issuer,
  url: one.url,
  hasStates: one.hasStates,
  pactHash: one.pactHash,
  endpointVersion: one.endpointVersion,
  toolVersion: one.toolVersion,
  startedAt: one.startedAt,
  tookMs: one.tookMs,
  checks: one.checks.map(plainResult),
});

const plainResult = ({ name, title, source, verdict, tookMs }: CheckResult): CheckResult => {
  const head = { name, title, source };
  if (verdict.kind !== 'broken') return { ...head, verdict: { ...verdict }, tookMs };
  return { ...head, verdict: { kind: 'broken', findings: verdict.findings.map(plainFinding) }, tookMs };
};

const plainFinding = ({ sent, expected, got, exchange }: Finding): Finding => ({
  sent,
  expected,
  got,
  ...(exchange === undefined ? {} : { exchange: { request: exchange.request, answer: exchange.answer } }),
});

/** Over the members in the order in which they are: `sha256:…`. */
export const checksumOf = (value: object): string =>
  `sha256:${createHash('sha256').update(JSON.stringify(value)).digest('hex')}`;

const text = z.string();
const findingSchema = z.object({
  sent: text,
  expected: text,
  got: text,
  exchange: z.object({ request: text, answer: text }).optional(),
});

export const causeSchema = z.enum(['states', 'callbacks', 'patience', 'not-applicable']);

const verdictSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('held') }),
  z.object({ kind: z.literal('broken'), findings: z.array(findingSchema).min(1) }),
  z.object({ kind: z.literal('not-run'), why: text, blame: z.enum(['bank', 'environment']) }),
  z.object({ kind: z.literal('left-out'), why: text, cause: causeSchema.optional() }),
]);

const reportSchema = z.object({
  kind: z.literal(KIND),
  version: z.literal(VERSION),
  issuer: text,
  url: text,
  hasStates: z.boolean(),
  pactHash: text,
  endpointVersion: text.optional(),
  toolVersion: text,
  startedAt: z.iso.datetime(),
  tookMs: z.number().min(0),
  checks: z.array(z.object({ name: text, title: text, source: text, verdict: verdictSchema, tookMs: z.number() })),
  checksum: text,
});

/** The verification of a report.json, or one line that says why it is none. */
export const parseVerification = (json: string): Result<Verification, string> => {
  const value = parseJson(json);
  if (!value.ok) return fail(`it ${value.failure.message}`);
  const kind = Object.getOwnPropertyDescriptor(Object(value.value), 'kind')?.value;
  if (kind !== KIND) return fail('it is JSON, but no report of "banknet contract verify"');
  const parsed = parseMessage(reportSchema, value.value);
  if (!parsed.ok) {
    const [first] = parsed.failure.errors;
    return fail(`it is damaged: ${first?.pointer || 'the whole'} ${first?.message ?? 'is wrong'}`);
  }
  const { checksum, ...all } = value.value as Readonly<Record<string, unknown>>;
  return checksum === checksumOf(all)
    ? ok(plainVerification({ ...parsed.value, endpointVersion: parsed.value.endpointVersion }))
    : fail('it was changed after it was written: its checksum is of something else');
};
