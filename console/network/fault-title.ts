// A fault that is on, in words.
import { say } from '../language.ts';
import { percentOf, shareOf } from '../ui/field-form.ts';
import type { GivenFault } from '../wire/issuers.ts';
import { isFaultKind, PRESET_NAMES, PRESETS } from './fault-kinds.ts';
import { FAULT_WORDS } from './fault-words.ts';

/** A preset by its own name, any other fault by the name that it was given, or that of its kind. */
export const faultTitle = ({ name, kind }: Pick<GivenFault, 'name' | 'kind'>): string => {
  const words = say(FAULT_WORDS);
  const preset = PRESET_NAMES.find((one) => one === name);
  if (preset !== undefined && PRESETS[preset].kind === kind) return words.presets[preset].name;
  return name === kind && isFaultKind(kind) ? words.kinds[kind].name : name;
};

/** Told in another place of it. */
const ELSEWHERE = new Set(['name', 'kind', 'share', 'healsAt', 'issuers']);

const shownValue = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Object.values(value).map(String).join(' ')
    : (say(FAULT_WORDS).values[String(value)] ?? String(value));

/** Its kind and what was said of it: `status · 503 · until 10m`. */
export const faultSummary = (fault: GivenFault): string => {
  const words = say(FAULT_WORDS);
  const kind = isFaultKind(fault.kind) ? words.kinds[fault.kind].name : fault.kind;
  const members = Object.entries(fault)
    .filter(([key]) => !ELSEWHERE.has(key))
    .map(([key, value]) => `${words.fields[key] ?? key} ${shownValue(value)}`);
  const share = fault.share === undefined ? [] : [percentOf(shareOf(fault.share))];
  return [kind, ...share, ...members].join(' · ');
};
