// Paths and methods (issuer-api.yaml, paths and "Form"): what is not in the document is answered as such, and does
// nothing.
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import type { Check, Endpoint, RawRequest } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf } from '../verify/findings.ts';
import { type Attempt, attemptsCheck, getOf, inquiryText, postOf } from './attempts.ts';
import { NOBODY } from './basics.ts';
import { expectSame, expectTaken } from './outcomes.ts';

const unknownPath: Attempt['expect'] = (exchange) => expectCode(exchange, 404, '10');
const unknownInquiry: Attempt['expect'] = (exchange) => expectCode(exchange, 404, '34');

const posted = (target: string): Attempt => ({
  sent: `POST ${target}, signed`,
  request: (endpoint) => endpoint.signed({ ...postOf(inquiryText(endpoint)), target }),
  expect: unknownPath,
});
const got = (target: string, expect: Attempt['expect'], sent = `GET ${target}, signed`): Attempt => ({
  sent,
  request: (endpoint) => endpoint.signed({ ...getOf(''), target }),
  expect,
});

const BELOW_INQUIRY = `${INQUIRIES_PATH}/verify-000000001/cards`;
const OTHER_LETTERS = '/v1/Card-Inquiries';

const UNKNOWN: readonly Attempt[] = ['/v1/card-inquiry', `${INQUIRIES_PATH}-2`, BELOW_INQUIRY].flatMap((target) => [
  posted(target),
  got(target, unknownPath),
]);

/** Whether it is no path, or the inquiry without an id, is the same to the caller. */
const noSuchThing: Attempt['expect'] = (exchange) => expectCode(exchange, 404, '10', '34');

const OUTSIDE_PATTERN: readonly Attempt[] = [
  ['of 5 characters', 'short'],
  ['of 65 characters', 'a'.repeat(65)],
  ['with a low line', 'verify_000001'],
  ['percent-encoded', 'verify-%E5%BC%A0-01'],
].map(([words, id]) => got(`${INQUIRIES_PATH}/${id}`, unknownInquiry, `GET, signed, an id ${words}`));

/** Within the pattern, at its edges; hardly anybody has used them. */
const NEVER_MADE: readonly Attempt[] = [8, 64].map((length) =>
  got(
    `${INQUIRIES_PATH}/${'Zz9-'.repeat(16).slice(-length)}`,
    unknownInquiry,
    `GET, signed, an id of ${length} characters`,
  ),
);

const noSuccess: Attempt['expect'] = (exchange) => {
  const { answer } = exchange;
  if (answer.kind === 'answer' && (answer.status < 200 || answer.status > 299)) return [];
  return [findingOf(exchange, 'a status that is no success')];
};

const by = (method: string, target: string, body?: (endpoint: Endpoint) => string): Attempt => ({
  sent: `${method} ${target}, signed`,
  request: (endpoint): RawRequest =>
    endpoint.signed({ ...(body === undefined ? getOf('') : postOf(body(endpoint))), method, target }),
  expect: noSuccess,
});

const OTHER_METHODS: readonly Attempt[] = [
  by('GET', INQUIRIES_PATH),
  by('DELETE', INQUIRIES_PATH),
  by('PUT', INQUIRIES_PATH, inquiryText),
  by('PATCH', INQUIRIES_PATH, inquiryText),
  by('POST', `${INQUIRIES_PATH}/verify-000000001`, inquiryText),
  by('PUT', `${INQUIRIES_PATH}/verify-000000001`, inquiryText),
];

const nothingDeleted: Check = {
  name: 'path/nothing-deleted',
  title: 'DELETE of an inquiry is no success, and the inquiry is still there',
  source: 'issuer-api.yaml, paths; Idempotency',
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(NOBODY);
    const target = `${INQUIRIES_PATH}/${inquiry.inquiryId}`;
    const first = await endpoint.ask(inquiry);
    const deleted = await endpoint.send(
      endpoint.signed({ ...getOf(''), method: 'DELETE', target }),
      'DELETE of a known inquiry, signed',
    );
    const again = await endpoint.status(inquiry.inquiryId, { sent: 'GET of it afterwards' });
    const findings: Finding[] = [...expectTaken(first), ...noSuccess(deleted)];
    return [...findings, ...expectSame(first, again)];
  },
};

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  ['unknown', 'A path that is not in the document is 404 / 10', UNKNOWN],
  [
    'trailing-slash',
    'A path with a slash behind it is another one: 404',
    [posted(`${INQUIRIES_PATH}/`), got(`${INQUIRIES_PATH}/`, noSuchThing)],
  ],
  ['letter-case', 'A path in other letters is another one: 404 / 10', [posted(OTHER_LETTERS)]],
  ['id-outside-pattern', 'GET of an id outside the pattern is 404 / 34', OUTSIDE_PATTERN],
  ['id-never-used', 'GET of an id of 8 or 64 characters that was never used is 404 / 34', NEVER_MADE],
  ['other-methods', 'Another method than the document has is no success', OTHER_METHODS],
];

export const PATH_CHECKS: readonly Check[] = [
  ...ROWS.map(([name, title, attempts]) =>
    attemptsCheck({ name: `path/${name}`, title, source: 'issuer-api.yaml, paths; Form' }, attempts),
  ),
  nothingDeleted,
];
