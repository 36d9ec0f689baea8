// The client that sends to the letter and takes everything as data.
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { systemClock } from '../../core/system-clock.ts';
import type { RawAnswer, RawRequest } from '../check.ts';
import { createRawClient, MAX_ANSWER_BYTES } from './raw-client.ts';
import { refusingUrl, serve, serveSockets } from './servers-fixture.ts';

const GET: RawRequest = { method: 'GET', target: '/x', headers: [], body: undefined };
const sendTo = (url: string, request: RawRequest = GET, timeoutMs = 5000): Promise<RawAnswer> =>
  createRawClient({ url, clock: systemClock, timeoutMs }).send(request);
const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

test('headers go out in their order and spelling, and only what carries the message is added', async () => {
  const seen: string[][] = [];
  const url = await serve((request, response) => {
    seen.push(request.rawHeaders);
    response.end();
  });
  const headers = [
    ['X-b', '2'],
    ['x-A', '1'],
    ['X-b', '3'],
  ] as const;
  await sendTo(url, { ...GET, headers });
  await sendTo(url, { method: 'POST', target: '/x', headers, body: undefined });
  const { host } = new URL(url);
  const given = ['Host', host, 'X-b', '2', 'x-A', '1', 'X-b', '3'];
  expect(seen).toEqual([
    [...given, 'Connection', 'close'],
    [...given, 'Content-Length', '0', 'Connection', 'close'],
  ]);
});

test('a body goes out byte by byte, with its length or in chunks, below the base path', async () => {
  const seen: unknown[] = [];
  const url = await serve(async (request, response) => {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    seen.push([request.url, length, coding, await bodyOf(request)]);
    response.end();
  });
  const post = { method: 'POST', target: '/x?y=1', headers: [], body: '{"a":"张"}' } as const;
  await sendTo(`${url}/bank/`, post);
  await sendTo(url, { ...post, framing: 'chunked' });
  expect(seen).toEqual([
    ['/bank/x?y=1', '11', undefined, post.body],
    ['/x?y=1', undefined, 'chunked', post.body],
  ]);
});

test('a body in pieces comes piece by piece, and whoever hangs up sends no more', async () => {
  const seen: string[][] = [];
  const url = await serve(async (request, response) => {
    const chunks: string[] = [];
    seen.push(chunks);
    request.on('error', () => undefined);
    request.on('data', (chunk) => chunks.push(String(chunk)));
    request.on('end', () => response.end());
  });
  const post = { method: 'POST', target: '/x', headers: [], body: 'abcdefgh' } as const;
  const pieces = { sizeBytes: 3, pauseMs: 5 };
  expect(await sendTo(url, { ...post, pieces })).toMatchObject({ kind: 'answer' });
  expect(await sendTo(url, { ...post, pieces, framing: 'chunked' })).toMatchObject({ kind: 'answer' });
  expect(await sendTo(url, { ...post, hangUpAfterBytes: 5 })).toEqual({ kind: 'failure', code: 'ABORT_ERR' });
  await expect.poll(() => seen.map((chunks) => chunks.join(''))).toEqual(['abcdefgh', 'abcdefgh', 'abcde']);
  // Two pieces may meet on their way; two chunks of the coding stay two.
  expect(seen[1]).toEqual(['abc', 'def', 'gh']);
});

test('an answer keeps its bytes; a redirect is one; repeated headers are joined; a member twice is no JSON', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, [
      ['Location', '/elsewhere'],
      ['X-A', '1'],
      ['x-a', '2'],
    ] as never);
    response.end('{"a":1,"a":2}');
  });
  const answer = await sendTo(url);
  expect(answer).toMatchObject({ kind: 'answer', status: 302, text: '{"a":1,"a":2}', json: undefined });
  expect(answer).toMatchObject({ headers: { location: '/elsewhere', 'x-a': '1, 2' } });
});

const answering = (text: string) => () => serveSockets((socket) => void socket.once('data', () => socket.end(text)));

const FAILURES: readonly (readonly [string, string, () => Promise<string>])[] = [
  ['nobody listens', 'ECONNREFUSED', refusingUrl],
  ['it resets', 'ECONNRESET', () => serveSockets((socket) => void socket.once('data', () => socket.resetAndDestroy()))],
  [
    'it closes without a word',
    'ECONNRESET',
    () => serveSockets((socket) => void socket.once('data', () => socket.end())),
  ],
  ['half the body comes', 'CUT_OFF', answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf')],
  [
    'the last chunk is missing',
    'CUT_OFF',
    answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
  ],
  ['it is no HTTP', 'HPE_INVALID_CONSTANT', answering('SSH-2.0-x\r\n')],
  ['its headers have no end', 'HPE_HEADER_OVERFLOW', answering(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}`)],
];

for (const [what, code, open] of FAILURES) {
  test(`where ${what} the code is ${code}`, async () => {
    expect(await sendTo(await open())).toEqual({ kind: 'failure', code });
  });
}

test('silence and a body without an end are ended by the time', async () => {
  const silent = await serveSockets(() => undefined);
  const endless = await serve((_request, response) => void response.write('x'));
  for (const url of [silent, endless]) {
    expect(await sendTo(url, GET, 50)).toEqual({ kind: 'failure', code: 'ETIMEDOUT' });
  }
});

test('a hundred megabytes are read up to the limit, and the connection ends', async () => {
  let isGone = false;
  const url = await serve((_request, response) => {
    const block = Buffer.alloc(65_536, 'x');
    response.once('close', () => (isGone = true));
    const more = (): void => {
      if (isGone) return;
      if (response.write(block)) setImmediate(more);
      else response.once('drain', more);
    };
    more();
  });
  expect(MAX_ANSWER_BYTES).toBe(1_048_576);
  expect(await sendTo(url)).toEqual({ kind: 'failure', code: 'TOO_LARGE' });
  await expect.poll(() => isGone).toBe(true);
});

test('an interruption ends what is under way', async () => {
  const ending = new AbortController();
  const url = await serveSockets((socket) => void socket.once('data', () => ending.abort()));
  const client = createRawClient({ url, clock: systemClock, timeoutMs: 5000, signal: ending.signal });
  expect(await client.send(GET)).toEqual({ kind: 'failure', code: 'ABORT_ERR' });
  expect(await client.send(GET)).toEqual({ kind: 'failure', code: 'ABORT_ERR' });
});

test('requests in turn share one connection, others have one each', async () => {
  const connections = new Set<unknown>();
  const url = await serve((request, response) => {
    connections.add(request.socket);
    response.end('{}');
  });
  const client = createRawClient({ url, clock: systemClock, timeoutMs: 5000 });
  await client.sendInTurn([GET, GET, GET]);
  expect(connections.size).toBe(1);
  await client.send(GET);
  await client.send(GET);
  expect(connections.size).toBe(3);
});
