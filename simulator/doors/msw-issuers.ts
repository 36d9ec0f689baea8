// Which issuers the MSW door has, and their settings: from what its user gives.
import type { z } from 'zod';
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import { group } from '../../core/fields.ts';
import { placeFaults } from '../faults/placement.ts';
import type { IssuerSettings } from '../issuer/settings.ts';
import { settingsFrom, settingsSchema, type WrittenSettings } from '../issuer/settings-schema.ts';

/** Settings of one issuer, as banknet.yaml has them: `{ latency: { fixed: '40ms' }, faults: [{ kind: 'hang' }] }`. */
export type GivenSettings = Readonly<Record<string, unknown>>;

/** All issuers; or some, by their codes; or settings by code, and under `defaults` for all that have none. */
export type GivenIssuers = 'ALL' | readonly IssuerCode[] | Readonly<Record<string, GivenSettings>>;

const ALL: readonly IssuerCode[] = BANKS.map(({ code }) => code);

const settingsByCode = group(Object.fromEntries(['defaults', ...ALL].map((name) => [name, settingsSchema.optional()])));

/**
 * The issuers in the network's order; offsets of faults count from `originMs`.
 * @throws RangeError with a line for each mistake
 */
export const issuersOf = (
  given: GivenIssuers,
  originMs: number,
): readonly { readonly code: IssuerCode; readonly settings: IssuerSettings }[] => {
  const read = settingsByCode.safeParse(writtenOut(given));
  if (!read.success) throw new RangeError(read.error.issues.flatMap(linesOf).join('\n'));
  const { defaults = {}, ...own } = read.data;
  const codes = 'defaults' in read.data ? ALL : ALL.filter((code) => code in own);
  return codes.map((code) => {
    const settings: WrittenSettings = { ...defaults, ...own[code] };
    return { code, settings: settingsFrom(settings, placeFaults(settings.faults?.value ?? [], originMs)) };
  });
};

const writtenOut = (given: GivenIssuers): unknown => {
  if (given === 'ALL') return { defaults: {} };
  return Array.isArray(given) ? Object.fromEntries(given.map((code) => [code, {}])) : given;
};

/** `issuers.CMB.latency: must be …`. Unknown keys have a line each in one message (core/fields.ts). */
const linesOf = (issue: z.core.$ZodIssue): string[] => {
  const where = ['issuers', ...issue.path].join('.');
  if (issue.code !== 'unrecognized_keys') return [`issuerHandlers: ${where}: ${issue.message}`];
  const hints = issue.message.split('\n');
  return issue.keys.map((key, at) => `issuerHandlers: unknown key ${key} in ${where}${hints[at] ?? ''}`);
};
