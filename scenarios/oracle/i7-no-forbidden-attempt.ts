// I7: read from the events of calls alone. What must not be called again is not, and a bank's Retry-After is waited
// out.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Invariant, Violation } from './run-record.ts';

export const noForbiddenAttempt: Invariant = {
  id: 'I7',
  title:
    'no attempt after a final disposition; no retry of what must not be retried; no call before a Retry-After has passed',
  check: ({ events }) => {
    const inquiries = new Map<string, Standing>();
    const endedQueries = new Map<string, number>();
    return events.flatMap((event) => violationsOf(event, inquiries, endedQueries));
  },
};

/** What is known of one inquiry so far. */
interface Standing {
  /** What has ended it, and when. */
  end?: { readonly what: string; readonly atMs: number };
  /** No call may begin before. */
  floorMs: number;
  brokenInRow: number;
}

/** R16: answers that end an inquiry at once, and so many in a row that break the contract. */
const FINAL_OUTCOMES = new Set(['delivered', 'denied', 'failed']);
const BROKEN_ANSWERS = 8;

const violationsOf = (
  event: EngineEvent,
  inquiries: Map<string, Standing>,
  endedQueries: Map<string, number>,
): readonly Violation[] => {
  if (event.type === 'query-ended') endedQueries.set(event.queryId, event.atMs);
  if (event.type !== 'call-started' && event.type !== 'call-ended' && event.type !== 'bank-done') return [];
  const key = `${event.queryId} ${event.bank}`;
  const standing = inquiries.get(key) ?? { floorMs: Number.NEGATIVE_INFINITY, brokenInRow: 0 };
  inquiries.set(key, standing);
  if (event.type === 'bank-done') standing.end ??= { what: `it was ${event.disposition}`, atMs: event.atMs };
  if (event.type === 'call-ended') learn(standing, event);
  return event.type === 'call-started' ? problemsOf(event, standing, endedQueries.get(event.queryId)) : [];
};

const learn = (standing: Standing, event: Extract<EngineEvent, { type: 'call-ended' }>): void => {
  const { outcome, retryAfterMs, atMs } = event;
  if (retryAfterMs !== undefined) standing.floorMs = Math.max(standing.floorMs, atMs + retryAfterMs);
  if (outcome === 'broken') standing.brokenInRow++;
  else if (outcome !== 'unknown') standing.brokenInRow = 0;
  const isFinal = FINAL_OUTCOMES.has(outcome) || standing.brokenInRow >= BROKEN_ANSWERS;
  if (isFinal) standing.end ??= { what: `its call came to "${outcome}"`, atMs };
};

const problemsOf = (
  { queryId, bank, attempt, atMs }: Extract<EngineEvent, { type: 'call-started' }>,
  { end, floorMs }: Standing,
  queryEndedAtMs: number | undefined,
): readonly Violation[] => {
  const told = (why: string): Violation => {
    const message = `${bank} was called (attempt ${attempt}) at ${shanghaiTimestamp(atMs)} ${why}`;
    return { invariant: 'I7', queryId, message };
  };
  return [
    ...(end === undefined ? [] : [told(`after ${end.what} at ${shanghaiTimestamp(end.atMs)}`)]),
    ...(queryEndedAtMs === undefined
      ? []
      : [told(`after its query had ended at ${shanghaiTimestamp(queryEndedAtMs)}`)]),
    ...(atMs >= floorMs ? [] : [told(`though its Retry-After lasts until ${shanghaiTimestamp(floorMs)}`)]),
  ];
};
