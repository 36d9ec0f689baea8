// The journal as this page has it. Followed, it shows the newest calls as fast as somebody can read and says how many
// it leaves out; paused, it has every call up to that moment, as far back as one scrolls. A call that is not over is
// asked for again for as long as it is in sight.
import { signal } from '@preact/signals';
import type { JournalEntry } from '../../core/journal.ts';
import { type Bucket, fullBucket, takeToken, tokensIn } from '../../core/token-bucket.ts';
import { ask, type Problem } from '../live/control.ts';
import { journalSchema } from '../wire/journal.ts';

const EVERY_MS = 500;
const AGAIN_MS = 2000;
/** A page of the journal, and what may come at once after a quiet time. */
export const PAGE = 200;
/** Faster than anybody reads, and slow enough to see that something passes. */
const ROWS_PER_SECOND = 20;
/** While it is followed; one who wants more pauses. */
const MAX_FOLLOWED = 1000;
/** As the network lets be asked for at once. */
const MAX_SEQS = 200;

export interface JournalFilter {
  readonly issuer: string | undefined;
  /** Words that all must be found in a call, with spaces between; '' for every call. */
  readonly search: string;
}

export interface JournalSight {
  /** Newest first; undefined before the first answer. */
  readonly entries: readonly JournalEntry[] | undefined;
  /** Calls that came in the last second and are not among `entries`; 'some' where a filter hides how many. */
  readonly leftOut: number | 'some';
  readonly problem: Problem | undefined;
  /** The network was started anew while this page looked at it. */
  readonly hasRestarted: boolean;
  /** Numbers of calls that the journal has forgotten before they were seen to end. */
  readonly gone: ReadonlySet<number>;
}

export const NOTHING_SEEN: JournalSight = {
  entries: undefined,
  leftOut: 0,
  problem: undefined,
  hasRestarted: false,
  gone: new Set(),
};

const questionOf = ({ issuer, search }: JournalFilter, more: string): string =>
  [
    ...(issuer === undefined ? [] : [`issuer=${issuer}`]),
    ...(search === '' ? [] : [`search=${encodeURIComponent(search)}`]),
    more,
  ].join('&');

/** Whether there is nothing more to be told of a call. */
export const isOver = ({ caller, operation, outcome }: JournalEntry): boolean =>
  caller === 'other' || operation === 'callback' || outcome !== undefined;

/** Of which start of the network the page has seen anything: one for all followers of a page. */
export interface SeenStart {
  id: string | undefined;
}

export class JournalFollower {
  readonly sight = signal<JournalSight>(NOTHING_SEEN);
  readonly #filter: JournalFilter;
  readonly #isFollowing: boolean;
  readonly #start: SeenStart;
  /** The first page has come. */
  #hasBegun = false;
  #bySeq = new Map<number, JournalEntry>();
  #lastSeq = 0;
  #inSight: readonly JournalEntry[] = [];
  #bucket: Bucket = fullBucket(0);
  #hasAll = false;
  #isFetchingOlder = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  constructor(filter: JournalFilter, isFollowing: boolean, start: SeenStart) {
    this.#filter = filter;
    this.#start = start;
    this.#isFollowing = isFollowing;
    void this.#look();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Which rows somebody sees now. */
  seen(entries: readonly JournalEntry[]): void {
    this.#inSight = entries;
  }

