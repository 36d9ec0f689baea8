// Issuers through MSW in Node: what a client of the global fetch sees of them. In a browser: msw-browser.test.ts.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CallResult } from '../../core/issuer-client.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { CUSTOMERS, customerOf, inquiryAbout, LI, ZHANG, ZHANG_ANSWER } from '../issuer/customers-fixture.ts';
import { createIssuer, type PeopleOnFile } from '../issuer/issuer.ts';
import { issuerSettingsFrom } from '../issuer/settings-schema.ts';
import { createPeople } from '../people/people.ts';
import { callDoor, watchedClock } from './calls-fixture.ts';
import { closeServer, listen, urlOf } from './http-server.ts';
import { listenIssuer } from './issuer-server.ts';
import { issuerHandlers } from './msw.ts';
import { fetchIssuer, openMsw } from './msw-fixture.ts';

const AT_ONCE = { latency: { fixed: '0ms' } };
const INQUIRY = inquiryAbout(ZHANG);
const BODY = JSON.stringify(INQUIRY);
const IN_TIME = { timeoutMs: 30_000 };

/** An ICBC that answers at once, with one fault. */
const withFault = (fault: object) => ({ ICBC: { ...AT_ONCE, faults: [fault] } });

const codeOf = (result: CallResult): string =>
  result.kind === 'no-reply' ? result.failure.code : `${result.reply.status}/${respCodeOf(result.reply.body)}`;

const respCodeOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && 'respCode' in body ? body.respCode : undefined;

/** Why a promise of fetch was rejected: the code of what is beneath fetch's error. */
const codeBeneath = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: { readonly cause?: { readonly code?: unknown } }) => error.cause?.code,
  );

test('an inquiry and a look at it are answered', async () => {
  const { client } = openMsw({ issuers: { ICBC: AT_ONCE }, clock: watchedClock().clock });
  const asked = await client.ask('ICBC', INQUIRY, IN_TIME);
  expect(asked).toMatchObject({
    kind: 'reply',
    reply: {
      status: 200,
      contentType: 'application/json; charset=utf-8',
      body: { inquiryId: INQUIRY.inquiryId, issuer: 'ICBC', respCode: '00', ...ZHANG_ANSWER },
    },
  });
  expect(await client.status('ICBC', INQUIRY.inquiryId, IN_TIME)).toEqual(asked);
  expect(codeOf(await client.status('ICBC', 'q-00000002', IN_TIME))).toBe('404/34');
});

test('issuers keep apart, each at its own address and with its own key', async () => {
  const { client } = openMsw({ issuers: { ICBC: AT_ONCE, CMB: { ...AT_ONCE, mode: 'poll' } } });
  expect(codeOf(await client.ask('ICBC', INQUIRY, IN_TIME))).toBe('200/00');
  expect(codeOf(await client.status('CMB', INQUIRY.inquiryId, IN_TIME))).toBe('404/34');
  expect(codeOf(await client.ask('CMB', INQUIRY, IN_TIME))).toBe('202/05');
  expect((await fetchIssuer({ body: BODY, signedBy: 'CMB' })).status).toBe(401);
});

test('what is not signed is refused, unless signatures are ignored', async () => {
  openMsw({ issuers: { ICBC: AT_ONCE } });
  const refused = await fetchIssuer({ body: BODY, signedBy: 'nobody' });
  expect([refused.status, await refused.json()]).toMatchObject([401, { respCode: '11' }]);
});

test('with signatures ignored an unsigned inquiry is answered', async () => {
  openMsw({ issuers: { ICBC: AT_ONCE }, verifySignatures: false });
  expect((await fetchIssuer({ body: BODY, signedBy: 'nobody' })).status).toBe(200);
});

test('other paths of an issuer get 404, other methods 405, too large a body 413', async () => {
  openMsw({ issuers: { ICBC: AT_ONCE } });
  const lost = await fetchIssuer({ suffix: '/v2/card-inquiries', body: BODY });
  expect([lost.status, await lost.json()]).toMatchObject([404, { respCode: '10' }]);
  const wrong = await fetchIssuer({ method: 'PUT', body: BODY });
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await fetchIssuer({ body: 'x'.repeat(16_385) })).status).toBe(413);
});

