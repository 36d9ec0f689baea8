// The socket door on real sockets (R4, issuer-api.yaml). Every body that comes back is held to the document.
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { MAX_REQUEST_BYTES } from '../../core/messages.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { faultsOf } from '../faults/faults-fixture.ts';
import { AT_ONCE, CUSTOMERS, inquiryAbout, LI, testIssuer, ZHANG, ZHANG_ANSWER } from '../issuer/customers-fixture.ts';
import type { Issuer, PeopleOnFile } from '../issuer/issuer.ts';
import { callDoor, exchangeBytes, watchedClock } from './calls-fixture.ts';
import { PortTaken } from './http-server.ts';
import { type IssuerDoor, listenIssuer, listenIssuers, portsFrom } from './issuer-server.ts';

const HOST = '127.0.0.1';
const BODY = JSON.stringify(inquiryAbout(LI));
const PATH = '/v1/card-inquiries';

const open = async (
  issuer: Issuer = testIssuer(),
  more: { readonly clock?: Clock; readonly onBug?: (error: unknown) => void } = {},
): Promise<IssuerDoor> => {
  const common = { host: HOST, port: 0, key: developmentKeyOf('ICBC'), digests: nodeDigests };
  const door = await listenIssuer({ issuer, clock: systemClock, ...common, ...more });
  onTestFinished(() => door.close());
  return door;
};

