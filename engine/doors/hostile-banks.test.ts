// R20 over real sockets: whatever a bank sends in place of an answer, nothing of it is merged, no more of it is kept
// than the limit, and the query ends as the rules say.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { BANKS } from '../../core/banks.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { systemClock } from '../../core/system-clock.ts';
import { createEngine } from '../engine.ts';
import { type EngineEvent, EventBus } from '../events.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { createMemoryStore } from '../store/memory.ts';
import { addUser, userNumber } from '../store/suite-fixtures.ts';
import { createHttpIssuerClient } from './http-issuer-client.ts';
import { nodeSecrets } from './node-secrets.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const USER = { ...userNumber(1), mobile: '14231000001' };
const FULL_PAN = '6222021234567890128';
const CARD = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' };

const answerTo = (inquiryId: string, more: object = {}) =>
  JSON.stringify({ inquiryId, issuer: 'CMB', respCode: '00', respMsg: '', cards: [CARD], unsupported: [], ...more });

/** What a bank sends in place of its answer to this inquiry: the text of a 200, or bytes of its own. */
type Misdeed = (inquiryId: string, response: ServerResponse) => string | undefined;

const MISDEEDS: Readonly<Record<string, Misdeed>> = {
  'an answer for another inquiry': () => answerTo('another-inquiry-0001'),
  'an answer in the name of another bank': (inquiryId) => answerTo(inquiryId, { issuer: 'ICBC' }),
  'a full card number': (inquiryId) => answerTo(inquiryId, { cards: [{ ...CARD, panLast4: FULL_PAN }] }),
  'a full card number in a member of its own': (inquiryId) =>
    answerTo(inquiryId, { cards: [{ ...CARD, pan: FULL_PAN }] }),
  'a member that is not in the schema': (inquiryId) => answerTo(inquiryId, { cardholder: 'x' }),
  'a card type that does not exist': (inquiryId) => answerTo(inquiryId, { cards: [{ ...CARD, cardType: 'GIFT' }] }),
  'one card too many': (inquiryId) => answerTo(inquiryId, { cards: Array(201).fill(CARD) }),
  '200,000 cards': (inquiryId) => answerTo(inquiryId, { cards: Array(200_000).fill(CARD) }),
  'a body of 10 MB': (inquiryId) => answerTo(inquiryId, { respMsg: 'x'.repeat(10_000_000) }),
  'a nesting of 100,000 levels': (inquiryId) =>
    answerTo(inquiryId).replace('[]', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'a nesting just over what is taken': (inquiryId) =>
    answerTo(inquiryId).replace('[]', `${'['.repeat(40)}${']'.repeat(40)}`),
  'a member given twice': (inquiryId) => answerTo(inquiryId).replace('{', `{"inquiryId":"${inquiryId}",`),
  'a member given twice, once as an escape': (inquiryId) => answerTo(inquiryId).replace('{', '{"\\u0063ards":[],'),
  'a prototype': (inquiryId) => answerTo(inquiryId).replace('{', '{"__proto__":{"cards":[]},'),
  'no JSON': () => '<html>busy</html>',
  'half a body': (inquiryId) => answerTo(inquiryId).slice(0, 60),
  'no body': () => '',
  'bytes that are no UTF-8': (inquiryId, response) => {
    response.end(Buffer.from(answerTo(inquiryId, { respMsg: '\u00ff' }), 'latin1'));
    return undefined;
  },
  'a good body as text/html': (inquiryId, response) => {
    response.setHeader('content-type', 'text/html');
    return answerTo(inquiryId);
  },
};

/** CMB as this bank; ICBC is refused. Returns the engine over the real client, and the events. */
const engineAt = (url: string, { timeoutMs = 2000 } = {}) => {
  const log: EngineEvent[] = [];
  const events = new EventBus();
  const ended = Promise.withResolvers<void>();
  events.subscribe((event) => {
    log.push(event);
    if (event.type === 'query-ended') ended.resolve();
  });
  const store = createMemoryStore();
  const issuers = createHttpIssuerClient({
    issuers: [{ code: 'CMB', url, key: 'a-key' }],
    clock: systemClock,
    digests: nodeDigests,
    connectionsPerIssuer: 4,
  });
  const faults: unknown[] = [];
  const engine = createEngine({
    banks: BANKS,
    store,
    issuers,
    clock: systemClock,
    random: createRandom(1),
    secrets: nodeSecrets,
    passwords: { hash: async (password) => password, matches: async () => true },
    face: { matches: async () => true },
    realName: { holds: async () => true },
    events,
    settings: {
      ...DEFAULT_SETTINGS,
      issuerTimeoutMs: timeoutMs,
      retry: { ...DEFAULT_SETTINGS.retry, firstPauseMs: 1, longestPauseMs: 2 },
    },
    owner: 'test',
    callbackBaseUrl: undefined,
    onFault: (error) => faults.push(error),
  });
  closers.push(
    () => issuers.close(),
    () => engine.stop(),
  );
  const queryToTheEnd = async () => {
    await addUser(store, 1);
    const applied = await engine.applications.apply(USER, {
      verificationId: 'verification-1',
      banks: ['CMB'],
      idempotencyKey: undefined,
    });
    if (!applied.ok) throw new Error(`the application was refused: ${applied.failure.code}`);
    await ended.promise;
    const record = await engine.reports.recordOf(USER, applied.value.queryId);
    return { record, report: await engine.reports.view(USER, applied.value.queryId, 'any') };
  };
  return { queryToTheEnd, log, faults, engine };
};

const listen = async (server: ReturnType<typeof createTcpServer>): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A bank that does this to its first `times` calls and answers well afterwards. */
const bankWith = async (misdeed: Misdeed, times: number): Promise<string> => {
  let calls = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { inquiryId } = JSON.parse(String(Buffer.concat(chunks)));
    response.setHeader('content-type', 'application/json');
    const text = ++calls > times ? answerTo(inquiryId) : misdeed(inquiryId, response);
    if (text !== undefined) response.end(text);
  };
  const server = createServer((request, response) => void answer(request, response));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return listen(server);
};

