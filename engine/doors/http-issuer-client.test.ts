// The socket client against real servers that behave and misbehave: what it sends, and what it makes of each answer.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { InquiryRequest } from '../../core/messages.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createHttpIssuerClient, MAX_REPLY_BYTES } from './http-issuer-client.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener);
    closers.push(
      () =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        }),
    );
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

const clientOf = (url: string) => {
  const client = createHttpIssuerClient({
    issuers: [{ code: 'CMB', url, key: 'a-key' }],
    clock: systemClock,
    digests: nodeDigests,
    connectionsPerIssuer: 4,
  });
  closers.push(() => client.close());
  return client;
};

const INQUIRY: InquiryRequest = {
  inquiryId: 'inquiry-0001',
  consentId: 'consent-0001',
  customer: { name: '王芳', idType: '01', idNumber: '310000199001010010', mobile: '14231000001' },
};
const OPTIONS = { timeoutMs: 5000 };

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

test('an inquiry is sent as JSON, signed so that the issuer can verify it', async () => {
  const seen: { problem: string | undefined; body: unknown; type: string | undefined; trace: unknown }[] = [];
  const url = await serve(async (request, response) => {
    const body = await bodyOf(request);
    const problem = verifyMessage(
      { method: request.method ?? '', path: request.url ?? '', body },
      {
        'signature-input': String(request.headers['signature-input']),
        signature: String(request.headers.signature),
        'content-digest': String(request.headers['content-digest']),
      },
      { keyId: 'network-CMB', key: 'a-key' },
      systemClock.now() / 1000,
      nodeDigests,
    );
    seen.push({
      problem,
      body: JSON.parse(String(body)),
      type: request.headers['content-type'],
      trace: request.headers.traceparent,
    });
    response.setHeader('content-type', 'application/json').end('{"respCode":"00"}');
  });
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const result = await clientOf(`${url}/bank/`).ask('CMB', INQUIRY, { ...OPTIONS, traceparent });
  expect(seen).toEqual([{ problem: undefined, body: INQUIRY, type: 'application/json', trace: traceparent }]);
  expect(result).toMatchObject({ kind: 'reply', reply: { status: 200, body: { respCode: '00' } } });
});

test('a status query is a signed GET of the inquiry below a base path', async () => {
  const paths: string[] = [];
  const url = await serve((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"respCode":"34","respMsg":""}');
  });
  await clientOf(`${url}/bank`).status('CMB', 'inquiry-0001', OPTIONS);
  expect(paths).toEqual(['GET /bank/v1/card-inquiries/inquiry-0001']);
});

const ANSWERS: readonly [string, (response: ServerResponse) => void, object][] = [
  [
    'a Retry-After is passed on',
    (r) => r.writeHead(429, { 'retry-after': '7' }).end('{}'),
    { kind: 'reply', reply: { status: 429, retryAfter: '7' } },
  ],
  ['a body that is no JSON', (r) => r.end('<html>'), { reply: { body: undefined, bodyError: 'is not JSON' } }],
  [
    'a repeated member',
    (r) => r.end('{"a":1,"a":2}'),
    { reply: { body: undefined, bodyError: 'is given more than once' } },
  ],
  ['bytes that are not UTF-8', (r) => r.end(Buffer.from([0x22, 0xff, 0x22])), { reply: { bodyError: 'is not UTF-8' } }],
  ['deep nesting', (r) => r.end('['.repeat(100_000)), { reply: { bodyError: 'nests deeper than 32 levels' } }],
  [
    'an answer that is too large',
    (r) => r.end(' '.repeat(MAX_REPLY_BYTES + 1)),
    { kind: 'no-reply', failure: { kind: 'too-large' } },
  ],
  [
    'a redirect is not followed',
    (r) => r.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    { reply: { status: 302 } },
  ],
  [
    'a connection closed without an answer',
    (r) => r.socket?.end(),
    { kind: 'no-reply', failure: { code: 'UND_ERR_SOCKET' } },
  ],
  ['a connection reset', (r) => r.socket?.resetAndDestroy(), { kind: 'no-reply', failure: { code: 'ECONNRESET' } }],
  [
    'a body cut short',
    (r) => {
      r.writeHead(200, { 'content-length': '100' }).write('{"a"');
      setImmediate(() => r.socket?.end());
    },
    { kind: 'no-reply' },
  ],
];

for (const [what, answer, expected] of ANSWERS) {
  test(`the client tells the engine about: ${what}`, async () => {
    const url = await serve(async (request, response) => {
      await bodyOf(request);
      answer(response);
    });
    expect(await clientOf(url).ask('CMB', INQUIRY, OPTIONS)).toMatchObject(expected);
  });
}

test('a port where nobody listens is refused, an unknown issuer too', async () => {
  const url = await serve(() => undefined);
  for (const close of closers.splice(0)) await close();
  const client = clientOf(url);
  const refused = { kind: 'no-reply', failure: { kind: 'refused', code: 'ECONNREFUSED' } };
  expect(await client.ask('CMB', INQUIRY, OPTIONS)).toEqual(refused);
  expect(await client.ask('ABC', INQUIRY, OPTIONS)).toEqual(refused);
});

test('a server that never answers is a time-out, and the connection is given up', async () => {
  const gone = Promise.withResolvers<void>();
  const url = await serve((request) => request.socket.once('close', () => gone.resolve()));
  const result = await clientOf(url).ask('CMB', INQUIRY, { timeoutMs: 30 });
  expect(result).toEqual({ kind: 'no-reply', failure: { kind: 'timeout', code: 'ETIMEDOUT' } });
  await gone.promise;
});

test('a call taken back, before or while it runs, is aborted', async () => {
  const started = Promise.withResolvers<void>();
  const url = await serve(() => started.resolve());
  const client = clientOf(url);
  const aborted = { kind: 'no-reply', failure: { kind: 'aborted', code: 'ABORT_ERR' } };
  const controller = new AbortController();
  const running = client.ask('CMB', INQUIRY, { ...OPTIONS, signal: controller.signal });
  await started.promise;
  controller.abort();
  expect(await running).toEqual(aborted);
  expect(await client.ask('CMB', INQUIRY, { ...OPTIONS, signal: controller.signal })).toEqual(aborted);
});
