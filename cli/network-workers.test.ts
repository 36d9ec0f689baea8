// A network whose issuers run in other processes (--workers): to a customer and a tester it is the same network.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import type { AnswerMode } from '../simulator/issuer/settings.ts';
import { AppClient } from './app-client.ts';
import { readCommandLine } from './command-line.ts';
import { enter, PAYMENT_PASSWORD, verify } from './customer.ts';
import { startTestNetwork } from './network-fixture.ts';
import { runBanknet, spawnBanknet } from './spawn-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const UP = ['up', '--store', 'memory', '--port', '0', '--issuer-port', '0'];

const start = async (workers: number, issuers: object) => {
  const network = await startTestNetwork({ issuers }, { workers });
  const person = network.people.find(network.people.persona('ordinary'));
  if (person === undefined) throw new Error('the persona does not exist');
  const app = new AppClient(network.url);
  await enter(app, person);
  const apply = async (): Promise<string> => {
    const verificationId = await verify(app, person.mobile);
    return (await app.apply({ verificationId, banks: 'ALL' })).queryId;
  };
  const control = async (method: string, path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${network.url}/control${path}`, {
      method,
      headers,
      body: JSON.stringify(body) ?? null,
    });
    return { status: answer.status, text: await answer.text() };
  };
  return { app, apply, control, person };
};

test('one query over three ways to answer makes one report, and the journal has both sides of every call', async () => {
  const modes: Readonly<Record<string, AnswerMode>> = { PSBC: 'callback', CMB: 'callback', HXB: 'poll' };
  const latency = { fixed: '30ms' };
  const issuers = BANKS.map(({ code }) => [code, { mode: modes[code] ?? 'sync', latency }]);
  const { app, apply, control, person } = await start(3, Object.fromEntries(issuers));
  const queryId = await apply();
  for await (const { event } of app.events(queryId)) if (event === 'end') break;
  const report = await app.report(queryId, PAYMENT_PASSWORD);
  expect(report.cards).toHaveLength(person.holdings.flatMap(({ cards }) => cards).length);
  // A question to all workers: what they told before their answer is in the journal after it.
  await control('PUT', '/clock', { scale: 1 });
  const { entries } = JSON.parse((await control('GET', `/journal?queryId=${queryId}`)).text);
  expect(new Set(entries.map(({ issuer }: { issuer: string }) => issuer)).size).toBe(16);
  expect(entries.filter(({ did }: { did?: string }) => did === undefined)).toEqual([]);
  expect(entries.map(({ did }: { did?: string }) => did)).toContain('callback accepted');
});

test('hours of waiting for slow banks in other processes pass when the clock is put forward, and a reset is everywhere', async () => {
  const { app, apply, control } = await start(2, { defaults: { mode: 'poll', latency: { fixed: '1h' } } });
  const queryId = await apply();
  expect(await app.status(queryId)).toBe('RUNNING');
  expect((await control('PATCH', '/issuers/CMB', { latency: { fixed: '2h' } })).status).toBe(200);
  expect((await control('POST', '/clock/advance', { by: '3h' })).status).toBe(200);
  for await (const { event } of app.events(queryId)) if (event === 'end') break;
  expect(await app.status(queryId)).toBe('READY');
  expect((await control('POST', '/reset')).status).toBe(204);
  expect((await control('POST', '/clock/advance', { by: '9d' })).status).toBe(200);
  expect(await app.status(queryId)).toBe('EXPIRED');
});

test('up --workers serves a query, prints what one process prints, and ends with 0', async () => {
  const [one, three] = await Promise.all(
    ['1', '3'].map((workers) => runBanknet([...UP, '--once', '--json', '--quiet', '--workers', workers], folder)),
  );
  expect([three?.code, three?.stderr]).toEqual([0, '']);
  const cardsIn = (text = '') => JSON.parse(text).cards;
  expect(cardsIn(three?.stdout)).toEqual(cardsIn(one?.stdout));
});

test('a network that is killed takes its workers with it', async () => {
  const up = spawnBanknet([...UP, '--no-demo', '--workers', '3'], folder);
  await up.waitFor(/Ctrl-C/);
  up.child.kill('SIGKILL');
  // The workers write to the same stderr: it is at its end when the last of them has gone.
  expect((await up.finished).code).toBe(null);
});

test('a number of workers that cannot be is a mistake of the command line', () => {
  for (const workers of ['0', '17', 'two']) {
    const line = readCommandLine([...UP, '--workers', workers]);
    const wrong = `banknet up: --workers is "${workers}": it must be a whole number from 1 to 16`;
    expect(line).toMatchObject({ kind: 'wrong', lines: [wrong, expect.any(String)] });
  }
});
