// The half of the memory store that knows queries: who works on them, where they stand, how and when they end.
import { TimerQueue } from '../../core/timer-queue.ts';
import type { Bucket } from '../../core/token-bucket.ts';
import type { Admission, AdmissionFacts } from '../admission.ts';
import type { Report } from '../report.ts';
import type { Progress } from '../retry.ts';
import type { People } from './memory-users.ts';
import type {
  Application,
  BankDisposition,
  Claim,
  ClaimedQuery,
  Ending,
  InquiryRow,
  NewQuery,
  QueryStatus,
} from './port.ts';

/** One query and all that is known of it. */
export interface QueryEntry {
  /** Its place in the order of acceptance. */
  readonly seq: number;
  readonly query: NewQuery;
  status: QueryStatus;
  owner: string | undefined;
  leaseUntilMs: number;
  readonly inquiries: Map<string, Progress>;
  ended: readonly BankDisposition[] | undefined;
  generatedAtMs: number | undefined;
  expiresAtMs: number | undefined;
  report: Report | undefined;
}

/** The queries of one user, the oldest first. */
interface History {
  readonly entries: QueryEntry[];
  readonly byKey: Map<string, NewQuery>;
  readonly running: Set<QueryEntry>;
  lastGeneratedAtMs: number | undefined;
}

/** All queries. Every method is one atomic step. */
export class Queries {
  readonly #people: People;
  readonly #byId = new Map<string, QueryEntry>();
  readonly #histories = new Map<string, History>();
  /** Running queries that somebody works on. */
  readonly #owned = new Set<QueryEntry>();
  /** Running queries that nobody works on, in the order of `seq`; a task makes its query the one taken. */
  readonly #free = new TimerQueue();
  #taken: QueryEntry | undefined;
  /** Reports by the instant at which they go. */
  readonly #expiries = new TimerQueue();
  /** No lease ends before this: until then nobody needs to look for one that has. */
  #earliestLeaseMs = Number.POSITIVE_INFINITY;
  #bucket: Bucket | undefined;

  constructor(people: People) {
    this.#people = people;
  }

  find(userId: string, queryId: string): QueryEntry | undefined {
    const entry = this.#byId.get(queryId);
    return entry?.query.userId === userId ? entry : undefined;
  }

  /** Newest first. */
  latestOf(userId: string, limit: number): readonly QueryEntry[] {
    const entries = this.#histories.get(userId)?.entries ?? [];
    return entries.slice(Math.max(0, entries.length - limit)).toReversed();
  }

  apply(application: Application, decide: (facts: AdmissionFacts) => Admission): Admission {
    const { userId, verificationId, idempotencyKey, owner, leaseUntilMs } = application;
    const found = this.#people.find(userId)?.verifications.get(verificationId);
    const history = this.#histories.get(userId);
    const admission = decide({
      earlier: idempotencyKey === undefined ? undefined : history?.byKey.get(idempotencyKey),
      verification: found?.verification,
      verificationUsed: found?.used ?? false,
      running: (history?.running.size ?? 0) > 0,
      lastGeneratedAtMs: history?.lastGeneratedAtMs,
      queryCount: history?.entries.length ?? 0,
      bucket: this.#bucket,
    });
    if (admission.kind !== 'accepted') return admission;
    this.#add(admission.query, owner, leaseUntilMs);
    if (found !== undefined) found.used = true;
    this.#bucket = admission.bucket;
    return admission;
  }

  #add(query: NewQuery, owner: string | undefined, leaseUntilMs: number): void {
    this.#people.entryOf(query.userId);
    if (this.#byId.has(query.queryId)) throw new Error(`there is a query ${query.queryId} already`);
    const entry: QueryEntry = {
      seq: this.#byId.size,
      query,
      status: 'RUNNING',
      owner: undefined,
      leaseUntilMs: 0,
      inquiries: new Map(),
      ended: undefined,
      generatedAtMs: undefined,
      expiresAtMs: undefined,
      report: undefined,
    };
    this.#byId.set(query.queryId, entry);
    const history = this.#historyOf(query.userId);
    history.entries.push(entry);
    history.running.add(entry);
    if (query.idempotencyKey !== undefined) history.byKey.set(query.idempotencyKey, query);
    if (owner === undefined) this.#setFree(entry);
    else this.#give(entry, owner, leaseUntilMs);
  }

