// What banknet.yaml may say (interfaces.md, "Configuration"), as one schema; durations and shares become numbers.
// Every message says what would be right; what the file says instead is added where the message is placed.
import { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { durationMs, group, named, numberFrom, oneOf, reading, share, wholeFrom, written } from '../core/fields.ts';
import { type IncidentForm, incidentSchema } from '../simulator/faults/fault-schema.ts';
import type { RecordedFiles } from '../simulator/issuer/latency-schema.ts';
import { settingsKeysWith, type WrittenSettings } from '../simulator/issuer/settings-schema.ts';
import { MAX_CARDS_PER_PERSON_MEAN, MAX_PEOPLE } from '../simulator/people/settings.ts';
import { bankUrlOf } from './bank-url.ts';
import { incidentMistakes } from './control-base.ts';

/** A tenth of a year of patience for one call is a typing error. */
const MAX_CALL_MS = 3_600_000;
const MAX_SPAN_MS = 365 * 86_400_000;
/** The doors of the simulated issuers take 2,048 connections each. */
const MAX_IN_FLIGHT = 2048;
const MAX_RATE = 1_000_000;
const MAX_RETENTION = 3650;
/** More than these no story has. */
const MAX_INCIDENTS = 100;

/** Where a real bank listens: no more than an origin and a path before the API's. */
const bankUrl = reading(
  bankUrlOf,
  'must be the http or https address of a bank, such as https://sandbox.example/hxb, without query and password',
  { type: 'string', format: 'uri' },
);

/** A key never stands in a file: the file names the variable of the environment that has it. */
const keyName = reading(
  (given) => (typeof given === 'string' ? /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(given)?.[1] : undefined),
  'must name a variable of the environment, such as env:HXB_KEY',
  { type: 'string', pattern: '^env:[A-Za-z_][A-Za-z0-9_]*$' },
);

type IssuerKeys = WrittenSettings & { readonly url?: string | undefined; readonly key?: string | undefined };

const issuer = (files: RecordedFiles | undefined): z.ZodType<IssuerKeys> =>
  group({ ...settingsKeysWith(files), url: bankUrl.optional(), key: keyName.optional() }).superRefine(
    ({ url, key, ...simulated }, context) => {
      const set = Object.entries(simulated).flatMap(([name, one]) => (one === undefined ? [] : [name]));
      if (url === undefined && key !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['key'],
          message: 'must stand beside url: it is the key of a real bank',
        });
      }
      for (const name of url === undefined ? [] : set) {
        const message = 'must not stand beside url: a real bank takes no settings of a simulated one';
        context.addIssue({ code: 'custom', path: [name], message });
      }
    },
  );

/** Of the engine (R11): so many applications at once, and so many a second after them. */
export const throttleSchema = group({ burst: wholeFrom(1, MAX_RATE), perSecond: numberFrom(0.001, MAX_RATE) });

/** The whole file. Every part may be left out. `files` reads the recorded latencies that it names. */
export const configSchemaWith = (files?: RecordedFiles) => {
  const one = named('issuer', issuer(files));
  return group({
    seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
    population: group({
      people: wholeFrom(1, MAX_PEOPLE).optional(),
      cardsPerPersonMean: numberFrom(0, MAX_CARDS_PER_PERSON_MEAN).optional(),
      expiredIdShare: share().optional(),
      noReservedMobileShare: share().optional(),
      cardlessOffShare: share().optional(),
    }).optional(),
    issuers: group({
      defaults: group(settingsKeysWith(files)).optional(),
      ...Object.fromEntries(BANKS.map(({ code }) => [code, one.optional()])),
    }).optional(),
    incidents: z
      .array(written<IncidentForm>(incidentSchema(BANKS.map(({ code }) => code))))
      .max(MAX_INCIDENTS, `must not be more than ${MAX_INCIDENTS} incidents`)
      .optional(),
    engine: group({
      throttle: throttleSchema.optional(),
      issuerTimeout: durationMs(1, MAX_CALL_MS).optional(),
      inFlightPerIssuer: wholeFrom(1, MAX_IN_FLIGHT).optional(),
      deadline: durationMs(1, MAX_SPAN_MS).optional(),
      interval: durationMs(0, MAX_SPAN_MS).optional(),
      retention: group({
        length: wholeFrom(1, MAX_RETENTION),
        unit: oneOf(['natural-days', 'working-days', 'hours']),
      }).optional(),
    }).optional(),
  }).superRefine((file, context) => {
    for (const { index, message } of incidentMistakes(file)) {
      context.addIssue({ code: 'custom', path: ['incidents', index], message });
    }
  });
};

export type ConfigFile = z.output<ReturnType<typeof configSchemaWith>>;
