// The control API over a real socket: what it does, and whom it refuses.
import { createServer, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { bareApp } from '../engine/doors/app-api.ts';
import { createFaceVerifier } from '../simulator/checks/face-verifier.ts';
import { closeServer, listen, urlOf } from '../simulator/doors/http-server.ts';
import { mountControlApi } from './control-api.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const DAY = 86_400_000;

const start = async (token?: string) => {
  const clock = new SteerableClock({ base: systemClock, settle: nextTurn });
  const face = createFaceVerifier();
  const app = bareApp();
  const messages = [{ messageId: 'q1', userId: 'u1', text: '您的报告', atMs: Date.UTC(2026, 0, 5, 1) }];
  mountControlApi(app, { engine: { messagesTo: async () => messages }, clock, face, token });
  const server = createServer(app);
  const url = urlOf(await listen(server, 0, '127.0.0.1'));
  closers.push(async () => clock.stop());
  closers.push(() => closeServer(server));
  /** Sends exactly these headers, which fetch would not allow. */
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; json: Record<string, unknown> }>((resolve, reject) => {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const sent = request(url + path, { method, headers: { ...type, ...headers } }, async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) });
      });
      sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  return { clock, face, send };
};

test('the simulated phone shows the messages to a mobile, and no mobile is no question', async () => {
  const { send } = await start();
  expect(await send('GET', '/control/sms?mobile=14231000001')).toEqual({
    status: 200,
    json: { messages: [{ text: '您的报告', at: '2026-01-05T09:00:00.000+08:00' }] },
  });
  expect(await send('GET', '/control/sms')).toMatchObject({ status: 422, json: { code: 'VALIDATION' } });
});

test('the clock is put forward, and what is due on the way happens', async () => {
  const { clock, send } = await start();
  const beforeMs = clock.now();
  let happened = false;
  clock.at(beforeMs + 3 * DAY, () => {
    happened = true;
  });
  const moved = await send('POST', '/control/clock/advance', { by: '7d' });
  expect(moved.status).toBe(200);
  expect(happened).toBe(true);
  expect(Date.parse(String(moved.json.now)) - beforeMs).toBeGreaterThanOrEqual(7 * DAY);
});

test('the clock runs faster when told, and a wrong step or scale changes nothing', async () => {
  const { clock, send } = await start();
  expect(await send('PUT', '/control/clock', { scale: 60 })).toMatchObject({ status: 200, json: { scale: 60 } });
  for (const body of [{ by: 'soon' }, { by: '99999d' }, {}, { by: '1d', extra: 1 }]) {
    expect((await send('POST', '/control/clock/advance', body)).status).toBe(422);
  }
  for (const scale of [0, -1, 'fast', 1e9]) expect((await send('PUT', '/control/clock', { scale })).status).toBe(422);
  expect(clock.scale).toBe(60);
});

test('the outcome of face verification is set for everybody (R7)', async () => {
  const { face, send } = await start();
  expect(await face.matches('310000199001010010', 'x')).toBe(true);
  expect((await send('PUT', '/control/face', { outcome: 'mismatch' })).status).toBe(200);
  expect(await face.matches('310000199001010010', 'x')).toBe(false);
  expect((await send('PUT', '/control/face', { outcome: 'maybe' })).status).toBe(422);
});

test('a page of another origin, and a foreign name that leads here, are refused and change nothing', async () => {
  const { face, send } = await start();
  const foreign = [
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example:7100' },
  ];
  for (const headers of foreign) {
    const answer = await send('PUT', '/control/face', { outcome: 'mismatch' }, headers);
    expect(answer, JSON.stringify(headers)).toMatchObject({ status: 403, json: { code: 'CONTROL_REFUSED' } });
  }
  expect(face.outcome).toBe('match');
});

test('another host needs the control token, and the right one', async () => {
  const { send } = await start('let-me-in');
  const asHost = (token: string) =>
    send('GET', '/control/clock', undefined, { host: 'lab.example', authorization: `Bearer ${token}` });
  expect((await asHost('let-me-in')).status).toBe(200);
  expect((await asHost('let-me-on')).status).toBe(403);
  expect((await send('GET', '/control/clock')).status).toBe(200);
});
