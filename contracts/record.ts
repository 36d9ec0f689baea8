// What is kept of a verification, so that a team can answer from it whether a version of an endpoint may go live: one
// small file a result, the same for the same result, that a team commits or shares. How the answer comes: go-live.ts.
import { z } from 'zod';
import type { IssuerCode } from '../core/banks.ts';
import { parseJson } from '../core/json.ts';
import { parseMessage } from '../core/messages.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { LeftOutCause, Verification } from './verification.ts';
import { causeSchema, checksumOf } from './verification-json.ts';
import type { VerdictKind } from './verification-summary.ts';

export interface RecordedCheck {
  readonly name: string;
  readonly verdict: VerdictKind;
  /** Of one that was not run or left out. */
  readonly why?: string | undefined;
  /** Of one that was left out. */
  readonly cause?: LeftOutCause | undefined;
}

export interface VerificationRecord {
  readonly issuer: IssuerCode;
  readonly endpointVersion: string;
  readonly pactHash: string;
  readonly url: string;
  readonly hasStates: boolean;
  readonly startedAt: string;
  readonly toolVersion: string;
  readonly checks: readonly RecordedCheck[];
}

const KIND = 'banknet contract record';
/** Changes when a member changes its meaning. */
const VERSION = 1;
const HASH_CHARACTERS_IN_NAME = 12;

export const recordOf = (verification: Verification, endpointVersion: string): VerificationRecord => {
  const { issuer, pactHash, url, hasStates, startedAt, toolVersion, checks } = verification;
  return {
    issuer,
    endpointVersion,
    pactHash,
    url,
    hasStates,
    startedAt,
    toolVersion,
    checks: checks.map(({ name, verdict }) => ({
      name,
      verdict: verdict.kind,
      ...('why' in verdict ? { why: verdict.why } : {}),
      ...('cause' in verdict ? { cause: verdict.cause } : {}),
    })),
  };
};

/** The text of the file. */
export const recordText = (record: VerificationRecord): string =>
  `${JSON.stringify({ kind: KIND, version: VERSION, ...record, checksum: checksumOf(record) }, undefined, 2)}\n`;

/**
 * Where it is kept: `CMB/2026.1-20260105T010000Z-0123456789ab.json`. Another result has another name, so that two
 * people who record at the same time have nothing to merge.
 */
export const recordPath = (record: VerificationRecord): string => {
  const version = record.endpointVersion.replaceAll(/[^\w.+-]+/g, '_').replace(/^\.+/, '_');
  const at = record.startedAt.replaceAll(/[-:]|\.\d+/g, '');
  const hash = checksumOf(record).split(':')[1]?.slice(0, HASH_CHARACTERS_IN_NAME);
  return `${record.issuer}/${version}-${at}-${hash}.json`;
};

const recordSchema = z.strictObject({
  kind: z.literal(KIND),
  version: z.literal(VERSION),
  issuer: z.string(),
  endpointVersion: z.string(),
  pactHash: z.string(),
  url: z.string(),
  hasStates: z.boolean(),
  startedAt: z.iso.datetime(),
  toolVersion: z.string(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      verdict: z.enum(['held', 'broken', 'not-run', 'left-out']),
      why: z.string().optional(),
      cause: causeSchema.optional(),
    }),
  ),
  checksum: z.string(),
});

/** The record in a file, or what is wrong with it. */
export const parseRecord = (text: string): Result<VerificationRecord, string> => {
  const json = parseJson(text);
  if (!json.ok) return fail(`it ${json.failure.message}`);
  const parsed = parseMessage(recordSchema, json.value);
  if (!parsed.ok) return fail('it is no record of "banknet contract record"');
  const { kind: _kind, version: _version, checksum, ...record } = parsed.value;
  return checksum === checksumOf(record)
    ? ok(record)
    : fail('it was changed after it was recorded: its checksum is of something else');
};
