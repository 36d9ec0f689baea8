// The roles of a process over real sockets: an engine with the issuers of another, under the control of each its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from './config.ts';
import { applyAt, FAST, startControlled } from './control/control-fixture.ts';
import { configForRole } from './roles.ts';

test('an engine alone asks every bank where the first port says, or where it is said to be real', () => {
  const config = parseConfig('issuers: { HXB: { url: "https://hxb.example", key: env:HXB_KEY } }', 'banknet.yaml');
  const { control, realBanks } = configForRole(config, 'engine', { host: '0.0.0.0', issuerPort: 7101 });
  expect(control).toEqual({ issuers: new Map(), incidents: [] });
  expect([...realBanks.values()].map(({ url }) => url).slice(0, 2)).toEqual([
    'http://127.0.0.1:7101',
    'http://127.0.0.1:7102',
  ]);
  expect(realBanks.get('HXB')).toEqual({ url: 'https://hxb.example', keyName: 'HXB_KEY', keyMayBeMissing: false });
  const onSix = configForRole(config, 'engine', { host: '::', issuerPort: 7101 });
  expect(onSix.realBanks.get('ICBC')?.url).toBe('http://[::1]:7101');
});

test('issuers alone need no key of a real bank, and have control without an engine', async () => {
  const { network, send } = await startControlled(
    { issuers: { defaults: FAST, HXB: { url: 'https://hxb.example', key: 'env:BANKNET_TEST_NO_SUCH_KEY' } } },
    { role: 'issuers' },
  );
  expect(network.issuers.filter(({ kind }) => kind === 'simulated')).toHaveLength(15);
  expect((await send('PATCH', '/issuers/CMB', { mode: 'poll' })).status).toBe(200);
  expect((await send('PUT', `/people/${network.people.persona('ordinary')}`, { cards: [] })).status).toBe(200);
  for (const path of ['/sms?mobile=14231000001', '/throttle', '/face']) {
    expect((await send('GET', path)).status, path).toBe(404);
  }
  expect((await send('POST', '/reset')).status).toBe(204);
  expect((await fetch(`${network.url}/v1/banks`)).status).toBe(404);
});

test('an engine without issuers of its own sets none, and the journal shows their calls like those of any other', async () => {
  const issuers = await startControlled({}, { role: 'issuers' });
  const urls = Object.fromEntries(issuers.network.issuers.map(({ code, url }) => [code, { url }]));
  const engine = await startControlled({ issuers: urls }, { role: 'engine' });
  expect((await engine.send('PATCH', '/issuers/CMB', { mode: 'poll' })).status).toBe(409);
  expect((await engine.send('POST', '/incidents', { kind: 'hang', issuers: 'ALL' })).status).toBe(409);
  await issuers.send('POST', '/issuers/CMB/faults', { kind: 'fail-first', n: 1, as: { kind: 'status', status: 503 } });
  const { queryId, ended } = await applyAt(engine.network, ['CMB']);
  await ended();
  const { entries } = (await engine.send('GET', `/journal?queryId=${queryId}`)).json;
  expect(entries).toMatchObject([
    { caller: 'engine', issuer: 'CMB', status: 503, outcome: 'later', faults: [] },
    { caller: 'engine', issuer: 'CMB', status: 200, outcome: 'delivered', faults: [] },
  ]);
  const { entries: there } = (await issuers.send('GET', '/journal')).json;
  expect(there).toMatchObject([
    { caller: 'other', faults: ['fail-first'], did: '503/06' },
    { caller: 'other', faults: [], did: '200/00' },
  ]);
});

test('a real bank is told to call back where it can reach the network, not where the network listens', async () => {
  const asked: string[] = [];
  const bank = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(JSON.parse(body).callbackUrl);
    response.writeHead(403, { 'content-type': 'application/json' }).end('{"respCode":"66","respMsg":"拒绝"}');
  });
  await new Promise<void>((resolve) => bank.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void bank.close());
  const url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  const { network } = await startControlled(
    { issuers: { CMB: { url } } },
    { callbackUrl: 'https://network.example/x' },
  );
  await (await applyAt(network, ['CMB'])).ended();
  expect(asked).toEqual(['https://network.example/x/v1/issuer-callbacks/CMB']);
});
