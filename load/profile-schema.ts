// A load profile as people write it (interfaces.md, "Load profiles"): plain data into a profile, or every mistake in it
// at once with the nearest right word. Lines of a file are not known here.
import { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { DAY_MS } from '../core/calendar.ts';
import { defined } from '../core/defined.ts';
import type { MemberError } from '../core/failures.ts';
import {
  durationMs,
  group,
  type JsonSchema,
  jsonSchemaOf,
  mistakesIn,
  named,
  reading,
  wholeFrom,
} from '../core/fields.ts';
import { DEFAULT_SEED } from '../core/random.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { engineSchema, engineSettingsFrom } from '../engine/settings-schema.ts';
import { faultName, hitIssuersSchema } from '../simulator/faults/fault-schema.ts';
import { controlBaseOf, incidentMistakes, issuersSchema } from '../simulator/issuer/control-base.ts';
import { settingsSchema } from '../simulator/issuer/settings-schema.ts';
import { MAX_PEOPLE } from '../simulator/people/settings.ts';
import { populationSchema } from '../simulator/people/settings-schema.ts';
import { arrivalTotals } from './arrivals.ts';
import { arrivalsSchema, capacitySchema } from './arrivals-schema.ts';
import { loadIncidentSchema, placedIncident, withNames } from './incident-schema.ts';
import type { Arrivals, Profile, Threshold } from './profile.ts';
import { readThreshold } from './thresholds.ts';

const CODES = BANKS.map(({ code }) => code);
const MAX_INCIDENTS = 100;
const MAX_THRESHOLDS = 200;
/** Code is warm after some hundred requests. */
const DEFAULT_WARM_UP_MS = 2000;
/** A bank's call times out after 10 s and is tried again: what is not over by then waits for a bank that is down. */
const DEFAULT_DRAIN_MS = 30_000;
const DEFAULT_PEOPLE = 100_000;

const threshold = z.unknown().transform((given, context): Threshold => {
  const read = readThreshold(given);
  if (read.ok) return read.value;
  context.addIssue({ code: 'custom', message: read.failure });
  return z.NEVER;
});
const thresholdSchema = named(
  'threshold',
  reading((given) => given, 'must be a figure and its bound, such as "apply.p99 < 250ms"', { type: 'string' }).pipe(
    threshold,
  ),
);

const profileGroup = group({
  name: faultName(),
  seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
  arrivals: arrivalsSchema.optional(),
  capacity: capacitySchema.optional(),
  warmUp: durationMs(0, DAY_MS).optional(),
  drain: durationMs(0, DAY_MS).optional(),
  people: wholeFrom(1, MAX_PEOPLE).optional(),
  banks: hitIssuersSchema(CODES).optional(),
  incidents: z
    .array(loadIncidentSchema, { error: 'must be a list of incidents' })
    .max(MAX_INCIDENTS, `must not be more than ${MAX_INCIDENTS} incidents`)
    .optional(),
  thresholds: z
    .array(thresholdSchema, { error: 'must be a list such as ["apply.p99 < 250ms"]' })
    .max(MAX_THRESHOLDS, `must not be more than ${MAX_THRESHOLDS} thresholds`)
    .optional(),
  engine: engineSchema.optional(),
  population: populationSchema.optional(),
  issuers: issuersSchema(named('issuer', settingsSchema)).optional(),
});

type Written = z.output<typeof profileGroup>;

export const profileSchema: z.ZodType<Profile> = profileGroup.transform((given, context): Profile => {
  const profile = profileOf(given);
  for (const { path, message } of mistakesOf(given, profile)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  return profile;
});

const profileOf = (given: Written): Profile => ({
  name: given.name,
  seed: given.seed ?? DEFAULT_SEED,
  arrivals: arrivalsOf(given),
  capacity: given.capacity,
  warmUpMs: given.warmUp ?? DEFAULT_WARM_UP_MS,
  drainMs: given.drain ?? DEFAULT_DRAIN_MS,
  people: given.people ?? DEFAULT_PEOPLE,
  banks: given.banks ?? 'ALL',
  incidents: withNames(given.incidents ?? []),
  thresholds: given.thresholds ?? [],
  engine: engineSettingsFrom(given.engine ?? {}),
  population: defined(given.population ?? {}),
  control: controlBaseOf(defined({ issuers: given.issuers }), CODES),
});

const arrivalsOf = ({ arrivals, capacity }: Written): Arrivals => {
  if (arrivals !== undefined) return arrivals;
  const { fromPerSecond = 0, forMs = 0 } = capacity ?? {};
  return { model: 'open', segments: [{ fromPerSecond, toPerSecond: fromPerSecond, forMs }] };
};

interface Mistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What does not go together. */
const mistakesOf = (given: Written, profile: Profile): readonly Mistake[] => {
  const { arrivals, capacity } = given;
  if (arrivals === undefined && capacity === undefined) {
    return [{ path: [], message: 'must have arrivals (who comes when), or capacity (a search of the highest rate)' }];
  }
  const both = arrivals !== undefined && capacity !== undefined;
  const noBound = capacity !== undefined && profile.thresholds.length === 0;
  return [
    ...(both ? [{ path: ['capacity'], message: 'must not stand beside arrivals: it says itself who comes' }] : []),
    ...(noBound
      ? [{ path: ['capacity'], message: 'must have thresholds beside it: they say which rate is too high' }]
      : []),
    ...peopleMistakes(profile),
    ...incidentMistakesOf(given, profile),
  ];
};

const peopleMistakes = ({ arrivals, capacity, warmUpMs, people, engine }: Profile): readonly Mistake[] => {
  if (arrivals.model === 'closed' || capacity !== undefined) return [];
  const { arrivals: count } = arrivalTotals(arrivals.segments);
  if (count === 0) return [{ path: ['arrivals'], message: 'must let somebody come: nobody does' }];
  const warm = Math.ceil(((arrivals.segments[0]?.fromPerSecond ?? 0) * warmUpMs) / 1000);
  const isOnce = (engine.intervalMs ?? DEFAULT_SETTINGS.intervalMs) > 0;
  if (!isOnce || people >= count + warm) return [];
  const why = 'nobody applies twice within engine.interval (R10); or set that to 0s';
  const message = `must be at least ${count + warm}, as many as come: ${why}`;
  return [{ path: ['people'], message }];
};

const incidentMistakesOf = ({ issuers }: Written, { arrivals, incidents }: Profile): readonly Mistake[] => {
  const durationMs = arrivals.model === 'open' ? arrivalTotals(arrivals.segments).durationMs : arrivals.forMs;
  const late = incidents.flatMap(({ atMs }, at) =>
    atMs < durationMs ? [] : [{ path: ['incidents', at, 'at'], message: `must be before the end, ${durationMs} ms` }],
  );
  const clashing = incidentMistakes(defined({ issuers, incidents: incidents.map(placedIncident) }), CODES);
  return [...late, ...clashing.map(({ index, message }) => ({ path: ['incidents', index], message }))];
};

/** The profile that plain data says, or every mistake in it: a pointer to it, and what would be right. */
export const readProfile = (value: unknown): Result<Profile, readonly MemberError[]> => {
  const parsed = profileSchema.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail(mistakesIn(parsed.error.issues));
};

/**
 * For editors, published as load-profile.schema.json. What does not go together is beyond it: `load run` tells that.
 */
export const profileJsonSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:banknet:schema:load-profile',
  title: 'A load profile of banknet: who comes when, what breaks meanwhile, what must hold',
  ...jsonSchemaOf(profileSchema),
});