  #historyOf(userId: string): History {
    let history = this.#histories.get(userId);
    if (history === undefined) {
      history = { entries: [], byKey: new Map(), running: new Set(), lastGeneratedAtMs: undefined };
      this.#histories.set(userId, history);
    }
    return history;
  }

  /** Running queries that nobody works on. */
  get waiting(): number {
    return this.#free.size;
  }

  /** Hands out the oldest of those that are free and those whose lease has run out. */
  claim({ owner, nowMs, leaseUntilMs, limit }: Claim): readonly ClaimedQuery[] {
    const lapsed = this.#lapsedAt(nowMs);
    const claimed: ClaimedQuery[] = [];
    while (claimed.length < limit) {
      const entry = this.#takeOldest(lapsed);
      if (entry === undefined) break;
      this.#give(entry, owner, leaseUntilMs);
      claimed.push(this.#claimedOf(entry));
    }
    return claimed;
  }

  reload(queryIds: readonly string[], owner: string): readonly ClaimedQuery[] {
    return queryIds.flatMap((queryId) => {
      const entry = this.#byId.get(queryId);
      return entry?.status === 'RUNNING' && entry.owner === owner ? [this.#claimedOf(entry)] : [];
    });
  }

  #claimedOf(entry: QueryEntry): ClaimedQuery {
    const { user } = this.#people.entryOf(entry.query.userId);
    return { query: entry.query, user, inquiries: inquiriesOf(entry) };
  }

  renewLeases(owner: string, leaseUntilMs: number): void {
    for (const entry of this.#owned) if (entry.owner === owner) entry.leaseUntilMs = leaseUntilMs;
    this.#earliestLeaseMs = Math.min(this.#earliestLeaseMs, leaseUntilMs);
  }

  release(owner: string): void {
    for (const entry of this.#owned) if (entry.owner === owner) this.#setFree(entry);
  }

  saveProgress({ queryId, bank, progress }: InquiryRow, owner: string): void {
    const entry = this.#byId.get(queryId);
    if (entry?.status === 'RUNNING' && entry.owner === owner) entry.inquiries.set(bank, progress);
  }

  end({ queryId, owner, dispositions, endedAtMs, outcome, message }: Ending): boolean {
    const entry = this.#byId.get(queryId);
    if (entry?.status !== 'RUNNING' || entry.owner !== owner) return false;
    const { userId } = entry.query;
    const history = this.#historyOf(userId);
    entry.status = outcome.status;
    entry.owner = undefined;
    entry.ended = dispositions;
    entry.inquiries.clear();
    this.#owned.delete(entry);
    history.running.delete(entry);
    if (outcome.status === 'READY') {
      entry.generatedAtMs = endedAtMs;
      entry.expiresAtMs = outcome.expiresAtMs;
      entry.report = outcome.report;
      history.lastGeneratedAtMs = Math.max(history.lastGeneratedAtMs ?? endedAtMs, endedAtMs);
      this.#expiries.add(outcome.expiresAtMs, () => {
        entry.status = 'EXPIRED';
        entry.report = undefined;
      });
    }
    this.#people.addMessage({ messageId: queryId, userId, text: message, atMs: endedAtMs });
    return true;
  }

  expire(nowMs: number): number {
    let expired = 0;
    for (let task = this.#expiries.takeDue(nowMs); task; task = this.#expiries.takeDue(nowMs)) {
      task();
      expired++;
    }
    return expired;
  }

  nextExpiryMs(): number | undefined {
    return this.#expiries.nextAtMs();
  }

  #setFree(entry: QueryEntry): void {
    entry.owner = undefined;
    this.#owned.delete(entry);
    this.#free.add(entry.seq, () => {
      this.#taken = entry;
    });
  }

  #give(entry: QueryEntry, owner: string, leaseUntilMs: number): void {
    entry.owner = owner;
    entry.leaseUntilMs = leaseUntilMs;
    this.#owned.add(entry);
    this.#earliestLeaseMs = Math.min(this.#earliestLeaseMs, leaseUntilMs);
  }

  /** Queries whose owner has let go, the oldest last. */
  #lapsedAt(nowMs: number): QueryEntry[] {
    if (nowMs < this.#earliestLeaseMs) return [];
    const owned = [...this.#owned];
    this.#earliestLeaseMs = owned.reduce(
      (least, entry) => Math.min(least, entry.leaseUntilMs),
      Number.POSITIVE_INFINITY,
    );
    return owned.filter(({ leaseUntilMs }) => leaseUntilMs <= nowMs).toSorted((one, other) => other.seq - one.seq);
  }

  #takeOldest(lapsed: QueryEntry[]): QueryEntry | undefined {
    const freeSeq = this.#free.nextAtMs() ?? Number.POSITIVE_INFINITY;
    const oldest = lapsed.at(-1);
    if (oldest !== undefined && oldest.seq < freeSeq) return lapsed.pop();
    this.#taken = undefined;
    this.#free.takeDue(freeSeq)?.();
    return this.#taken;
  }
}

const inquiriesOf = ({ query, inquiries }: QueryEntry): readonly InquiryRow[] =>
  [...inquiries]
    .map(([bank, progress]) => ({ queryId: query.queryId, bank, progress }))
    .toSorted((one, other) => (one.bank < other.bank ? -1 : 1));
