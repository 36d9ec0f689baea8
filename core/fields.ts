// Building blocks for settings that people write by hand (banknet.yaml, the control API, scenario files): durations,
// shares, groups of keys. Every message says what would be right; who places a message adds what stands there instead.
import { z } from 'zod';
import { formatDuration, parseDuration } from './durations.ts';
import type { MemberError } from './failures.ts';
import { jsonPointer } from './json.ts';
import { nearestName } from './nearest-name.ts';

/** `; did you mean NAME?`, or nothing where no name is near. */
const didYouMean = (given: string, names: readonly string[]): string => {
  const nearest = nearestName(given, names);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
};

/** What an unknown key or name is answered with: the nearest known one, or all there are. */
export const nearestHint = (given: string, known: readonly string[]): string => {
  const hint = didYouMean(given, known);
  return hint === '' ? `; there are ${known.join(', ')}` : hint;
};

/**
 * Keys and their values. Anything else, and an unknown key, is an error of its own for each: the message of an
 * `unrecognized_keys` issue has a line for each of its keys, in their order.
 */
export const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => {
  const known = Object.keys(shape);
  const error = (issue: { readonly code?: string; readonly keys?: readonly string[] }): string =>
    issue.code === 'unrecognized_keys'
      ? (issue.keys ?? []).map((key) => nearestHint(key, known)).join('\n')
      : `must be keys with values, of ${known.join(', ')}`;
  // A key with all below it commented out is a group with nothing in it.
  return z.preprocess((given) => given ?? {}, z.strictObject(shape, { error: (issue) => error(issue) }));
};

/** What JSON Schema says of a value that is read by code. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A value that `read` makes something of, else what would be right. `json` describes what may be given. */
export const reading = <Value>(read: (given: unknown) => Value | undefined, right: string, json: JsonSchema = {}) =>
  z
    .unknown()
    .transform((given, context): Value => {
      const value = read(given);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: right });
      return z.NEVER;
    })
    .meta({ description: right, ...json });

const DURATION_PATTERN = '^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d)$';

