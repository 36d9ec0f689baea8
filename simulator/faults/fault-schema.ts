// Faults as people write them (banknet.yaml, the control API, scenario files), read into fault forms: everything of a
// fault but its place in time, which placement.ts gives it.
import { z } from 'zod';
import type { IssuerCode } from '../../core/banks.ts';
import { DAY_MS } from '../../core/calendar.ts';
import { chosenBy, durationMs, either, group, named, oneOf, reading, share } from '../../core/fields.ts';
import type { Result } from '../../core/result.ts';
import { BREAKAGES, type Breakage, SHAPES, type Shape } from './kinds.ts';
import { type Moment, moment } from './moment.ts';
import { contradictionsIn, placeFault, placeIncident } from './placement.ts';

/** A fault that has no place in time yet. */
export interface FaultForm {
  readonly name: string;
  readonly share: number;
  readonly from: Moment | undefined;
  readonly until: Moment | undefined;
  readonly forMs: number | undefined;
  readonly what: Breakage | Shape;
}

/** A fault of several issuers: the n-th (from 0) is hit n times `staggerMs` later, and healed n times `recoveryMs`. */
export interface IncidentForm extends FaultForm {
  readonly issuers: 'ALL' | readonly IssuerCode[];
  readonly staggerMs: number;
  readonly recoveryMs: number;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
/** A fault that is meant to heal by itself does so within a month. */
const MAX_FOR_MS = 31 * DAY_MS;
const MAX_STAGGER_MS = DAY_MS;
/** Per issuer. More than this is no story that anybody could follow. */
export const MAX_FAULTS = 100;

/** A name that can stand in an address. */
export const faultName = () =>
  reading(
    (given) => (typeof given === 'string' && NAME.test(given) ? given : undefined),
    'must be 1 to 64 letters, digits, dots, hyphens or underscores, beginning with a letter or digit',
    { type: 'string', pattern: NAME.source },
  );

/** What stands beside the keys of every kind. */
const common = (kind: string) => ({
  kind: reading((given) => (given === kind ? kind : undefined), `must be ${kind}`, { const: kind }),
  name: faultName().optional(),
  share: share().optional(),
  from: moment().optional(),
  until: moment().optional(),
  for: durationMs(1, MAX_FOR_MS).optional(),
});

interface Definition {
  readonly kind: string;
  readonly keys: z.core.$ZodLooseShape;
  readonly read?: (keys: Readonly<Record<string, unknown>>) => Result<object, string>;
}

/** The data of one kind out of its own keys. The parser before it has read them; the table's types follow from it. */
const dataOf = <Data>(
  { kind, read }: Definition,
  keys: Readonly<Record<string, unknown>>,
  complain: (message: string) => void,
): Data => {
  const data = read?.(keys) ?? { ok: true, value: { kind, ...keys } };
  if (data.ok) return data.value as Data;
  complain(data.failure);
  return z.NEVER;
};

const breakageSchema = (definition: Definition): z.ZodType<Breakage> =>
  group({ kind: common(definition.kind).kind, ...definition.keys }).transform(({ kind, ...keys }, context) =>
    dataOf<Breakage>(definition, keys, (message) => context.addIssue({ code: 'custom', message })),
  );

const breakages = Object.fromEntries(Object.entries(BREAKAGES).map(([kind, one]) => [kind, breakageSchema(one)]));

/** `as: refuse`, or `as: { kind: status, status: 500 }`. */
const filling = z.preprocess(
  (given) => (typeof given === 'string' ? { kind: given } : given),
  named('breakage', chosenBy<Breakage>('kind', breakages)),
);

type More = Readonly<Record<string, z.ZodType>>;

const formSchema = (definition: Definition, more: More): z.ZodType<FaultForm & Readonly<Record<string, unknown>>> =>
  group({ ...common(definition.kind), ...more, ...definition.keys }).transform((given, context) => {
    // An unknown key in `as` alone does not keep this from being run, and then there is no `as`.
    if (context.issues.length > 0) return z.NEVER;
    const { kind, name, share = 1, from, until, for: forMs, ...rest } = given;
    const keys = Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.hasOwn(more, key) || key === 'as'));
    const what = dataOf<Breakage | Shape>(definition, keys, (message) => context.addIssue({ code: 'custom', message }));
    const form = { ...rest, name: name ?? kind, share, from, until, forMs, what };
    const placed = placeFault(form, 0);
    if (placed.ok) return form;
    const { key, message } = placed.failure;
    context.addIssue({ code: 'custom', message, path: [key] });
    return z.NEVER;
  });

const formsWith = (more: More) =>
  chosenBy<FaultForm & Readonly<Record<string, unknown>>>(
    'kind',
    Object.fromEntries([
      ...Object.entries(BREAKAGES).map(([kind, one]) => [kind, formSchema(one, more)]),
      ...Object.entries(SHAPES).map(([kind, one]) => [kind, formSchema(one, { ...more, as: filling.optional() })]),
    ]),
  );

/** One fault. */
export const faultSchema: z.ZodType<FaultForm> = named('fault', formsWith({}));

/** All faults of one issuer: names are told apart, and none contradicts another. */
export const faultsSchema: z.ZodType<readonly FaultForm[]> = z
  .array(faultSchema)
  .max(MAX_FAULTS, `must not be more than ${MAX_FAULTS} faults`)
  .superRefine((forms, context) => {
    for (const { index, key, message } of contradictionsIn(forms)) {
      context.addIssue({ code: 'custom', message, path: [index, key] });
    }
  });

/** `ALL`, or a list of some of these issuers. */
export const hitIssuersSchema = (codes: readonly IssuerCode[]) => {
  const all = reading((given) => (given === 'ALL' ? ('ALL' as const) : undefined), 'must be ALL or a list of issuers', {
    const: 'ALL',
  });
  const several = z
    .array(oneOf(codes))
    .min(1, 'must name at least one issuer')
    .refine((list) => new Set(list).size === list.length, 'must not name an issuer twice');
  const issuers = either<'ALL' | readonly IssuerCode[]>(
    (given) => (Array.isArray(given) ? several : all),
    [all, several],
  );
  return named('issuers', issuers);
};

/** One fault, and beside its keys the issuers that it hits. */
export const faultOverSchema = (codes: readonly IssuerCode[]): z.ZodType<FaultForm & Pick<IncidentForm, 'issuers'>> =>
  formsWith({ issuers: hitIssuersSchema(codes) }).transform((form) => ({
    ...form,
    issuers: form.issuers as IncidentForm['issuers'],
  }));

/** One incident over several of these issuers. */
export const incidentSchema = (codes: readonly IssuerCode[]): z.ZodType<IncidentForm> => {
  const more = {
    issuers: hitIssuersSchema(codes),
    stagger: durationMs(0, MAX_STAGGER_MS).optional(),
    recovery: durationMs(0, MAX_STAGGER_MS).optional(),
  };
  return formsWith(more).transform(({ stagger, recovery, ...form }, context) => {
    const incident = {
      ...form,
      issuers: form.issuers as IncidentForm['issuers'],
      staggerMs: Number(stagger ?? 0),
      recoveryMs: Number(recovery ?? 0),
    };
    const windows = [...placeIncident(incident, codes, 0).values()].map(({ window }) => window);
    if (windows.every(({ fromMs = 0, untilMs = Number.POSITIVE_INFINITY }) => fromMs < untilMs)) return incident;
    const message =
      'must let every issuer fail before it recovers: the last one would not; make it shorter, or recovery longer';
    context.addIssue({ code: 'custom', message, path: ['stagger'] });
    return z.NEVER;
  });
};
