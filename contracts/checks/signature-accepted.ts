// Signatures that must be accepted: the document leaves their writing to the sender, and a second sender, or a library,
// writes them otherwise than ours does.
import { createHash } from 'node:crypto';
import type { Check, Endpoint, Exchange, RawRequest, SigningChange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode } from '../verify/findings.ts';
import { type Attempt, attemptsCheck, getOf, inquiryText, postOf } from './attempts.ts';
import { expectTaken } from './outcomes.ts';
import { joinedLabels } from './signature-headers.ts';

interface Writing {
  readonly words: string;
  /** For each method where it makes sense. */
  readonly post: Signing | undefined;
  readonly get: Signing | undefined;
}

type Signing = (endpoint: Endpoint, request: RawRequest) => RawRequest;

const by =
  (change: SigningChange): Signing =>
  (endpoint, request) =>
    endpoint.signed(request, change);
const both = (words: string, post: Signing, get = post): Writing => ({ words, post, get });

/** Within the limit by this: the clocks of both are not the same to the second. */
const WITHIN_LIMIT_S = 295;

/** Another signature of the same message, as something in between may add it. */
const withAnother: Signing = (endpoint, request) =>
  joinedLabels(
    endpoint.signed(request, { label: 'proxy', keyId: 'proxy-1', key: 'key-of-a-proxy' }),
    endpoint.signed(request),
  );

const withQuery: Signing = (endpoint, request) =>
  endpoint.signed({ ...request, target: `${request.target}?x=1&y=%E5%BC%A0` });

const twoDigests: Signing = (endpoint, request) => {
  const digestBy = (hash: string): string =>
    createHash(hash)
      .update(request.body ?? '')
      .digest('base64');
  const contentDigest = `sha-512=:${digestBy('sha512')}:, sha-256=:${digestBy('sha256')}:`;
  return endpoint.signed(request, { contentDigest });
};

const WRITINGS: readonly (readonly [name: string, title: string, writings: readonly Writing[]])[] = [
  ['right', 'A rightly signed POST and a rightly signed GET are taken', [both('rightly signed', by({}))]],
  [
    'within-300-s',
    'A signature made up to 300 s ago, or from now, is taken (sent with 295 s, so the clock must be right)',
    [
      both(`created ${WITHIN_LIMIT_S} s ago`, by({ createdByS: -WITHIN_LIMIT_S })),
      both(`created ${WITHIN_LIMIT_S} s from now`, by({ createdByS: WITHIN_LIMIT_S })),
    ],
  ],
  [
    'another-order',
    'Components and parameters are taken in whatever order the sender has put them',
    [
      both(
        'with its components in another order',
        by({ covers: ['content-digest', '@path', '@method'] }),
        by({ covers: ['@path', '@method'] }),
      ),
      both('with its parameters in another order', by({ params: ['alg', 'keyid', 'created'] })),
    ],
  ],
  [
    'covers-more',
    'A signature may cover more than it must',
    [
      both(
        'covering another header, too',
        by({ covers: ['@method', '@path', 'content-digest', 'content-type'] }),
        by({ covers: ['@method', '@path', 'accept'] }),
      ),
      both(
        'covering @query where there is none',
        by({ covers: ['@method', '@path', '@query', 'content-digest'] }),
        by({ covers: ['@method', '@path', '@query'] }),
      ),
    ],
  ],
  [
    'query-covered',
    'A query that the signature covers does no harm',
    [both('with a query, which is covered', withQuery)],
  ],
  [
    'beside-another',
    'Another signature or digest beside the right one does no harm',
    [
      both('with another signature before sig1', withAnother),
      { words: 'with a sha-512 before the sha-256', post: twoDigests, get: undefined },
    ],
  ],
];

/** A GET about an inquiry that never was is taken where it is answered with 404 / 34. */
const expectLookedUp = (exchange: Exchange): readonly Finding[] => expectCode(exchange, 404, '34');

const attemptsOf = ({ words, post, get }: Writing): readonly Attempt[] => [
  ...(post === undefined
    ? []
    : [attempt(`POST, ${words}`, (endpoint) => postOf(inquiryText(endpoint)), post, expectTaken)]),
  ...(get === undefined
    ? []
    : [attempt(`GET, ${words}`, (endpoint) => getOf(endpoint.freshId()), get, expectLookedUp)]),
];

const attempt = (sent: string, make: Attempt['request'], sign: Signing, expect: Attempt['expect']): Attempt => ({
  sent,
  request: (endpoint) => sign(endpoint, make(endpoint)),
  expect,
});

export const SIGNATURE_ACCEPTED_CHECKS: readonly Check[] = WRITINGS.map(([name, title, writings]) =>
  attemptsCheck(
    { name: `signature/${name}`, title, source: 'issuer-api.yaml, Signature; RFC 9421' },
    writings.flatMap(attemptsOf),
  ),
);
