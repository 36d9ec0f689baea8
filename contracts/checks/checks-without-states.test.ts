// Each check that needs no state is broken by an endpoint that is wrong in one way, and by no other: which checks see
// what is pinned. That right endpoints pass all of them is shown in ../verify/sixteen-issuers.test.ts.
import { expect, test } from 'vitest';
import { INQUIRY_ID_PATTERN } from '../../core/messages.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { Check } from '../check.ts';
import { verifyEndpoint } from '../verify/verify-endpoint.ts';
import { CONCURRENCY_CHECKS } from './concurrency.ts';
import { CONNECTION_CHECKS } from './connection.ts';
import { FORM_MEMBER_CHECKS } from './form-members.ts';
import { FORM_MORE_CHECKS } from './form-more.ts';
import { FORM_TEXT_CHECKS } from './form-text.ts';
import { FORM_VALUE_CHECKS } from './form-values.ts';
import { HEADER_CHECKS } from './headers.ts';
import { ORDER_CHECKS } from './order.ts';
import { PATH_CHECKS } from './paths.ts';
import { SIGNATURE_CHECKS } from './signature.ts';
import { SIGNATURE_ACCEPTED_CHECKS } from './signature-accepted.ts';
import { SIGNATURE_MESSAGE_CHECKS } from './signature-message.ts';
import { SIZE_CHECKS } from './size.ts';
import { TIME_CHECKS } from './time.ts';
import { type Came, nobodyAt, openWrong, type Reply, refusal, type Wrong } from './wrong-proxy-fixture.ts';
import { always, forgiving } from './wrong-ways-fixture.ts';

const SIGNATURE = [...SIGNATURE_ACCEPTED_CHECKS, ...SIGNATURE_CHECKS, ...SIGNATURE_MESSAGE_CHECKS];
const FORM = [...FORM_MEMBER_CHECKS, ...FORM_TEXT_CHECKS, ...FORM_VALUE_CHECKS, ...FORM_MORE_CHECKS];

/** Waited for to the end, once. */
const SHORT_MS = 300;
/** However busy the machine is. */
const AMPLE_MS = 20_000;

type Row = readonly [what: string, checks: readonly Check[], makeWrong: () => Wrong, broken: string];

const refusing = (isRefused: (came: Came) => boolean, status = 401, respCode = '11') =>
  always({ request: (came) => (isRefused(came) ? refusal(status, respCode) : undefined) });

const inputOf = ({ headers }: Came): string => headers['signature-input'] ?? '';
const createdOf = (came: Came): number => Number(/created=(\d+)/.exec(inputOf(came))?.[1]);

const SIGNATURE_ROWS: readonly Row[] = [
  ['takes what is not signed', SIGNATURE, forgiving(/^Signature-Input is missing/), 'header-missing missing'],
  ['needs no Signature', SIGNATURE, forgiving(/^Signature has no sig1/), 'header-missing wrong'],
  ['takes any label', SIGNATURE, forgiving(/has no list sig1/), 'another-label wrong'],
  [
    'does not compare signatures',
    SIGNATURE,
    forgiving(/does not fit/),
    'another-key another-label another-method another-path another-query digest-of-another-body wrong',
  ],
  ['does not look at keyid', SIGNATURE, forgiving(/another keyid/), 'another-keyid'],
  ['does not look at alg', SIGNATURE, forgiving(/another alg/), 'another-alg'],
  ['needs no time', SIGNATURE, forgiving(/no created/), 'no-created'],
  ['takes what is stale', SIGNATURE, forgiving(/more than 300 s/), 'from-the-future stale'],
  ['lets @method uncovered', SIGNATURE, forgiving(/not cover @method/), 'method-not-covered'],
  ['lets @path uncovered', SIGNATURE, forgiving(/not cover @path/), 'path-not-covered'],
  ['lets the digest uncovered', SIGNATURE, forgiving(/not cover content-digest/), 'digest-missing digest-not-covered'],
  ['ignores the digest', SIGNATURE, forgiving(/not that of this body/), 'digest-of-another-body'],
  ['takes any kind of digest', SIGNATURE, forgiving(/has no sha-256/), 'digest-missing digest-of-another-kind'],
  [
    'wants its own order',
    SIGNATURE,
    refusing((came) => !/"@method" "@path".*created.*keyid.*alg/.test(inputOf(came))),
    'another-order',
  ],
  [
    'refuses what covers more',
    SIGNATURE,
    refusing((came) => /content-type|accept|@query/.test(inputOf(came))),
    'covers-more query-covered',
  ],
  ['refuses a second label', SIGNATURE, refusing((came) => /proxy=/.test(inputOf(came))), 'beside-another'],
  [
    'allows a minute',
    SIGNATURE,
    refusing((came) => Math.abs(systemClock.now() / 1000 - createdOf(came)) > 60),
    'within-300-s',
  ],
  [
    'takes no GET',
    SIGNATURE,
    refusing(({ method }) => method === 'GET'),
    'another-order beside-another covers-more query-covered right within-300-s',
  ],
];

