// Issuers in several processes: the answers of one, changes in force when their promise says so, and no process left.
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { nextTurn } from '../core/system-clock.ts';
import { closeServer, listen, PortTaken, urlOf } from '../simulator/doors/http-server.ts';
import type { IssuerHost } from './issuer-host.ts';
import { MAX_RESTARTS } from './worker-link.ts';
import {
  codeAt,
  inOneProcess,
  inWorkers,
  type Outcome,
  settingsOf,
  type TestHost,
  type TestSettings,
} from './workers-fixture.ts';

const HOUR_MS = 3_600_000;
const four = (given: object = {}): TestSettings => ({ issuers: Array(4).fill(given) });
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** How many processes this one has; the engine lets go of one that has ended in its next turn. */
const children = async (): Promise<number> => {
  for (let turn = 0; turn < 2; turn++) await nextTurn();
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
};

test('three workers answer, break and record as one process does: same seed, same calls, same faults', async () => {
  const faults = [
    { name: 'flaky', kind: 'status', status: 503, share: 0.3 },
    { name: 'cut', kind: 'reset', at: 'headers', share: 0.2 },
  ];
  const settings = {
    issuers: [{ faults }, {}, { faults }, { mode: 'poll' }, { faults }, { mode: 'callback', faults }],
  };
  const outcomesOf = async ({ host, people, call, records }: TestHost<IssuerHost>) => {
    const calls = Array.from({ length: 6 * 8 * 3 }, (_, nth) => ({ at: nth % 6, person: Math.floor(nth / 6) % 8 }));
    const answers: Outcome[] = [];
    // An attempt counts, so calls about one inquiry come one after the other.
    for (const { at, person } of calls) {
      answers.push(await call(at, people.persona('ordinary', person), `inquiry-${person}-${codeAt(at)}`));
    }
    await host.close();
    const told = records.map(({ issuer, inquiryId, attempt, did, faults: met }) =>
      JSON.stringify([issuer, inquiryId, attempt, did, met]),
    );
    return { answers, told: told.toSorted() };
  };
  const one = await outcomesOf(await inOneProcess(settings));
  const three = await outcomesOf(await inWorkers(3, settings));
  expect(three).toEqual(one);
  expect(new Set(one.answers.map(({ status }) => status))).toEqual(new Set([200, 202, 503, 'ECONNRESET']));
  expect(one.told).toHaveLength(144);
});

test('more workers than issuers are not started, and each issuer has its own url in the order given', async () => {
  const { host } = await inWorkers(9, four());
  expect(host.pids).toHaveLength(4);
  expect(host.doors.map(({ code }) => code)).toEqual([0, 1, 2, 3].map(codeAt));
  expect(new Set(host.doors.map(({ url }) => url)).size).toBe(4);
});

test('a change of settings is in force when its promise resolves, and calls from before it are told by then', async () => {
  const { host, people, call, records } = await inWorkers(3, four());
  const down = settingsOf({ faults: [{ name: 'down', kind: 'status', status: 503 }] });
  for (const at of [0, 1, 2, 3]) {
    await host.configure(codeAt(at), down);
    expect(await call(at, people.at(1), `changed-${at}`)).toMatchObject({ status: 503 });
    await host.configure(codeAt(at), settingsOf({}));
    expect(records.map(({ did }) => did)).toEqual(['503/06']);
    expect(await call(at, people.at(1), `changed-${at}`)).toMatchObject({ status: 200 });
    await host.configure(codeAt(at), settingsOf({ faults: [{ name: 'shut', kind: 'refuse' }] }));
    expect(await call(at, people.at(1), `changed-${at}`)).toMatchObject({ status: 'ECONNREFUSED' });
    records.length = 0;
  }
  await expect(host.configure('NOBANK', down)).rejects.toThrow('NOBANK is not one of the issuers here');
});

test('a changed person is changed at every bank; what no bank could hold is refused and changes nothing', async () => {
  const { host, people, call } = await inWorkers(3, four());
  const idNumber = people.persona('ordinary');
  const cardsAt = async (inquiry: string): Promise<unknown> =>
    (await Promise.all([0, 1, 2, 3].map((at) => call(at, idNumber, `${inquiry}-${at}`)))).map(
      ({ body }) => body?.cards,
    );
  const before = await cardsAt('before');
  await host.overridePerson(idNumber, { holdings: [] });
  expect(await cardsAt('without')).toEqual(Array(4).fill([]));
  const holding = { bank: 'NOBANK', idExpiresOn: 'LONG_TERM', cards: [] } as const;
  await expect(host.overridePerson(idNumber, { holdings: [holding] })).rejects.toThrow(RangeError);
  expect(await cardsAt('still-without')).toEqual(Array(4).fill([]));
  await host.clearOverrides();
  expect(await cardsAt('as-before')).toEqual(before);
  expect(before).not.toEqual(Array(4).fill([]));
});

