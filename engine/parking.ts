// Which queries are given up in memory while they only wait for banks (R15), and what is left of them: pure
// bookkeeping. Everything else of a parked query is in the store, where it stays ours.
import type { IssuerCode } from '../core/banks.ts';
import { TimerQueue } from '../core/timer-queue.ts';
import type { Run } from './run.ts';
import type { EngineSettings } from './settings.ts';

/** All that is kept of a parked query: some 700 bytes with its timer and its places in the lists. */
export interface ParkedQuery {
  readonly queryId: string;
  /** When the first of its inquiries is due that waits for a time; not later than the deadline. */
  readonly wakeAtMs: number;
  readonly deadlineMs: number;
  /** Banks at whose lanes it waited for its turn. */
  readonly heldBy: readonly IssuerCode[];
}

/** 350 MB of them: 80 minutes of full load that all waits for one bank. Beyond that queries wait in the store. */
export const MAX_PARKED = 500_000;

/** A shorter wait is not worth reading the query again. */
const SHORTEST_PARKING_MS = 1000;

/** At most so many places, of as many banks as there are, may be taken by inquiries that lanes keep in stock. */
const STOCK_PER_ACTIVE = 1 / 64;

/** How many inquiries a lane keeps at hand: the next probe, and what can go on at once when the bank is back. */
export const stockOf = ({ activeQueries }: EngineSettings): number =>
  Math.max(1, Math.floor(activeQueries * STOCK_PER_ACTIVE));

export interface Chosen {
  readonly run: Run;
  readonly parked: ParkedQuery;
}

/** Those that only wait, but for a stock at each bank: the oldest. */
export const chooseParked = (runs: Iterable<Run>, nowMs: number, stock: number): readonly Chosen[] => {
  const chosen: Chosen[] = [];
  const kept = new Map<IssuerCode, number>();
  for (const run of runs) {
    const parked = waitOf(run, nowMs);
    const isFree = isOnlyWaiting(run) && parked.wakeAtMs - nowMs >= SHORTEST_PARKING_MS;
    if (isFree && parked.heldBy.every((bank) => (kept.get(bank) ?? 0) >= stock)) chosen.push({ run, parked });
    else for (const bank of parked.heldBy) kept.set(bank, (kept.get(bank) ?? 0) + 1);
  }
  return chosen;
};

/** Nothing of it is under way: no call, no write, no end. */
const isOnlyWaiting = ({ pending, unsaved, held, inquiries }: Run): boolean =>
  pending > 0 && unsaved === 0 && held.length === 0 && !inquiries.some(({ calling }) => calling);

const waitOf = ({ query, inquiries }: Run, nowMs: number): ParkedQuery => {
  const { queryId, deadlineMs } = query;
  const heldBy: IssuerCode[] = [];
  let wakeAtMs = deadlineMs;
  for (const { bank, progress, calling } of inquiries) {
    if (progress.state === 'DONE' || calling) continue;
    if (progress.nextAtMs <= nowMs) heldBy.push(bank);
    else wakeAtMs = Math.min(wakeAtMs, progress.nextAtMs);
  }
  return { queryId, wakeAtMs, deadlineMs, heldBy };
};

interface Entry {
  readonly query: ParkedQuery;
  cancel: (() => void) | undefined;
}

/** Parked queries, in the order of parking, by bank, and by the instant at which they have to be looked at. */
export class Parking {
  readonly #parked = new Map<string, Entry>();
  readonly #byBank = new Map<IssuerCode, Set<string>>();
  readonly #timers = new TimerQueue();
  /** Their time has come, and they wait for a place. */
  readonly #due = new Set<string>();
  /** Those whose timers have just run. */
  #woken: Entry[] = [];

  get size(): number {
    return this.#parked.size;
  }

  has(queryId: string): boolean {
    return this.#parked.has(queryId);
  }

  add(query: ParkedQuery): void {
    const { queryId, wakeAtMs, heldBy } = query;
    const entry: Entry = { query, cancel: undefined };
    this.#parked.set(queryId, entry);
    for (const bank of heldBy) {
      const held = this.#byBank.get(bank);
      if (held === undefined) this.#byBank.set(bank, new Set([queryId]));
      else held.add(queryId);
    }
    this.#setTimer(entry, wakeAtMs);
  }

  /** Takes it out. */
  take(queryId: string): ParkedQuery | undefined {
    const entry = this.#parked.get(queryId);
    if (entry === undefined) return undefined;
    this.#parked.delete(queryId);
    entry.cancel?.();
    this.#due.delete(queryId);
    for (const bank of entry.query.heldBy) this.#byBank.get(bank)?.delete(queryId);
    return entry.query;
  }

  /** When `wake` has to be called next. */
  get nextWakeMs(): number | undefined {
    return this.#timers.nextAtMs();
  }

  /** Makes those due whose time has come; the ids of those at their deadline, which wait for no place (R19). */
  wake(nowMs: number): readonly string[] {
    const over: string[] = [];
    this.#woken = [];
    for (let task = this.#timers.takeDue(nowMs); task; task = this.#timers.takeDue(nowMs)) task();
    for (const entry of this.#woken) {
      const { queryId, deadlineMs } = entry.query;
      if (deadlineMs <= nowMs) over.push(queryId);
      else {
        this.#due.add(queryId);
        this.#setTimer(entry, deadlineMs);
      }
    }
    this.#woken = [];
    return over;
  }

  /** Which to take up: those that are due, then for each bank as many as it is short of, all in order. */
  wanted(shortages: readonly (readonly [IssuerCode, number])[], limit: number): readonly string[] {
    const wanted = new Set<string>(firstOf(this.#due, limit));
    for (const [bank, count] of shortages) {
      for (const queryId of firstOf(this.#byBank.get(bank) ?? [], count)) {
        if (wanted.size >= limit) return [...wanted];
        wanted.add(queryId);
      }
    }
    return [...wanted];
  }

  clear(): void {
    for (const queryId of [...this.#parked.keys()]) this.take(queryId);
  }

  #setTimer(entry: Entry, atMs: number): void {
    entry.cancel = this.#timers.add(atMs, () => this.#woken.push(entry));
  }
}

const firstOf = (ids: Iterable<string>, limit: number): readonly string[] => {
  const first: string[] = [];
  for (const id of ids) {
    if (first.length >= limit) break;
    first.push(id);
  }
  return first;
};
