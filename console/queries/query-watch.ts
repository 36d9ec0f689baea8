// One query as it goes on. A stream of the query's events says that there is something new, and what is shown is always
// asked for as a whole: nothing can be missed, or put together wrongly, when a stream is cut and comes back.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { JournalEntry } from '../../core/journal.ts';
import { ask, type Problem } from '../live/control.ts';
import { follow } from '../live/stream.ts';
import { journalSchema } from '../wire/journal.ts';
import { type Query, querySchema } from '../wire/queries.ts';

/** Between two looks at the network, however much happens. */
const PAUSE_MS = 250;
/** Where the network has not answered. */
const AGAIN_MS = 2000;
/** Sixteen banks with as many attempts as the bound of attempts allows. */
const MAX_CALLS = 5000;

export interface QuerySight {
  readonly query: Query | undefined;
  /** Its calls and callbacks, by number. */
  readonly entries: readonly JournalEntry[];
  /** What is shown is what is so now. */
  readonly isLive: boolean;
  /** The stream of its events has been cut, or refused, and is tried again. */
  readonly isCut: boolean;
  /** The network does not know it: `unknown`, or `forgotten` since it was seen here. */
  readonly missing: 'unknown' | 'forgotten' | undefined;
  readonly problem: Problem | undefined;
}

const NOTHING: QuerySight = {
  query: undefined,
  entries: [],
  isLive: false,
  isCut: false,
  missing: undefined,
  problem: undefined,
};

export interface QueryWatch {
  readonly sight: ReadonlySignal<QuerySight>;
  readonly stop: () => void;
}

export const watchQuery = (queryId: string): QueryWatch => {
  const sight = signal<QuerySight>(NOTHING);
  const change = (part: Partial<QuerySight>): void => {
    sight.value = { ...sight.value, ...part };
  };
  let isOver = false;
  let isConnected = false;
  let hasBegun = false;
  let isLooking = false;
  let isDue = false;
  const look = async (): Promise<void> => {
    isDue = true;
    if (isLooking) return;
    isLooking = true;
    while (isDue && !isOver) {
      isDue = false;
      const seen = await sightOf(queryId, sight.value.query !== undefined);
      if (isOver) return;
      change({ ...seen, isLive: isConnected && seen.problem === undefined && seen.missing === undefined });
      isDue ||= seen.problem !== undefined;
      await new Promise((resolve) => setTimeout(resolve, seen.problem === undefined ? PAUSE_MS : AGAIN_MS));
    }
    isLooking = false;
  };
  const leave = follow({
    path: `/control/events?queryId=${encodeURIComponent(queryId)}`,
    onState(state) {
      isConnected = state === 'live';
      if (!isConnected) change({ isLive: false, isCut: hasBegun });
      else if (sight.value.isCut) change({ isCut: false });
      hasBegun = true;
    },
    // The first is `ready`: whatever happens from then on is told.
    onEvent: () => void look(),
  });
  // Whatever becomes of the stream, what is so now is shown.
  void look();
  return {
    sight,
    stop() {
      isOver = true;
      leave();
    },
  };
};

/** What has changed of the sight; `isKnown`: it has been seen here before. */
const sightOf = async (queryId: string, isKnown: boolean): Promise<Partial<QuerySight>> => {
  const id = encodeURIComponent(queryId);
  const [query, journal] = await Promise.all([
    ask(`/control/queries/${id}`, querySchema),
    ask(`/control/journal?queryId=${id}&limit=${MAX_CALLS}`, journalSchema),
  ]);
  if (!query.ok && query.problem.code === 'NOT_FOUND') {
    return { missing: isKnown ? 'forgotten' : 'unknown', problem: undefined };
  }
  if (!query.ok) return { problem: query.problem };
  if (!journal.ok) return { problem: journal.problem };
  return { query: query.value, entries: journal.value.entries, missing: undefined, problem: undefined };
};