test('put forward, callbacks of all workers come in the order of their instants', async () => {
  const delayed = (hours: number) => ({ mode: 'callback', latency: { fixed: `${hours}h` } });
  const { clock, people, call } = await inWorkers(3, { issuers: [3, 1, 4, 2].map(delayed) });
  const startMs = clock.now();
  const came: unknown[] = [];
  const server = createServer((request, response) => {
    came.push([request.url, Math.round((clock.now() - startMs) / HOUR_MS)]);
    response.writeHead(204).end();
  });
  const receiver = urlOf(await listen(server, 0, '127.0.0.1'));
  onTestFinished(() => closeServer(server));
  for (const at of [0, 1, 2, 3]) {
    const answer = await call(at, people.at(1), `later-on-${at}`, `${receiver}/${at}`);
    expect(answer).toMatchObject({ status: 202 });
  }
  await clock.advance(3650 * 24 * HOUR_MS);
  expect(came).toEqual([
    ['/1', 1],
    ['/3', 2],
    ['/0', 3],
    ['/2', 4],
  ]);
});

test('made faster, the minutes of a worker are seconds', async () => {
  const { clock, people, call } = await inWorkers(2, four({ latency: { fixed: '100s' } }));
  // The signature of a call is good for five minutes, also of these.
  await clock.setScale(100);
  const answers = await Promise.all([0, 1].map((at) => call(at, people.at(1), `fast-one-${at}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test('a worker that is killed starts again: same ports, settings, people and time, told to whoever runs it', async () => {
  const { host, clock, people, call, problems } = await inWorkers(2, four());
  const idNumber = people.persona('ordinary');
  const pids = host.pids;
  await call(0, idNumber, 'from-before');
  await clock.advance(30 * 24 * HOUR_MS);
  await host.overridePerson(idNumber, { holdings: [] });
  await host.configure(codeAt(2), settingsOf({ mode: 'poll' }));
  process.kill(pids[0] ?? 0, 'SIGKILL');
  await host.configure(codeAt(0), settingsOf({}));
  expect(host.pids[0]).not.toBe(pids[0]);
  expect(host.pids[1]).toBe(pids[1]);
  // A signature would be refused by a clock that is thirty days behind.
  expect(await call(0, idNumber, 'from-after')).toMatchObject({ status: 200, body: { cards: [] } });
  expect(await call(2, idNumber, 'from-after')).toMatchObject({ status: 202 });
  expect(problems).toEqual([
    `the process that serves ${codeAt(0)}, ${codeAt(2)} ended by itself (SIGKILL): it starts again on its ports, ` +
      `and has forgotten the inquiries that it knew (restart 1 of ${MAX_RESTARTS})`,
  ]);
});

test('a worker that dies again and again stays away in the end, and whoever asks it is told', async () => {
  const { host, clock, people, call, problems } = await inWorkers(2, four());
  for (let time = 0; time <= MAX_RESTARTS; time++) {
    process.kill(host.pids[0] ?? 0, 'SIGKILL');
    const changed = host.configure(codeAt(0), settingsOf({}));
    if (time < MAX_RESTARTS) await changed;
    else await expect(changed).rejects.toThrow(/serves .* ended too often/);
  }
  expect(problems.at(-1)).toContain('it stays away; start the network anew');
  expect(await call(0, people.at(1), 'nobody-there')).toMatchObject({ status: 'ECONNREFUSED' });
  // The others go on, and so does time.
  await clock.advance(HOUR_MS);
  expect(await call(1, people.at(1), 'the-others')).toMatchObject({ status: 200 });
});

test('Ctrl-C in the terminal of a network leaves its workers at work until they are closed; then none is left', async () => {
  const { host, people, call, problems } = await inWorkers(3, four());
  const { pids } = host;
  for (const pid of pids) for (const signal of ['SIGINT', 'SIGTERM']) process.kill(pid, signal);
  for (const at of [0, 1, 2, 3]) expect(await call(at, people.at(1), `still-on-${at}`)).toMatchObject({ status: 200 });
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  await Promise.all([host.close(), host.close()]);
  expect([pids.map(isAlive), host.pids, problems]).toEqual([[false, false, false], [], []]);
});

test('a worker that hears nothing any more is ended by force', async () => {
  const { host, problems } = await inWorkers(1, four());
  const { pids } = host;
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await host.close();
  expect(pids.map(isAlive)).toEqual([false]);
  expect(problems).toEqual([expect.stringMatching(/^the process that serves .* did not close within .* was killed$/)]);
});

test('a port that is taken is told as such, and neither a process nor a port is left', async () => {
  const server = createServer();
  const { port } = await listen(server, 0, '127.0.0.1');
  onTestFinished(() => closeServer(server));
  const started = inWorkers(3, { ...four(), ports: [0, port] });
  await expect(started).rejects.toThrow(PortTaken);
  await expect(started).rejects.toMatchObject({ port, host: '127.0.0.1' });
  expect(await children()).toBe(0);
});
