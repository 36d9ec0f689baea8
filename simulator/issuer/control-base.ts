// What a network's issuers start with, as people write it (banknet.yaml, scenario files): what is written of all, of
// each, and the incidents over them.
import { z } from 'zod';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { group, type Written, written } from '../../core/fields.ts';
import { type IncidentForm, incidentSchema } from '../faults/fault-schema.ts';
import { type ControlBase, contradictionsIn } from './control-state.ts';
import type { RecordedFiles } from './latency-schema.ts';
import { settingsKeysWith, type WrittenSettings } from './settings-schema.ts';

/** More than these no story has. */
const MAX_INCIDENTS = 100;
const CODES = BANKS.map(({ code }) => code);

/** What is written of all issuers under `defaults`, and of each under its code, which `one` reads. */
export const issuersSchema = (one: z.ZodType<WrittenSettings>, files?: RecordedFiles) =>
  group({
    defaults: group(settingsKeysWith(files)).optional(),
    ...Object.fromEntries(CODES.map((code) => [code, one.optional()])),
  });

export const incidentsSchema = () =>
  z
    .array(written<IncidentForm>(incidentSchema(CODES)), { error: 'must be a list of incidents' })
    .max(MAX_INCIDENTS, `must not be more than ${MAX_INCIDENTS} incidents`);

/** The parts of a configuration that are about issuers. */
export interface IssuerParts {
  readonly issuers?: object | undefined;
  readonly incidents?: readonly Written<IncidentForm>[] | undefined;
}

/** What was written of one issuer, or of all under `defaults`. */
const writtenOf = ({ issuers = {} }: IssuerParts, name: string): WrittenSettings =>
  Object.entries(issuers).find(([code]) => code === name)?.[1] ?? {};

/** Of these issuers: what is written of one goes before what is written of all. */
export const controlBaseOf = (parts: IssuerParts, codes: readonly IssuerCode[]): ControlBase => {
  const defaults = writtenOf(parts, 'defaults');
  return {
    issuers: new Map(codes.map((code) => [code, { ...defaults, ...writtenOf(parts, code) }])),
    incidents: parts.incidents ?? [],
  };
};

/** What is wrong with each incident beside the faults of its issuers and the incidents before it. */
export const incidentMistakes = (
  parts: IssuerParts,
  codes: readonly IssuerCode[],
): readonly { readonly index: number; readonly message: string }[] => {
  const { issuers, incidents } = controlBaseOf(parts, codes);
  let known = 0;
  return incidents.flatMap(({ value }, index) => {
    const real = value.issuers === 'ALL' ? [] : value.issuers.filter((code) => !codes.includes(code));
    const found = contradictionsIn({ issuers, incidents: incidents.slice(0, index + 1) });
    const fresh = found.slice(known).map(({ pointer, message }) => `${pointer.slice(1)} ${message}`);
    known = found.length;
    const untouchable = real.map((code) => `must not name ${code}: it is a real bank, and fails as it likes`);
    return [...untouchable, ...new Set(fresh)].map((message) => ({ index, message }));
  });
};
