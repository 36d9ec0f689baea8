// What a network's issuers start with, out of the parts of a configuration: the simulated ones with what was written of
// each, and the incidents over them.
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { Written } from '../core/fields.ts';
import type { IncidentForm } from '../simulator/faults/fault-schema.ts';
import { type ControlBase, contradictionsIn } from '../simulator/issuer/control-state.ts';
import type { WrittenSettings } from '../simulator/issuer/settings-schema.ts';

/** The parts of a configuration that are about issuers. */
export interface IssuerParts {
  readonly issuers?: object | undefined;
  readonly incidents?: readonly Written<IncidentForm>[] | undefined;
}

type IssuerEntry = WrittenSettings & { readonly url?: string; readonly key?: string };

/** What was written of one bank, or of all under `defaults`. */
export const entryOf = ({ issuers = {} }: IssuerParts, name: string): IssuerEntry =>
  Object.entries(issuers).find(([code]) => code === name)?.[1] ?? {};

/** Of these issuers: what is written of one goes before what is written of all. */
export const controlBaseOf = (parts: IssuerParts, codes: readonly IssuerCode[]): ControlBase => {
  const defaults = entryOf(parts, 'defaults');
  return {
    issuers: new Map(
      codes.map((code) => {
        const { url, key, ...own } = entryOf(parts, code);
        return [code, { ...defaults, ...own }];
      }),
    ),
    incidents: parts.incidents ?? [],
  };
};

/** What is wrong with each incident beside the faults of its issuers and the incidents before it. */
export const incidentMistakes = (
  parts: IssuerParts,
): readonly { readonly index: number; readonly message: string }[] => {
  const all = BANKS.map(({ code }) => code);
  const codes = all.filter((code) => entryOf(parts, code).url === undefined);
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
