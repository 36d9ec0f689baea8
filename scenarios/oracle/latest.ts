// A memory with a bound: what watches remember of queries that have ended, so that a run of any length can be watched.

/**
 * At least so many are remembered. A look at an older one is judged by what it shows of itself: 100,000 queries to all
 * banks are 1.6 million calls.
 */
export const MAX_REMEMBERED = 100_000;

/** The latest entries by key. Two generations instead of an order of age: each step costs the same at any size. */
export class Latest<Value> {
  readonly #limit: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(limit: number = MAX_REMEMBERED) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
