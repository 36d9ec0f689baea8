// The size of a body (issuer-api.yaml, "Form"): 16,384 bytes are allowed, chunked or not; one more is 413 / 10.
import type { Check, Endpoint, RawRequest } from '../check.ts';
import { expectCode } from '../verify/findings.ts';
import { type Attempt, attemptsCheck, inquiryText, postOf } from './attempts.ts';
import { expectTaken } from './outcomes.ts';

export const MAX_BODY_BYTES = 16_384;
const FAR_OVER_BYTES = 1_000_000;

const FRAMINGS = [
  ['with its length', 'length'],
  ['chunked', 'chunked'],
] as const;

/** A right inquiry, filled up with blanks. */
export const filledTo = (endpoint: Endpoint, sizeBytes: number): string => {
  const text = inquiryText(endpoint);
  return text + ' '.repeat(sizeBytes - Buffer.byteLength(text));
};

/** Few characters and many bytes. */
const longInBytes = (endpoint: Endpoint): string =>
  inquiryText(endpoint).replace('{', `{"remark":"${'无'.repeat(6000)}",`);

const inBothFramings = (
  words: string,
  bodyOf: (endpoint: Endpoint) => string,
  expect: Attempt['expect'],
): readonly Attempt[] =>
  FRAMINGS.map(([how, framing]) => ({
    sent: `POST, ${words}, ${how}`,
    request: (endpoint): RawRequest => endpoint.signed({ ...postOf(bodyOf(endpoint)), framing }),
    expect,
  }));

const tooLarge: Attempt['expect'] = (exchange) => expectCode(exchange, 413, '10');

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  [
    'allowed',
    'A body of 16,384 bytes is taken',
    inBothFramings('a body of 16,384 bytes', (endpoint) => filledTo(endpoint, MAX_BODY_BYTES), expectTaken),
  ],
  [
    'over',
    'A body of 16,385 bytes is 413 / 10',
    inBothFramings('a body of 16,385 bytes', (endpoint) => filledTo(endpoint, MAX_BODY_BYTES + 1), tooLarge),
  ],
  [
    'far-over',
    'A body of a million bytes is 413 / 10, and the sender gets to see it',
    inBothFramings('a body of 1,000,000 bytes', (endpoint) => filledTo(endpoint, FAR_OVER_BYTES), tooLarge),
  ],
  [
    'in-bytes',
    'The size is counted in bytes, not in characters',
    inBothFramings('a body of 6,000 characters of three bytes', longInBytes, tooLarge),
  ],
];

export const SIZE_CHECKS: readonly Check[] = ROWS.map(([name, title, attempts]) =>
  attemptsCheck({ name: `size/${name}`, title, source: 'issuer-api.yaml, Form; 413' }, attempts),
);
