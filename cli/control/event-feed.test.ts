// One feed over a real socket with a reader that does not read: it is cut off, and the others hear everything.
import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readEvents } from '../../core/event-stream.ts';
import { Journal } from '../../core/journal.ts';
import { nextTurn } from '../../core/system-clock.ts';
import { EventBus } from '../../engine/events.ts';
import { closeServer, listen, urlOf } from '../../simulator/doors/http-server.ts';
import { EventFeed, MAX_UNREAD_BYTES } from './event-feed.ts';

/** More than the system keeps of a connection between two programs of one machine, and our own bound. */
const MANY_BYTES = 8 * MAX_UNREAD_BYTES;

test('a reader that falls behind is cut off at the bound, and one that keeps up hears everything', async () => {
  const events = new EventBus();
  const feed = new EventFeed({ journal: new Journal(), events, now: () => 0 });
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    responses.push(response);
    feed.open(response);
  });
  const address = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => closeServer(server));

  const slow = connect(address.port, '127.0.0.1', () => slow.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'));
  slow.on('error', () => undefined);
  // Nothing is ever read of it.
  slow.pause();
  while (responses.length === 0) await nextTurn();
  const { body } = await fetch(urlOf(address));
  if (body === null) throw new Error('the events have no body');

  let sent = 0;
  const ofOne = 100_000;
  const queryId = 'q'.repeat(ofOne);
  const hearing = (async () => {
    let heard = 0;
    for await (const { event } of readEvents(body)) if (event === 'query-ended') heard++;
    return heard;
  })();
  for (; sent * ofOne < MANY_BYTES; sent++) {
    events.emit({ type: 'query-ended', queryId, userId: 'u', status: 'READY', atMs: 0 });
    expect(responses[0]?.writableLength).toBeLessThanOrEqual(MAX_UNREAD_BYTES + 2 * ofOne);
    while ((responses[1]?.writableLength ?? 0) > 0) await nextTurn();
  }
  expect(responses.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  feed.close();
  expect(await hearing).toBe(sent);
  slow.destroy();
});
