// The store that forgets: plain maps. Every step is atomic because it is synchronous; promises resolve at once.
// For tests and virtual time, where 60,000 issuer calls a second go through it: nothing here looks at every query.
import { dispositionOf, inOrderOf } from './dispositions.ts';
import { Queries, type QueryEntry } from './memory-queries.ts';
import { createPeople } from './memory-users.ts';
import type { QueryRecord, Store } from './port.ts';

export interface MemoryStore extends Store {
  /** How many cards it has anywhere of this query of this user: of a report that is gone there must be none (R25). */
  cardsOf(userId: string, queryId: string): number;
}

/** An empty store. Closing it changes nothing. */
export const createMemoryStore = (): MemoryStore => {
  const people = createPeople();
  const queries = new Queries(people);
  return {
    ...people.steps,
    apply: async (application, decide) => queries.apply(application, decide),
    queriesOf: async (userId, limit) => queries.latestOf(userId, limit).map(recordOf),
    queryOf: async (userId, queryId) => {
      const entry = queries.find(userId, queryId);
      return entry === undefined ? undefined : recordOf(entry);
    },
    waitingQueries: async () => queries.waiting,
    claim: async (claim) => queries.claim(claim),
    reload: async (queryIds, owner) => queries.reload(queryIds, owner),
    renewLeases: async (owner, leaseUntilMs) => queries.renewLeases(owner, leaseUntilMs),
    release: async (owner) => queries.release(owner),
    saveProgress: async (row, owner) => queries.saveProgress(row, owner),
    endQuery: async (ending) => queries.end(ending),
    reportOf: async (userId, queryId) => queries.find(userId, queryId)?.report,
    expireReports: async (nowMs) => queries.expire(nowMs),
    nextExpiryMs: async () => queries.nextExpiryMs(),
    close: async () => undefined,
    cardsOf: (userId, queryId) => {
      const entry = queries.find(userId, queryId);
      return entry === undefined ? 0 : cardsIn(entry);
    },
  };
};

const cardsIn = ({ report, inquiries }: QueryEntry): number =>
  [...inquiries.values()].reduce((cards, progress) => {
    const isDelivered = progress.state === 'DONE' && progress.outcome.disposition === 'DELIVERED';
    return isDelivered ? cards + progress.outcome.answer.cards.length : cards;
  }, report?.cards.length ?? 0);

const recordOf = ({ query, status, inquiries, ended, generatedAtMs, expiresAtMs }: QueryEntry): QueryRecord => ({
  ...query,
  status,
  dispositions: inOrderOf(
    query.banks,
    ended ?? [...inquiries].map(([bank, progress]) => dispositionOf(bank, progress)),
  ),
  generatedAtMs,
  expiresAtMs,
});
