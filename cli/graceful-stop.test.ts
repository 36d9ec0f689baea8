// A network that is asked to end while a bank hangs, a reader stays and an upload does not come to its end: it takes
// nothing new and says so, is gone within its time, and the next one goes on with what was running.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createPeople } from '../simulator/people/people.ts';
import { AppClient } from './app-client.ts';
import { enter, PAYMENT_PASSWORD, verify } from './customer.ts';
import { spawnBanknet } from './spawn-suite.ts';

/** The promise of a stop (issue 4, item 9). Not a timing: an orchestrator kills what takes longer. */
const STOPS_WITHIN_MS = 10_000;

/** CZB does not answer a call for ten minutes: longer than the engine waits, and than a stop may take. */
const configWith = (ofCzb: string): string => `
issuers:
  defaults: { latency: { fixed: 10ms } }
  CZB: { latency: { fixed: ${ofCzb} } }
`;

const startIn = async (folder: string, ofCzb: string) => {
  writeFileSync(join(folder, 'stop.yaml'), configWith(ofCzb));
  const args = [
    'up',
    '--no-demo',
    '--port',
    '0',
    '--issuer-port',
    '0',
    '--store',
    'sqlite:stop.db',
    '--log-level',
    'info',
  ];
  const network = spawnBanknet([...args, '--config', 'stop.yaml'], folder);
  const [, url = ''] = await network.waitFor(/App API +(http:\S+)\/v1[\s\S]*Ctrl-C/);
  return { network, url };
};

/** A customer who has not applied yet, and the same after it. */
const customerOf = async (url: string, at: number) => {
  const people = createPeople({ seed: 42 });
  const person = people.find(people.persona('ordinary', at));
  if (person === undefined) throw new Error('the persona does not exist');
  const app = new AppClient(url);
  await enter(app, person);
  return { app, person, verificationId: await verify(app, person.mobile) };
};

/** The head of a request whose body never comes whole. */
const beginUpload = async (url: string): Promise<{ readonly closed: Promise<unknown> }> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('POST /v1/users HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{');
  return { closed: once(socket, 'close') };
};

const readyStatus = async (url: string): Promise<number> => (await fetch(`${url}/readyz`)).status;

const stopUnderway = async (signal: 'SIGTERM' | 'SIGINT'): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-stop-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const first = await startIn(folder, '10m');
  const [running, late] = [await customerOf(first.url, 0), await customerOf(first.url, 1)];
  const { queryId } = await running.app.apply({ verificationId: running.verificationId, banks: 'ALL' });
  expect(await readyStatus(first.url)).toBe(200);
  // The stream says when all but the hanging bank are done; its reader stays.
  const stream = running.app.events(queryId)[Symbol.asyncIterator]();
  const doneBanks = new Set<unknown>();
  while (doneBanks.size < 15) {
    const { value } = await stream.next();
    if (value?.event === 'bank') doneBanks.add(value.data.bank);
    for (const { bank, disposition } of value?.event === 'state' ? (value.data.banks as State[]) : []) {
      if (disposition !== 'PENDING') doneBanks.add(bank);
    }
  }
  const upload = await beginUpload(first.url);

  const askedAtMs = performance.now();
  first.network.child.kill(signal);
  while ((await readyStatus(first.url)) !== 503);
  const application = { verificationId: late.verificationId, banks: 'ALL' };
  await expect(late.app.apply(application)).rejects.toMatchObject({ code: 'STOPPING' });
  expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  expect((await first.network.finished).code).toBe(130);
  expect(performance.now() - askedAtMs).toBeLessThan(STOPS_WITHIN_MS);
  await upload.closed;
  // A stop is no failure of anything, and the log says nothing about anybody.
  const lines = linesOf((await first.network.finished).stderr);
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    [INFO, 'The network is ready'],
    [INFO, 'The network stops'],
    [INFO, 'The network has stopped'],
  ]);

  const second = await startIn(folder, '10ms');
  const { person } = running;
  const again = new AppClient(second.url);
  await again.signIn({ mobile: person.mobile, paymentPassword: PAYMENT_PASSWORD });
  for await (const { event, data } of again.events(queryId)) if (event === 'end') expect(data.status).toBe('READY');
  const messages = await again.messagesOn(person.mobile);
  expect(messages.filter((text) => !text.includes('验证码'))).toHaveLength(1);
  // What was refused used nothing up.
  const lateAgain = new AppClient(second.url);
  await lateAgain.signIn({ mobile: late.person.mobile, paymentPassword: PAYMENT_PASSWORD });
  await lateAgain.apply(application);
  second.network.child.kill('SIGTERM');
  const { code, stderr } = await second.network.finished;
  expect(code).toBe(130);
  expect(linesOf(stderr)[0]).toMatchObject({ msg: 'The network is ready', running: 1, waiting: 0 });
  for (const personal of [person.name, person.idNumber, person.mobile]) expect(stderr).not.toContain(personal);
};

/** pino's number. */
const INFO = 30;

/** Every line of the log is JSON. */
const linesOf = (stderr: string): readonly Record<string, unknown>[] =>
  stderr.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

type State = { readonly bank: string; readonly disposition: string };

test('asked to end, a network with a hanging bank, a reader and an upload ends in time, and the next goes on', async () => {
  await Promise.all([stopUnderway('SIGTERM'), stopUnderway('SIGINT')]);
}, 90_000);
