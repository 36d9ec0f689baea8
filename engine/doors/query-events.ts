// Progress of one query as server-sent events: first `state`, then `call` and `bank` as they happen, at last `end`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../engine.ts';
import type { EngineEvent } from '../events.ts';
import type { User } from '../store/port.ts';

/** A line of comment keeps proxies from closing a silent stream. */
const HEARTBEAT_MS = 15_000;
/** A reader that is so far behind is cut off rather than kept in memory; it may connect again. */
const MAX_UNREAD_BYTES = 262_144;

/** Streams until the query ends or the reader leaves. `false`, and nothing sent: no such query of this user. */
export const streamQueryEvents = async (
  engine: Engine,
  user: User,
  queryId: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> => {
  const missed: EngineEvent[] = [];
  let deliver = (event: EngineEvent): void => void missed.push(event);
  // Listen first, look second: what happens in between is in both and harmless, and nothing is in neither.
  const unsubscribe = engine.events.subscribe((event) => {
    if ('queryId' in event && event.queryId === queryId) deliver(event);
  });
  const record = await engine.reports.recordOf(user, queryId);
  if (record === undefined) {
    unsubscribe();
    return false;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  const send = (name: string, data: unknown): void => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  send('state', { status: record.status, banks: record.dispositions });
  if (record.status !== 'RUNNING') {
    unsubscribe();
    send('end', { status: record.status });
    response.end();
    return true;
  }
  let cancelHeartbeat = beat();
  const stop = (): void => {
    unsubscribe();
    cancelHeartbeat();
  };
  request.on('close', stop);
  response.on('close', stop);
  deliver = (event) => {
    const message = messageOf(event);
    if (message !== undefined) send(message.name, message.data);
    if (event.type === 'query-ended') {
      stop();
      response.end();
    }
  };
  for (const event of missed) deliver(event);
  return true;

  function beat() {
    return engine.clock.at(engine.clock.now() + HEARTBEAT_MS, () => {
      response.write(':\n\n');
      cancelHeartbeat = beat();
    });
  }
};

const messageOf = (event: EngineEvent): { readonly name: string; readonly data: unknown } | undefined => {
  if (event.type === 'call-ended') {
    const { bank, attempt, outcome } = event;
    return { name: 'call', data: { bank, attempt, outcome } };
  }
  if (event.type === 'bank-done') return { name: 'bank', data: { bank: event.bank, disposition: event.disposition } };
  return event.type === 'query-ended' ? { name: 'end', data: { status: event.status } } : undefined;
};
