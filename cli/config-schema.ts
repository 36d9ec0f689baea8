// What banknet.yaml may say (interfaces.md, "Configuration"), as one schema; durations and shares become numbers.
// Every message says what would be right; what the file says instead is added where the message is placed.
import { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { formatDuration, parseDuration } from '../core/durations.ts';
import { LONGEST_LATENCY_MS } from '../simulator/issuer/latency.ts';
import { MAX_CARDS_PER_PERSON_MEAN, MAX_PEOPLE } from '../simulator/people/settings.ts';
import { nearestName } from './nearest-name.ts';

/** Names of the interface that this version cannot honour yet: to pass over them would be to run something else. */
const NOT_YET: readonly string[] = ['faults', 'capacity', 'rateLimit', 'url', 'key'];

/** A tenth of a year of patience for one call is a typing error. */
const MAX_CALL_MS = 3_600_000;
const MAX_SPAN_MS = 365 * 86_400_000;
/** The doors of the simulated issuers take 2,048 connections each. */
const MAX_IN_FLIGHT = 2048;
const MAX_RATE = 1_000_000;
const MAX_RETENTION = 3650;

/** Keys and their values. Anything else, and an unknown key, is an error of its own for each. */
const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => {
  const known = Object.keys(shape);
  const error = (issue: { readonly code?: string; readonly keys?: readonly string[] }): string =>
    issue.code === 'unrecognized_keys'
      ? (issue.keys ?? []).map((key) => unknownKey(key, known)).join('\n')
      : `must be keys with values, of ${known.join(', ')}`;
  // A key with all below it commented out is a group with nothing in it.
  return z.preprocess((given) => given ?? {}, z.strictObject(shape, { error: (issue) => error(issue) }));
};

const unknownKey = (key: string, known: readonly string[]): string =>
  NOT_YET.includes(key) ? ' is not supported by this version' : nearestHint(key, known);

const nearestHint = (key: string, known: readonly string[]): string => {
  const nearest = nearestName(key, known);
  return nearest === undefined ? `; there are ${known.join(', ')}` : `; did you mean ${nearest}?`;
};

/** A value that `read` makes something of, else what would be right. */
const reading = <Value>(read: (given: unknown) => Value | undefined, right: string) =>
  z.unknown().transform((given, context): Value => {
    const value = read(given);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: right });
    return z.NEVER;
  });

const durationMs = (minMs: number, maxMs: number) => {
  const range = `from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  const right = `must be a duration ${range}, such as 250ms, 5s, 30m, 24h or 7d`;
  return reading((given) => {
    const ms = typeof given === 'string' ? parseDuration(given) : undefined;
    return ms !== undefined && ms >= minMs && ms <= maxMs ? ms : undefined;
  }, right);
};

const numberFrom = (min: number, max: number) =>
  reading(
    (given) => (typeof given === 'number' && given >= min && given <= max ? given : undefined),
    `must be a number from ${min} to ${max}`,
  );

const wholeFrom = (min: number, max: number) =>
  reading(
    (given) =>
      Number.isSafeInteger(given) && Number(given) >= min && Number(given) <= max ? Number(given) : undefined,
    `must be a whole number from ${min} to ${max}`,
  );

/** `0.05` or `1/20`. */
const share = () => reading(shareOf, 'must be a share from 0 to 1, such as 0.05 or 1/20');

const shareOf = (given: unknown): number | undefined => {
  const fraction = /^([0-9]{1,12})\/([1-9][0-9]{0,11})$/.exec(String(given));
  const value = fraction === null ? given : Number(fraction[1]) / Number(fraction[2]);
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
};

const oneOf = <const Names extends readonly string[]>(names: Names) =>
  reading<Names[number]>((given) => names.find((name) => name === given), `must be one of ${names.join(', ')}`);

const latencyMs = () => durationMs(0, LONGEST_LATENCY_MS).optional();

const latency = group({
  fixed: latencyMs(),
  p50: latencyMs(),
  p99: latencyMs(),
  min: latencyMs(),
  max: latencyMs(),
}).transform((given, context) => {
  const { fixed, p50, p99, min, max } = given;
  const forms = Object.keys(given).filter((name) => given[name as keyof typeof given] !== undefined);
  const form = forms.toSorted().join();
  if (form === 'fixed' && fixed !== undefined) return { fixedMs: fixed };
  if (form === 'p50,p99' && p50 !== undefined && p99 !== undefined && p50 > 0 && p50 <= p99)
    return { p50Ms: p50, p99Ms: p99 };
  if (form === 'max,min' && min !== undefined && max !== undefined && min <= max) return { minMs: min, maxMs: max };
  context.addIssue({
    code: 'custom',
    message: 'must be {fixed}, or {p50, p99} with 0 < p50 <= p99, or {min, max} with min <= max',
  });
  return z.NEVER;
});

const issuer = () =>
  group({ latency: latency.optional(), mode: oneOf(['sync', 'poll', 'callback']).optional() }).optional();

/** The whole file. Every part may be left out. */
export const configSchema = group({
  seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
  population: group({
    people: wholeFrom(1, MAX_PEOPLE).optional(),
    cardsPerPersonMean: numberFrom(0, MAX_CARDS_PER_PERSON_MEAN).optional(),
    expiredIdShare: share().optional(),
    noReservedMobileShare: share().optional(),
    cardlessOffShare: share().optional(),
  }).optional(),
  issuers: group({
    defaults: issuer(),
    ...Object.fromEntries(BANKS.map(({ code }) => [code, issuer()])),
  }).optional(),
  engine: group({
    throttle: group({ burst: wholeFrom(1, MAX_RATE), perSecond: numberFrom(0.001, MAX_RATE) }).optional(),
    issuerTimeout: durationMs(1, MAX_CALL_MS).optional(),
    inFlightPerIssuer: wholeFrom(1, MAX_IN_FLIGHT).optional(),
    deadline: durationMs(1, MAX_SPAN_MS).optional(),
    interval: durationMs(0, MAX_SPAN_MS).optional(),
    retention: group({
      length: wholeFrom(1, MAX_RETENTION),
      unit: oneOf(['natural-days', 'working-days', 'hours']),
    }).optional(),
  }).optional(),
});

export type ConfigFile = z.output<typeof configSchema>;
