// Waiting for ends over a stream that comes and goes.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { EndWatch } from './end-watch.ts';
import { HttpLink } from './http-link.ts';

/** A network that does nothing but tell of ends; each of its streams, as it is opened. */
const startTeller = async () => {
  const streams: ServerResponse[] = [];
  const opened = new Set<() => void>();
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    streams.push(response);
    for (const tell of opened) tell();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const link = new HttpLink(`http://127.0.0.1:${port}`);
  const ends = await EndWatch.open(link, undefined);
  onTestFinished(async () => {
    ends.abandon();
    await link.close();
    server.closeAllConnections();
    server.close();
  });
  const stream = async (nth: number): Promise<ServerResponse> => {
    while (streams[nth] === undefined) await new Promise<void>((resolve) => opened.add(resolve));
    const found = streams[nth];
    if (found === undefined) throw new Error('the stream is there by then');
    return found;
  };
  const tell = (response: ServerResponse, queryId: string, status: string): void =>
    void response.write(`event: end\ndata: ${JSON.stringify({ queryId, status })}\n\n`);
  return { ends, stream, tell };
};

const running = async (): Promise<undefined> => undefined;

test('an end is heard by whoever waits for it, and by whoever asks later', async () => {
  const { ends, stream, tell } = await startTeller();
  const first = ends.wait('q1', running);
  tell(await stream(0), 'q2', 'FAILED');
  tell(await stream(0), 'q1', 'READY');
  expect(await first).toBe('READY');
  expect(await ends.wait('q2', running)).toBe('FAILED');
});

test('an end that fell into a break of the stream is found in the record', async () => {
  const { ends, stream, tell } = await startTeller();
  let isOver = false;
  const waiting = ends.wait('q1', async () => (isOver ? 'READY' : undefined));
  const other = ends.wait('q2', running);
  isOver = true;
  (await stream(0)).destroy();
  expect(await waiting).toBe('READY');
  tell(await stream(1), 'q2', 'READY');
  expect(await other).toBe('READY');
});

test('what has not ended at the close is looked at once more; abandoned, it may yet end', async () => {
  const { ends } = await startTeller();
  const [late, never] = [ends.wait('q1', async () => 'FAILED'), ends.wait('q2', running)];
  await ends.close();
  expect([await late, await never]).toEqual(['FAILED', 'unended']);
  const left = ends.wait('q3', running);
  ends.abandon();
  expect(await left).toBe('abandoned');
});
