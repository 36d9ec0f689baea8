// The client of the app API against small servers of every bad kind.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { AppClient, AppRefused } from './app-client.ts';

const served = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  onTestFinished(() => void server.close().closeAllConnections());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

test('a problem answer becomes an error with code, detail and the words for the user', async () => {
  const url = await served((_request, response) => {
    const problem = {
      status: 429,
      code: 'THROTTLED',
      detail: 'Too many',
      message: '申请人数过多，服务繁忙，请稍后再试',
    };
    response.writeHead(429, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  const refused = await new AppClient(url).requestCode().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AppRefused);
  expect(refused).toMatchObject({
    code: 'THROTTLED',
    detail: 'Too many',
    userMessage: '申请人数过多，服务繁忙，请稍后再试',
  });
});

test.each([
  ['an answer that is no JSON', 200, 'hello'],
  ['an answer of another shape', 200, '{"queryId":7}'],
  ['a failure that is no problem', 502, '<html>'],
  ['a failure without a code', 500, '{"error":true}'],
])('%s is no banknet: exit 3', async (_what, status, body) => {
  const url = await served((_request, response) => response.writeHead(status).end(body));
  await expect(new AppClient(url).apply({})).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(url),
  });
});

test('a connection that is cut is a network that does not answer: exit 3', async () => {
  const url = await served((request) => request.socket.destroy());
  await expect(new AppClient(url).banks()).rejects.toMatchObject({ exitCode: 3 });
});

test('a stream of events that is cut ends like one that was closed', async () => {
  const url = await served((_request, response) => {
    response.write('event: bank\ndata: {"bank":"CMB"}\n\n', () => response.destroy());
  });
  const events = [];
  for await (const event of new AppClient(url).events('q1')) events.push(event);
  expect(events).toEqual([{ event: 'bank', data: { bank: 'CMB' } }]);
});

test('the control token goes to /control, the session token to /v1, and neither to the other', async () => {
  const seen: string[] = [];
  const url = await served((request, response) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    const isUsers = request.url === '/v1/users';
    response.end(JSON.stringify(isUsers ? { userId: 'u', token: 'session' } : { messages: [], banks: [] }));
  });
  const app = new AppClient(url, { controlToken: 'control' });
  await app.register({});
  await app.phone('14200000000');
  await app.banks();
  expect(seen).toEqual([
    '/v1/users undefined',
    '/control/sms?mobile=14200000000 Bearer control',
    '/v1/banks Bearer session',
  ]);
});

test('the signal ends a call with its own reason', async () => {
  const ending = new AbortController();
  const url = await served(() => ending.abort('interrupted'));
  await expect(new AppClient(url, { signal: ending.signal }).banks()).rejects.toBe('interrupted');
});
