// The text of banknet.yaml to its checked content, or to every mistake in it with line and column.
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { fail, ok, type Result } from '../core/result.ts';
import type { RecordedFiles } from '../simulator/issuer/latency-schema.ts';
import { type ConfigFile, configSchemaWith } from './config-schema.ts';

/** Aliases that expand beyond this are an attack or an accident. */
const MAX_ALIASES = 100;
/** More lines than this tell nobody more: broken YAML can be broken at every character. */
const MAX_LINES = 50;
/** So much of a wrong value is repeated. */
const MAX_SHOWN_CHARACTERS = 40;

/** Values that are not repeated: a key, or an address with a password in it, may have come there by mistake. */
const MAY_BE_SECRET: ReadonlySet<PropertyKey | undefined> = new Set(['key', 'url']);

interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/**
 * `path` is for the lines only, which read `path:line:column: what is wrong, what would be right`. `files` reads the
 * recorded latencies that the text names.
 */
export const readConfigText = (
  text: string,
  path: string,
  files: RecordedFiles,
): Result<ConfigFile, readonly string[]> => {
  const counter = new LineCounter();
  const read = readDocument(text, counter, files);
  if (read.ok) return read;
  const lines = read.failure
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, message }) => {
      const { line, col } = counter.linePos(offset);
      return `${path}:${Math.max(1, line)}:${Math.max(1, col)}: ${message}`;
    });
  if (lines.length <= MAX_LINES) return fail(lines);
  return fail([...lines.slice(0, MAX_LINES), `${path}: and ${lines.length - MAX_LINES} more`]);
};

const readDocument = (
  text: string,
  lineCounter: LineCounter,
  files: RecordedFiles,
): Result<ConfigFile, readonly Mistake[]> => {
  try {
    const document = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true });
    // A warning is a tag or a directive that would be passed over: also not what was meant.
    const broken = [...document.errors, ...document.warnings];
    if (broken.length > 0) {
      return fail(broken.map(({ pos, message }) => ({ offset: pos[0], message: sentence(message) })));
    }
    const content: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const parsed = configSchemaWith(files).safeParse(content);
    if (parsed.success) return ok(parsed.data);
    return fail(parsed.error.issues.flatMap((issue) => mistakesOf(issue, content, document.contents)));
  } catch (error) {
    // yaml says that aliases expand too far by a ReferenceError; nesting beyond the stack is a RangeError.
    if (error instanceof ReferenceError) return fail([{ offset: 0, message: 'aliases (*name) expand too far' }]);
    if (error instanceof RangeError) return fail([{ offset: 0, message: 'is nested too deeply' }]);
    throw error;
  }
};

const sentence = (message: string): string => message.replaceAll(/\s*\n\s*/g, ' ').replace(/:?$/, '');

const mistakesOf = (issue: z.core.$ZodIssue, content: unknown, root: unknown): Mistake[] => {
  const { path } = issue;
  const where = path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') {
    const value = MAY_BE_SECRET.has(path.at(-1)) ? '' : `; it is ${shown(valueAt(content, path))}`;
    const message = `${where || 'the file'}: ${issue.message}${value}`;
    return [{ offset: offsetOf(root, path), message }];
  }
  // The schema gives a line for each key, in their order. The values of unknown keys are not repeated.
  const words = issue.message.split('\n');
  return issue.keys.map((key, at) => {
    const place = `${key}${where === '' ? '' : ` in ${where}`}`;
    const rest = words[at] ?? '';
    const message = rest.startsWith(';') ? `unknown key ${place}${rest}` : `${place}${rest}`;
    return { offset: offsetOf(root, [...path, key]), message };
  });
};

const valueAt = (content: unknown, path: readonly PropertyKey[]): unknown => {
  let value = content;
  for (const part of path) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === String(part))?.[1]
        : undefined;
  }
  return value;
};

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return 'empty';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
};

/** Where a member stands in the text: its key where there is one, else the nearest thing around it. */
const offsetOf = (root: unknown, path: readonly PropertyKey[]): number => {
  let node = root;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = startOf(node) ?? offset;
      continue;
    }
    if (!isMap(node)) return offset;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === part);
    if (pair === undefined) return offset;
    offset = startOf(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
};

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
