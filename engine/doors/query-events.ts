// Progress of one query as server-sent events: first `state`, then `call` and `bank` as they happen, at last `end`.
import type { ServerResponse } from 'node:http';
import type { Engine } from '../engine.ts';
import type { EngineEvent } from '../events.ts';
import type { User } from '../store/port.ts';
import { eventText, openServerEvents } from './server-events.ts';

/** Far more than all events of one query. */
const MAX_UNREAD_BYTES = 65_536;

/** Streams until the query ends or the reader leaves. `false`, and nothing sent: no such query of this user. */
export const streamQueryEvents = async (
  engine: Engine,
  user: User,
  queryId: string,
  response: ServerResponse,
): Promise<boolean> => {
  const missed: EngineEvent[] = [];
  let deliver = (event: EngineEvent): void => void missed.push(event);
  // Listen first, look second: what happens in between is in both and harmless, and nothing is in neither.
  const unsubscribe = engine.events.subscribeTo(queryId, (event) => deliver(event));
  const record = await engine.reports.recordOf(user, queryId);
  if (record === undefined) {
    unsubscribe();
    return false;
  }
  const stream = openServerEvents(response, { maxUnreadBytes: MAX_UNREAD_BYTES, onEnd: unsubscribe });
  const send = (name: string, data: unknown): void => stream.write(eventText(name, data));
  send('state', { status: record.status, banks: record.dispositions });
  if (record.status !== 'RUNNING') {
    send('end', { status: record.status });
    stream.end();
    return true;
  }
  deliver = (event) => {
    const message = messageOf(event);
    if (message !== undefined) send(message.name, message.data);
    if (event.type === 'query-ended') stream.end();
  };
  for (const event of missed) deliver(event);
  return true;
};

const messageOf = (event: EngineEvent): { readonly name: string; readonly data: unknown } | undefined => {
  if (event.type === 'call-ended') {
    const { bank, attempt, outcome } = event;
    return { name: 'call', data: { bank, attempt, outcome } };
  }
  if (event.type === 'bank-done') return { name: 'bank', data: { bank: event.bank, disposition: event.disposition } };
  return event.type === 'query-ended' ? { name: 'end', data: { status: event.status } } : undefined;
};
