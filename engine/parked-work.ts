// Parks queries when places are short, and takes them up again: when they are due, when a bank can take more than waits
// for it, for a callback, and at their deadline at the latest (R15, R19, R20). The bookkeeping is in parking.ts.
import type { IssuerCode } from '../core/banks.ts';
import type { Cancel } from '../core/clock.ts';
import type { FanOut } from './fan-out.ts';
import { MAX_PARKED, type ParkedQuery, Parking, stockOf } from './parking.ts';
import type { EngineParts } from './ports.ts';

/** Where hardly anything could be parked, nobody looks through all runs again before this has passed. */
const LOOK_AGAIN_AFTER_MS = 1000;
/** Hardly anything: less than this share of the places. */
const WORTH_A_LOOK = 1 / 16;

interface Surroundings {
  readonly fanOut: FanOut;
  /** Places that nobody has. */
  readonly freePlaces: () => number;
  /** Told when it may be worth to ask for a place again. */
  readonly onRoom: () => void;
}

export class ParkedWork {
  readonly #parts: EngineParts;
  readonly #around: Surroundings;
  readonly #parking = new Parking();
  /** Being read again; resolves when they run, with `false` where the store failed. */
  readonly #takingUp = new Map<string, Promise<boolean>>();
  #pulling = false;
  #stopped = false;
  #lookAtMs = Number.NEGATIVE_INFINITY;
  #cancelLook: Cancel | undefined;
  #wake: { readonly atMs: number; readonly cancel: Cancel } | undefined;

  constructor(parts: EngineParts, around: Surroundings) {
    this.#parts = parts;
    this.#around = around;
  }

  /** Queries that are ours and not in memory. */
  get size(): number {
    return this.#parking.size + this.#takingUp.size;
  }

  /** Queries that are being read again, each of which will have a place. */
  get takingUp(): number {
    return this.#takingUp.size;
  }

  /** Makes places free by parking, unless that was tried in vain just now: then it is tried again soon. */
  makeRoom(): void {
    const nowMs = this.#parts.clock.now();
    if (this.#stopped || this.#parking.size >= MAX_PARKED) return;
    if (nowMs < this.#lookAtMs) {
      this.#lookAgain();
      return;
    }
    const parked = this.#around.fanOut.park();
    for (const query of parked) this.#parking.add(query);
    if (parked.length < this.#parts.settings.activeQueries * WORTH_A_LOOK) this.#lookAtMs = nowMs + LOOK_AGAIN_AFTER_MS;
    if (parked.length === 0) this.#lookAgain();
    this.#armWake();
    this.pull();
  }

  /** Takes up what is due and what banks can take, as far as there are places. */
  pull(): void {
    if (this.#pulling || this.#stopped || this.#parking.size === 0) return;
    this.#pulling = true;
    // Not at once: whoever tells us may be in the middle of starting a query.
    void Promise.resolve().then(() => this.#pullNow());
  }

  /** It is parked, or being read again. */
  has(queryId: string): boolean {
    return this.#parking.has(queryId) || this.#takingUp.has(queryId);
  }

  /** Resolves when the query runs. Throws where the store could not read it: who calls back has to do so again. */
  async bringBack(queryId: string): Promise<void> {
    if (this.#parking.has(queryId)) this.#takeUp([queryId]);
    if ((await this.#takingUp.get(queryId)) === false) throw new Error(`query ${queryId} could not be read again`);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook?.();
    this.#wake?.cancel();
    this.#parking.clear();
  }

  /** How many more inquiries each bank can take than wait for it in memory; those that need none are left out. */
  get #shortages(): readonly (readonly [IssuerCode, number])[] {
    const stock = stockOf(this.#parts.settings);
    return this.#around.fanOut.lanes.views.flatMap(({ bank, waiting }) =>
      waiting < stock ? [[bank, stock - waiting]] : [],
    );
  }

  #pullNow(): void {
    this.#pulling = false;
    const { freePlaces } = this.#around;
    if (this.#stopped || this.#parking.wanted(this.#shortages, 1).length === 0) return;
    if (freePlaces() <= 0) this.makeRoom();
    const places = freePlaces();
    if (places > 0) this.#takeUp(this.#parking.wanted(this.#shortages, places));
  }

  #takeUp(queryIds: readonly string[]): void {
    const { store, owner, onFault } = this.#parts;
    const queries = queryIds.flatMap((queryId) => this.#parking.take(queryId) ?? []);
    if (queries.length === 0) return;
    const forget = (): void => {
      for (const { queryId } of queries) this.#takingUp.delete(queryId);
    };
    const reading = store.reload(queryIds, owner).then(
      (claimed) => {
        forget();
        for (const one of claimed) this.#around.fanOut.start(one);
        this.pull();
        return true;
      },
      (error: unknown) => {
        forget();
        this.#parkAgain(queries);
        onFault(error);
        return false;
      },
    );
    for (const { queryId } of queries) this.#takingUp.set(queryId, reading);
  }

  /** They could not be read: they stay ours. */
  #parkAgain(queries: readonly ParkedQuery[]): void {
    if (this.#stopped) return;
    const wakeAtMs = this.#parts.clock.now() + LOOK_AGAIN_AFTER_MS;
    for (const query of queries) this.#parking.add({ ...query, wakeAtMs });
    this.#armWake();
  }

  #armWake(): void {
    const atMs = this.#parking.nextWakeMs;
    if (atMs === undefined || this.#stopped || (this.#wake !== undefined && this.#wake.atMs <= atMs)) return;
    this.#wake?.cancel();
    const cancel = this.#parts.clock.at(atMs, () => {
      this.#wake = undefined;
      this.#takeUp(this.#parking.wake(this.#parts.clock.now()));
      this.#armWake();
      this.pull();
    });
    this.#wake = { atMs, cancel };
  }

  #lookAgain(): void {
    if (this.#cancelLook !== undefined || this.#stopped) return;
    this.#cancelLook = this.#parts.clock.at(this.#lookAtMs, () => {
      this.#cancelLook = undefined;
      this.pull();
      this.#around.onRoom();
    });
  }
}