test('a refusal of one kind of fault, with its Retry-After, and what the issuer tells of it', async () => {
  const told: IssuerCallRecord[] = [];
  const { client } = openMsw({
    issuers: withFault({ kind: 'status', status: 503, retryAfter: '7s', name: 'closed' }),
    onCall: (record) => told.push(record),
  });
  const refused = await client.ask('ICBC', INQUIRY, { ...IN_TIME, traceparent: '00-1-2-00' });
  expect(refused).toMatchObject({ reply: { status: 503, retryAfter: '7', body: { respCode: '06' } } });
  expect(told).toMatchObject([
    {
      issuer: 'ICBC',
      operation: 'ask',
      inquiryId: INQUIRY.inquiryId,
      attempt: 1,
      traceparent: '00-1-2-00',
      faults: ['closed'],
      did: '503/06',
      plannedMs: 0,
    },
  ]);
});

test.each([
  [{ kind: 'refuse' }, 'ECONNREFUSED'],
  [{ kind: 'reset', at: 'accept' }, 'ECONNRESET'],
  [{ kind: 'reset', at: 'headers' }, 'ECONNRESET'],
  [{ kind: 'close' }, 'UND_ERR_SOCKET'],
])('%j is a fetch that fails with %s', async (fault, code) => {
  const { client } = openMsw({ issuers: withFault(fault) });
  expect(await codeBeneath(fetchIssuer({ body: BODY }))).toBe(code);
  expect(codeOf(await client.ask('ICBC', INQUIRY, IN_TIME))).toBe(code);
});

test.each([[{ kind: 'truncate' }], [{ kind: 'reset', at: 'body' }]])(
  '%j shows the headers and half of the body, and then ends as a closed connection',
  async (fault) => {
    const { client } = openMsw({ issuers: withFault(fault) });
    const response = await fetchIssuer({ body: BODY });
    expect(response.status).toBe(200);
    const sizeBytes = Number(response.headers.get('content-length'));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.value?.byteLength).toBe(Math.floor(sizeBytes / 2));
    expect(await codeBeneath(Promise.resolve(reader?.read()))).toBe('UND_ERR_SOCKET');
    expect(codeOf(await client.ask('ICBC', INQUIRY, IN_TIME))).toBe('UND_ERR_SOCKET');
  },
);

test('a body that is no message arrives as it is', async () => {
  const { client } = openMsw({ issuers: withFault({ kind: 'malformed', what: 'html' }) });
  expect(await client.ask('ICBC', INQUIRY, IN_TIME)).toMatchObject({
    reply: { status: 200, contentType: 'text/html; charset=utf-8', body: undefined },
  });
});

test('a dribbled body comes in pieces, each after its pause', async () => {
  const { clock, virtual, nextWait } = watchedClock();
  openMsw({ issuers: withFault({ kind: 'dribble', bytes: 200, every: '5s' }), clock });
  let waiting = nextWait();
  const response = await fetchIssuer({ body: BODY, clock });
  const sizeBytes = Number(response.headers.get('content-length'));
  const startMs = virtual.now();
  const sizes: number[] = [];
  for await (const chunk of response.body ?? []) {
    sizes.push(chunk.byteLength);
    if (sizes.length * 200 >= sizeBytes) continue;
    await waiting;
    waiting = nextWait();
    await virtual.runUntil(virtual.now() + 5000);
  }
  expect(sizes.slice(0, -1).every((size) => size === 200)).toBe(true);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(sizeBytes);
  expect(virtual.now() - startMs).toBe((sizes.length - 1) * 5000);
  expect(virtual.pending).toBe(0);
});

test('an answer waits its latency on the given clock', async () => {
  const { clock, virtual, nextWait } = watchedClock();
  openMsw({ issuers: { ICBC: { latency: { fixed: '1m' } } }, clock });
  let isAnswered = false;
  const waiting = nextWait();
  const answer = fetchIssuer({ body: BODY, clock }).finally(() => {
    isAnswered = true;
  });
  await waiting;
  await virtual.runUntil(virtual.now() + 59_999);
  expect([isAnswered, virtual.pending]).toEqual([false, 1]);
  await virtual.runUntil(virtual.now() + 1);
  expect((await answer).status).toBe(200);
});

