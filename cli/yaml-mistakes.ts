// Where in a YAML text a mistake stands, and its words: what is wrong, what would be right, what stands there instead.
import { isMap, isNode, isPair, isScalar, isSeq } from 'yaml';
import type { z } from 'zod';

/** So much of a wrong value is repeated. */
const MAX_SHOWN_CHARACTERS = 40;
/** Values that are not repeated: a key, or an address with a password in it, may have come there by mistake. */
const MAY_BE_SECRET: ReadonlySet<PropertyKey | undefined> = new Set(['key', 'url', 'mobile']);
/** The numbers of mobiles, documents and cards have so many digits, and are not repeated either. */
const LONG_NUMBER = /[0-9]{11,}/g;

export interface Mistake {
  readonly offset: number;
  readonly message: string;
}

/** What a schema has found wrong with the content of the document whose nodes begin at `root`. */
export const mistakesOf = (issue: z.core.$ZodIssue, content: unknown, root: unknown): readonly Mistake[] => {
  const { path } = issue;
  const where = path.map(String).join('.');
  if (issue.code !== 'unrecognized_keys') {
    const value = isPrivate(path) ? '' : `; it is ${shown(valueAt(content, path))}`;
    return [{ offset: offsetOf(root, path), message: `${where || 'the file'}: ${issue.message}${value}` }];
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

/** Secrets, and the names of people. */
const isPrivate = (path: readonly PropertyKey[]): boolean =>
  MAY_BE_SECRET.has(path.at(-1)) ||
  (path.at(-1) === 'name' && path.some((part) => part === 'people' || part === 'person'));

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
  const text = JSON.stringify(value).replaceAll(LONG_NUMBER, (digits) => `(${digits.length} digits)`);
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
};

/** Where a member stands in the text: its key where there is one, else the nearest thing around it. */
const offsetOf = (root: unknown, path: readonly PropertyKey[]): number => {
  let node = root;
  let offset = offsetOfNode(node) ?? 0;
  for (const part of path) {
    if (isSeq(node)) {
      node = node.items[Number(part)];
      offset = offsetOfNode(node) ?? offset;
      continue;
    }
    if (!isMap(node)) return offset;
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === part);
    if (pair === undefined) return offset;
    offset = offsetOfNode(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
};

export const offsetOfNode = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
