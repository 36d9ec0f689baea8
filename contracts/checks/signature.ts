// Signatures that must be refused (issuer-api.yaml, "Signature"): missing, garbled, of another key, with other
// parameters, too old. What a signature says of another message stands in ./signature-message.ts.

import type { Check } from '../check.ts';
import { by, type Flaw, type FlawRow, refusedSignature, type Signing } from './signature-flaws.ts';
import { joinedLabels, withHeader } from './signature-headers.ts';

const tampered =
  (name: string, tamper: (value: string) => string): Signing =>
  (endpoint, request) =>
    withHeader(endpoint.signed(request), name, tamper);

/** Past the limit by this: the clocks of both and the way in between are not the same to the second. */
const CLOCK_TOLERANCE_S = 5;
const PAST_LIMIT_S = 300 + CLOCK_TOLERANCE_S;

const createdBy = (words: string, createdByS: number): Flaw => ({ words, sign: by({ createdByS }) });

const flipped = (signature: string): string =>
  signature.replace(/=:(.)/, (_whole, first: string) => `=:${first === 'A' ? 'B' : 'A'}`);

const FLAWS: readonly FlawRow[] = [
  [
    'missing',
    'A request without a signature is refused',
    [{ words: 'not signed at all', sign: (_endpoint, request) => request }],
  ],
  [
    'header-missing',
    'A request without Signature, or without Signature-Input, is refused',
    [
      { words: 'without Signature', sign: by({ drop: ['Signature'] }) },
      { words: 'without Signature-Input', sign: by({ drop: ['Signature-Input'] }) },
    ],
  ],
  [
    'digest-missing',
    'A body without Content-Digest is refused',
    [
      { words: 'without Content-Digest', sign: by({ drop: ['Content-Digest'] }), on: 'POST' },
      {
        words: 'without Content-Digest, which is not covered either',
        sign: by({ drop: ['Content-Digest'], without: ['content-digest'] }),
        on: 'POST',
      },
    ],
  ],
  [
    'wrong',
    'A signature that is not that of this message is refused, however near it is',
    [
      { words: 'with another first character of the signature', sign: tampered('Signature', flipped) },
      {
        words: 'with half of the signature',
        sign: tampered('Signature', (value) => value.replace(/=:(.{20})[^:]*:/, '=:$1:')),
      },
      { words: 'with an empty signature', sign: tampered('Signature', () => 'sig1=::') },
      { words: 'with a signature that is no structured field', sign: tampered('Signature', () => 'sig1') },
      {
        words: 'with a Signature-Input that is no structured field',
        sign: tampered('Signature-Input', () => 'sig1=((('),
      },
    ],
  ],
  [
    'another-key',
    'A signature made with another key is refused',
    [
      { words: 'signed with another key', sign: by({ key: 'not-the-key-of-this-issuer' }) },
      { words: 'signed with an empty key', sign: by({ key: '' }) },
    ],
  ],
  [
    'another-keyid',
    'Another keyid than network-CODE, or none, is refused',
    [
      { words: 'with the keyid of another issuer', sign: by({ keyId: 'network-NOBODY' }) },
      { words: 'without keyid', sign: by({ params: ['created', 'alg'] }) },
    ],
  ],
  [
    'another-alg',
    'Another alg than hmac-sha256, or none, is refused',
    [
      { words: 'with alg="hmac-sha512"', sign: by({ alg: 'hmac-sha512' }) },
      { words: 'with alg="none"', sign: by({ alg: 'none' }) },
      { words: 'without alg', sign: by({ params: ['created', 'keyid'] }) },
    ],
  ],
  [
    'no-created',
    'A signature without its time is refused',
    [
      { words: 'without created', sign: by({ params: ['keyid', 'alg'] }) },
      { words: 'with a created that is no number', sign: by({ params: ['created="now"', 'keyid', 'alg'] }) },
    ],
  ],
  [
    'stale',
    'A signature made more than 300 s ago is refused',
    [createdBy(`created ${PAST_LIMIT_S} s ago`, -PAST_LIMIT_S), createdBy('created a day ago', -86_400)],
  ],
  [
    'from-the-future',
    'A signature made more than 300 s from now is refused',
    [createdBy(`created ${PAST_LIMIT_S} s from now`, PAST_LIMIT_S), createdBy('created a day from now', 86_400)],
  ],
  [
    'another-label',
    'A signature under another label than sig1 is refused',
    [
      { words: 'signed as sig2', sign: by({ label: 'sig2' }) },
      {
        words: 'signed rightly as sig2 and with another key as sig1',
        sign: (endpoint, request) =>
          joinedLabels(
            endpoint.signed(request, { label: 'sig2' }),
            endpoint.signed(request, { key: 'not-the-key-of-this-issuer' }),
          ),
      },
    ],
  ],
];

export const SIGNATURE_CHECKS: readonly Check[] = FLAWS.map(refusedSignature);