/** Whatever is wrong with the form, it is answered. */
const takesAnyForm = always({
  answer: (reply, { json }) => (reply.status === 400 ? nobodyAt(json.inquiryId ?? 'some-inquiry') : reply),
});

const ACCEPTED = /accepted|facts|any-writing/;
const namesOf = (checks: readonly Check[]): string =>
  checks
    .map(({ name }) => name.split('/')[1])
    .sort()
    .join(' ');
const REFUSED_FORMS = namesOf(FORM.filter(({ name }) => !ACCEPTED.test(name) && !name.endsWith('no-value-repeated')));

interface Refused {
  readonly respCode: string;
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
}
/** Changes the body of every 400. */
const refusesWith = (change: (body: Refused, came: Came) => object) =>
  always({
    answer: (reply, came): Reply =>
      reply.status === 400 ? { status: 400, body: change(reply.body as Refused, came) } : reply,
  });
const pointing = (change: (pointer: string) => string) =>
  refusesWith((body) => ({
    ...body,
    errors: body.errors.map((error) => ({ ...error, pointer: change(error.pointer) })),
  }));
const MEMBERS_NAMED =
  'callback-url check-character consent-id empty id-number id-type inquiry-id missing missing-and-wrong mobile name null pointer-escapes repeated-member several-missing unknown-member wrong-type';

const customerOf = ({ json }: Came): Readonly<Record<string, unknown>> => ({
  ...(json.customer as object | undefined),
});
const bad = (isBad: (came: Came) => boolean) =>
  refusing((came) => came.problem === undefined && isBad(came), 400, '10');
/** As a string of UTF-16 is counted. */
const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

const FORM_ROWS: readonly Row[] = [
  ['takes any form', FORM, takesAnyForm, REFUSED_FORMS],
  [
    'says 10 of what is missing',
    FORM_MEMBER_CHECKS,
    refusesWith((body) => ({ ...body, respCode: '10' })),
    'missing several-missing',
  ],
  [
    'says 13 of what is null',
    FORM_MEMBER_CHECKS,
    refusesWith((body, { json }) => ({ ...body, ...(json.consentId === null && { respCode: '13' }) })),
    'null',
  ],
  ['names the object and not the member', FORM, pointing((pointer) => pointer.replace(/\/[^/]*$/, '')), MEMBERS_NAMED],
  [
    'escapes nothing in a pointer',
    FORM_MEMBER_CHECKS,
    pointing((pointer) => pointer.replaceAll('~1', '/').replaceAll('~0', '~')),
    'pointer-escapes',
  ],
  [
    'names the first alone',
    FORM_MEMBER_CHECKS,
    refusesWith((body) => ({ ...body, errors: body.errors.slice(0, 1) })),
    'missing-and-wrong several-missing',
  ],
  [
    'repeats a value',
    FORM_MORE_CHECKS,
    refusesWith((body, { json }) => ({
      ...body,
      errors: body.errors.map((error) => ({ ...error, message: `is ${json.consentId}` })),
    })),
    'no-value-repeated',
  ],
  [
    'wants a content type to the letter',
    FORM_TEXT_CHECKS,
    bad(({ headers }) => headers['content-type'] !== 'application/json'),
    'content-type-accepted',
  ],
  [
    'wants compact JSON',
    FORM_TEXT_CHECKS,
    bad(({ body, json }) => json.inquiryId !== undefined && body.toString() !== JSON.stringify(json)),
    'any-writing',
  ],
  [
    'counts a name in units',
    FORM_VALUE_CHECKS,
    bad((came) => lengthOf(customerOf(came).name) > 64 && [...String(customerOf(came).name)].length < 65),
    'name-accepted',
  ],
  [
    'counts a consentId in units',
    FORM_VALUE_CHECKS,
    bad(({ json }) => lengthOf(json.consentId) > 64 && [...String(json.consentId)].length < 65),
    'consent-id-accepted',
  ],
  ['wants shorter ids', FORM_VALUE_CHECKS, bad(({ json }) => lengthOf(json.inquiryId) === 64), 'inquiry-id-accepted'],
  [
    'looks at the birthday',
    FORM_VALUE_CHECKS,
    bad((came) => String(customerOf(came).idNumber).slice(10, 12) === '13'),
    'id-number-facts',
  ],
  [
    'wants a short callbackUrl',
    FORM_MORE_CHECKS,
    bad(({ json }) => lengthOf(json.callbackUrl) === 2048),
    'callback-url-accepted',
  ],
];

