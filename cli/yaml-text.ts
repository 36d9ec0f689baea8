// YAML (and JSON, which is YAML) that people write: text to checked content, or to every mistake with line and column.
// banknet.yaml is one document; in a scenario file each document is a scenario.
import { type Document, isAlias, isMap, isSeq, LineCounter, parseAllDocuments, parseDocument } from 'yaml';
import type { z } from 'zod';
import { fail, ok, type Result } from '../core/result.ts';
import { type Mistake, mistakesOf, offsetOfNode } from './yaml-mistakes.ts';

/** Aliases that expand beyond this are an attack or an accident. */
const MAX_ALIASES = 100;
/** No file of ours nests half as deep. */
const MAX_DEPTH = 64;
/** More lines than this tell nobody more: broken YAML can be broken at every character. */
const MAX_LINES = 50;

const PARSING = { prettyErrors: false, uniqueKeys: true } as const;

/** What a document says: as data, and as the schema has read it. */
export interface YamlContent<Value> {
  readonly data: unknown;
  readonly value: Value;
}

/** The one document of a text. `path` is for the lines only, which read `path:line:column: what is wrong`. */
export const readYamlText = <Value>(
  text: string,
  path: string,
  schema: z.ZodType<Value>,
): Result<YamlContent<Value>, readonly string[]> => {
  const read = readAll(path, schema, (lineCounter) => [parseDocument(text, { ...PARSING, lineCounter })]);
  const [content] = read.ok ? read.value : [];
  if (content !== undefined) return ok(content);
  return read.ok ? fail([`${path}:1:1: has no document`]) : read;
};

/** Every document of a text, at least one; as {@link readYamlText}. */
export const readYamlDocuments = <Value>(
  text: string,
  path: string,
  schema: z.ZodType<Value>,
): Result<readonly YamlContent<Value>[], readonly string[]> => {
  const read = readAll(path, schema, (lineCounter) => [...parseAllDocuments(text, { ...PARSING, lineCounter })]);
  return read.ok && read.value.length === 0 ? fail([`${path}:1:1: is empty`]) : read;
};

const readAll = <Value>(
  path: string,
  schema: z.ZodType<Value>,
  parse: (lineCounter: LineCounter) => readonly Document[],
): Result<readonly YamlContent<Value>[], readonly string[]> => {
  const counter = new LineCounter();
  const documents = guarded(0, () => ok(parse(counter)));
  const read = documents.ok ? documents.value.map((document) => readDocument(document, schema)) : [documents];
  const mistakes = read.flatMap((one) => (one.ok ? [] : one.failure));
  if (mistakes.length === 0) return ok(read.flatMap((one) => (one.ok ? [one.value] : [])));
  const lines = mistakes
    .toSorted((one, other) => one.offset - other.offset)
    .map(({ offset, message }) => {
      const { line, col } = counter.linePos(offset);
      return `${path}:${Math.max(1, line)}:${Math.max(1, col)}: ${message}`;
    });
  if (lines.length <= MAX_LINES) return fail(lines);
  return fail([...lines.slice(0, MAX_LINES), `${path}: and ${lines.length - MAX_LINES} more`]);
};

const readDocument = <Value>(
  document: Document,
  schema: z.ZodType<Value>,
): Result<YamlContent<Value>, readonly Mistake[]> => {
  const { contents, errors, warnings } = document;
  // A warning is a tag or a directive that would be passed over: also not what was meant.
  const [broken, ...more] = [...errors, ...warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: sentence(message),
  }));
  // Whatever comes after what was too deep is only its echo.
  if (broken !== undefined) return fail(broken.message === TOO_DEEP ? [broken] : [broken, ...more]);
  const { deep, alias } = survey(contents);
  if (deep !== undefined) return fail([{ offset: deep, message: `is nested deeper than ${MAX_DEPTH} levels` }]);
  return guarded(alias ?? offsetOfNode(contents) ?? 0, () => {
    const data: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const parsed = schema.safeParse(data);
    if (parsed.success) return ok({ data, value: parsed.data });
    return fail(parsed.error.issues.flatMap((issue) => mistakesOf(issue, data, contents)));
  });
};

/** Where the first node stands that is nested too deeply, and the first alias. Needs no stack of its own. */
const survey = (root: unknown): { readonly deep: number | undefined; readonly alias: number | undefined } => {
  const found: { deep: number[]; alias: number[] } = { deep: [], alias: [] };
  const coming: { readonly node: unknown; readonly depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = coming.pop(); next !== undefined; next = coming.pop()) {
    const { node, depth } = next;
    if (isAlias(node)) found.alias.push(offsetOfNode(node) ?? 0);
    if (depth > MAX_DEPTH) found.deep.push(offsetOfNode(node) ?? 0);
    else for (const inner of nodesIn(node)) coming.push({ node: inner, depth: depth + 1 });
  }
  return { deep: first(found.deep), alias: first(found.alias) };
};

const nodesIn = (node: unknown): readonly unknown[] => {
  if (isSeq(node)) return node.items;
  return isMap(node) ? node.items.flatMap(({ key, value }) => [key, value]) : [];
};

const first = (offsets: readonly number[]): number | undefined =>
  offsets.reduce<number | undefined>((least, one) => (least === undefined || one < least ? one : least), undefined);

/** What expands or nests beyond all measure is a mistake at `offset`. */
const guarded = <Value>(
  offset: number,
  read: () => Result<Value, readonly Mistake[]>,
): Result<Value, readonly Mistake[]> => {
  try {
    return read();
  } catch (error) {
    // yaml says by a ReferenceError what is wrong with aliases; nesting beyond the stack is a RangeError.
    if (error instanceof ReferenceError) {
      const isUnknown = error.message.startsWith('Unresolved');
      const message = isUnknown ? 'an alias (*name) has no anchor (&name) before it' : 'aliases (*name) expand too far';
      return fail([{ offset, message }]);
    }
    if (error instanceof RangeError) return fail([{ offset, message: TOO_DEEP }]);
    throw error;
  }
};

const TOO_DEEP = 'is nested too deeply';

/** In one line. The parser, too, tells of a stack that is full. */
const sentence = (message: string): string =>
  /stack/i.test(message) ? TOO_DEEP : message.replaceAll(/\s*\n\s*/g, ' ').replace(/:?$/, '');
