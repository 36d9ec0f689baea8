// What happened in each second of a watch, on the network's clock. The latest hour is kept: whoever asks each second,
// or each minute, misses nothing.
export interface SecondView {
  /** Whole seconds since the watch began. */
  readonly second: number;
  readonly accepted: number;
  readonly throttled: number;
  readonly ended: number;
  /** Calls to banks that began: asked, and asked how it stands. */
  readonly calls: number;
  /** Among them those that ask again. */
  readonly retries: number;
}

export type Counted = Exclude<keyof SecondView, 'second'>;

/** An hour; about 400 kB where every second has something to tell. */
const MAX_SECONDS = 3600;

type Slot = { -readonly [Name in keyof SecondView]: SecondView[Name] };

export class SecondTally {
  readonly #startMs: number;
  /** In the order in which they began. */
  #slots: Slot[] = [];

  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** The second in which an instant lies. */
  secondOf(atMs: number): number {
    return Math.max(0, Math.floor((atMs - this.#startMs) / 1000));
  }

  count(name: Counted, second: number): void {
    this.#slot(second)[name]++;
  }

  after(second: number): readonly SecondView[] {
    return this.#slots.filter((slot) => slot.second > second).map((slot) => ({ ...slot }));
  }

  /** Events come nearly in order: one of a second that has just gone by still finds it. */
  #slot(second: number): Slot {
    for (let at = this.#slots.length - 1; at >= 0; at--) {
      const slot = this.#slots[at];
      if (slot?.second === second) return slot;
      if (slot === undefined || slot.second < second) return this.#insert(at + 1, second);
    }
    return this.#insert(0, second);
  }

  #insert(at: number, second: number): Slot {
    const slot: Slot = { second, accepted: 0, throttled: 0, ended: 0, calls: 0, retries: 0 };
    this.#slots.splice(at, 0, slot);
    // The oldest go: half of them at once, so that it costs nothing by the second.
    if (this.#slots.length > 2 * MAX_SECONDS) this.#slots = this.#slots.slice(-MAX_SECONDS);
    return slot;
  }
}
