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
export const createRandom = (seed: RandomKey): Random => {
  // Whole numbers of 32 bits from the start: a lane that is ever more than that costs a box at each step.
  return new KeyedRandom(absorb({ a: 0x9e3779b9 | 0, b: 0x85ebca6b | 0 }, seed));
};

/** Where a key has led so far: one object, changed by each part, for choices are made by the million. */
interface Lanes {
  a: number;
  b: number;
}

class KeyedRandom implements Random {
  readonly #base: Readonly<Lanes>;

  constructor(base: Readonly<Lanes>) {
    this.#base = base;
  }

  unit(...key: RandomKey[]): number {
    const { a, b } = this.#at(key);
    return toUnit(finish(a ^ Math.imul(b, 0xc2b2ae35)), finish(b ^ Math.imul(a, 0x27d4eb2f)));
  }

  stream(...key: RandomKey[]): () => number {
    return streamFrom(this.#at(key));
  }

  id(length: number, ...key: RandomKey[]): string {
    const next = streamFrom(this.#at(key));
    let text = '';
    while (text.length < length) text += tenDigits(Math.floor(next() * 32 ** 10));
    return text.slice(0, length);
  }

  fork(...key: RandomKey[]): Random {
    return new KeyedRandom(this.#at(key));
  }

  #at(key: readonly RandomKey[]): Readonly<Lanes> {
    const { a, b } = this.#base;
    const lanes = { a, b };
    for (const part of key) absorb(lanes, part);
    return lanes;
  }
}

const streamFrom = ({ a, b }: Readonly<Lanes>): (() => number) =>
  generator(finish(a ^ Math.imul(b, 0xc2b2ae35)), finish(b ^ Math.imul(a, 0x27d4eb2f)));

/** Two digits of base 32 for each ten bits: ids are made too often for `toString(32)`, which is slow above 31 bits. */
const PAIRS: readonly string[] = Array.from({ length: 1024 }, (_, pair) => pair.toString(32).padStart(2, '0'));

/** A whole number below 2^50 in base 32. */
const tenDigits = (value: number): string => {
  const high = Math.floor(value / 2 ** 30);
  const low = value % 2 ** 30;
  const first = `${PAIRS[high >>> 10]}${PAIRS[high & 1023]}`;
  return `${first}${PAIRS[low >>> 20]}${PAIRS[(low >>> 10) & 1023]}${PAIRS[low & 1023]}`;
};

/** Not `text.charCodeAt`: keys are strings of so many kinds that V8 would look the method up for every character. */
const { charCodeAt } = String.prototype;

/** Mixes one part of a key into both lanes; the length and a type mark keep `1` from `'1'` and `ab,c` from `a,bc`. */
const absorb = (lanes: Lanes, part: RandomKey): Lanes => {
  const text = typeof part === 'string' ? part : String(part);
  const { length } = text;
  let a = lanes.a ^ length;
  let b = lanes.b ^ (typeof part === 'string' ? 0x51ed270b : 0x2545f491);
  for (let at = 0; at < length; at++) {
    const char = charCodeAt.call(text, at);
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
