// Strict JSON (issuer-api.yaml, "Form"): a repeated member, a byte order mark or too deep nesting is an error that
// names its place. Fast where nothing is wrong: one native parse and one scan that counts members.
import type { MemberError } from './failures.ts';
import { fail, ok, type Result } from './result.ts';

/** How deep arrays and objects may nest; the contract's deepest message has 4. */
export const MAX_JSON_DEPTH = 32;

/** The RFC 6901 pointer to a path of member names and array indexes; the whole document is ''. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * Parses one JSON text.
 * @returns the value, or one error with a pointer; its message never repeats a value of the text.
 */
export const parseJson = (text: string): Result<unknown, MemberError> => {
  if (text.charCodeAt(0) === 0xfeff) return fail({ pointer: '', message: 'must not start with a byte order mark' });
  const scan = scanMembers(text);
  if (scan.depth > MAX_JSON_DEPTH) {
    return fail({ pointer: '', message: `nests deeper than ${MAX_JSON_DEPTH} levels` });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's own message quotes the text, which may be somebody's name: ours does not.
    return fail({ pointer: '', message: 'is not JSON' });
  }
  return scan.members === countMembers(value) ? ok(value) : fail(findRepeatedMember(text));
};

/** Counts colons outside strings (one a member in valid JSON) and the deepest nesting, in one pass. */
const scanMembers = (text: string): { members: number; depth: number } => {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x22) at = endOfString(text, at);
    else if (char === 0x3a) members++;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x7d || char === 0x5d) depth--;
  }
  return { members, depth: deepest };
};

/** The index of the quote that ends the string which starts at `start`, or the end of the text. */
const endOfString = (text: string, start: number): number => {
  let at = text.indexOf('"', start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at === -1 ? text.length : at;
};

const isEscaped = (text: string, quote: number): boolean => {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
};

const countMembers = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += countMembers(item);
    return members;
  }
  for (const item of Object.values(value)) members += 1 + countMembers(item);
  return members;
};

/** The slow path: walks valid JSON text that is known to repeat a member, and names the first repetition. */
const findRepeatedMember = (text: string): MemberError => {
  interface Level {
    readonly names: Set<string> | undefined;
    part: string | number;
  }
  const levels: Level[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    const level = levels.at(-1);
    if (char === '{') levels.push({ names: new Set(), part: '' });
    else if (char === '[') levels.push({ names: undefined, part: 0 });
    else if (char === '}' || char === ']') levels.pop();
    else if (char === ',' && level !== undefined && typeof level.part === 'number') level.part++;
    else if (char === '"') {
      const end = endOfString(text, at);
      if (level?.names !== undefined && /^\s*:/.test(text.slice(end + 1, end + 64))) {
        level.part = String(JSON.parse(text.slice(at, end + 1)));
        if (level.names.has(level.part)) {
          return { pointer: jsonPointer(levels.map(({ part }) => part)), message: 'is given more than once' };
        }
        level.names.add(level.part);
      }
      at = end;
    }
  }
  return { pointer: '', message: 'gives a member more than once' };
};
