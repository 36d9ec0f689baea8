// What a signature must hold to (issuer-api.yaml, "Signature"), with the document's example worked by hand.
import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeDigests } from './node-digests.ts';
import {
  developmentKeyOf,
  keyIdOf,
  MAX_SIGNATURE_AGE_S,
  type ReceivedSignatureHeaders,
  type SignedParts,
  signMessage,
  verifyMessage,
} from './signature.ts';

const CREATED_S = 1_790_000_000;
const CREDENTIALS = { keyId: keyIdOf('ICBC'), key: developmentKeyOf('ICBC') };
const POST: SignedParts = { method: 'POST', path: '/v1/card-inquiries', body: '{"inquiryId":"q-00000001"}' };
const GET: SignedParts = { method: 'GET', path: '/v1/card-inquiries/q-00000001' };

const signed = (parts: SignedParts): ReceivedSignatureHeaders =>
  signMessage(parts, CREDENTIALS, CREATED_S, nodeDigests);
const check = (parts: SignedParts, headers: ReceivedSignatureHeaders, nowS: number = CREATED_S) =>
  verifyMessage(parts, headers, CREDENTIALS, nowS, nodeDigests);

const hmac = (text: string): string => createHmac('sha256', 'dev-key-ICBC').update(text).digest('base64');

/** Headers with a right signature over whatever `input` says it covers. */
const signedOver = (input: string, base: string, more: ReceivedSignatureHeaders = {}): ReceivedSignatureHeaders => ({
  'signature-input': `sig1=${input}`,
  signature: `sig1=:${hmac(`${base}"@signature-params": ${input}`)}:`,
  ...more,
});

test('the example of the document is what we write, and its signature is that of RFC 9421 worked by hand', () => {
  const digest = `sha-256=:${createHash('sha256').update('{"inquiryId":"q-00000001"}').digest('base64')}:`;
  const input = '("@method" "@path" "content-digest");created=1790000000;keyid="network-ICBC";alg="hmac-sha256"';
  const base =
    `"@method": POST\n"@path": /v1/card-inquiries\n"content-digest": ${digest}\n` + `"@signature-params": ${input}`;
  expect(signed(POST)).toEqual({
    'signature-input': `sig1=${input}`,
    signature: `sig1=:${hmac(base)}:`,
    'content-digest': digest,
  });
});

test('what we sign holds, for every body, path and query', () => {
  const parts = fc.record({
    method: fc.constantFrom('GET', 'POST'),
    path: fc.webPath().map((path) => `/${path}`),
    query: fc.option(
      fc.webQueryParameters().map((query) => `?${query}`),
      { nil: undefined },
    ),
    body: fc.option(fc.oneof(fc.string(), fc.uint8Array()), { nil: undefined }),
  });
  fc.assert(
    fc.property(parts, (message) => {
      expect(check(message, signed(message))).toBeUndefined();
    }),
  );
});

test('one changed part of the message breaks the signature', () => {
  const query = { ...POST, query: '?a=1' };
  expect(check({ ...GET, method: 'PUT' }, signed(GET))).toBe('Signature does not fit the message and key');
  expect(check({ ...GET, path: '/v1/card-inquiries/q-00000002' }, signed(GET))).toMatch(/does not fit/);
  expect(check({ ...query, query: '?a=2' }, signed(query))).toMatch(/does not fit/);
  expect(check({ ...POST, body: '{"inquiryId":"q-00000002"}' }, signed(POST))).toBe(
    'Content-Digest is not that of this body',
  );
  const other = signed({ ...POST, body: 'x' })['content-digest'];
  expect(check({ ...POST, body: 'x' }, { ...signed(POST), 'content-digest': other })).toMatch(/does not fit/);
});

test('each header that is missing is named', () => {
  const headers = signed(POST);
  expect(check(POST, { ...headers, 'signature-input': undefined })).toBe('Signature-Input is missing');
  expect(check(POST, { ...headers, signature: undefined })).toBe('Signature has no sig1');
  expect(check(POST, { ...headers, 'content-digest': undefined })).toBe('Content-Digest has no sha-256');
});

test('another label, or no structured field at all, is no signature', () => {
  const headers = signed(GET);
  const relabelled = headers['signature-input']?.replace('sig1', 'sig2');
  expect(check(GET, { ...headers, 'signature-input': relabelled })).toBe('Signature-Input has no list sig1');
  expect(check(GET, { ...headers, 'signature-input': 'sig1=(((' })).toBe('Signature-Input has no list sig1');
  expect(check(GET, { ...headers, 'signature-input': 'sig1=7' })).toBe('Signature-Input has no list sig1');
  expect(check(GET, { ...headers, signature: headers.signature?.replace('sig1', 'sig2') })).toBe(
    'Signature has no sig1',
  );
});

test('a component that has to be covered and is not is named', () => {
  const params = `;created=${CREATED_S};keyid="network-ICBC";alg="hmac-sha256"`;
  const noMethod = signedOver(`("@path")${params}`, `"@path": ${GET.path}\n`);
  const noPath = signedOver(`("@method")${params}`, '"@method": GET\n');
  const noDigest = signedOver(`("@method" "@path")${params}`, `"@method": POST\n"@path": ${POST.path}\n`, {
    'content-digest': signed(POST)['content-digest'],
  });
  expect(check(GET, noMethod)).toBe('Signature-Input does not cover @method');
  expect(check(GET, noPath)).toBe('Signature-Input does not cover @path');
  expect(check(POST, noDigest)).toBe('Signature-Input does not cover content-digest');
  expect(check({ ...GET, query: '?a=1' }, signed(GET))).toBe('Signature-Input does not cover @query');
});

