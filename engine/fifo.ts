// A queue, first in first out, without a shift of the whole at each step.

/** How much of the front may be used up before it is cut off. */
const CUT_AFTER = 1024;

export class Fifo<Item> {
  #items: Item[] = [];
  #first = 0;

  get size(): number {
    return this.#items.length - this.#first;
  }

  push(item: Item): void {
    this.#items.push(item);
  }

  /** The first, left in its place. */
  get first(): Item | undefined {
    return this.#items[this.#first];
  }

  /** Takes out the first. */
  take(): Item | undefined {
    const item = this.#items[this.#first];
    if (item === undefined) return undefined;
    this.#first++;
    if (this.#first > CUT_AFTER && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }

  /** Takes out all that are not wanted. */
  keepOnly(isWanted: (item: Item) => boolean): void {
    this.#items = this.#items.slice(this.#first).filter(isWanted);
    this.#first = 0;
  }

  clear(): void {
    this.#items = [];
    this.#first = 0;
  }
}
