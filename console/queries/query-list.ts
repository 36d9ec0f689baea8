// The queries of the network as this page knows them: all that the network keeps, and what changes of them twice a
// second. What comes from another start of the network takes the place of all that came before.
import { signal } from '@preact/signals';
import { ask, type Problem } from '../live/control.ts';
import { type ListedQuery, type Queries, queriesSchema } from '../wire/queries.ts';

const EVERY_MS = 500;
/** Where the network does not answer. */
const AGAIN_MS = 2000;
/** The first page is for the eye, the others for the whole. */
const FIRST_PAGE = 200;
const PAGE = 1000;

export interface QueryList {
  readonly banks: readonly string[];
  /** Newest first. */
  readonly queries: readonly ListedQuery[];
  /** How many the network keeps: fewer are here while they are still being fetched. */
  readonly total: number;
}

export const queryList = signal<QueryList | undefined>(undefined);
export const listProblem = signal<Problem | undefined>(undefined);
/** The network was started anew while this page looked at it. */
export const hasRestarted = signal(false);

/** Follows the list until the returned function is called. */
export const followQueries = (): (() => void) => {
  const known = new KnownQueries();
  let timer: ReturnType<typeof setTimeout>;
  let isOver = false;
  const look = async (): Promise<void> => {
    const answer = await ask(`/control/queries?${known.nextQuestion()}`, queriesSchema);
    if (isOver) return;
    listProblem.value = answer.ok ? undefined : answer.problem;
    if (answer.ok) {
      hasRestarted.value ||= known.isOfAnotherStart(answer.value);
      queryList.value = known.take(answer.value);
    }
    timer = setTimeout(look, !answer.ok ? AGAIN_MS : known.isWhole ? EVERY_MS : 0);
  };
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
};

class KnownQueries {
  #startId: string | undefined;
  #change = 0;
  #bySeq = new Map<number, ListedQuery>();
  /** The lowest number that has been fetched. */
  #lowestSeq = Number.POSITIVE_INFINITY;
  #firstSeq = 1;
  /** What was asked last was a page of changes, and it was full. */
  #hasMoreChanges = false;
  #asked: 'newest' | 'changes' | 'older' = 'newest';

  get isWhole(): boolean {
    return !this.#hasMoreChanges && this.#lowestSeq <= this.#firstSeq;
  }

  isOfAnotherStart({ startId }: Queries): boolean {
    return this.#startId !== undefined && this.#startId !== startId;
  }

  /** Changes and older pages take turns, so that what is shown stays true while the rest is fetched. */
  nextQuestion(): string {
    if (this.#startId === undefined) this.#asked = 'newest';
    else if (this.#asked === 'changes' && this.#lowestSeq > this.#firstSeq) this.#asked = 'older';
    else this.#asked = 'changes';
    if (this.#asked === 'newest') return `limit=${FIRST_PAGE}`;
    return this.#asked === 'older' ? `before=${this.#lowestSeq}&limit=${PAGE}` : `after=${this.#change}&limit=${PAGE}`;
  }

  take(answer: Queries): QueryList {
    if (this.isOfAnotherStart(answer)) return this.#beginAnew(answer);
    const { startId, change, firstSeq, total, banks, queries } = answer;
    const isFirst = this.#startId === undefined;
    this.#startId = startId;
    this.#firstSeq = firstSeq;
    if (this.#asked === 'changes') {
      this.#hasMoreChanges = queries.length >= PAGE;
      this.#change = this.#hasMoreChanges ? (queries.at(-1)?.change ?? change) : change;
    } else {
      if (isFirst) this.#change = change;
      this.#lowestSeq = queries.at(-1)?.seq ?? firstSeq;
    }
    for (const query of queries) {
      const before = this.#bySeq.get(query.seq);
      if (before === undefined || before.change < query.change) this.#bySeq.set(query.seq, query);
    }
    for (let seq = firstSeq - 1; this.#bySeq.delete(seq); seq--);
    return { banks, total, queries: this.#newestFirst(firstSeq + total - 1) };
  }

  /** The answer is to a question about another start, and so says nothing but that. */
  #beginAnew({ banks, total }: Queries): QueryList {
    this.#startId = undefined;
    this.#bySeq = new Map();
    this.#lowestSeq = Number.POSITIVE_INFINITY;
    this.#hasMoreChanges = true;
    return { banks, total, queries: [] };
  }

  #newestFirst(lastSeq: number): readonly ListedQuery[] {
    const queries: ListedQuery[] = [];
    for (let seq = lastSeq; seq >= this.#firstSeq; seq--) {
      const query = this.#bySeq.get(seq);
      if (query !== undefined) queries.push(query);
    }
    return queries;
  }
}