test('a caller that gives up takes its waiting answer with it', async () => {
  const { clock, virtual, nextWait, nextCancel } = watchedClock();
  const told: string[] = [];
  openMsw({ issuers: { ICBC: { latency: { fixed: '1m' } } }, clock, onCall: ({ did }) => told.push(did) });
  const waiting = nextWait();
  const cancelled = nextCancel();
  const caller = new AbortController();
  const answer = fetchIssuer({ body: BODY, clock, signal: caller.signal });
  await waiting;
  caller.abort();
  await expect(answer).rejects.toThrow('aborted');
  await cancelled;
  expect(virtual.pending).toBe(0);
  expect(told).toEqual(['caller gone']);
});

test('silence lasts until the caller gives up', async () => {
  const { clock, virtual } = watchedClock();
  const { promise: atWork, resolve: begin } = Promise.withResolvers<void>();
  const { promise: told, resolve: tell } = Promise.withResolvers<string>();
  const people: PeopleOnFile = {
    ...CUSTOMERS,
    holding(idNumber, bank) {
      begin();
      return CUSTOMERS.holding(idNumber, bank);
    },
  };
  const { client } = openMsw({ issuers: withFault({ kind: 'hang' }), people, clock, onCall: ({ did }) => tell(did) });
  const asked = client.ask('ICBC', INQUIRY, { timeoutMs: 5000 });
  await atWork;
  await virtual.runUntil(virtual.now() + 5000);
  expect(codeOf(await asked)).toBe('ETIMEDOUT');
  expect(await told).toBe('hang');
  expect(virtual.pending).toBe(0);
});

test('a body that stalls and is given up leaves nothing behind', async () => {
  const { clock, virtual, nextWait, nextCancel } = watchedClock();
  openMsw({ issuers: withFault({ kind: 'dribble', bytes: 100, every: '1h' }), clock });
  const caller = new AbortController();
  const waiting = nextWait();
  const response = await fetchIssuer({ body: BODY, clock, signal: caller.signal });
  const reader = response.body?.getReader();
  expect((await reader?.read())?.value?.byteLength).toBe(100);
  await waiting;
  const cancelled = nextCancel();
  const rest = reader?.read();
  caller.abort();
  await expect(rest).rejects.toThrow('aborted');
  await cancelled;
  expect(virtual.pending).toBe(0);
});

test('a callback comes to a real receiver, signed by its issuer, past every handler', async () => {
  const { promise, resolve } = Promise.withResolvers<{ readonly problem: unknown; readonly body: unknown }>();
  const receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const parts = { method: 'POST', path: request.url ?? '', body };
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const credentials = { keyId: 'network-ICBC', key: 'dev-key-ICBC' };
    const problem = verifyMessage(parts, headers, credentials, systemClock.now() / 1000, nodeDigests);
    response.writeHead(204).end();
    resolve({ problem, body: JSON.parse(body) });
  });
  const url = urlOf(await listen(receiver, 0, '127.0.0.1'));
  onTestFinished(() => closeServer(receiver));
  const { promise: over, resolve: end } = Promise.withResolvers<string>();
  const { client } = openMsw({
    issuers: { ICBC: { ...AT_ONCE, mode: 'callback' } },
    onCall: ({ operation, did }) => (operation === 'callback' ? end(did) : undefined),
  });
  const asked = await client.ask('ICBC', inquiryAbout(ZHANG, { callbackUrl: `${url}/called/ICBC` }), IN_TIME);
  expect(codeOf(asked)).toBe('202/05');
  expect(await promise).toMatchObject({ problem: undefined, body: { issuer: 'ICBC', respCode: '00' } });
  expect(await over).toBe('callback accepted');
});

test('a callback can be taken without a receiver', async () => {
  const { promise, resolve } = Promise.withResolvers<Request>();
  const { client } = openMsw({
    issuers: { ICBC: { ...AT_ONCE, mode: 'callback' } },
    sendCallback: async (request) => {
      resolve(request);
      return new Response(null, { status: 204 });
    },
  });
  await client.ask('ICBC', inquiryAbout(LI, { callbackUrl: 'https://engine.test/called?n=1' }), IN_TIME);
  const request = await promise;
  expect([request.method, request.url]).toEqual(['POST', 'https://engine.test/called?n=1']);
  expect(request.headers.get('signature-input')).toContain('"@query"');
  expect(await request.json()).toMatchObject({ inquiryId: INQUIRY.inquiryId, cards: [] });
});

