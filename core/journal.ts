// Every call to an issuer and every callback, as both sides saw it, in bounded memory. What engine and issuer tell of
// one call is put together by its traceparent, whichever tells first. Pure: who tells it is wired elsewhere.
import type { IssuerCode } from './banks.ts';
import {
  type CallBegun,
  type CallOver,
  type IssuerCallRecord,
  type JournalCall,
  type JournalEntry,
  keptBegun,
  keptOver,
  keptRecord,
  queryIdOf,
  saysAll,
  shownCall,
  traceparentOf,
} from './journal-entry.ts';

export type { CallBegun, CallOver, IssuerCallRecord, JournalEntry } from './journal-entry.ts';

/** Calls that are kept, the oldest goes first: a thousand queries over sixteen banks, in about 25 MB. */
export const MAX_JOURNAL_CALLS = 20_000;

export interface JournalQuery {
  readonly queryId?: string | undefined;
  readonly issuer?: IssuerCode | undefined;
  /** Only what came after the entry with this number. */
  readonly after?: number | undefined;
  /** Only what came before the entry with this number. */
  readonly before?: number | undefined;
  /** Only calls of which all of these words are shown, in small letters. */
  readonly words?: readonly string[] | undefined;
  readonly limit: number;
}

export type JournalListener = (entry: JournalEntry) => void;

export class Journal {
  readonly #maxCalls: number;
  /** By number, from #firstSeq up to #nextSeq. */
  readonly #calls = new Map<number, JournalCall>();
  /** Numbers of the calls of which the other side may still tell something. */
  readonly #byTrace = new Map<string, number>();
  readonly #byInquiry = new Map<string, number>();
  readonly #listeners = new Set<JournalListener>();
  #firstSeq = 1;
  #nextSeq = 1;
  /** The latest beginning among the calls that are gone. */
  #goneUpToMs = Number.NEGATIVE_INFINITY;

  constructor(maxCalls: number = MAX_JOURNAL_CALLS) {
    this.#maxCalls = maxCalls;
  }

  /** The engine starts a call. */
  began(told: CallBegun): void {
    const begun = keptBegun(told);
    const { atMs, issuer, operation, traceparent } = begun;
    const known = this.#callOf(traceparent, issuer);
    if (known === undefined || known.begun !== undefined) {
      const seq = this.#nextSeq;
      this.#add({
        seq,
        atMs,
        issuer,
        operation,
        begun,
        over: undefined,
        record: undefined,
        calledBackQueryId: undefined,
      });
      return;
    }
    known.atMs = atMs;
    known.begun = begun;
    this.#index(known);
    this.#tell(known);
  }

  /** A call of the engine has ended; of one that is not in the journal any more nothing is written. */
  ended(told: CallOver): void {
    const call = this.#callOf(told.traceparent);
    if (call?.begun === undefined) return;
    call.over = keptOver(told);
    this.#tell(call);
  }

  /** An issuer has had a call, or made a callback. */
  issuerDid(told: IssuerCallRecord): void {
    const record = keptRecord(told);
    const { atMs, issuer, operation, traceparent } = record;
    const alone = { seq: this.#nextSeq, atMs, issuer, operation, begun: undefined, over: undefined, record };
    if (operation === 'callback') {
      const inquiry = this.#at(this.#byInquiry.get(record.inquiryId ?? ''));
      this.#add({ ...alone, calledBackQueryId: inquiry?.issuer === issuer ? inquiry.begun?.queryId : undefined });
      return;
    }
    const known = traceparent === undefined ? undefined : this.#callOf(traceparent, issuer);
    if (known !== undefined && known.record === undefined) {
      known.record = record;
      this.#tell(known);
    }
    // The engine's side of so old a call may be gone: what is left of it would pass for somebody else's.
    else if (traceparent === undefined || known !== undefined || atMs > this.#goneUpToMs) {
      this.#add({ ...alone, calledBackQueryId: undefined });
    }
  }

  /** The number of the newest entry; 0 where there has been none. */
  get lastSeq(): number {
    return this.#nextSeq - 1;
  }

  /** The entries with these numbers as they stand now, without those that are gone. */
  entries(seqs: readonly number[]): readonly JournalEntry[] {
    return seqs.flatMap((seq) => {
      const call = this.#at(seq);
      return call === undefined ? [] : [shownCall(call)];
    });
  }

  /** Newest last. With `after` the first of those that follow, so that a reader can go on from there; else the last. */
  list({ queryId, issuer, after, before = this.#nextSeq, words = [], limit }: JournalQuery): readonly JournalEntry[] {
    const found: JournalCall[] = [];
    const isWanted = (call: JournalCall): boolean =>
      (queryId === undefined || queryIdOf(call) === queryId) &&
      (issuer === undefined || call.issuer === issuer) &&
      (words.length === 0 || saysAll(call, words));
    const step = after === undefined ? -1 : 1;
    const endSeq = Math.min(before, this.#nextSeq);
    let seq = after === undefined ? endSeq - 1 : Math.max(after + 1, this.#firstSeq);
    for (; seq >= this.#firstSeq && seq < endSeq && found.length < limit; seq += step) {
      const call = this.#at(seq);
      if (call !== undefined && isWanted(call)) found.push(call);
    }
    return (after === undefined ? found.reverse() : found).map(shownCall);
  }

  /** Forgets every call; numbers go on. What is still to be told of forgotten calls is not written. */
  clear(): void {
    while (this.#calls.size > 0) this.#forgetFirst();
  }

  /** Told of every entry, again each time it grows, until the returned function is called. Must not throw. */
  subscribe(listener: JournalListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #at(seq: number | undefined): JournalCall | undefined {
    return seq === undefined ? undefined : this.#calls.get(seq);
  }

  #callOf(traceparent: string, issuer?: IssuerCode): JournalCall | undefined {
    const call = this.#at(this.#byTrace.get(traceparent));
    return call === undefined || (issuer !== undefined && call.issuer !== issuer) ? undefined : call;
  }

  #add(call: JournalCall): void {
    if (this.#calls.size >= this.#maxCalls) this.#forgetFirst();
    this.#nextSeq++;
    this.#calls.set(call.seq, call);
    this.#index(call);
    this.#tell(call);
  }

  /** By what the other side of this call, or a callback for it, will know it. */
  #index(call: JournalCall): void {
    const { seq, begun } = call;
    const traceparent = traceparentOf(call);
    // Somebody who repeats a traceparent of the engine must not take its place.
    if (traceparent !== undefined && (begun !== undefined || !this.#byTrace.has(traceparent))) {
      this.#byTrace.set(traceparent, seq);
    }
    if (begun !== undefined) this.#byInquiry.set(begun.inquiryId, seq);
  }

  #tell(call: JournalCall): void {
    if (this.#listeners.size === 0) return;
    const entry = shownCall(call);
    for (const listener of this.#listeners) listener(entry);
  }

  #forgetFirst(): void {
    const seq = this.#firstSeq++;
    const call = this.#at(seq);
    if (call === undefined) return;
    this.#calls.delete(seq);
    this.#goneUpToMs = Math.max(this.#goneUpToMs, call.atMs);
    const traceparent = traceparentOf(call);
    if (traceparent !== undefined && this.#byTrace.get(traceparent) === seq) this.#byTrace.delete(traceparent);
    const inquiryId = call.begun?.inquiryId;
    if (inquiryId !== undefined && this.#byInquiry.get(inquiryId) === seq) this.#byInquiry.delete(inquiryId);
  }
}
