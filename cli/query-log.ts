// The newest queries of a live network, as far as its engine tells of them: where each bank stands, and how each query
// ended. In memory, bounded, and cheap, for it hears every call. Of whom a query is it does not know.
import type { IssuerCode } from '../core/banks.ts';
import type { EngineEvent, EventBus } from '../engine/events.ts';
import type { Disposition } from '../engine/report.ts';

/** Queries that are kept, the oldest goes first: as many as a list still shows, in about 10 MB. */
export const MAX_LOGGED_QUERIES = 10_000;

export type LoggedStatus = 'RUNNING' | 'READY' | 'FAILED';

export interface LoggedBank {
  readonly bank: IssuerCode;
  readonly disposition: Disposition | undefined;
  readonly attempts: number;
  readonly doneAtMs: number | undefined;
}

export interface LoggedQuery {
  /** Counts up from 1 as queries are heard of. */
  readonly seq: number;
  /** Counts the changes of all queries. */
  readonly change: number;
  readonly queryId: string;
  /** With the deadline undefined where it was accepted before this start. */
  readonly acceptedAtMs: number | undefined;
  readonly deadlineMs: number | undefined;
  readonly endedAtMs: number | undefined;
  readonly status: LoggedStatus;
  readonly calls: number;
  /** In the order of the application; of a query from before this start, as they were heard of. */
  readonly banks: readonly LoggedBank[];
}

export interface LogQuestion {
  /** Only what has changed after this change, the earliest change first; else the newest queries first. */
  readonly after?: number | undefined;
  /** Only queries that were heard of before the one with this `seq`. */
  readonly before?: number | undefined;
  readonly status?: LoggedStatus | undefined;
  readonly limit: number;
}

type Growing<Value> = { -readonly [Member in keyof Value]: Value[Member] };
type Entry = Growing<Omit<LoggedQuery, 'banks'>> & { readonly banks: Growing<LoggedBank>[] };

export class QueryLog {
  readonly #max: number;
  /** By seq, each in the place of the one that it drives out. */
  readonly #ring: Entry[] = [];
  readonly #byId = new Map<string, Entry>();
  #lastSeq = 0;
  #lastChange = 0;

  /** Listens for as long as the engine lives. */
  constructor(events: Pick<EventBus, 'subscribe'>, max: number = MAX_LOGGED_QUERIES) {
    this.#max = max;
    events.subscribe((event) => this.hear(event));
  }

  get size(): number {
    return this.#ring.length;
  }

  get firstSeq(): number {
    return this.#lastSeq - this.#ring.length + 1;
  }

  get change(): number {
    return this.#lastChange;
  }

  find(queryId: string): LoggedQuery | undefined {
    return this.#byId.get(queryId);
  }

  list({ after, before = Number.POSITIVE_INFINITY, status, limit }: LogQuestion): readonly LoggedQuery[] {
    if (after !== undefined && after >= this.#lastChange) return [];
    const isWanted = (one: LoggedQuery): boolean =>
      one.seq < before &&
      (status === undefined || one.status === status) &&
      (after === undefined || one.change > after);
    const order = (one: LoggedQuery): number => (after === undefined ? -one.seq : one.change);
    return this.#ring
      .filter(isWanted)
      .sort((one, other) => order(one) - order(other))
      .slice(0, limit);
  }

  hear(event: EngineEvent): void {
    switch (event.type) {
      case 'query-accepted':
        this.#accepted(event);
        return;
      case 'call-started': {
        const entry = this.#heardOf(event.queryId);
        if (entry === undefined) return;
        entry.calls++;
        bankIn(entry, event.bank).attempts = event.attempt;
        return;
      }
      case 'bank-done': {
        const entry = this.#heardOf(event.queryId);
        if (entry === undefined) return;
        const bank = bankIn(entry, event.bank);
        bank.disposition = event.disposition;
        bank.doneAtMs = event.atMs;
        return;
      }
      case 'query-ended': {
        const entry = this.#heardOf(event.queryId);
        if (entry === undefined) return;
        entry.status = event.status;
        entry.endedAtMs = event.atMs;
      }
    }
  }

  #accepted({ queryId, banks, deadlineMs, atMs }: Extract<EngineEvent, { type: 'query-accepted' }>): void {
    const known = this.#byId.get(queryId);
    if (known === undefined) this.#add(queryId, atMs, deadlineMs, banks);
    else Object.assign(known, { acceptedAtMs: atMs, deadlineMs, change: ++this.#lastChange });
  }

  /**
   * The entry of a query that changes now. One that is not known was accepted before this start, and comes in where
   * there is room: it must not drive out newer ones, for it may itself have been driven out.
   */
  #heardOf(queryId: string): Entry | undefined {
    const known = this.#byId.get(queryId);
    if (known !== undefined) {
      known.change = ++this.#lastChange;
      return known;
    }
    return this.#ring.length < this.#max ? this.#add(queryId, undefined, undefined, []) : undefined;
  }

  #add(
    queryId: string,
    acceptedAtMs: number | undefined,
    deadlineMs: number | undefined,
    banks: readonly IssuerCode[],
  ): Entry {
    const entry: Entry = {
      seq: ++this.#lastSeq,
      change: ++this.#lastChange,
      queryId,
      acceptedAtMs,
      deadlineMs,
      endedAtMs: undefined,
      status: 'RUNNING',
      calls: 0,
      banks: banks.map(bankNotAsked),
    };
    const place = (entry.seq - 1) % this.#max;
    const driven = this.#ring[place];
    if (driven !== undefined) this.#byId.delete(driven.queryId);
    this.#ring[place] = entry;
    this.#byId.set(queryId, entry);
    return entry;
  }
}

const bankNotAsked = (bank: IssuerCode): Growing<LoggedBank> => ({
  bank,
  disposition: undefined,
  attempts: 0,
  doneAtMs: undefined,
});

/** What is kept of this bank; of a query from before this start it may be the first that is heard of it. */
const bankIn = ({ banks }: Entry, code: IssuerCode): Growing<LoggedBank> => {
  for (const bank of banks) if (bank.bank === code) return bank;
  const bank = bankNotAsked(code);
  banks.push(bank);
  return bank;
};
