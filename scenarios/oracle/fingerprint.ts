// A short text for a value of any size: values that differ have others, so that what was seen need not be kept. The
// order of members counts, as it does in what is sent.

/** Names of members and of banks have been seen before. Shorter texts are hashed as soon; ids and instants are new. */
const MIN_LENGTH = 5;
const MAX_LENGTH = 16;
const MAX_TEXTS = 20_000;
const textHashes = new Map<string, number>();

/** FNV-1a, and a second number of its own multiplier. */
const PRIME = 0x01000193;
const OTHER_PRIME = 0x85ebca6b;
const START = 0x811c9dc5;
const END_OF_MEMBERS = 1;
const WHOLE_NUMBER = 2;

/** Of JSON values. That two different ones have the same is one chance in four thousand million. */
export const fingerprint = (value: unknown): string => {
  const state = { one: START, other: START };
  mix(state, value);
  return `${state.one} ${state.other}`;
};

interface State {
  one: number;
  other: number;
}

const mix = (state: State, value: unknown): void => {
  if (typeof value === 'string') add(state, textHash(value));
  else if (typeof value === 'number' && (value | 0) === value) {
    add(state, WHOLE_NUMBER);
    add(state, value);
  } else if (Array.isArray(value)) {
    add(state, value.length);
    for (const element of value) mix(state, element);
  } else if (typeof value === 'object' && value !== null) mixMembers(state, value);
  else add(state, textHash(`(${String(value)})`));
};

const mixMembers = (state: State, members: object): void => {
  const values = Object.values(members);
  let at = 0;
  for (const name of Object.keys(members)) {
    const value = values[at++];
    if (value === undefined) continue;
    add(state, textHash(name));
    mix(state, value);
  }
  add(state, END_OF_MEMBERS);
};

const add = (state: State, number: number): void => {
  state.one = Math.imul(state.one ^ number, PRIME);
  state.other = Math.imul((state.other << 5) ^ (state.other >>> 27) ^ number, OTHER_PRIME);
};

const textHash = (text: string): number => {
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) return hashOf(text);
  const known = textHashes.get(text);
  if (known !== undefined) return known;
  const hash = hashOf(text);
  if (textHashes.size >= MAX_TEXTS) textHashes.clear();
  textHashes.set(text, hash);
  return hash;
};

const hashOf = (text: string): number => {
  let hash = START;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
};