test('the order of the components is the signer’s own', () => {
  const input = `("@path" "@method");keyid="network-ICBC";alg="hmac-sha256";created=${CREATED_S}`;
  expect(check(GET, signedOver(input, `"@path": ${GET.path}\n"@method": GET\n`))).toBeUndefined();
});

test('a component twice, or one that we do not know, is refused', () => {
  const params = `;created=${CREATED_S};keyid="network-ICBC";alg="hmac-sha256"`;
  expect(check(GET, signedOver(`("@method" "@path" "@path")${params}`, ''))).toMatch(/twice/);
  expect(check(GET, signedOver(`("@method" "@path" "@scheme")${params}`, ''))).toMatch(/not supported/);
  expect(check(GET, signedOver(`("@method" "@path" "Date")${params}`, ''))).toMatch(/not supported/);
  expect(check(GET, signedOver(`("@method" "@path";req)${params}`, ''))).toMatch(/not supported/);
});

test('any other header may be covered, and is then part of what is signed', () => {
  const input = `("@method" "@path" "date");created=${CREATED_S};keyid="network-ICBC";alg="hmac-sha256"`;
  const base = `"@method": GET\n"@path": ${GET.path}\n"date": Mon, 05 Jan 2026 09:00:00 GMT\n`;
  const over = (date: string | undefined) => check(GET, signedOver(input, base, { date }));
  expect(over('Mon, 05 Jan 2026 09:00:00 GMT')).toBeUndefined();
  expect(over('Mon, 05 Jan 2026 09:00:01 GMT')).toBe('Signature does not fit the message and key');
  expect(over(undefined)).toBe('Signature-Input covers a header that is not there');
});

test('a covered digest is checked even where there is no body', () => {
  const empty = signed({ ...GET, body: '' });
  expect(check(GET, empty)).toBeUndefined();
  expect(check(GET, { ...empty, 'content-digest': undefined })).toBe('Content-Digest has no sha-256');
  expect(check(GET, signed({ ...GET, body: 'x' }))).toBe('Content-Digest is not that of this body');
});

test('another keyid, alg or key, or no created, is refused', () => {
  const base = `"@method": GET\n"@path": ${GET.path}\n`;
  const over = (params: string) => check(GET, signedOver(`("@method" "@path")${params}`, base));
  expect(over(`;created=${CREATED_S};keyid="network-ABC";alg="hmac-sha256"`)).toMatch(
    /another keyid than network-ICBC/,
  );
  expect(over(`;created=${CREATED_S};alg="hmac-sha256"`)).toMatch(/another keyid/);
  expect(over(`;created=${CREATED_S};keyid="network-ICBC";alg="rsa-v1_5-sha256"`)).toMatch(/another alg/);
  expect(over(`;created=${CREATED_S};keyid="network-ICBC"`)).toMatch(/another alg/);
  expect(over(';keyid="network-ICBC";alg="hmac-sha256"')).toMatch(/no created/);
  expect(over(`;created="${CREATED_S}";keyid="network-ICBC";alg="hmac-sha256"`)).toMatch(/no created/);
  const otherKey = signMessage(GET, { ...CREDENTIALS, key: 'dev-key-ABC' }, CREATED_S, nodeDigests);
  expect(check(GET, otherKey)).toBe('Signature does not fit the message and key');
});

test('created may be 300 s from the clock in both directions and no more', () => {
  const headers = signed(GET);
  expect(check(GET, headers, CREATED_S + MAX_SIGNATURE_AGE_S)).toBeUndefined();
  expect(check(GET, headers, CREATED_S - MAX_SIGNATURE_AGE_S)).toBeUndefined();
  expect(check(GET, headers, CREATED_S + MAX_SIGNATURE_AGE_S + 0.001)).toMatch(/more than 300 s/);
  expect(check(GET, headers, CREATED_S - MAX_SIGNATURE_AGE_S - 0.001)).toMatch(/more than 300 s/);
});

test('no problem text repeats a value of the message', () => {
  const body = '{"idNumber":"310000199001010013"}';
  const headers = signed({ ...POST, body });
  expect(check({ ...POST, body: `${body} ` }, headers)).not.toContain('3100');
  expect(check(POST, { ...headers, 'signature-input': 'sig1=("310000199001010013")' })).not.toContain('3100');
});

test('reading many different inputs does not change what holds', () => {
  const messages = Array.from({ length: 200 }, (_, at) => ({ ...GET, path: `/p${at}` }));
  const headers = messages.map((parts, at) => signMessage(parts, CREDENTIALS, CREATED_S + at, nodeDigests));
  for (const round of [0, 1]) {
    messages.forEach((parts, at) => {
      expect(check(parts, headers[at] ?? {}), `round ${round}`).toBeUndefined();
      expect(check(parts, headers[(at + 1) % 200] ?? {})).toMatch(/does not fit/);
    });
  }
});
