// The whole live network on real sockets, in this process: all three ways to answer, callbacks, and time put forward.
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { keyIdOf, signMessage } from '../core/signature.ts';
import { systemClock } from '../core/system-clock.ts';
import type { AnswerMode } from '../simulator/issuer/settings.ts';
import { AppClient } from './app-client.ts';
import { enter, PAYMENT_PASSWORD, verify } from './customer.ts';
import type { Network } from './network.ts';
import { startTestNetwork } from './network-fixture.ts';

const start = async (modeOf: (bank: string) => AnswerMode, fixedMs: number): Promise<Network> => {
  const latency = { fixed: `${fixedMs}ms` };
  const issuers = Object.fromEntries(BANKS.map(({ code }) => [code, { mode: modeOf(code), latency }]));
  return startTestNetwork({ issuers });
};

const applyAs = async (network: Network) => {
  const person = network.people.find(network.people.persona('ordinary'));
  if (person === undefined) throw new Error('the persona does not exist');
  const app = new AppClient(network.url);
  await enter(app, person);
  const verificationId = await verify(app, person.mobile);
  return { app, person, queryId: (await app.apply({ verificationId, banks: 'ALL' })).queryId };
};

const control = async (network: Network, path: string, body: object): Promise<number> =>
  (
    await fetch(`${network.url}/control${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).status;

test('banks that answer at once, when asked, and by callback make one report over sockets (R4)', async () => {
  const modes: Readonly<Record<string, AnswerMode>> = { PSBC: 'callback', CMB: 'callback', HXB: 'poll' };
  const { app, person, queryId } = await applyAs(await start((bank) => modes[bank] ?? 'sync', 30));
  const calls: string[] = [];
  for await (const { event, data } of app.events(queryId)) if (event === 'call') calls.push(String(data.bank));
  const report = await app.report(queryId, PAYMENT_PASSWORD);
  expect(report.banks.filter(({ disposition }) => disposition === 'DELIVERED')).toHaveLength(16);
  expect(report.cards).toHaveLength(person.holdings.flatMap(({ cards }) => cards).length);
  // A bank in callback mode is over before it would be asked for the first time, a second after its 202.
  expect(calls.filter((bank) => bank === 'PSBC')).toHaveLength(1);
  expect(calls.filter((bank) => bank === 'HXB').length).toBeGreaterThan(1);
});

test('hours of waiting for slow banks pass when the clock is put forward', async () => {
  const network = await start(() => 'poll', 3_600_000);
  const { app, queryId } = await applyAs(network);
  expect(await app.status(queryId)).toBe('RUNNING');
  expect(await control(network, '/clock/advance', { by: '3h' })).toBe(200);
  for await (const { event } of app.events(queryId)) if (event === 'end') break;
  expect(await app.status(queryId)).toBe('READY');
  expect(await control(network, '/clock/advance', { by: '9d' })).toBe(200);
  expect(await app.status(queryId)).toBe('EXPIRED');
});

test('a callback that is not signed by its issuer, too large or no JSON is refused, and changes nothing (R20)', async () => {
  const network = await start(() => 'poll', 3_600_000);
  const { app, queryId } = await applyAs(network);
  const path = '/v1/issuer-callbacks/CMB';
  const result = {
    inquiryId: `${queryId}-CMB`,
    issuer: 'CMB',
    respCode: '00',
    respMsg: '',
    cards: [],
    unsupported: [],
  };
  const send = async (body: string, key = 'dev-key-CMB') => {
    const credentials = { keyId: keyIdOf('CMB'), key };
    const createdS = Math.floor(systemClock.now() / 1000);
    const signed = signMessage({ method: 'POST', path, body }, credentials, createdS, nodeDigests);
    const headers = { 'content-type': 'application/json', ...signed };
    return (await fetch(network.url + path, { method: 'POST', headers, body })).status;
  };
  const pending = async (): Promise<number> => {
    for await (const { data } of app.events(queryId)) return JSON.stringify(data).split('"PENDING"').length - 1;
    return 0;
  };
  expect(await send(JSON.stringify(result), 'dev-key-ABC')).toBe(401);
  expect(await send('{"inquiryId":')).toBe(400);
  expect(await send(JSON.stringify({ ...result, issuer: 'ABC' }))).toBe(400);
  expect(await send(' '.repeat(300_000))).toBe(413);
  expect(await pending()).toBe(16);
  expect(await send(JSON.stringify(result))).toBe(204);
  expect(await pending()).toBe(15);
  expect(await send(JSON.stringify(result))).toBe(204);
});
