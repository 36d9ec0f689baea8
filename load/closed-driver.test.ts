// The closed model over real sockets: each user asks again once answered, and nothing that happens to a request is
// passed over. How long things take is no part of it.
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type ClosedAnswer, type ClosedDrive, driveClosed } from './closed-driver.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const listening = async (listener: RequestListener): Promise<string> => {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const address = started.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};

const driven = async (url: string, options: Partial<ClosedDrive> = {}) => {
  const answers: ClosedAnswer[] = [];
  const asked: string[] = [];
  let count = 0;
  const outcome = await driveClosed({
    url,
    users: 2,
    forMs: 300,
    drainMs: 2000,
    timeoutMs: 1000,
    next: (user) => ({
      method: 'POST',
      path: `/user-${user}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nth: count++ }),
      answered: (status, body) => {
        asked.push(body);
        return status === 200 ? 'accepted' : String(status);
      },
    }),
    onAnswer: (answer) => answers.push(answer),
    ...options,
  });
  return { outcome, answers, asked };
};

const echo: RequestListener = (request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => response.end(`${request.method} ${request.url} ${text}`));
};

test('each user asks again once answered, and every request is told once', async () => {
  const seen: string[] = [];
  const url = await listening((request, response) => {
    if (request.url !== '/healthz') seen.push(request.url ?? '');
    echo(request, response);
  });
  const { outcome, answers, asked } = await driven(url, { forMs: 1000 });
  expect(outcome.sent).toBeGreaterThan(2);
  expect(answers).toHaveLength(outcome.sent);
  expect(seen).toHaveLength(outcome.sent);
  expect(new Set(answers.map((answer) => answer.outcome))).toEqual(new Set(['accepted']));
  expect(new Set(seen)).toEqual(new Set(['/user-0', '/user-1']));
  // Everybody got the answer to what they asked.
  expect(asked.map((text) => Number(/"nth":([0-9]+)/.exec(text)?.[1])).toSorted((one, other) => one - other)).toEqual(
    Array.from({ length: outcome.sent }, (_, at) => at),
  );
});

test('refusals are answers, by what they say', async () => {
  const url = await listening((_request, response) => response.writeHead(429).end());
  const { answers } = await driven(url);
  expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['429']));
});

test('who is never answered is told as a timeout, with the time it took', async () => {
  const url = await listening((request) => void request.resume());
  const { answers, outcome } = await driven(url, { users: 1, forMs: 500, drainMs: 3000 });
  expect(outcome.sent).toBe(1);
  expect(answers).toMatchObject([{ outcome: 'timeout' }]);
  expect(answers[0]?.latencyMs).toBeGreaterThanOrEqual(1000);
});

test('a connection that is closed or reset before the answer is an error', async () => {
  const url = await listening((request, response) => {
    if (request.url === '/user-0') request.socket.destroy();
    else if (request.url === '/user-1') request.socket.resetAndDestroy();
    else response.end();
  });
  const { answers, outcome } = await driven(url);
  expect(answers).toHaveLength(outcome.sent);
  const outcomes = new Set(answers.map((answer) => `${answer.user} ${answer.outcome}`));
  expect(outcomes).toEqual(new Set(['0 closed', '1 ECONNRESET']));
});

test('a run that is interrupted ends, without those under way', async () => {
  const interruption = new AbortController();
  const url = await listening(() => interruption.abort());
  const { answers, outcome } = await driven(url, { forMs: 60_000, signal: interruption.signal });
  expect(outcome).toMatchObject({ sent: 2, wasInterrupted: true });
  expect(answers).toEqual([]);
});

test('who still waits at the end of the drain is told as unfinished', async () => {
  const url = await listening((request) => void request.resume());
  const { answers } = await driven(url, { users: 3, forMs: 10, drainMs: 10, timeoutMs: 60_000 });
  expect(answers.map(({ outcome }) => outcome)).toEqual(['unfinished', 'unfinished', 'unfinished']);
});
