// Signatures that do not hold this message (issuer-api.yaml, "Signature"): what must be covered and is not, or is that
// of another method, path, query or body.
import { createHash } from 'node:crypto';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import type { Check, RawRequest } from '../check.ts';
import { inquiryText } from './attempts.ts';
import { by, type FlawRow, refusedSignature } from './signature-flaws.ts';
import { withHeader } from './signature-headers.ts';

const sha512 = (text: RawRequest['body']): string =>
  `sha-512=:${createHash('sha512')
    .update(text ?? '')
    .digest('base64')}:`;
const sha256 = (text: string): string => `sha-256=:${createHash('sha256').update(text).digest('base64')}:`;

/** As the sender of another body would have it. */
const OTHER_BODY = '{"inquiryId":"another-body"}';

const FLAWS: readonly FlawRow[] = [
  [
    'method-not-covered',
    'A signature that does not cover @method is refused',
    [{ words: 'not covering @method', sign: by({ without: ['@method'] }) }],
  ],
  [
    'path-not-covered',
    'A signature that does not cover @path is refused',
    [{ words: 'not covering @path', sign: by({ without: ['@path'] }) }],
  ],
  [
    'digest-not-covered',
    'A signature that does not cover the content-digest of a body is refused',
    [{ words: 'not covering content-digest', sign: by({ without: ['content-digest'] }), on: 'POST' }],
  ],
  [
    'another-method',
    'The signature of a request with another method is refused',
    [
      {
        words: 'with the signature of a PUT',
        sign: (endpoint, request) => ({ ...endpoint.signed({ ...request, method: 'PUT' }), method: request.method }),
      },
    ],
  ],
  [
    'another-path',
    'The signature of a request for another path is refused',
    [
      {
        words: 'with the signature of another path',
        sign: (endpoint, request) => ({
          ...endpoint.signed({ ...request, target: `${INQUIRIES_PATH}/another-inquiry` }),
          target: request.target,
        }),
      },
    ],
  ],
  [
    'another-query',
    'A signature that covers another query than the one that was sent is refused',
    [
      {
        words: 'with the query ?x=2 and the signature of ?x=1',
        sign: (endpoint, request) => ({
          ...endpoint.signed({ ...request, target: `${request.target}?x=1` }),
          target: `${request.target}?x=2`,
        }),
      },
    ],
  ],
  [
    'digest-of-another-body',
    'A digest that is not that of this body is refused, signed or not',
    [
      { words: 'with the signed digest of another body', sign: by({ digestOf: OTHER_BODY }), on: 'POST' },
      {
        words: 'with body and digest exchanged after it was signed',
        sign: (endpoint, request) => {
          const body = inquiryText(endpoint);
          return { ...withHeader(endpoint.signed(request), 'Content-Digest', () => sha256(body)), body };
        },
        on: 'POST',
      },
      {
        words: 'with the body changed by one blank after it was signed',
        sign: (endpoint, request) => ({ ...endpoint.signed(request), body: `${request.body} ` }),
        on: 'POST',
      },
      {
        words: 'with a right sha-512 and the sha-256 of another body',
        sign: (endpoint, request) =>
          endpoint.signed(request, { contentDigest: `${sha512(request.body)}, ${sha256(OTHER_BODY)}` }),
        on: 'POST',
      },
    ],
  ],
  [
    'digest-of-another-kind',
    'A digest that is no sha-256 is refused',
    [
      {
        words: 'with a right sha-512 alone',
        sign: (endpoint, request) => endpoint.signed(request, { contentDigest: sha512(request.body) }),
        on: 'POST',
      },
      { words: 'with an empty Content-Digest', sign: by({ contentDigest: '' }), on: 'POST' },
    ],
  ],
];

export const SIGNATURE_MESSAGE_CHECKS: readonly Check[] = FLAWS.map(refusedSignature);
