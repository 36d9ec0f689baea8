// I5: a user's accepted queries follow one another, with the interval after each report (R9, R10).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Invariant, ObservedQuery, RunRecord, Violation } from './run-record.ts';

export const oneQueryAtATime: Invariant = {
  id: 'I5',
  title: 'per user: never two queries running, never an acceptance inside an interval',
  check: (run) =>
    [...Map.groupBy(run.queries, ({ record }) => record.userId).values()].flatMap((own) => check(own, run)),
};

const check = (own: readonly ObservedQuery[], { events, intervalMs }: RunRecord): Violation[] => {
  const inOrder = own.map(({ record }) => record).toSorted((one, other) => one.acceptedAtMs - other.acceptedAtMs);
  return inOrder.flatMap((record, at) => {
    const before = inOrder[at - 1];
    if (before === undefined) return [];
    const violation = (message: string): Violation[] => [{ invariant: 'I5', queryId: record.queryId, message }];
    const acceptedAt = shanghaiTimestamp(record.acceptedAtMs);
    const ended = events.find((event) => event.type === 'query-ended' && event.queryId === before.queryId);
    if (ended === undefined || ended.atMs > record.acceptedAtMs) {
      return violation(`accepted at ${acceptedAt} while ${before.queryId} of the same user was running`);
    }
    const opensAtMs = before.generatedAtMs === undefined ? record.acceptedAtMs : before.generatedAtMs + intervalMs;
    if (record.acceptedAtMs >= opensAtMs) return [];
    return violation(`accepted at ${acceptedAt}, open only from ${shanghaiTimestamp(opensAtMs)}`);
  });
};