const SIZE_ROWS: readonly Row[] = [
  [
    'knows no limit',
    SIZE_CHECKS,
    always({ answer: (reply, { json }) => (reply.status === 413 ? nobodyAt(json.inquiryId) : reply) }),
    'far-over in-bytes over',
  ],
  [
    'counts characters',
    SIZE_CHECKS,
    always({
      answer: (reply, { body, json }) =>
        reply.status === 413 && body.toString().length < 16_385 ? nobodyAt(json.inquiryId) : reply,
    }),
    'in-bytes over',
  ],
  ['allows a byte less', SIZE_CHECKS, refusing(({ body }) => body.byteLength === 16_384, 413, '10'), 'allowed'],
];

const hasMembers = ({ json }: Came): boolean => json.inquiryId !== undefined;

const ORDER_ROWS: readonly Row[] = [
  [
    'looks at the signature before the size',
    ORDER_CHECKS,
    refusing(({ problem }) => problem !== undefined),
    'size-before-signature',
  ],
  [
    'looks at the form before the size',
    ORDER_CHECKS,
    refusing((came) => came.body.byteLength > 16_384 && !hasMembers(came), 400, '10'),
    'size-before-form',
  ],
  [
    'looks at the form before the signature',
    ORDER_CHECKS,
    refusing((came) => came.method === 'POST' && came.body.byteLength < 16_385 && !hasMembers(came), 400, '10'),
    'signature-before-form',
  ],
  [
    'looks an inquiry up before the signature',
    ORDER_CHECKS,
    knowing((came, known) => (came.method === 'GET' && known(came) ? nobodyAt(idIn(came)) : undefined)),
    'signature-before-inquiry',
  ],
  [
    'looks an id up before the signature',
    ORDER_CHECKS,
    knowing((came, known) =>
      came.problem !== undefined && known(came) && came.method === 'POST' ? refusal(409, '12') : undefined,
    ),
    'signature-before-idempotency',
  ],
  [
    'looks an id up before the form',
    ORDER_CHECKS,
    knowing((came, known) =>
      came.problem === undefined && known(came) && came.method === 'POST' ? refusal(409, '12') : undefined,
    ),
    'form-before-idempotency',
  ],
];

function idIn({ method, target, json }: Came): unknown {
  return method === 'POST' ? json.inquiryId : target.split('/').at(-1);
}

/** Keeps the ids that were asked about before. */
function knowing(request: (came: Came, known: (came: Came) => boolean) => Reply | undefined): () => Wrong {
  return () => {
    const ids = new Set<unknown>();
    return {
      request(came) {
        const reply = request(came, (one) => ids.has(idIn(one)));
        if (came.method === 'POST' && hasMembers(came)) ids.add(came.json.inquiryId);
        return reply;
      },
    };
  };
}

const PATH_ROWS: readonly Row[] = [
  [
    'has another 404',
    PATH_CHECKS,
    always({
      answer: (reply, { target }) =>
        /card-inquir(y|ies-2)/.test(target) ? { status: 404, body: { error: 'Not Found' } } : reply,
    }),
    'unknown',
  ],
  [
    'mends a slash',
    PATH_CHECKS,
    always({ request: ({ target }) => (target.endsWith('s/') ? { target: target.slice(0, -1) } : undefined) }),
    'trailing-slash',
  ],
  [
    'mends letters',
    PATH_CHECKS,
    always({
      request: ({ target }) =>
        target === target.toLowerCase() || target.includes('Zz9-') ? undefined : { target: target.toLowerCase() },
    }),
    'letter-case',
  ],
  [
    'takes an odd id for malformed',
    PATH_CHECKS,
    refusing(
      (came) => came.method === 'GET' && /s\/[^/]+$/.test(came.target) && !INQUIRY_ID_PATTERN.test(String(idIn(came))),
      400,
      '10',
    ),
    'id-outside-pattern',
  ],
  [
    'knows every inquiry',
    PATH_CHECKS,
    always({
      answer: (reply, came) =>
        reply.status === 404 &&
        INQUIRY_ID_PATTERN.test(String(idIn(came))) &&
        came.method === 'GET' &&
        /s\/[^/]+$/.test(came.target)
          ? nobodyAt(idIn(came))
          : reply,
    }),
    'id-never-used',
  ],
  [
    'takes PUT for POST',
    PATH_CHECKS,
    always({
      request: ({ method }) => (method === 'PUT' ? { method: 'POST', target: '/v1/card-inquiries' } : undefined),
    }),
    'other-methods',
  ],
  [
    'deletes',
    PATH_CHECKS,
    always({
      answer: (reply, { method, target }) =>
        method === 'DELETE' && target.includes('s/') ? { status: 200, body: {} } : reply,
    }),
    'nothing-deleted',
  ],
];

