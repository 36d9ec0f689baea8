// The order of checks (issuer-api.yaml, introduction): size, signature, form, idempotency, then the customer. Of two
// things that are wrong the earlier one is answered. Availability and rate stand in ./availability.ts.
import type { Check, Endpoint, RawRequest, SigningChange } from '../check.ts';
import { expectCode } from '../verify/findings.ts';
import { ACCEPT_JSON, type Attempt, attemptsCheck, getOf, inquiryText, postOf } from './attempts.ts';
import { NOBODY } from './basics.ts';
import { expectTaken } from './outcomes.ts';
import { filledTo, MAX_BODY_BYTES } from './size.ts';

const SOURCE = 'issuer-api.yaml, Order of checks';
const tooLarge: Attempt['expect'] = (exchange) => expectCode(exchange, 413, '10');
const refused: Attempt['expect'] = (exchange) => expectCode(exchange, 401, '11');

const overSize = (endpoint: Endpoint, framing: 'length' | 'chunked' = 'length'): RawRequest => ({
  ...postOf(filledTo(endpoint, MAX_BODY_BYTES + 1)),
  framing,
});
const WRONG_KEY: SigningChange = { key: 'not-the-key-of-this-issuer' };

const SIZE_BEFORE_SIGNATURE: readonly Attempt[] = [
  { sent: 'POST, a byte too large, not signed', request: (endpoint) => overSize(endpoint), expect: tooLarge },
  {
    sent: 'POST, a byte too large, chunked, not signed',
    request: (endpoint) => overSize(endpoint, 'chunked'),
    expect: tooLarge,
  },
  {
    sent: 'POST, a byte too large, signed with another key',
    request: (endpoint) => endpoint.signed(overSize(endpoint), WRONG_KEY),
    expect: tooLarge,
  },
];

const SIZE_BEFORE_FORM: readonly Attempt[] = [
  {
    sent: 'POST, a byte too large, signed, no JSON',
    request: (endpoint) => endpoint.signed(postOf('{'.repeat(MAX_BODY_BYTES + 1))),
    expect: tooLarge,
  },
];

const SIGNATURE_BEFORE_FORM: readonly Attempt[] = [
  { sent: 'POST, not signed, no JSON', request: () => postOf('{'), expect: refused },
  { sent: 'POST, not signed, every member missing', request: () => postOf('{}'), expect: refused },
  { sent: 'POST, not signed, no body', request: () => postOf(undefined), expect: refused },
  {
    sent: 'POST, not signed, no content type',
    request: (endpoint) => postOf(inquiryText(endpoint), [ACCEPT_JSON]),
    expect: refused,
  },
  {
    sent: 'POST, signed with another key, every member missing',
    request: (endpoint) => endpoint.signed(postOf('{}'), WRONG_KEY),
    expect: refused,
  },
  { sent: 'GET, not signed, an id outside the pattern', request: () => getOf('short'), expect: refused },
];

const withTheSameId = (
  name: string,
  title: string,
  then: (endpoint: Endpoint, inquiryId: string) => Attempt,
): Check => ({
  name: `order/${name}`,
  title,
  source: SOURCE,
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(NOBODY);
    const first = await endpoint.ask(inquiry);
    const { sent, request, expect } = then(endpoint, inquiry.inquiryId);
    return [...expectTaken(first), ...expect(await endpoint.send(request(endpoint), sent))];
  },
});

const formBeforeIdempotency = withTheSameId(
  'form-before-idempotency',
  'A malformed body under a known inquiryId is 400, not 409',
  (endpoint, inquiryId) => ({
    sent: 'POST, a known inquiryId and no consentId',
    request: () => {
      const { consentId: _left, ...rest } = endpoint.inquiryFor(NOBODY, { inquiryId });
      return endpoint.signed(postOf(JSON.stringify(rest)));
    },
    expect: (exchange) => expectCode(exchange, 400, '13'),
  }),
);

const signatureBeforeIdempotency = withTheSameId(
  'signature-before-idempotency',
  'A wrongly signed body under a known inquiryId is 401, not 409',
  (endpoint, inquiryId) => ({
    sent: 'POST, another body for a known inquiryId, signed with another key',
    request: () => endpoint.signed(postOf(JSON.stringify(endpoint.inquiryFor(NOBODY, { inquiryId }))), WRONG_KEY),
    expect: refused,
  }),
);

const signatureBeforeInquiry = withTheSameId(
  'signature-before-inquiry',
  'A wrongly signed GET of a known inquiry is 401 and tells nothing of it',
  (endpoint, inquiryId) => ({
    sent: 'GET of a known inquiry, signed with another key',
    request: () => endpoint.signed(getOf(inquiryId), WRONG_KEY),
    expect: refused,
  }),
);

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  ['size-before-signature', 'A body that is too large is 413, signed or not', SIZE_BEFORE_SIGNATURE],
  ['size-before-form', 'A body that is too large is 413, whatever its form', SIZE_BEFORE_FORM],
  ['signature-before-form', 'What is wrongly signed is 401, whatever its form', SIGNATURE_BEFORE_FORM],
];

export const ORDER_CHECKS: readonly Check[] = [
  ...ROWS.map(([name, title, attempts]) => attemptsCheck({ name: `order/${name}`, title, source: SOURCE }, attempts)),
  signatureBeforeIdempotency,
  signatureBeforeInquiry,
  formBeforeIdempotency,
];
