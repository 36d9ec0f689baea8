// One stream of server-sent events to one reader: bounded, kept alive, cleaned up once, whoever ends it.
import type { ServerResponse } from 'node:http';
import { systemClock } from '../../core/system-clock.ts';

/** A line of comment keeps proxies from closing a silent stream. In real time: proxies know no other. */
const HEARTBEAT_MS = 15_000;

export interface ServerEventsOptions {
  /** A reader who leaves more than this unread is cut off rather than kept in memory; it may connect again. */
  readonly maxUnreadBytes: number;
  /** Called once, when the stream has ended or the reader has gone. */
  readonly onEnd: () => void;
}

export interface ServerEvents {
  /** Sends one event, as {@link eventText} makes it; nothing after the end. */
  write(text: string): void;
  end(): void;
}

/** The bytes of one event. */
export const eventText = (name: string, data: unknown): string => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** Begins the answer with status and headers. */
export const openServerEvents = (
  response: ServerResponse,
  { maxUnreadBytes, onEnd }: ServerEventsOptions,
): ServerEvents => {
  let isOver = false;
  let cancelHeartbeat = (): void => undefined;
  const finish = (): void => {
    if (isOver) return;
    isOver = true;
    cancelHeartbeat();
    onEnd();
  };
  const write = (text: string): void => {
    if (isOver) return;
    response.write(text);
    if (response.writableLength <= maxUnreadBytes) return;
    response.destroy();
    finish();
  };
  const beat = (): void => {
    cancelHeartbeat = systemClock.at(systemClock.now() + HEARTBEAT_MS, () => {
      write(':\n\n');
      if (!isOver) beat();
    });
  };
  response.once('close', finish);
  // Who has gone already closes no second time.
  if (response.closed || response.destroyed) finish();
  else {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
    response.flushHeaders();
    beat();
  }
  return {
    write,
    end() {
      finish();
      response.end();
    },
  };
};