const HEADER_ROWS: readonly Row[] = [
  [
    'reads header names as they stand',
    HEADER_CHECKS,
    refusing(({ names }) => !names.includes('Signature')),
    'any-case',
  ],
  [
    'wants a right traceparent',
    HEADER_CHECKS,
    refusing(({ headers }) => headers.traceparent === 'none', 400, '10'),
    'traceparent',
  ],
  [
    'wants Accept',
    HEADER_CHECKS,
    refusing(({ headers }) => headers.accept !== 'application/json', 400, '10'),
    'others traceparent',
  ],
];

/** An id is known as soon as a piece of its inquiry has come. */
const keepsHalf = (): Wrong => {
  const ids = new Set<unknown>();
  return {
    onPiece: (text) => void ids.add(/"inquiryId":"([^"]*)"/.exec(text)?.[1]),
    request: (came) => (came.method === 'GET' && ids.has(idIn(came)) ? nobodyAt(idIn(came)) : undefined),
  };
};

const CONNECTION_ROWS: readonly Row[] = [
  [
    'answers the first on a connection alone',
    CONNECTION_CHECKS,
    refusing(({ nth }) => nth > 1, 500, '99'),
    'after-refusals reuse',
  ],
  ['takes the first piece for all', CONNECTION_CHECKS, always({ readsOnce: true }), 'pieces slow-body'],
  ['keeps half an inquiry', CONNECTION_CHECKS, keepsHalf, 'half-a-request'],
  [
    'takes an id once',
    CONNECTION_CHECKS,
    knowing((came, known) =>
      came.method === 'POST' && hasMembers(came) && known(came) ? refusal(409, '12') : undefined,
    ),
    'nobody-waits',
  ],
];

/** One place for what belongs to each call. */
const mixingUp = (): Wrong => {
  let last: unknown;
  return {
    request(came) {
      last = idIn(came);
      return undefined;
    },
    answer: (reply) =>
      reply.status === 200 ? { ...reply, body: { ...(reply.body as object), inquiryId: last } } : reply,
  };
};

const OTHER_ROWS: readonly Row[] = [
  ['mixes up what comes at once', CONCURRENCY_CHECKS, mixingUp, 'different mixed'],
  [
    'leaves refusals of a GET unanswered',
    TIME_CHECKS,
    always({ answer: (reply, { method }) => (method === 'GET' && reply.status === 401 ? 'nothing' : reply) }),
    'in-time',
  ],
];

const ROWS = [
  ...SIGNATURE_ROWS,
  ...FORM_ROWS,
  ...SIZE_ROWS,
  ...ORDER_ROWS,
  ...PATH_ROWS,
  ...HEADER_ROWS,
  ...CONNECTION_ROWS,
  ...OTHER_ROWS,
];

for (const [what, checks, makeWrong, broken] of ROWS) {
  test(`an endpoint that ${what} is seen by ${broken}`, async () => {
    const url = await openWrong(makeWrong());
    const timeoutMs = checks === TIME_CHECKS ? SHORT_MS : AMPLE_MS;
    const verification = await verifyEndpoint({ issuer: 'ICBC', url, key: 'dev-key-ICBC', timeoutMs, checks });
    const isBroken = new Set(
      verification.checks.filter(({ verdict }) => verdict.kind === 'broken').map(({ name }) => name),
    );
    expect(namesOf(checks.filter(({ name }) => isBroken.has(name)))).toBe(broken);
  });
}

test('each of these checks is broken by one of these endpoints', () => {
  const seen = new Set(ROWS.flatMap(([, , , broken]) => broken.split(' ')));
  const all = new Set(ROWS.flatMap(([, checks]) => checks));
  expect([...all].map(({ name }) => name).filter((name) => !seen.has(name.split('/')[1] ?? ''))).toEqual([]);
});