  /** More of the past, once; while it is followed only what is new comes. */
  async older(): Promise<void> {
    if (this.#isFollowing || this.#hasAll || this.#isFetchingOlder || this.#bySeq.size === 0) return;
    this.#isFetchingOlder = true;
    const before = `before=${Math.min(...this.#bySeq.keys())}&limit=${PAGE}`;
    await this.#fetch(questionOf(this.#filter, before), (entries) => {
      this.#hasAll = entries.length < PAGE;
      this.#put(entries);
    });
    this.#isFetchingOlder = false;
  }

  async #look(): Promise<void> {
    const isFirst = !this.#hasBegun;
    if (isFirst || this.#isFollowing) await this.#newest(isFirst);
    if (this.#hasBegun) await this.#complete();
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.#look(), this.sight.value.problem === undefined ? EVERY_MS : AGAIN_MS);
  }

  async #newest(isFirst: boolean): Promise<void> {
    const nowMs = performance.now();
    const limit = Math.max(1, Math.floor(tokensIn(this.#bucket, nowMs, LIMIT)));
    await this.#fetch(questionOf(this.#filter, `limit=${isFirst ? PAGE : limit}`), (entries, lastSeq) => {
      const fresh = entries.filter(({ seq }) => seq > this.#lastSeq);
      for (const _ of fresh) {
        const taken = takeToken(this.#bucket, nowMs, LIMIT);
        if (taken.taken) this.#bucket = taken.bucket;
      }
      const isFull = !isFirst && fresh.length === entries.length && entries.length >= limit;
      this.#change({ leftOut: isFull ? this.#leftOut(fresh.length, lastSeq) : 0 });
      this.#lastSeq = lastSeq;
      this.#hasBegun = true;
      this.#put(entries);
    });
  }

  /** Exact where everything is wanted: the journal counts all its calls. */
  #leftOut(shown: number, lastSeq: number): number | 'some' {
    if (this.#filter.issuer !== undefined || this.#filter.search !== '') return 'some';
    return Math.max(0, Math.round(((lastSeq - this.#lastSeq - shown) * 1000) / EVERY_MS));
  }

  /** Asks again for what is in sight and was not over. Paused, it is also how a new start of the network is noticed. */
  async #complete(): Promise<void> {
    const { gone } = this.sight.value;
    const open = this.#inSight.filter((entry) => !isOver(entry) && !gone.has(entry.seq)).slice(0, MAX_SEQS);
    if (open.length === 0 && this.#isFollowing) return;
    await this.#fetch(`seqs=${open.length === 0 ? 0 : open.map(({ seq }) => seq).join(',')}`, (entries) => {
      const told = new Set(entries.map(({ seq }) => seq));
      const lost = open.filter(({ seq }) => !told.has(seq)).map(({ seq }) => seq);
      if (lost.length > 0) this.#change({ gone: new Set([...gone, ...lost]) });
      if (entries.length > 0) this.#put(entries);
    });
  }

  async #fetch(question: string, take: (entries: readonly JournalEntry[], lastSeq: number) => void): Promise<void> {
    const answer = await ask(`/control/journal?${question}`, journalSchema);
    if (this.#isStopped) return;
    if (!answer.ok) return this.#change({ problem: answer.problem });
    const { startId, lastSeq, entries } = answer.value;
    const isAnother = this.#start.id !== undefined && this.#start.id !== startId;
    this.#start.id = startId;
    if (isAnother) {
      // What was asked for was of another start: the next look begins anew.
      this.#hasBegun = false;
      this.#bySeq = new Map();
      this.#lastSeq = 0;
      this.#hasAll = false;
      return this.#change({ entries: [], hasRestarted: true, gone: new Set(), leftOut: 0, problem: undefined });
    }
    this.#change({ problem: undefined });
    take(entries, lastSeq);
  }

  #put(entries: readonly JournalEntry[]): void {
    for (const entry of entries) this.#bySeq.set(entry.seq, entry);
    const all = [...this.#bySeq.values()].sort((one, other) => other.seq - one.seq);
    for (const entry of this.#isFollowing ? all.splice(MAX_FOLLOWED) : []) this.#bySeq.delete(entry.seq);
    this.#change({ entries: all });
  }

  #change(part: Partial<JournalSight>): void {
    this.sight.value = { ...this.sight.value, ...part };
  }
}

const LIMIT = { burst: PAGE, perSecond: ROWS_PER_SECOND };
