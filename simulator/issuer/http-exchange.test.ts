// The HTTP face of an issuer: routes, and the document's order of checks. Every body is held to the document.
import { expect, test } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
import { faultsOf } from '../faults/faults-fixture.ts';
import { AT_ONCE, answerIn, codeOf, inquiryAbout, START_MS, testIssuer, ZHANG } from './customers-fixture.ts';
import type { Delivery } from './delivery.ts';
import { answerRequest, type HttpRequest } from './http-exchange.ts';
import type { Issuer } from './issuer.ts';

const PATH = '/v1/card-inquiries';
const KEY = developmentKeyOf('ICBC');
const NO_BODY = new Uint8Array(0);
const RIGHT = JSON.stringify(inquiryAbout(ZHANG));

interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly text?: string | undefined;
  readonly headers?: HttpRequest['headers'];
  readonly createdS?: number;
  readonly key?: string;
  readonly signs?: boolean;
}

/** A signed POST of the right inquiry, changed as told. */
const request = (sent: Sent = {}): HttpRequest => {
  const { method = 'POST', target = PATH, text = RIGHT, headers = {}, createdS = START_MS / 1000, key = KEY } = sent;
  const [path = '', query] = target.split('?');
  const body = 'text' in sent && sent.text === undefined ? undefined : text;
  const parts = { method, path, query: query === undefined ? undefined : `?${query}`, body };
  const signature =
    sent.signs === false ? {} : signMessage(parts, { keyId: keyIdOf('ICBC'), key }, createdS, nodeDigests);
  return {
    method,
    target,
    headers: { 'content-type': 'application/json', ...signature, ...headers },
    body: body === undefined ? NO_BODY : new TextEncoder().encode(body),
  };
};

const answer = (sent: HttpRequest, issuer: Issuer = testIssuer()): Delivery =>
  answerRequest(sent, { issuer, key: KEY, digests: nodeDigests }, START_MS);

const reasonsIn = (delivery: Delivery): unknown => {
  const { body } = answerIn(delivery);
  return 'errors' in body ? body.errors : undefined;
};

test('POST and GET of one inquiry, both signed, are answered', () => {
  const issuer = testIssuer();
  const target = `${PATH}/q-00000001`;
  expect(codeOf(answer(request(), issuer))).toBe('200/00');
  expect(codeOf(answer(request({ method: 'GET', target, text: undefined }), issuer))).toBe('200/00');
});

test('a path that is not in the document gets 404 / 10, whatever the signature', () => {
  for (const target of [
    '/',
    '/v1',
    '/v2/card-inquiries',
    `${PATH}/`,
    `${PATH}/q-00000001/cards`,
    '/V1/card-inquiries',
    '*',
  ]) {
    expect(codeOf(answer(request({ target, signs: false }))), target).toBe('404/10');
  }
});