test('a signed inquiry is answered over a socket, and found again by GET', async () => {
  const { url } = await open(testIssuer(), {
    clock: { ...systemClock, now: () => Date.UTC(2026, 0, 5) },
  });
  const createdS = Date.UTC(2026, 0, 5) / 1000;
  const posted = await callDoor(url, { body: JSON.stringify(inquiryAbout(ZHANG)), createdS });
  expect(posted.status).toBe(200);
  expect(posted.body).toMatchObject(ZHANG_ANSWER);
  expect(posted.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(Object.keys(posted.headers)).not.toEqual(expect.arrayContaining(['etag']));
  expect(Object.keys(posted.headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
  const found = await callDoor(url, { method: 'GET', path: `${PATH}/q-00000001`, createdS });
  expect(found.body).toEqual(posted.body);
});

test('16384 bytes of body are allowed and one more is not, its length said before or not', async () => {
  const { url } = await open();
  const allowed = BODY + ' '.repeat(MAX_REQUEST_BYTES - Buffer.byteLength(BODY));
  for (const isChunked of [false, true]) {
    expect((await callDoor(url, { body: allowed, isChunked })).status, `chunked ${isChunked}`).toBe(200);
    const refused = await callDoor(url, { body: `${allowed} `, isChunked });
    expect([refused.status, refused.body?.respCode, refused.headers.connection]).toEqual([413, '10', 'close']);
  }
});

test('a body that is said to be too large is refused before it is sent', async () => {
  const { port } = await open();
  const answer = await exchangeBytes(port, (send) => {
    send(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 16385\r\n\r\n`);
    send(' '.repeat(16_385));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('a body without an end is answered, and the connection ends after so much more of it', async () => {
  // On a clock that stands still, so that it is the amount which ends it.
  const { port } = await open(testIssuer(), { clock: watchedClock().clock });
  const enough = 4000;
  let chunks = 0;
  const answer = await exchangeBytes(port, (send) => {
    send(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    const more = (): void => {
      // What is no chunk ends the connection, should the server not have done so long before.
      if (send(chunks++ < enough ? chunk : 'no chunk\r\n')) setImmediate(more);
    };
    more();
  });
  expect(chunks).toBeLessThan(enough);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"respCode":"10"');
});

test('a client that says a large body and then stays silent is answered, and cut off after a while', async () => {
  const { clock, virtual, nextWait } = watchedClock();
  const { port } = await open(testIssuer(), { clock });
  const waiting = nextWait();
  const answer = exchangeBytes(port, (send) => {
    send(`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n`);
  });
  await waiting;
  expect(await virtual.runUntilIdle(virtual.now() + 60_000)).toBe(true);
  expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
});

test('what is no inquiry in UTF-8 JSON is 400 / 10 over the wire too', async () => {
  const { url } = await open();
  const wrong = [
    { body: `\ufeff${BODY}` },
    { body: gzipSync(BODY), headers: { 'content-encoding': 'gzip' } },
    { body: BODY, headers: { 'content-type': 'text/plain' } },
    { body: new Uint8Array([0x7b, 0xff, 0x7d]) },
    { body: BODY.replace('{', '{"consentId":"consent-1",') },
    { body: '' },
  ];
  for (const call of wrong) {
    const answer = await callDoor(url, call);
    expect([answer.status, answer.body?.respCode]).toEqual([400, '10']);
  }
  expect((await callDoor(url, { body: '{}' })).body?.respCode).toBe('13');
});

test('the signature is over the bytes as they came', async () => {
  const { url } = await open();
  const spaced = BODY.replaceAll(':', ' :\t').replace('李', '\\u674e');
  expect((await callDoor(url, { body: spaced })).status).toBe(200);
  const digest = { 'content-digest': 'sha-256=:AAAA:' };
  const cases = [
    { body: BODY, headers: digest },
    { body: BODY, issuer: 'ABC' },
    { body: BODY, createdS: 1 },
  ];
  for (const call of cases) {
    const answer = await callDoor(url, call);
    expect([answer.status, answer.body?.respCode]).toEqual([401, '11']);
  }
});

test('unknown paths and methods get their refusals, HEAD without a body', async () => {
  const { url } = await open();
  const unknown = await callDoor(url, { method: 'GET', path: '/v1/cards' });
  expect([unknown.status, unknown.body?.respCode]).toEqual([404, '10']);
  const put = await callDoor(url, { method: 'PUT', body: BODY });
  expect([put.status, put.body?.respCode, put.headers.allow]).toEqual([405, '10', 'POST']);
  const head = await callDoor(url, { method: 'HEAD' });
  expect([head.status, head.body, head.headers.allow]).toEqual([405, undefined, 'POST']);
  const odd = await callDoor(url, { method: 'GET', path: `${PATH}/%zz%zz%zz` });
  expect([odd.status, odd.body?.respCode]).toEqual([404, '34']);
});

test('a Retry-After is a number of seconds', async () => {
  const faults = faultsOf([{ kind: 'status', status: 429, retryAfter: '7s' }]);
  const { url } = await open(testIssuer({ settings: { ...AT_ONCE, faults } }));
  const answer = await callDoor(url, { body: BODY });
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '7']);
});

test('bytes that are no HTTP get 400 / 10', async () => {
  const { port } = await open();
  const answer = await exchangeBytes(port, (send) => send('hello there\r\n\r\n'));
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"respCode":"10"');
});

test('a reply comes when its latency has passed on the clock, and not before', async () => {
  const { clock, virtual, nextWait } = watchedClock();
  const { url } = await open(testIssuer({ settings: { latency: { fixedMs: 60_000 }, mode: 'sync' } }), { clock });
  const waiting = nextWait();
  let isAnswered = false;
  const answer = callDoor(url, { body: BODY, createdS: virtual.now() / 1000 }).finally(() => {
    isAnswered = true;
  });
  await waiting;
  await virtual.runUntil(virtual.now() + 59_999);
  expect([isAnswered, virtual.pending]).toEqual([false, 1]);
  await virtual.runUntil(virtual.now() + 1);
  expect((await answer).status).toBe(200);
  expect(virtual.pending).toBe(0);
});

test('a client that goes away takes its reply with it', async () => {
  const { clock, virtual, nextWait, nextCancel } = watchedClock();
  const { url } = await open(testIssuer({ settings: { latency: { fixedMs: 60_000 }, mode: 'sync' } }), { clock });
  const waiting = nextWait();
  const cancelled = nextCancel();
  const client = new AbortController();
  const answer = callDoor(url, { body: BODY, createdS: virtual.now() / 1000, signal: client.signal });
  await waiting;
  client.abort();
  await expect(answer).rejects.toThrow();
  await cancelled;
  expect(virtual.pending).toBe(0);
});

test('closing the door ends the replies that wait', async () => {
  const { clock, virtual, nextWait, nextCancel } = watchedClock();
  const door = await open(testIssuer({ settings: { latency: { fixedMs: 60_000 }, mode: 'sync' } }), { clock });
  const waiting = nextWait();
  const cancelled = nextCancel();
  const answer = callDoor(door.url, { body: BODY, createdS: virtual.now() / 1000 });
  const ended = expect(answer).rejects.toThrow();
  await waiting;
  await Promise.all([door.close(), cancelled, ended]);
  expect(virtual.pending).toBe(0);
});

test('a bug inside is told, answered with 500 / 99, and the door stays open', async () => {
  const bug = new Error('a bug');
  const told: unknown[] = [];
  let isBroken = true;
  const people: PeopleOnFile = {
    ...CUSTOMERS,
    holding(idNumber, bank) {
      if (isBroken) throw bug;
      return CUSTOMERS.holding(idNumber, bank);
    },
  };
  const issuer = testIssuer({ people });
  const { url } = await open(issuer, { onBug: (error) => told.push(error) });
  const answer = await callDoor(url, { body: BODY });
  expect([answer.status, answer.body]).toEqual([500, { respCode: '99', respMsg: '通用错误' }]);
  expect(told).toEqual([bug]);
  isBroken = false;
  expect((await callDoor(url, { body: BODY })).status).toBe(200);
});

test('sixteen doors open together, each with its own key', async () => {
  const issuers = BANKS.map(({ code }) => testIssuer({ bank: code }));
  const opened = await listenIssuers({
    issuers,
    portOf: portsFrom(0),
    host: HOST,
    clock: systemClock,
    digests: nodeDigests,
  });
  onTestFinished(() => opened.close());
  expect([...opened.urls.keys()]).toEqual(BANKS.map(({ code }) => code));
  const answers = await Promise.all(
    opened.doors.map(async ({ issuer, url }) => (await callDoor(url, { body: BODY, issuer })).body),
  );
  expect(answers.map((body) => body)).toMatchObject(BANKS.map(({ code }) => ({ issuer: code, respCode: '00' })));
  const [icbc] = opened.doors;
  expect((await callDoor(icbc?.url ?? '', { body: BODY, issuer: 'ABC' })).status).toBe(401);
});

test('a taken port is told by its number and host, and no other door stays open', async () => {
  const taken = await open();
  const common = { host: HOST, clock: systemClock, digests: nodeDigests };
  const alone = listenIssuer({ ...common, issuer: testIssuer(), port: taken.port, key: 'k' });
  await expect(alone).rejects.toThrow(PortTaken);
  await expect(alone).rejects.toMatchObject({ port: taken.port, host: HOST });

  const upper = await openAboveFreePort();
  const firstPort = upper.port - 1;
  await expect(
    listenIssuers({ ...common, issuers: [testIssuer(), testIssuer()], portOf: portsFrom(firstPort) }),
  ).rejects.toMatchObject({
    name: 'PortTaken',
    port: upper.port,
  });
  const again = await listenIssuer({ ...common, issuer: testIssuer(), port: firstPort, key: 'k' });
  await again.close();
});

/** A door whose port follows a free one. */
const openAboveFreePort = async (): Promise<IssuerDoor> => {
  for (let tries = 0; tries < 50; tries++) {
    const upper = await open();
    const below = { issuer: testIssuer(), port: upper.port - 1, key: 'k', host: HOST };
    const lower = await listenIssuer({ ...below, clock: systemClock, digests: nodeDigests }).catch(() => undefined);
    await lower?.close();
    if (lower !== undefined) return upper;
  }
  throw new Error('no two free ports side by side in 50 tries');
};
