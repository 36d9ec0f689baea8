// The worked examples, done again by other means: node:crypto alone, and the rules of RFC 9421 as they are written.
import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { verifyMessage } from '../../core/signature.ts';
import { CREATED_S, type SignedRequest, signedRequests, wireText } from './signed-requests.ts';
import { signingGuide } from './signing-guide.ts';

const REQUESTS = signedRequests();

test('there is one with a body, one without, and one with a query', () => {
  expect(REQUESTS.map(({ name, method, body, query }) => [name, method, body !== undefined, query])).toEqual([
    ['post', 'POST', true, undefined],
    ['get', 'GET', false, undefined],
    ['callback', 'POST', true, '?attempt=1&of=worked%20example'],
  ]);
});

/** Nothing of ours but the four facts that every team has: the request, the key, its id, the instant. */
const byHand = ({ method, path, query, body, key, keyId, createdS }: SignedRequest) => {
  const digest =
    body === undefined ? undefined : `sha-256=:${createHash('sha256').update(body, 'utf8').digest('base64')}:`;
  const covered = [
    ['@method', method],
    ['@path', path],
    ...(query === undefined ? [] : [['@query', query]]),
    ...(digest === undefined ? [] : [['content-digest', digest]]),
  ];
  const names = covered.map(([name]) => `"${name}"`).join(' ');
  const params = `(${names});created=${createdS};keyid="${keyId}";alg="hmac-sha256"`;
  const base = [...covered.map(([name, value]) => `"${name}": ${value}`), `"@signature-params": ${params}`].join('\n');
  const hmac = createHmac('sha256', Buffer.from(key, 'utf8')).update(base, 'utf8').digest();
  return { digest, params, base, hmac };
};

test.each(REQUESTS)('$name comes out the same by hand', (request) => {
  const { digest, params, base, hmac } = byHand(request);
  expect(request.contentDigest).toBe(digest);
  expect(request.signatureBaseLines.join('\n')).toBe(base);
  expect(request.signatureBaseSha256Hex).toBe(createHash('sha256').update(base).digest('hex'));
  expect([request.hmacSha256Hex, request.hmacSha256Base64]).toEqual([hmac.toString('hex'), hmac.toString('base64')]);
  expect(request.headers).toMatchObject({
    'signature-input': `sig1=${params}`,
    signature: `sig1=:${hmac.toString('base64')}:`,
    ...(digest === undefined ? {} : { 'content-digest': digest }),
  });
  if (request.body !== undefined) {
    expect(request.bodyLengthBytes).toBe(new TextEncoder().encode(request.body).length);
    expect(request.bodySha256Hex).toBe(createHash('sha256').update(request.body).digest('hex'));
  }
});

test.each(REQUESTS)('$name is taken by a receiver, and with another body, query or path it is not', (request) => {
  const takes = (changes: Partial<SignedRequest>): boolean =>
    verifyMessage({ ...request, ...changes }, request.headers, request, CREATED_S, nodeDigests) === undefined;
  expect(takes({})).toBe(true);
  expect(takes({ path: '/v1/other' })).toBe(false);
  if (request.body !== undefined) expect(takes({ body: `${request.body} ` })).toBe(false);
  if (request.query !== undefined) expect(takes({ query: '?attempt=2' })).toBe(false);
});

test('the guide has every value of every step, and the body has characters that are no ASCII', () => {
  const guide = signingGuide(REQUESTS);
  for (const request of REQUESTS) {
    expect(guide).toContain(request.signatureBaseLines.join('\n'));
    expect(guide).toContain(request.hmacSha256Base64);
    expect(guide).toContain(wireText(request).trimEnd());
  }
  expect(REQUESTS[0]?.body).toMatch(/[^\0-\x7f]/);
});
