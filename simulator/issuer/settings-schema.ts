// The settings of an issuer as people write them (banknet.yaml, the control API, tests), and what they come to.
import type { z } from 'zod';
import { group, named, oneOf, type Written, written } from '../../core/fields.ts';
import { type FaultForm, faultsSchema } from '../faults/fault-schema.ts';
import type { Fault } from '../faults/kinds.ts';
import { placeFaults } from '../faults/placement.ts';
import { type Capacity, capacitySchemaWith } from './capacity.ts';
import type { Latency } from './latency.ts';
import { latencySchemaWith, type RecordedFiles } from './latency-schema.ts';
import { type RateLimit, rateLimitSchema } from './rate-limit.ts';
import { ANSWER_MODES, type AnswerMode, DEFAULT_ISSUER_SETTINGS, type IssuerSettings } from './settings.ts';

/** What was written of one issuer; a key left out has its default. */
export interface WrittenSettings {
  readonly latency?: Written<Latency> | undefined;
  readonly mode?: Written<AnswerMode> | undefined;
  readonly capacity?: Written<Capacity> | undefined;
  readonly rateLimit?: Written<RateLimit> | undefined;
  readonly faults?: Written<readonly FaultForm[]> | undefined;
}

/** The keys of an issuer's settings. `files` reads recorded latencies; without it no file may be named. */
export const settingsKeysWith = (files?: RecordedFiles) => {
  const latency = named('latency', latencySchemaWith(files));
  return {
    latency: written<Latency>(latency).optional(),
    mode: written<AnswerMode>(oneOf(ANSWER_MODES)).optional(),
    capacity: written<Capacity>(capacitySchemaWith(latency)).optional(),
    rateLimit: written<RateLimit>(rateLimitSchema).optional(),
    faults: written<readonly FaultForm[]>(faultsSchema).optional(),
  };
};

/** All settings of one issuer. */
export const settingsSchema: z.ZodType<WrittenSettings> = group(settingsKeysWith());

/** Some settings of one issuer, as a request changes them: what it names is replaced, `null` is the default. */
export const settingsPatchSchema: z.ZodType<{
  readonly [Key in keyof WrittenSettings]: WrittenSettings[Key] | null;
}> = group(Object.fromEntries(Object.entries(settingsKeysWith()).map(([key, schema]) => [key, schema.nullable()])));

/** What these settings come to, with `faults` that have their place in time. */
export const settingsFrom = (
  { latency, mode, capacity, rateLimit }: WrittenSettings,
  faults: readonly Fault[],
): IssuerSettings => ({
  latency: latency?.value ?? DEFAULT_ISSUER_SETTINGS.latency,
  mode: mode?.value ?? DEFAULT_ISSUER_SETTINGS.mode,
  faults,
  ...(capacity === undefined ? {} : { capacity: capacity.value }),
  ...(rateLimit === undefined ? {} : { rateLimit: rateLimit.value }),
});

/**
 * Settings as somebody wrote them in a test or a program, the offsets of faults counted from `originMs`.
 * @throws {z.ZodError} where they are wrong, with every mistake
 */
export const issuerSettingsFrom = (given: object, { originMs }: { readonly originMs: number }): IssuerSettings => {
  const read = settingsSchema.parse(given);
  return settingsFrom(read, placeFaults(read.faults?.value ?? [], originMs));
};