for (const [what, misdeed] of Object.entries(MISDEEDS)) {
  test(`${what}: eight in a row make FAILED, and nothing of it is told or kept (R16, R20)`, async () => {
    const { queryToTheEnd, log, faults } = engineAt(await bankWith(misdeed, 100));
    const { record, report } = await queryToTheEnd();
    expect(record).toMatchObject({ status: 'FAILED', dispositions: [{ bank: 'CMB', disposition: 'FAILED' }] });
    expect(report).toEqual({ ok: false, failure: { code: 'QUERY_FAILED' } });
    const calls = log.filter((event) => event.type === 'call-ended');
    expect(calls.map(({ outcome }) => outcome)).toEqual(Array(8).fill('broken'));
    expect(JSON.stringify(log)).not.toContain(FULL_PAN);
    expect(faults).toEqual([]);
  });

  test(`${what}, and then a good answer: the report has the good one and nothing else (R20)`, async () => {
    const { queryToTheEnd } = engineAt(await bankWith(misdeed, 2));
    const { record, report } = await queryToTheEnd();
    expect(record).toMatchObject({ status: 'READY', dispositions: [{ bank: 'CMB', disposition: 'DELIVERED' }] });
    expect(report).toMatchObject({ ok: true, value: { cards: [{ bank: 'CMB', ...CARD }] } });
  });
}

/** A server that says these bytes to each connection, again and again until the connection is gone. */
const endless = async (head: string, chunk: string): Promise<{ readonly url: string; readonly cut: () => number }> => {
  let cut = 0;
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => cut++);
    socket.once('data', () => {
      socket.write(head);
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
      };
      socket.on('drain', more);
      more();
    });
  });
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: await listen(server), cut: () => cut };
};

const OK_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const MEGABYTE = 'x'.repeat(1_000_000);

for (const [what, head, chunk] of [
  ['a body without end', `${OK_HEAD}\r\n{"a":"`, MEGABYTE],
  ['a chunked body without end', `${OK_HEAD}transfer-encoding: chunked\r\n\r\n`, `f4240\r\n${MEGABYTE}\r\n`],
  ['a body that says it has a terabyte', `${OK_HEAD}content-length: 1000000000000\r\n\r\n`, MEGABYTE],
] as const) {
  test(`${what} is cut off at the limit each time (R20)`, async () => {
    const { url, cut } = await endless(head, chunk);
    const { queryToTheEnd, log } = engineAt(url, { timeoutMs: 30_000 });
    const { record } = await queryToTheEnd();
    expect(record).toMatchObject({ status: 'FAILED', dispositions: [{ bank: 'CMB', disposition: 'FAILED' }] });
    const calls = log.filter((event) => event.type === 'call-ended');
    expect(calls.map(({ failure }) => failure)).toEqual(Array(8).fill('UND_ERR_RES_EXCEEDED_MAX_SIZE'));
    await expect.poll(cut).toBe(8);
  });
}

for (const [what, bytes] of [
  ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
  ['a status that is none', 'HTTP/1.1 9999 Odd\r\n\r\n'],
  ['two lengths at odds', `${OK_HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
  ['a chunk of no length', `${OK_HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n`],
  ['headers without end', `HTTP/1.1 200 OK\r\n${'x-header: 0123456789\r\n'.repeat(10_000)}`],
] as const) {
  test(`${what} is an unknown outcome, called again (R17)`, async () => {
    let calls = 0;
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (request) => {
        const inquiryId = /"inquiryId":"([^"]+)"/.exec(String(request))?.[1] ?? '';
        const body = answerTo(inquiryId);
        const good = `${OK_HEAD}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
        socket.end(++calls > 2 ? good : bytes);
      });
    });
    closers.push(async () => void server.close());
    const { queryToTheEnd, log, faults } = engineAt(await listen(server));
    expect((await queryToTheEnd()).record).toMatchObject({ status: 'READY' });
    const outcomes = log.flatMap((event) => (event.type === 'call-ended' ? [event.outcome] : []));
    expect(outcomes).toEqual(['unknown', 'unknown', 'delivered']);
    expect(faults).toEqual([]);
  });
}
