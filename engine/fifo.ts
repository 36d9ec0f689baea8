// A queue, first in first out: a chain, which holds on to nothing that has been taken out.

interface Link<Item> {
  readonly item: Item;
  next: Link<Item> | undefined;
}

export class Fifo<Item> {
  #head: Link<Item> | undefined;
  #tail: Link<Item> | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(item: Item): void {
    const link: Link<Item> = { item, next: undefined };
    if (this.#tail === undefined) this.#head = link;
    else this.#tail.next = link;
    this.#tail = link;
    this.#size++;
  }

  /** The first, left in its place. */
  get first(): Item | undefined {
    return this.#head?.item;
  }

  /** Takes out the first. */
  take(): Item | undefined {
    const link = this.#head;
    if (link === undefined) return undefined;
    this.#head = link.next;
    if (link.next === undefined) this.#tail = undefined;
    this.#size--;
    return link.item;
  }

  /** Takes out all that are not wanted. */
  keepOnly(isWanted: (item: Item) => boolean): void {
    let link = this.#head;
    this.clear();
    for (; link !== undefined; link = link.next) if (isWanted(link.item)) this.push(link.item);
  }

  clear(): void {
    this.#head = undefined;
    this.#tail = undefined;
    this.#size = 0;
  }
}
