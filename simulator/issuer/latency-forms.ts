// The forms in which people write a latency, as the keys they have, and what each becomes (latency-schema.ts).
import { fail, ok, type Result } from '../../core/result.ts';
import type { LatencyShape } from './latency.ts';
import type { Recorded } from './recorded-latency.ts';

/** Written keys whose values are right each for itself; durations are milliseconds. */
export interface LatencyKeys {
  readonly fixed?: number | undefined;
  readonly p50?: number | undefined;
  readonly p90?: number | undefined;
  readonly p99?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly uniform?: { readonly min: number; readonly max: number } | undefined;
  readonly mean?: number | undefined;
  readonly recorded?: Recorded | undefined;
  /** Already read. */
  readonly file?: Recorded | undefined;
}

type Key = keyof LatencyKeys;

interface Form {
  readonly keys: readonly Key[];
  readonly optional?: Key;
  /** What would be right, after `must be`. */
  readonly right: string;
  /** Undefined where the values do not go together. Only called where every key of the form is there. */
  readonly shape: (given: LatencyKeys) => LatencyShape | undefined;
}

/** For a key that is there; no comparison holds for what it would be otherwise. */
const MISSING = Number.NaN;

const FORMS: readonly Form[] = [
  { keys: ['fixed'], right: '{fixed}', shape: ({ fixed = MISSING }) => ({ fixedMs: fixed }) },
  // Nothing is said of any spread, so there is none.
  { keys: ['p50'], right: '{p50}', shape: ({ p50 = MISSING }) => ({ fixedMs: p50 }) },
  {
    keys: ['p50', 'p99'],
    right: '{p50, p99} with 0 < p50 <= p99',
    shape: ({ p50 = MISSING, p99 = MISSING }) => (p50 > 0 && p50 <= p99 ? { p50Ms: p50, p99Ms: p99 } : undefined),
  },
  {
    keys: ['p50', 'p90', 'p99', 'max'],
    optional: 'min',
    right: '{p50, p90, p99, max, min or not} with min <= p50 <= p90 <= p99 <= max',
    shape: ({ min = 0, p50 = MISSING, p90 = MISSING, p99 = MISSING, max = MISSING }) =>
      min <= p50 && p50 <= p90 && p90 <= p99 && p99 <= max
        ? { minMs: min, p50Ms: p50, p90Ms: p90, p99Ms: p99, maxMs: max }
        : undefined,
  },
  {
    keys: ['min', 'max'],
    right: '{min, max} with min <= max',
    shape: ({ min = MISSING, max = MISSING }) => (min <= max ? { minMs: min, maxMs: max } : undefined),
  },
  {
    keys: ['uniform'],
    right: '{uniform: {min, max}} with min <= max',
    shape: ({ uniform: { min, max } = { min: MISSING, max: MISSING } }) =>
      min <= max ? { minMs: min, maxMs: max } : undefined,
  },
  { keys: ['mean'], right: '{mean}', shape: ({ mean = MISSING }) => ({ meanMs: mean }) },
  { keys: ['recorded'], right: '{recorded}', shape: ({ recorded }) => recorded && { recorded } },
  { keys: ['file'], right: '{file}', shape: ({ file }) => file && { recorded: file } },
];

const KEYS: readonly Key[] = ['fixed', 'p50', 'p90', 'p99', 'min', 'max', 'uniform', 'mean', 'recorded', 'file'];

/** The latency that these keys say, or what would be right. Other keys may stand beside them. */
export const latencyFrom = (given: LatencyKeys): Result<LatencyShape, string> => {
  const named = KEYS.filter((key) => given[key] !== undefined);
  const form = FORMS.find(
    ({ keys, optional }) =>
      keys.every((key) => named.includes(key)) && named.every((key) => keys.includes(key) || key === optional),
  );
  const shape = form?.shape(given);
  if (shape !== undefined) return ok(shape);
  return fail(`must be ${form?.right ?? nearestForms(named)}`);
};

/** The forms that have all that was given and want more; else every form, each as its keys. */
const nearestForms = (named: readonly Key[]): string => {
  const nearest = FORMS.filter(({ keys, optional }) => named.every((key) => keys.includes(key) || key === optional));
  const right = (nearest.length > 0 ? nearest : FORMS).map((form) => form.right);
  return right.length > 1 ? `${right.slice(0, -1).join(', or ')}, or ${right.at(-1)}` : (right[0] ?? '');
};
