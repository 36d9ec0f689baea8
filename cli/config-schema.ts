// What banknet.yaml may say (interfaces.md, "Configuration"), as one schema; durations and shares become numbers.
// Every message says what would be right; what the file says instead is added where the message is placed.
import type { z } from 'zod';
import { BANKS } from '../core/banks.ts';
import { group, named, reading, wholeFrom } from '../core/fields.ts';
import { engineSchema } from '../engine/settings-schema.ts';
import { incidentMistakes, incidentsSchema, issuersSchema } from '../simulator/issuer/control-base.ts';
import type { RecordedFiles } from '../simulator/issuer/latency-schema.ts';
import { settingsKeysWith, type WrittenSettings } from '../simulator/issuer/settings-schema.ts';
import { populationSchema } from '../simulator/people/settings-schema.ts';
import { bankUrlOf } from './bank-url.ts';

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

/** What is written of one bank: settings of a simulated one, or where the real one is. */
export type BankEntry = WrittenSettings & { readonly url?: string | undefined; readonly key?: string | undefined };

const bankEntry = (files: RecordedFiles | undefined): z.ZodType<BankEntry> =>
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

/** The banks of a file, each simulated or real. */
export const bankEntriesOf = (issuers: object = {}): ReadonlyMap<string, BankEntry> => {
  const given: readonly (readonly [string, BankEntry])[] = Object.entries(issuers);
  const byCode = new Map(given);
  return new Map(BANKS.map(({ code }) => [code, byCode.get(code) ?? {}]));
};

export const simulatedBanksOf = (issuers?: object): readonly string[] =>
  [...bankEntriesOf(issuers)].flatMap(([code, { url }]) => (url === undefined ? [code] : []));

/** The whole file. Every part may be left out. `files` reads the recorded latencies that it names. */
export const configSchemaWith = (files?: RecordedFiles) =>
  group({
    seed: wholeFrom(0, Number.MAX_SAFE_INTEGER).optional(),
    population: populationSchema.optional(),
    issuers: issuersSchema(named('issuer', bankEntry(files)), files).optional(),
    incidents: incidentsSchema().optional(),
    engine: engineSchema.optional(),
  }).superRefine((file, context) => {
    for (const { index, message } of incidentMistakes(file, simulatedBanksOf(file.issuers))) {
      context.addIssue({ code: 'custom', path: ['incidents', index], message });
    }
  });

export type ConfigFile = z.output<ReturnType<typeof configSchemaWith>>;
