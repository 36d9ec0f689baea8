// The lanes of all issuers: one each, made when it is first needed, and nothing in common (R15).
import type { IssuerCode } from '../core/banks.ts';
import { IssuerLane, type LaneOptions, type LaneView } from './issuer-lane.ts';
import type { EngineParts } from './ports.ts';

export class Lanes<Task> {
  readonly #parts: Pick<EngineParts, 'banks' | 'clock' | 'random' | 'events' | 'settings'>;
  readonly #options: Omit<LaneOptions<Task>, 'bank'>;
  readonly #lanes = new Map<IssuerCode, IssuerLane<Task>>();

  constructor(
    parts: Pick<EngineParts, 'banks' | 'clock' | 'random' | 'events' | 'settings'>,
    options: Omit<LaneOptions<Task>, 'bank'>,
  ) {
    this.#parts = parts;
    this.#options = options;
  }

  of(bank: IssuerCode): IssuerLane<Task> {
    let lane = this.#lanes.get(bank);
    if (lane === undefined) {
      lane = new IssuerLane(this.#parts, { ...this.#options, bank });
      this.#lanes.set(bank, lane);
    }
    return lane;
  }

  get views(): readonly LaneView[] {
    return [...this.#lanes.values()].map((lane) => lane.view);
  }

  get inFlight(): number {
    return this.views.reduce((calls, { inFlight }) => calls + inFlight, 0);
  }

  /** A bank could be called now, and nothing waits for it. */
  get isSomeIdle(): boolean {
    return this.#parts.banks.some(({ code }) => this.#lanes.get(code)?.isIdle ?? true);
  }

  /** Drops what is over, wherever it stands. */
  dropOver(): void {
    for (const lane of this.#lanes.values()) lane.dropOver();
  }

  /** Drops what waits and resolves when nothing is in flight any more. */
  async drain(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.drain()));
  }
}
