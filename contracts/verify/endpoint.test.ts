// The endpoint as a check sees it: rightly signed, wrongly signed in one way each, and shown without what is secret.
import { expect, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { Endpoint, Exchange, RawRequest, SigningChange } from '../check.ts';
import { NOBODY } from '../checks/basics.ts';
import { createEndpoint } from './endpoint.ts';
import { createRawClient } from './raw-client.ts';
import { serve } from './servers-fixture.ts';
import { showExchange } from './shown-exchange.ts';

const KEY = 'the-key-of-this-test';

const endpointAt = (url: string, seen: Exchange[] = []): Endpoint => {
  const common = { url, clock: systemClock, timeoutMs: 5000 };
  return createEndpoint({
    ...common,
    issuer: 'ICBC',
    key: KEY,
    client: createRawClient(common),
    states: undefined,
    openBox: undefined,
    over: new AbortController().signal,
    onExchange: (exchange) => void seen.push(exchange),
  });
};

const POST: RawRequest = {
  method: 'POST',
  target: '/v1/card-inquiries',
  headers: [['Accept', 'application/json']],
  body: '{"a":1}',
};

/** What the network's own verifier says of a request signed with this change. */
const problemOf = (change: SigningChange | undefined, request = POST): string | undefined => {
  const signed = endpointAt('https://bank.example/base').signed(request, change);
  const headers = Object.fromEntries(signed.headers.map(([name, value]) => [name.toLowerCase(), value]));
  const [path = '', query] = `/base${request.target}`.split(/(?=\?)/);
  const parts = { method: request.method, path, query, body: request.body };
  return verifyMessage(parts, headers, { keyId: 'network-ICBC', key: KEY }, systemClock.now() / 1000, nodeDigests);
};

test('a request is signed for its whole path, query and body', () => {
  expect(problemOf(undefined)).toBeUndefined();
  expect(problemOf(undefined, { ...POST, target: '/v1/card-inquiries?x=1' })).toBeUndefined();
  expect(problemOf(undefined, { ...POST, method: 'GET', body: undefined })).toBeUndefined();
  expect(problemOf(undefined, { ...POST, body: Buffer.from([0xff, 0xfe]) })).toBeUndefined();
});

const CHANGES: readonly (readonly [SigningChange, string | undefined])[] = [
  [{ keyId: 'network-CMB' }, 'Signature-Input has another keyid than network-ICBC'],
  [{ key: 'another' }, 'Signature does not fit the message and key'],
  [{ alg: 'hmac-sha512' }, 'Signature-Input has another alg than hmac-sha256'],
  [{ createdByS: -298 }, undefined],
  [{ createdByS: -301 }, 'created is more than 300 s from this clock'],
  [{ createdByS: 302 }, 'created is more than 300 s from this clock'],
  [{ without: ['@path'] }, 'Signature-Input does not cover @path'],
  [{ without: ['content-digest'] }, 'Signature-Input does not cover content-digest'],
  [{ covers: ['content-digest', '@path', '@method', '@query', 'accept'] }, undefined],
  [{ covers: ['@method', '@path', 'content-digest', 'date'] }, 'Signature-Input covers a header that is not there'],
  [{ params: ['alg', 'created', 'nonce="x"', 'keyid'] }, undefined],
  [{ params: ['created="now"', 'keyid', 'alg'] }, 'Signature-Input has no created time'],
  [{ params: ['created', 'alg'] }, 'Signature-Input has another keyid than network-ICBC'],
  [{ label: 'sig2' }, 'Signature-Input has no list sig1'],
  [{ contentDigest: 'sha-512=:AAAA:' }, 'Content-Digest has no sha-256'],
  [{ digestOf: '{"a":2}' }, 'Content-Digest is not that of this body'],
  [{ drop: ['Signature'] }, 'Signature has no sig1'],
  [{ drop: ['content-digest'] }, 'Content-Digest has no sha-256'],
];

for (const [change, problem] of CHANGES) {
  test(`signed with ${JSON.stringify(change)} a request is ${problem === undefined ? 'taken' : 'refused'}`, () => {
    expect(problemOf(change)).toBe(problem);
  });
}

test('an inquiry and a question about one go out signed, each is seen and said in words', async () => {
  const seen: Exchange[] = [];
  const targets: unknown[] = [];
  const url = await serve((request, response) => {
    targets.push([request.method, request.url, request.headers['content-type']]);
    response.end('{"respCode":"11"}');
  });
  const endpoint = endpointAt(url, seen);
  const inquiry = endpoint.inquiryFor(NOBODY);
  await endpoint.ask(inquiry, { change: { createdByS: -301, drop: ['Signature'] } });
  await endpoint.status(inquiry.inquiryId);
  await endpoint.sendInTurn([POST, POST], 'two');
  expect(targets.slice(0, 2)).toEqual([
    ['POST', '/v1/card-inquiries', 'application/json'],
    ['GET', `/v1/card-inquiries/${inquiry.inquiryId}`, undefined],
  ]);
  expect(seen.map(({ sent }) => sent)).toEqual([
    'POST /v1/card-inquiries, signed, created 301 s ago, without Signature',
    'GET /v1/card-inquiries/{inquiryId}, signed',
    'two (1 of 2)',
    'two (2 of 2)',
  ]);
  expect(new Set([endpoint.freshId(), endpoint.freshId(), inquiry.inquiryId]).size).toBe(3);
});

test('an exchange is shown with its form and without key, signature, person and card number', async () => {
  const seen: Exchange[] = [];
  const url = await serve((_request, response) => {
    response.setHeader('set-cookie', 'session=secret');
    response.end(JSON.stringify({ respCode: '00', respMsg: `${NOBODY.name}${NOBODY.mobile} 6222020000001234567` }));
  });
  const endpoint = endpointAt(url, seen);
  const [exchange] = [await endpoint.ask(endpoint.inquiryFor(NOBODY))];
  const { request, answer } = showExchange(exchange);
  expect(request).toMatch(/^POST \/v1\/card-inquiries\nAccept: application\/json\n/);
  expect(request).toMatch(/Signature: sig1=:\S{8}…:\n/);
  expect(request).toContain('"name": "无**"');
  expect(answer).toMatch(/^200\n/);
  expect(answer).toContain('6222 **** 4567');
  for (const secret of [KEY, NOBODY.name, NOBODY.idNumber, NOBODY.mobile, 'session=secret', '020000001234']) {
    expect(request + answer).not.toContain(secret);
  }
});

test('a check that does not say what it needs is told so', async () => {
  const endpoint = endpointAt('http://127.0.0.1:9');
  await expect(endpoint.given('closed', {})).rejects.toThrow('uses states and does not say');
  await expect(endpoint.openCallbackBox()).rejects.toThrow('uses callbacks and does not say');
});
