// How often what has happened, by name. Counted millions of times: each name is looked for once a time.

interface Box {
  times: number;
}

export class Counts {
  readonly #boxes = new Map<string, Box>();

  /** Once more. */
  readonly tell = (name: string): void => {
    const box = this.#boxes.get(name);
    if (box === undefined) this.#boxes.set(name, { times: 1 });
    else box.times++;
  };

  /** 0 where it never has. */
  of(name: string): number {
    return this.#boxes.get(name)?.times ?? 0;
  }

  /** Every name that was told, and how often. */
  all(): Map<string, number> {
    return new Map([...this.#boxes].map(([name, { times }]) => [name, times]));
  }
}
