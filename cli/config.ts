// Reads banknet.yaml: every error at once, each with file, line, column and what would be right (exit 2).
import { readFileSync, statSync } from 'node:fs';
import { isMap, isPair, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { IssuerCode } from '../core/banks.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { DEFAULT_ISSUER_SETTINGS, type IssuerSettings } from '../simulator/issuer/settings.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import { type ConfigFile, configSchema } from './config-schema.ts';
import { nearestName } from './nearest-name.ts';
import { CliProblem, EXIT } from './problem.ts';

/** A configuration is written by hand; what is larger is another file. */
const MAX_CONFIG_BYTES = 1_048_576;
/** Aliases that expand beyond this are an attack or an accident. */
const MAX_ALIASES = 100;
const DEFAULT_FILE = 'banknet.yaml';

/** A network's configuration as the program uses it. */
export interface NetworkConfig {
  readonly seed: number | undefined;
  readonly population: Partial<PopulationSettings>;
  readonly issuerSettings: (bank: IssuerCode) => IssuerSettings;
  readonly engine: Partial<EngineSettings>;
}

/**
 * The configuration of `file`, or of banknet.yaml where there is one, else the defaults.
 * @throws {CliProblem} exit 2 with a line an error; exit 3 where the file cannot be read
 */
export const loadConfig = (file: string | undefined): NetworkConfig => {
  const path = file ?? DEFAULT_FILE;
  const text = readConfig(path, file === undefined);
  return configOf(text === undefined ? {} : parseConfig(text, path));
};

const readConfig = (path: string, optional: boolean): string | undefined => {
  try {
    const { size } = statSync(path);
    if (size <= MAX_CONFIG_BYTES) return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && optional) return undefined;
    const exit = code === 'ENOENT' ? EXIT.usage : EXIT.environment;
    throw new CliProblem(exit, `${path}: cannot be read (${String(code)}); name another with --config`);
  }
  throw new CliProblem(EXIT.usage, `${path}: is over ${MAX_CONFIG_BYTES} bytes, so it is no configuration`);
};

/** The checked content of a configuration text; `path` is for the errors only. */
export const parseConfig = (text: string, path: string): ConfigFile => {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new CliProblem(EXIT.usage, ...document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`));
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
  } catch (error) {
    throw new CliProblem(EXIT.usage, `${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = configSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue));
  const placed = problems.map(({ path: place, message }) => ({ message, offset: offsetOf(document.contents, place) }));
  const ordered = placed.toSorted((one, other) => one.offset - other.offset);
  throw new CliProblem(EXIT.usage, ...ordered.map(({ offset, message }) => `${at(offset)}: ${message}`));
};

interface PlacedProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Settings of the interface that this version does not have yet. */
const NOT_YET = new Set(['faults', 'capacity', 'rateLimit', 'url', 'key']);

const describe = (issue: z.core.$ZodIssue): PlacedProblem[] => {
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, issue.path) }));
  }
  if (issue.code === 'invalid_union') {
    // The alternative that came furthest says best what is wrong; unknown keys in all of them mean another shape.
    const nested = issue.errors.map((issues) => issues.filter(({ code }) => code !== 'unrecognized_keys'));
    const closest = nested.find((issues) => issues.some(({ path, code }) => path.length > 0 && code === 'custom'));
    if (closest !== undefined) {
      return closest.map((inner) => ({
        path: [...issue.path, ...inner.path],
        message: `${[where, ...inner.path.map(String)].join('.')} ${inner.message}`,
      }));
    }
    const shapes = where.endsWith('latency')
      ? 'must be {fixed}, {p50, p99} or {min, max}, each a duration'
      : issue.message;
    return [{ path: issue.path, message: `${where} ${shapes}` }];
  }
  return [{ path: issue.path, message: `${where || 'the file'}: ${issue.message}` }];
};

const unknownKey = (key: string, path: readonly PropertyKey[]): string => {
  const place = path.length === 0 ? '' : ` in ${path.map(String).join('.')}`;
  if (path[0] === 'issuers' && NOT_YET.has(key)) return `${key}${place} is not supported by this version`;
  const nearest = nearestName(key, knownKeys(path));
  return `unknown key ${key}${place}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
};

/** The keys that the schema has at a path. */
const knownKeys = (path: readonly PropertyKey[]): readonly string[] => {
  let schema: z.core.$ZodType | undefined = configSchema;
  for (const part of path) schema = shapeOf(schema)?.[String(part)];
  return Object.keys(shapeOf(schema) ?? {});
};

const shapeOf = (schema: z.core.$ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> | undefined => {
  const { def } = (schema as z.core.$ZodTypes | undefined)?._zod ?? {};
  if (def?.type === 'optional') return shapeOf(def.innerType);
  return def?.type === 'object' ? def.shape : undefined;
};

/** Where a member stands in the text: its key where there is one, else the nearest thing around it. */
const offsetOf = (contents: unknown, path: readonly PropertyKey[]): number => {
  let node: unknown = contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (!isMap(node)) return offset;
    const pair = node.items.find(
      (item) => isPair(item) && String((item.key as { value?: unknown }).value) === String(part),
    );
    if (pair === undefined) return offset;
    offset = startOf(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
};

const startOf = (node: unknown): number | undefined => (node as Node | null | undefined)?.range?.[0];

const configOf = ({ seed, population = {}, issuers = {}, engine = {} }: ConfigFile): NetworkConfig => {
  const { issuerTimeout, deadline, interval, ...same } = engine;
  return {
    seed,
    population: withoutUndefined(population),
    issuerSettings: (bank) => ({
      ...DEFAULT_ISSUER_SETTINGS,
      ...withoutUndefined(issuers.defaults ?? {}),
      ...withoutUndefined((issuers as Readonly<Record<string, Partial<IssuerSettings> | undefined>>)[bank] ?? {}),
    }),
    engine: withoutUndefined({ ...same, issuerTimeoutMs: issuerTimeout, deadlineMs: deadline, intervalMs: interval }),
  };
};

type Defined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> };

const withoutUndefined = <T extends object>(given: T): Partial<Defined<T>> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>;
