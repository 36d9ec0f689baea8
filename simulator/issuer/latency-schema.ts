// A latency as people write it (banknet.yaml, the control API, scenario files): `{ p50: 80ms, p99: 600ms }`.
import { z } from 'zod';
import { durationMs, group, reading, share, wholeFrom } from '../../core/fields.ts';
import type { Result } from '../../core/result.ts';
import { type Latency, type LatencyShape, LONGEST_LATENCY_MS } from './latency.ts';
import { type LatencyKeys, latencyFrom } from './latency-forms.ts';
import { MAX_RECORDED_VALUES, type Recorded } from './recorded-latency.ts';

export { latencyFrom };

/** Reads the file of a recorded latency, else says of it what is wrong: `none.hgrm cannot be read (ENOENT)`. */
export type RecordedFiles = (file: string) => Result<Recorded, readonly string[]>;

const latencyMs = () => durationMs(0, LONGEST_LATENCY_MS);

/** Counts of this size, for every value, add up exactly. */
const MAX_COUNT = Math.floor(Number.MAX_SAFE_INTEGER / MAX_RECORDED_VALUES);

const recorded = () =>
  z
    .array(
      group({ at: latencyMs(), count: wholeFrom(1, MAX_COUNT) }).transform(({ at, count }) => ({ atMs: at, count })),
      { error: () => 'must be a list such as [{at: 12ms, count: 300}, {at: 80ms, count: 4}]' },
    )
    .min(1, 'must have at least one {at, count}')
    .max(MAX_RECORDED_VALUES, `must have at most ${MAX_RECORDED_VALUES} values`)
    .refine(isAscending, 'must be in ascending order of at, each at once');

const isAscending = (values: Recorded): boolean =>
  values.every(({ atMs }, at) => at === 0 || (values[at - 1]?.atMs ?? 0) < atMs);

/** A request must not read files of the machine that it asks. */
const noFile = () =>
  reading<Recorded>(() => undefined, 'must be recorded: [{at, count}] here; a file is for an issuer in banknet.yaml', {
    not: {},
  });

/** Control characters are in no name that is meant. */
const FILE_NAME = /^\P{Cc}+$/u;
const RIGHT_FILE = 'must be the name of a file with a recorded latency';

const fileOf = (files: RecordedFiles) =>
  z
    .unknown()
    .transform((given, context): Recorded => {
      const read = typeof given === 'string' && FILE_NAME.test(given) ? files(given) : undefined;
      if (read?.ok) return read.value;
      const messages = read?.failure.map((wrong) => `${RIGHT_FILE}, but ${wrong}`) ?? [RIGHT_FILE];
      for (const message of messages) context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .meta({ description: RIGHT_FILE, type: 'string' });

/** The keys of every form, to stand beside other keys; {@link latencyFrom} makes a latency of what is there. */
export const latencyKeysWith = (files?: RecordedFiles) => ({
  fixed: latencyMs().optional(),
  p50: latencyMs().optional(),
  p90: latencyMs().optional(),
  p99: latencyMs().optional(),
  min: latencyMs().optional(),
  max: latencyMs().optional(),
  uniform: group({ min: latencyMs(), max: latencyMs() }).optional(),
  mean: latencyMs().optional(),
  recorded: recorded().optional(),
  file: (files === undefined ? noFile() : fileOf(files)).optional(),
});

/** As {@link latencyKeysWith}, and no file may be named. */
export const latencyKeys = latencyKeysWith();

const shapeOf = (given: LatencyKeys, context: z.core.$RefinementCtx): LatencyShape => {
  const shape = latencyFrom(given);
  if (shape.ok) return shape.value;
  // Where a key is unknown, that is told already: it may be the one that is missing.
  if (context.issues.length === 0) context.addIssue({ code: 'custom', message: shape.failure });
  return z.NEVER;
};

/** The schema of a latency; `files` reads those that it may name, and without it none may be named. */
export const latencySchemaWith = (files?: RecordedFiles) => {
  const keys = latencyKeysWith(files);
  const outliers = group({ share: share(), ...keys }).transform((given, context) => ({
    share: given.share,
    latency: shapeOf(given, context),
  }));
  return group({ ...keys, outliers: outliers.optional() }).transform((given, context): Latency => {
    const shape = shapeOf(given, context);
    return given.outliers === undefined ? shape : { ...shape, outliers: given.outliers };
  });
};

/** What a request may say: no file. */
export const latencySchema = latencySchemaWith();
