// Callbacks over a real socket (R4, R20): only the bank's own signed answer to its own inquiry is taken, once; anything
// else is refused with what is wrong, changes nothing, and the good one still comes through.
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { type SignedParts, signMessage } from '../../core/signature.ts';
import { createMemoryStore } from '../store/memory.ts';
import { userNumber } from '../store/suite-fixtures.ts';
import { throttledEngine } from '../throttle-fixture.ts';
import { bareApp } from './app-api.ts';
import { mountFallbacks } from './fallbacks.ts';
import { mountIssuerCallbacks } from './issuer-callbacks.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const KEYS = new Map([
  ['CMB', 'key-of-cmb'],
  ['CEB', 'key-of-ceb'],
]);
const CARD = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' };
const FULL_PAN = '6222021234567890128';

/** A query whose banks have not answered: all of them wait for callbacks. */
const setUp = async () => {
  const network = throttledEngine(createMemoryStore(), { burst: 10, perSecond: 1 });
  await network.enrol(1, 2);
  await network.apply(1);
  const [record] = await network.engine.reports.records(userNumber(1));
  if (record === undefined) throw new Error('the application made no query');
  const faults: unknown[] = [];
  const app = bareApp();
  mountIssuerCallbacks(app, network.engine, KEYS, nodeDigests);
  mountFallbacks(app, network.engine, (error) => faults.push(error));
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    server.close();
    expect(faults).toEqual([]);
  });
  const { port } = server.address() as AddressInfo;

  const post = (path: string, body: string | Buffer, headers: Readonly<Record<string, string>>) =>
    new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      const sent = httpRequest({ port, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const signed = (path: string, body: string | Buffer, by = 'CMB', more: Partial<SignedParts> = {}) => ({
    'content-type': 'application/json',
    ...signMessage(
      { method: 'POST', path, body, ...more },
      { keyId: `network-${by}`, key: KEYS.get(by) ?? 'no-key' },
      Math.floor(network.clock.nowMs / 1000),
      nodeDigests,
    ),
  });
  const send = (body: string | Buffer, by = 'CMB') => {
    const path = `/v1/issuer-callbacks/${by}`;
    return post(path, body, signed(path, body, by));
  };
  const dispositionOf = async (bank: string) => {
    const now = await network.engine.reports.recordOf(userNumber(1), record.queryId);
    return now?.dispositions.find((one) => one.bank === bank)?.disposition;
  };
  const answer = (more: object = {}) =>
    JSON.stringify({
      inquiryId: `${record.queryId}-CMB`,
      issuer: 'CMB',
      respCode: '00',
      respMsg: '',
      cards: [CARD],
      unsupported: [],
      ...more,
    });
  return { queryId: record.queryId, post, signed, send, dispositionOf, answer, log: network.log };
};

type SetUp = Awaited<ReturnType<typeof setUp>>;

const thenTheGoodOneIsTaken = async ({ send, answer, dispositionOf }: SetUp): Promise<void> => {
  expect(await dispositionOf('CMB')).toBe('PENDING');
  expect((await send(answer())).status).toBe(204);
  expect(await dispositionOf('CMB')).toBe('DELIVERED');
};

const BODIES: readonly (readonly [string, number, (network: SetUp) => string | Buffer])[] = [
  ['in the name of another bank', 400, ({ answer }) => answer({ issuer: 'ICBC' })],
  ['for the inquiry of another bank', 400, ({ answer, queryId }) => answer({ inquiryId: `${queryId}-CEB` })],
  ['with a full card number', 400, ({ answer }) => answer({ cards: [{ ...CARD, panLast4: FULL_PAN }] })],
  ['with a full card number beside', 400, ({ answer }) => answer({ cards: [{ ...CARD, pan: FULL_PAN }] })],
  ['with a member of its own', 400, ({ answer }) => answer({ cardholder: 'x' })],
  [
    'that says it still runs',
    400,
    ({ answer }) => answer({ respCode: '05', cards: undefined, unsupported: undefined }),
  ],
  ['with 201 cards', 400, ({ answer }) => answer({ cards: Array(201).fill(CARD) })],
  ['with 200,000 cards', 413, ({ answer }) => answer({ cards: Array(200_000).fill(CARD) })],
  ['of 10 MB', 413, ({ answer }) => answer({ respMsg: 'x'.repeat(10_000_000) })],
  ['nested 100,000 deep', 400, ({ answer }) => answer().replace('[]', '['.repeat(100_000) + ']'.repeat(100_000))],
  ['with a member twice', 400, ({ answer }) => answer().replace('{', '{"issuer":"CMB",')],
  ['that is no JSON', 400, () => '<html>'],
  ['that is empty', 400, () => ''],
  ['that is null', 400, () => 'null'],
  ['that is a list', 400, ({ answer }) => `[${answer()}]`],
  ['whose inquiryId is an object', 400, ({ answer }) => answer({ inquiryId: { toString: 1 } })],
  ['that is no UTF-8', 400, ({ answer }) => Buffer.from(answer({ respMsg: '\u00ff' }), 'latin1')],
];

for (const [what, status, body] of BODIES) {
  test(`a signed callback ${what} is refused with ${status} and changes nothing (R20)`, async () => {
    const network = await setUp();
    const refused = await network.send(body(network));
    expect(refused.status).toBe(status);
    expect(JSON.parse(refused.text)).toEqual({ respCode: '10', respMsg: expect.any(String) });
    expect(refused.text + JSON.stringify(network.log)).not.toContain(FULL_PAN);
    expect(await network.dispositionOf('CEB')).toBe('PENDING');
    await thenTheGoodOneIsTaken(network);
  });
}

const PATH = '/v1/issuer-callbacks/CMB';
const UNSIGNED: readonly (readonly [string, (network: SetUp) => ReturnType<SetUp['post']>])[] = [
  ['without a signature', ({ post, answer }) => post(PATH, answer(), { 'content-type': 'application/json' })],
  ['signed by another bank', ({ post, answer, signed }) => post(PATH, answer(), signed(PATH, answer(), 'CEB'))],
  [
    'changed after it was signed',
    ({ post, answer, signed }) => post(PATH, answer({ cards: [] }), signed(PATH, answer())),
  ],
  ['signed for another path', ({ post, answer, signed }) => post(PATH, answer(), signed('/v1/other', answer()))],
  [
    'with a query that was not signed',
    ({ post, answer, signed }) => post(`${PATH}?x=1`, answer(), signed(PATH, answer())),
  ],
  ['to a bank that does not exist', ({ send, answer }) => send(answer({ issuer: 'XYZ' }), 'XYZ')],
  [
    'whose signature is garbage',
    ({ post, answer, signed }) => post(PATH, answer(), { ...signed(PATH, answer()), 'signature-input': 'sig=((((' }),
  ],
];

for (const [what, call] of UNSIGNED) {
  test(`a callback ${what} is refused with 401 and changes nothing (R20)`, async () => {
    const network = await setUp();
    const refused = await call(network);
    expect(refused.status).toBe(401);
    expect(JSON.parse(refused.text)).toEqual({ respCode: '11', respMsg: expect.any(String) });
    await thenTheGoodOneIsTaken(network);
  });
}

test('a callback may cover more than the document wants', async () => {
  const network = await setUp();
  const headers = network.signed(PATH, network.answer());
  const input = headers['signature-input'].replace('("@method"', '("content-type" "@method"').replace('sig1=', '');
  const lines = ['"content-type": application/json', '"@method": POST', `"@path": ${PATH}`];
  const base = [...lines, `"content-digest": ${headers['content-digest']}`, `"@signature-params": ${input}`].join('\n');
  const signature = `sig1=:${nodeDigests.hmacSha256Base64('key-of-cmb', base)}:`;
  const covered = { ...headers, 'signature-input': `sig1=${input}`, signature };
  expect((await network.post(PATH, network.answer(), { ...covered, 'content-type': 'text/plain' })).status).toBe(401);
  expect((await network.post(PATH, network.answer(), covered)).status).toBe(204);
});

test('a repeat of a callback, a contrary one, and one for a query nobody knows are received and change nothing (R20, I4)', async () => {
  const network = await setUp();
  await thenTheGoodOneIsTaken(network);
  const { send, answer, queryId, dispositionOf } = network;
  const denial = JSON.stringify({ inquiryId: `${queryId}-CMB`, issuer: 'CMB', respCode: '66', respMsg: '' });
  for (const body of [answer(), answer({ cards: [] }), denial, answer({ inquiryId: 'q00000000000000000000-CMB' })]) {
    expect((await send(body)).status).toBe(204);
  }
  expect(await dispositionOf('CMB')).toBe('DELIVERED');
});