test('the end of the door ends answers that wait, silence and callbacks', async () => {
  const end = new AbortController();
  const { clock, virtual, nextWait } = watchedClock();
  openMsw({
    issuers: {
      ICBC: { latency: { fixed: '1h' } },
      ABC: { ...AT_ONCE, faults: [{ kind: 'hang' }] },
      CMB: { mode: 'callback', latency: { fixed: '1h' } },
    },
    clock,
    signal: end.signal,
  });
  const body = JSON.stringify({ ...INQUIRY, callbackUrl: 'http://engine.test/called' });
  expect((await fetchIssuer({ issuer: 'CMB', body, clock })).status).toBe(202);
  const waiting = nextWait();
  const silent = codeBeneath(fetchIssuer({ issuer: 'ABC', body, clock }));
  const late = codeBeneath(fetchIssuer({ issuer: 'ICBC', body, clock }));
  await waiting;
  end.abort();
  expect([await silent, await late]).toEqual(['UND_ERR_SOCKET', 'UND_ERR_SOCKET']);
  expect(virtual.pending).toBe(0);
});

test('one seed gives the same answers through MSW as through sockets', async () => {
  const seed = 7;
  const given = { ...AT_ONCE, faults: [{ kind: 'status', status: 503, share: 0.4 }] };
  const people = createPeople({ seed });
  const { client } = openMsw({ issuers: { ICBC: given, CMB: given }, seed, people });
  const settings = issuerSettingsFrom(given, { originMs: systemClock.now() });
  for (const issuer of ['ICBC', 'CMB']) {
    const door = await listenIssuer({
      issuer: createIssuer({ bank: issuer, people, settings, random: createRandom(seed) }),
      port: 0,
      key: `dev-key-${issuer}`,
      host: '127.0.0.1',
      clock: systemClock,
      digests: nodeDigests,
    });
    onTestFinished(() => door.close());
    const codes = new Set<string>();
    for (let index = 0; index < 20; index++) {
      const identity = people.identity(people.at(index));
      if (identity === undefined) throw new Error(`there is no person ${index}`);
      const inquiry = { inquiryId: `person-no-${index}`, consentId: 'consent-1', customer: customerOf(identity) };
      const bySocket = await callDoor(door.url, { body: JSON.stringify(inquiry), issuer });
      const byMsw = await client.ask(issuer, inquiry, IN_TIME);
      expect(byMsw).toMatchObject({ reply: { status: bySocket.status, body: bySocket.body } });
      codes.add(codeOf(byMsw));
    }
    expect([...codes].toSorted()).toEqual(['200/00', '503/06']);
  }
});

test('every mistake in the issuers is told at once, with the nearest right name', () => {
  const issuers = { ICBX: {}, CMB: { latency: { p50: '1s', p99: '10ms' }, mod: 'poll' } };
  expect(() => issuerHandlers({ issuers })).toThrow(
    [
      'issuerHandlers: issuers.CMB.latency: must be {p50, p99} with 0 < p50 <= p99',
      'issuerHandlers: unknown key mod in issuers.CMB; did you mean mode?',
      'issuerHandlers: unknown key ICBX in issuers; did you mean ICBC?',
    ].join('\n'),
  );
});

test('an address that is none, or that two issuers would share, is a mistake', () => {
  expect(() => issuerHandlers({ baseUrl: 'banks.test' })).toThrow("baseUrl of ICBC is 'banks.test/ICBC': must be");
  expect(() => issuerHandlers({ issuers: ['CMB', 'ICBC'], baseUrl: () => 'http://banks.test' })).toThrow(
    'give each issuer its own',
  );
});

test('without `issuers`, and with defaults, all sixteen are there; a list has as many as it names', () => {
  expect(issuerHandlers()).toHaveLength(16);
  expect(issuerHandlers({ issuers: { defaults: { mode: 'poll' }, CMB: {} } })).toHaveLength(16);
  expect(issuerHandlers({ issuers: ['CMB', 'ICBC'] })).toHaveLength(2);
});

test('the example of the README is the one that runs', () => {
  const lines = (file: string): string[] => readFileSync(join(import.meta.dirname, file), 'utf8').split('\n');
  const readme = lines('README.md');
  const start = readme.indexOf('```ts');
  const [entry, ...shown] = readme.slice(start + 1, readme.indexOf('```', start)).filter((line) => line !== '');
  expect(entry).toBe("import { createPeople, issuerHandlers } from 'banknet/msw';");
  const run = lines('../../docs/examples/msw-in-your-test.test.ts');
  expect(shown.filter((line) => !run.includes(line))).toEqual([]);
});
