// What a scenario finds: the moment at which it begins, settings as banknet.yaml takes them, its people.
import { z } from 'zod';
import { BANKS } from '../../core/banks.ts';
import { defined } from '../../core/defined.ts';
import { group, named, reading } from '../../core/fields.ts';
import { engineSchema, engineSettingsFrom, throttleSchema } from '../../engine/settings-schema.ts';
import {
  controlBaseOf,
  incidentMistakes,
  incidentsSchema,
  issuersSchema,
} from '../../simulator/issuer/control-base.ts';
import { settingsSchema } from '../../simulator/issuer/settings-schema.ts';
import { populationSchema } from '../../simulator/people/settings-schema.ts';
import { peopleSchema } from './people-schema.ts';
import type { Given } from './scenario.ts';

/** A Monday morning, after the day on which the ages of the population hold. */
const DEFAULT_START_AT = '2026-01-05T09:00:00+08:00';
/** China's clocks have stood at UTC+8 for long by then, and a population can be of that time. */
const EARLIEST_START = '2000-01-01T00:00:00+08:00';
const LATEST_START = '2080-01-01T00:00:00+08:00';
const EARLIEST_START_MS = Date.parse(EARLIEST_START);
const LATEST_START_MS = Date.parse(LATEST_START);
const INSTANT = z.iso.datetime({ offset: true });
const CODES = BANKS.map(({ code }) => code);

const instantOf = (given: unknown): number | undefined => {
  const atMs = INSTANT.safeParse(given).success ? Date.parse(String(given)) : Number.NaN;
  return atMs >= EARLIEST_START_MS && atMs <= LATEST_START_MS ? atMs : undefined;
};

const startAt = reading(
  instantOf,
  `must be an instant such as ${DEFAULT_START_AT}, from ${EARLIEST_START} to ${LATEST_START}`,
  { type: 'string', format: 'date-time' },
);

export const givenSchema: z.ZodType<Given> = group({
  startAt: startAt.optional(),
  throttle: throttleSchema.optional(),
  engine: engineSchema.optional(),
  population: populationSchema.optional(),
  issuers: issuersSchema(named('issuer', settingsSchema)).optional(),
  incidents: incidentsSchema().optional(),
  people: peopleSchema.optional(),
})
  .superRefine((given, context) => {
    for (const { index, message } of incidentMistakes(given, CODES)) {
      context.addIssue({ code: 'custom', path: ['incidents', index], message });
    }
    if (given.throttle === undefined || given.engine?.throttle === undefined) return;
    const message = 'must not stand beside engine.throttle: both are the same setting';
    context.addIssue({ code: 'custom', path: ['throttle'], message });
  })
  .transform(
    ({ startAt = Date.parse(DEFAULT_START_AT), throttle, engine = {}, population = {}, people, ...parts }) => ({
      startAtMs: startAt,
      engine: { ...engineSettingsFrom(engine), ...defined({ throttle }) },
      population: defined(population),
      control: controlBaseOf(parts, CODES),
      people: people ?? new Map(),
    }),
  );
