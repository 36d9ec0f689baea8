// I1: an accepted query that has not ended a minute after its deadline is lost.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Invariant } from './run-record.ts';

/** The rule's own allowance for making the report after the deadline. */
const GRACE_MS = 60_000;

export const everyQueryEnds: Invariant = {
  id: 'I1',
  title: 'every accepted query ends in a report or in FAILED by its deadline plus one minute',
  check: ({ events, untilMs }) => {
    const endedAtMs = new Map<string, number>();
    for (const event of events) if (event.type === 'query-ended') endedAtMs.set(event.queryId, event.atMs);
    return events.flatMap((event) => {
      if (event.type !== 'query-accepted') return [];
      const latestMs = event.deadlineMs + GRACE_MS;
      if ((endedAtMs.get(event.queryId) ?? untilMs) <= latestMs) return [];
      const ended = endedAtMs.get(event.queryId);
      const what = ended === undefined ? 'has not ended' : `ended only at ${shanghaiTimestamp(ended)}`;
      const message = `${what}; it had to by ${shanghaiTimestamp(latestMs)}`;
      return [{ invariant: 'I1', queryId: event.queryId, message }];
    });
  },
};