/** A duration from `minMs` to `maxMs`, as milliseconds. */
export const durationMs = (minMs: number, maxMs: number) => {
  const range = `from ${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  const right = `must be a duration ${range}, such as 250ms, 5s, 30m, 24h or 7d`;
  const read = (given: unknown): number | undefined => {
    const ms = typeof given === 'string' ? parseDuration(given) : undefined;
    return ms !== undefined && ms >= minMs && ms <= maxMs ? ms : undefined;
  };
  return reading(read, right, { type: 'string', pattern: DURATION_PATTERN });
};

export const numberFrom = (min: number, max: number) =>
  reading(
    (given) => (typeof given === 'number' && given >= min && given <= max ? given : undefined),
    `must be a number from ${min} to ${max}`,
    { type: 'number', minimum: min, maximum: max },
  );

export const wholeFrom = (min: number, max: number) =>
  reading(
    (given) =>
      typeof given === 'number' && Number.isSafeInteger(given) && given >= min && given <= max ? given : undefined,
    `must be a whole number from ${min} to ${max}`,
    { type: 'integer', minimum: min, maximum: max },
  );

/** `0.05` or `1/20`. */
export const share = () =>
  reading(shareOf, 'must be a share from 0 to 1, such as 0.05 or 1/20', {
    anyOf: [
      { type: 'number', minimum: 0, maximum: 1 },
      { type: 'string', pattern: '^[0-9]{1,12}/[1-9][0-9]{0,11}$' },
    ],
  });

const shareOf = (given: unknown): number | undefined => {
  const fraction = /^([0-9]{1,12})\/([1-9][0-9]{0,11})$/.exec(String(given));
  const value = fraction === null ? given : Number(fraction[1]) / Number(fraction[2]);
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : undefined;
};

/** One of these words; any other is answered with all of them, and the nearest. */
export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  wordOf(names, (given) => `must be one of ${names.join(', ')}${didYouMean(given, names)}`);

/** As {@link oneOf}, of so many words that all are told only where none is near; `what` such as `a refusal code`. */
export const oneOfMany = <const Names extends readonly string[]>(what: string, names: Names) =>
  wordOf(names, (given) => `must be ${what}${nearestHint(given, names)}`);

const wordOf = <const Names extends readonly string[]>(names: Names, right: (given: string) => string) =>
  z
    .unknown()
    .transform((given, context): Names[number] => {
      const name = names.find((one) => one === given);
      if (name !== undefined) return name;
      context.addIssue({ code: 'custom', message: right(typeof given === 'string' ? given : '') });
      return z.NEVER;
    })
    .meta({ description: right(''), enum: names });

/**
 * One of several groups of keys, told apart by the value of `member`. A name that is not in the table is answered with
 * the nearest one that is.
 */
export const chosenBy = <Value>(member: string, table: Readonly<Record<string, z.ZodType<Value>>>) => {
  const names = Object.keys(table).join(', ');
  const absent = complaint(`must be keys with values, with ${member}: one of ${names}`);
  const pick = (given: unknown): z.ZodType<Value> => {
    if (typeof given !== 'object' || given === null || !Object.hasOwn(given, member)) return absent;
    const chosen: unknown = Object.entries(given).find(([key]) => key === member)?.[1];
    const name = typeof chosen === 'string' ? chosen : '';
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    return option ?? complaint(`must be one of ${names}${didYouMean(name, Object.keys(table))}`, [member]);
  };
  return either(pick, Object.values(table));
};

/** Nothing is right here; says what would be. */
const complaint = (message: string, path: PropertyKey[] = []) =>
  z.unknown().transform((_given, context) => {
    context.addIssue({ code: 'custom', message, path });
    return z.NEVER;
  });

/** A mistake that a check finds beside a schema: where, and what would be right. */
export interface FoundMistake {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What the schema that `pick` names reads, made into something else; issues stay where they are. */
const through = <Value, Made>(
  pick: (given: unknown) => z.ZodType<Value>,
  make: (value: Value, given: unknown) => Made,
  check: (given: unknown) => readonly FoundMistake[] = () => [],
) =>
  z.unknown().transform((given, context): Made => {
    const parsed = pick(given).safeParse(given);
    if (!parsed.success) forwardIssues(parsed.error.issues, context, given);
    for (const { path, message } of check(given)) context.addIssue({ code: 'custom', path: [...path], message });
    return parsed.success ? make(parsed.data, given) : z.NEVER;
  });

/** One of several forms, told apart by how the value looks. */
export const either = <Value>(pick: (given: unknown) => z.ZodType<Value>, forms: readonly z.ZodType<Value>[]) => {
  const schema = through(pick, (value) => value);
  jsonOf.set(schema, (definitions) => ({ anyOf: forms.map((form) => plainJsonOf(form, definitions)) }));
  return schema;
};

/** As `inner`; what `check` finds in the value as it was given is told too, whatever else is wrong with it. */
export const checkedBy = <Value>(inner: z.ZodType<Value>, check: (given: unknown) => readonly FoundMistake[]) => {
  const schema = through(
    () => inner,
    (value) => value,
    check,
  );
  jsonOf.set(schema, (definitions) => plainJsonOf(inner, definitions));
  return schema;
};

/** A value as it was written, beside what it means: settings are shown as somebody wrote them. */
export interface Written<Value> {
  readonly given: unknown;
  readonly value: Value;
}

/** Keeps what was given. */
export const written = <Value>(inner: z.ZodType<Value>) => {
  const schema = through(
    () => inner,
    (value, given): Written<Value> => ({ given, value }),
  );
  jsonOf.set(schema, (definitions) => plainJsonOf(inner, definitions));
  return schema;
};

/** What a schema inside a transform has found, as issues of the transform. */
const forwardIssues = (issues: readonly z.core.$ZodIssue[], context: z.core.$RefinementCtx, given: unknown): void => {
  for (const { code, path, message, ...more } of issues) {
    context.issues.push({ ...more, code, path: [...path], message, input: given } as z.core.$ZodRawIssue);
  }
};

/** Every issue as an RFC 6901 pointer and what would be right; no value is repeated. */
export const mistakesIn = (issues: readonly z.core.$ZodIssue[]): readonly MemberError[] =>
  issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ pointer: jsonPointer(issue.path), message: issue.message }];
    const hints = issue.message.split('\n');
    return issue.keys.map((key, at) => ({
      pointer: jsonPointer([...issue.path, key]),
      message: `is an unknown key${hints[at] ?? ''}`,
    }));
  });

type Definitions = Map<string, JsonSchema>;

/** What schemas that are code accept, for those that no meta can describe before it is asked for. */
const jsonOf = new WeakMap<object, (definitions: Definitions) => JsonSchema>();

/** Gives a schema a name in the JSON Schema, where it stands once and is pointed to from everywhere. */
export const named = <Value>(name: string, inner: z.ZodType<Value>): z.ZodType<Value> => {
  const schema = through(
    () => inner,
    (value) => value,
  );
  jsonOf.set(schema, (definitions) => {
    if (!definitions.has(name)) {
      // Set before it is known: what is inside may point to it.
      definitions.set(name, {});
      definitions.set(name, plainJsonOf(inner, definitions));
    }
    return { $ref: `#/$defs/${name}` };
  });
  return schema;
};

/** The JSON Schema (2020-12) of what may be given to a schema made of these blocks. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => {
  const definitions: Definitions = new Map();
  const json = plainJsonOf(schema, definitions);
  return definitions.size === 0 ? json : { ...json, $defs: Object.fromEntries(definitions) };
};

const plainJsonOf = (schema: z.ZodType, definitions: Definitions): JsonSchema => {
  const { $schema, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const described = jsonOf.get(zodSchema)?.(definitions);
      if (described === undefined) return;
      Object.assign(jsonSchema, described);
    },
  });
  return json;
};
