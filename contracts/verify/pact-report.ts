// What Pact's verifier has written down, read as far as we need it, and its mismatches in our words: what was expected
// and what came, by JSON pointer.
import { z } from 'zod';
import type { Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { findingOf } from './findings.ts';
import { showText } from './shown-exchange.ts';

const mismatchSchema = z.looseObject({
  /** StatusMismatch, HeaderMismatch, BodyMismatch, BodyTypeMismatch, MetadataMismatch. */
  type: z.string(),
  /** In Pact's words. */
  mismatch: z.string(),
  /** As `$.cards[0].panLast4`. */
  path: z.string().optional(),
  /** Of a header. */
  key: z.string().optional(),
  expected: z.unknown(),
});
const reportSchema = z.looseObject({
  result: z.boolean(),
  interactionResults: z.array(z.looseObject({ interactionKey: z.string(), result: z.string() })),
  errors: z.array(
    z.looseObject({
      mismatch: z.looseObject({
        interactionId: z.string(),
        mismatches: z.array(mismatchSchema).default([]),
        /** Where there was nothing to compare. */
        message: z.string().optional(),
      }),
    }),
  ),
});

export type PactMismatch = z.output<typeof mismatchSchema>;

export interface PactReport {
  readonly isOk: boolean;
  /** A line for each interaction that was run, by its id. */
  readonly results: readonly { readonly id: string; readonly isOk: boolean }[];
  /** What Pact has against an interaction. */
  readonly errorsOf: (id: string) => { readonly mismatches: readonly PactMismatch[]; readonly message?: string };
}

/** Undefined where it is no report as we know it. */
export const readPactReport = (json: unknown): PactReport | undefined => {
  const read = reportSchema.safeParse(json);
  if (!read.success) return undefined;
  const { result, interactionResults, errors } = read.data;
  return {
    isOk: result,
    results: interactionResults.map((one) => ({ id: one.interactionKey, isOk: one.result === 'OK' })),
    errorsOf(id) {
      const own = errors.map(({ mismatch }) => mismatch).filter(({ interactionId }) => interactionId === id);
      const message = own.map((one) => one.message).find((text) => text !== undefined);
      const mismatches = own.flatMap((one) => one.mismatches);
      return { mismatches, ...(message === undefined ? {} : { message }) };
    },
  };
};

/** A finding for each; of an answer with another status nothing else is said, for it has another body. */
export const findingsOf = (mismatches: readonly PactMismatch[], exchange: Exchange): readonly Finding[] => {
  const ofStatus = mismatches.filter(({ type }) => type === 'StatusMismatch');
  const told = ofStatus.length > 0 ? ofStatus : mismatches.filter((one) => !isSaidBesides(one, mismatches));
  return [...told]
    .sort((one, other) => Number(other.key !== undefined) - Number(one.key !== undefined))
    .map((mismatch) => {
      const { expected, got } = wordsOf(mismatch, exchange);
      // Masked while it is whole: half a number would not be known for one.
      const shown = (text: string): string => shortened(showText(text, exchange));
      return findingOf(exchange, shown(expected), got === undefined ? undefined : shown(got));
    });
};

/** Pact says of a content type that the header is wrong, and that the body is. */
const isSaidBesides = ({ type }: PactMismatch, all: readonly PactMismatch[]): boolean =>
  type === 'BodyTypeMismatch' && all.some(({ key }) => key?.toLowerCase().replace('-', '') === 'contenttype');

interface Words {
  readonly expected: string;
  readonly got?: string | undefined;
}

const wordsOf = (mismatch: PactMismatch, { answer }: Exchange): Words => {
  const { type, key, path, expected } = mismatch;
  const wanted = typeof expected === 'string' ? expected : JSON.stringify(expected);
  if (answer.kind === 'answer' && type === 'StatusMismatch') return { expected: wanted };
  if (answer.kind === 'answer' && key !== undefined) {
    const name = key === 'contentType' ? 'content-type' : key.toLowerCase();
    const value = answer.headers[name];
    return {
      expected: `${name}: ${wanted.replaceAll('"', '')}`,
      got: value === undefined ? `no ${name}` : `${name}: ${value}`,
    };
  }
  if (answer.kind === 'answer' && path !== undefined) return bodyWords(mismatch, wanted, valueAt(answer.json, path));
  return { expected: 'what the pact says', got: mismatch.mismatch };
};

/** What Pact compares in a body: members there, items among others, the kind of a value, or the value. */
const bodyWords = ({ mismatch, path = '$' }: PactMismatch, wanted: string, actual: unknown): Words => {
  const where = pointerOf(path);
  const nothing = where === WHOLE ? 'no JSON' : `no ${where}`;
  const got = actual === undefined ? nothing : `${where}: ${JSON.stringify(actual)}`;
  if (/^Actual map is missing/.test(mismatch) && isObject(actual)) {
    const has = Object.keys(actual).join(', ') || 'nothing';
    return { expected: `${where} with ${membersIn(wanted)}`, got: `${where} with ${has}` };
  }
  if (/^Variant at index/.test(mismatch)) return { expected: `${where} with ${wanted} in it`, got };
  if (/same type as/.test(mismatch)) return { expected: `${where}: ${kindOf(wanted)}, as ${wanted}`, got };
  return { expected: `${where}: ${wanted}`, got };
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const WHOLE = 'the body';

/** `$.cards[0].panLast4` as `/cards/0/panLast4`. */
const pointerOf = (path: string): string => {
  const steps = stepsOf(path);
  return steps.length === 0 ? WHOLE : `/${steps.join('/')}`;
};

const stepsOf = (path: string): readonly string[] => path.match(/[^$.[\]'/]+/g) ?? [];

const valueAt = (json: unknown, path: string): unknown => {
  let value = json;
  for (const step of stepsOf(path)) {
    value =
      isObject(value) && Object.hasOwn(value, step) ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  return value;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // A value that Pact does not write as JSON: it is a text.
    return text;
  }
};

const membersIn = (wanted: string): string => {
  const members = parsed(wanted);
  return Array.isArray(members) ? members.join(', ') : wanted;
};

const kindOf = (wanted: string): string => {
  const value = parsed(wanted);
  if (Array.isArray(value)) return 'an array';
  return isObject(value) ? 'an object' : `a ${typeof value}`;
};

/** A customer of 200 cards has 15 KB, and none of that helps to see what is wrong. */
const MAX_CHARACTERS = 400;

const shortened = (text: string): string => (text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text);
