// Tells each second of a run when it is over, and keeps what the network has seen in it: the oracle remembers an hour.
import type { Clock } from '../core/clock.ts';
import type { ControlLink } from './control-link.ts';
import type { Slice } from './load-result.ts';
import type { MeteredSecond } from './run-meter.ts';
import { type SeenSecond, slicesOf } from './run-slices.ts';

/** What is on its way at the end of a second has this long to be counted in it. */
const SETTLE_MS = 50;
const SECOND_MS = 1000;

export interface SecondTellerOptions {
  readonly control: Pick<ControlLink, 'oracle'>;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  /** When the first second begins, on the clock, and which of the oracle's seconds it is. */
  readonly countsFromMs: number;
  readonly firstSecond: number;
  readonly throttle: { readonly burst: number; readonly perSecond: number };
  readonly metered: (at: number) => Promise<MeteredSecond | undefined>;
  readonly onSecond: ((slice: Slice) => void) | undefined;
}

export class SecondTeller {
  readonly #options: SecondTellerOptions;
  readonly #seen = new Map<number, SeenSecond>();
  #cancel = (): void => undefined;
  #isOver = false;

  constructor(options: SecondTellerOptions) {
    this.#options = options;
    this.#wait(0);
  }

  /** What the network saw, with what it says last. */
  seen(last: readonly SeenSecond[]): readonly SeenSecond[] {
    this.#keep(last);
    return [...this.#seen.values()];
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #wait(at: number): void {
    const { clock, countsFromMs } = this.#options;
    this.#cancel = clock.at(countsFromMs + (at + 1) * SECOND_MS + SETTLE_MS, () => void this.#tell(at));
  }

  async #tell(at: number): Promise<void> {
    const { control, firstSecond, throttle, metered, onSecond } = this.#options;
    // A network that answers no more is told of when the run ends, which is soon: here it has no second to show.
    const view = await control.oracle(Math.max(0, firstSecond + at - 1)).catch(() => undefined);
    this.#keep(view?.seconds ?? []);
    const second = await metered(at);
    if (this.#isOver) return;
    const [slice] =
      second === undefined ? [] : slicesOf([second], [...this.#seen.values()], firstSecond + at, throttle);
    if (slice !== undefined) onSecond?.({ ...slice, atMs: at * SECOND_MS });
    this.#wait(at + 1);
  }

  #keep(seconds: readonly SeenSecond[]): void {
    for (const second of seconds) this.#seen.set(second.second, second);
  }
}