test('another method on a path of the document gets 405 / 10 and is told which there is', () => {
  for (const method of ['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
    const delivery = answer(request({ method, signs: false }));
    expect(codeOf(delivery)).toBe('405/10');
    expect(answerIn(delivery).allow).toBe('POST');
  }
  expect(answer(request({ target: `${PATH}/q-00000001` })).act).toMatchObject({ status: 405, allow: 'GET' });
});

test('an id outside the pattern is an unknown inquiry: 404 / 34', () => {
  for (const id of ['short', 'q_00000001', '%zz%zz%zz', 'a'.repeat(65)]) {
    expect(codeOf(answer(request({ method: 'GET', target: `${PATH}/${id}`, text: undefined }))), id).toBe('404/34');
  }
});

test('size comes before signature, signature before availability and form', () => {
  const issuer = testIssuer({ settings: { ...AT_ONCE, faults: faultsOf([{ kind: 'maintenance' }]) } });
  const unsigned = request({ text: '{', signs: false });
  expect(codeOf(answer({ ...unsigned, body: 'too-large' }, issuer))).toBe('413/10');
  expect(codeOf(answer(unsigned, issuer))).toBe('401/11');
  expect(codeOf(answer(request({ text: '{' }), issuer))).toBe('503/02');
  expect(codeOf(answer(request({ text: '{' })))).toBe('400/10');
});

test('whatever is wrong with the signature is 401 / 11 and says what, without a value', () => {
  const other = { key: developmentKeyOf('ABC') };
  const wrong: readonly (readonly [string, HttpRequest])[] = [
    ['Signature-Input is missing', request({ signs: false })],
    ['Signature-Input is missing', request({ headers: { 'signature-input': undefined } })],
    ['Signature has no sig1', request({ headers: { signature: undefined } })],
    ['Content-Digest has no sha-256', request({ headers: { 'content-digest': undefined } })],
    ['Content-Digest has no sha-256', request({ headers: { 'content-digest': 'sha-512=:AAAA:' } })],
    ['Content-Digest is not that of this body', { ...request(), body: new TextEncoder().encode(`${RIGHT} `) }],
    ['Signature does not fit the message and key', request(other)],
    ['Signature does not fit the message and key', request({ headers: { signature: 'sig1=:AAAA:' } })],
    ['created is more than 300 s from this clock', request({ createdS: START_MS / 1000 - 301 })],
    ['created is more than 300 s from this clock', request({ createdS: START_MS / 1000 + 301 })],
    [
      'Signature-Input does not cover content-digest',
      { ...request({ text: undefined }), body: new TextEncoder().encode(RIGHT) },
    ],
  ];
  for (const [message, sent] of wrong) {
    const delivery = answer(sent);
    expect(codeOf(delivery), message).toBe('401/11');
    expect(reasonsIn(delivery)).toEqual([{ pointer: '', message }]);
  }
});

test('a signature of one exchange does not fit another', () => {
  const ofGet = request({ method: 'GET', target: `${PATH}/q-00000001`, text: undefined });
  expect(codeOf(answer({ ...ofGet, target: `${PATH}/q-00000002` }))).toBe('401/11');
  expect(codeOf(answer({ ...request(), headers: { ...request().headers, ...ofGet.headers } }))).toBe('401/11');
});

test('created 300 s away in either direction is still good', () => {
  expect(codeOf(answer(request({ createdS: START_MS / 1000 - 300 })))).toBe('200/00');
  expect(codeOf(answer(request({ createdS: START_MS / 1000 + 300 })))).toBe('200/00');
});

test('a query is covered by the signature or the request is refused', () => {
  expect(codeOf(answer(request({ target: `${PATH}?trace=1` })))).toBe('200/00');
  expect(codeOf(answer({ ...request(), target: `${PATH}?trace=1` }))).toBe('401/11');
});

test('a signed POST without a body is a matter of form', () => {
  expect(codeOf(answer(request({ text: undefined })))).toBe('400/10');
  expect(codeOf(answer(request({ text: '' })))).toBe('400/10');
});

test('the errors of a form name their members', () => {
  const delivery = answer(request({ text: '{"inquiryId":"q-00000001","consentId":"consent-1"}' }));
  expect(codeOf(delivery)).toBe('400/13');
  expect(reasonsIn(delivery)).toEqual([{ pointer: '/customer', message: 'is missing' }]);
});

test('what a door puts before the path is signed, and is not part of the API', () => {
  const access = { issuer: testIssuer(), key: KEY, digests: nodeDigests, basePath: '/banks/ICBC' };
  expect(codeOf(answerRequest(request({ target: `/banks/ICBC${PATH}` }), access, START_MS))).toBe('200/00');
  expect(codeOf(answerRequest(request({ target: PATH }), access, START_MS))).toBe('404/10');
  const elsewhere = { ...request({ target: PATH }), target: `/banks/ICBC${PATH}` };
  expect(codeOf(answerRequest(elsewhere, access, START_MS))).toBe('401/11');
});

test('a door that ignores signatures looks at none, and at all the rest', () => {
  const access = { issuer: testIssuer(), key: KEY, digests: nodeDigests, signatures: 'ignored' } as const;
  expect(codeOf(answerRequest(request({ signs: false }), access, START_MS))).toBe('200/00');
  expect(codeOf(answerRequest(request({ signs: false, text: '{}' }), access, START_MS))).toBe('400/13');
});
