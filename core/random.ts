// Chance is keyed, not drawn: every choice is a function of a seed and of what it is for. Order, concurrency, one
// more bank or one more draw elsewhere change nothing. Built on two 32-bit lanes of multiply and xor, well finished.

/** What a choice is for: the issuer, the inquiry, the attempt, the purpose. */
export type RandomKey = string | number;

/** A source of keyed chance. Two calls with equal keys give equal results, in any order. */
export interface Random {
  /** Uniform in [0, 1), 53 bits, for this key. */
  unit(...key: RandomKey[]): number;
  /** A generator of many uniform numbers in [0, 1) for this key. */
  stream(...key: RandomKey[]): () => number;
  /** `length` characters of [0-9a-v] for this key; 5 bits each, at most 20. */
  id(length: number, ...key: RandomKey[]): string;
  /** A source of its own for everything under this key. */
  fork(...key: RandomKey[]): Random;
}

/** The seed of whoever names none. */
export const DEFAULT_SEED = 42;

/** Keyed chance for one seed (any finite number or text). */
export const createRandom = (seed: RandomKey): Random => sourceFrom(absorb({ a: 0x9e3779b9, b: 0x85ebca6b }, seed));

/** Where a key has led so far: one object, changed by each part, for choices are made by the million. */
interface Lanes {
  a: number;
  b: number;
}

const sourceFrom = (base: Readonly<Lanes>): Random => {
  const at = (key: readonly RandomKey[]): Readonly<Lanes> => {
    const lanes = { a: base.a, b: base.b };
    for (const part of key) absorb(lanes, part);
    return lanes;
  };
  return {
    unit: (...key) => {
      const { a, b } = at(key);
      return toUnit(finish(a ^ Math.imul(b, 0xc2b2ae35)), finish(b ^ Math.imul(a, 0x27d4eb2f)));
    },
    stream: (...key) => streamFrom(at(key)),
    id: (length, ...key) => {
      const next = streamFrom(at(key));
      let text = '';
      while (text.length < length)
        text += Math.floor(next() * 32 ** 10)
          .toString(32)
          .padStart(10, '0');
      return text.slice(0, length);
    },
    fork: (...key) => sourceFrom(at(key)),
  };
};

const streamFrom = ({ a, b }: Readonly<Lanes>): (() => number) =>
  generator(finish(a ^ Math.imul(b, 0xc2b2ae35)), finish(b ^ Math.imul(a, 0x27d4eb2f)));

/** Mixes one part of a key into both lanes; the length and a type mark keep `1` from `'1'` and `ab,c` from `a,bc`. */
const absorb = (lanes: Lanes, part: RandomKey): Lanes => {
  const text = typeof part === 'string' ? part : String(part);
  let a = lanes.a ^ text.length;
  let b = lanes.b ^ (typeof part === 'string' ? 0x51ed270b : 0x2545f491);
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    a = Math.imul(a ^ char, 0x9e3779b1);
    b = Math.imul(b ^ char, 0x5f356495);
  }
  lanes.b = finish(b ^ a) | 0;
  lanes.a = finish(a) | 0;
  return lanes;
};

const finish = (value: number): number => {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
};

const toUnit = (high: number, low: number): number => ((high >>> 5) * 67_108_864 + (low >>> 6)) / 9_007_199_254_740_992;

/** Two Weyl sequences, each finished: passes what a simulation asks of it, and starts without a warm-up. */
const generator = (seedA: number, seedB: number): (() => number) => {
  let a = seedA | 0;
  let b = seedB | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    b = (b + 0x6a09e667 + (a >>> 31)) | 0;
    return toUnit(finish(a ^ b), finish(b + Math.imul(a, 0x5bd1e995)));
  };
};
