// The body as text (issuer-api.yaml, "Form"): JSON in UTF-8 without BOM or content coding, an object, as
// application/json; whatever else it is, is 400 / 10. Written otherwise, it is the same inquiry.
import { gzipSync } from 'node:zlib';
import type { Check } from '../check.ts';
import { ACCEPT_JSON, type Attempt, attemptsCheck, JSON_TYPE } from './attempts.ts';
import { headed, replaced, written } from './form-bodies.ts';
import { expectMalformed } from './form-errors.ts';
import { expectTaken } from './outcomes.ts';

const bytesAround = (text: string, at: string, bytes: readonly number[]): Uint8Array => {
  const [before = '', after = ''] = text.split(at);
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

/** The name of nobody in these bytes. */
const named = (sent: string, ...bytes: readonly number[]): Attempt =>
  written(
    sent,
    (inquiry) =>
      bytesAround(JSON.stringify({ ...inquiry, customer: { ...inquiry.customer, name: 'NAME' } }), 'NAME', bytes),
    expectMalformed,
  );

const NOT_UTF8: readonly Attempt[] = [
  named('a name in GBK', 0xce, 0xde, 0xb4, 0xcb),
  named('half a character of UTF-8', 0xe6, 0x97),
  named('a surrogate in UTF-8', 0xed, 0xa0, 0x80),
  written('UTF-16', (inquiry) => Buffer.from(JSON.stringify(inquiry), 'utf16le'), expectMalformed),
];

const NOT_JSON: readonly Attempt[] = [
  written('the last character missing', (inquiry) => JSON.stringify(inquiry).slice(0, -1), expectMalformed),
  written('a character too many', (inquiry) => `${JSON.stringify(inquiry)}}`, expectMalformed),
  written('two inquiries one after the other', (inquiry) => JSON.stringify(inquiry).repeat(2), expectMalformed),
  written('a comma before the last brace', (inquiry) => JSON.stringify(inquiry).replace(/\}$/, ',}'), expectMalformed),
  written('single quotes', (inquiry) => JSON.stringify(inquiry).replaceAll('"', "'"), expectMalformed),
  replaced('a comment', '{', '{/* inquiry */', expectMalformed),
  written('a form', ({ inquiryId }) => `inquiryId=${inquiryId}`, expectMalformed),
  written('blanks alone', () => '  ', expectMalformed),
];

const NO_OBJECT: readonly Attempt[] = [
  ...['null', 'true', '7', '"text"', '[]'].map((text) => written(`the body ${text}`, () => text, expectMalformed)),
  written('a list of one inquiry', (inquiry) => JSON.stringify([inquiry]), expectMalformed),
];

const NESTED = '['.repeat(5000) + ']'.repeat(5000);

const NO_BODY: readonly Attempt[] = [
  written('no body', () => undefined, expectMalformed),
  written('a body of no bytes', () => '', expectMalformed),
];

const typed = (type: string, expect: Attempt['expect']): Attempt =>
  headed(`content type ${type}`, [ACCEPT_JSON, ['Content-Type', type]], expect);

const TYPES: readonly Attempt[] = [
  headed('no content type', [ACCEPT_JSON], expectMalformed),
  ...['text/plain', 'text/json', 'application/xml', 'application/x-www-form-urlencoded'].map((type) =>
    typed(type, expectMalformed),
  ),
  ...['application/problem+json', 'application/jsonx'].map((type) => typed(type, expectMalformed)),
];

const TYPES_ACCEPTED = ['application/json; charset=utf-8', 'application/json;charset=UTF-8', 'Application/JSON'];

const CODED = [ACCEPT_JSON, JSON_TYPE, ['Content-Encoding', 'gzip']] as const;

const WRITINGS: readonly Attempt[] = [
  written('with blanks and new lines', (inquiry) => `\r\n\t ${JSON.stringify(inquiry, undefined, 4)}\n`, expectTaken),
  written(
    'its members in another order',
    ({ inquiryId, consentId, customer: { name, idType, idNumber, mobile } }) =>
      JSON.stringify({ customer: { mobile, idNumber, idType, name }, consentId, inquiryId }),
    expectTaken,
  ),
  written(
    'written with escapes',
    (inquiry) =>
      JSON.stringify(inquiry)
        .replace('"customer"', '"\\u0063ustomer"')
        .replaceAll(/[\u0080-\uffff]/g, escaped),
    expectTaken,
  ),
];

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  [
    'byte-order-mark',
    'A byte order mark is 400 / 10',
    [written('a byte order mark first', (inquiry) => `\ufeff${JSON.stringify(inquiry)}`, expectMalformed)],
  ],
  ['not-utf-8', 'A body that is not UTF-8 is 400 / 10', NOT_UTF8],
  ['not-json', 'A body that is no JSON is 400 / 10', NOT_JSON],
  ['no-object', 'A body that is JSON and no object is 400 / 10', NO_OBJECT],
  [
    'deep-nesting',
    'An unknown member is 400 / 10 however deep it nests',
    [replaced('a list 5,000 deep', '{', `{"remark":${NESTED},`, expectMalformed)],
  ],
  ['no-body', 'No body is 400 / 10', NO_BODY],
  ['content-type', 'Another content type than application/json, or none, is 400 / 10', TYPES],
  [
    'content-type-accepted',
    'application/json is taken in whatever letters, with charset=utf-8 or without',
    TYPES_ACCEPTED.map((type) => typed(type, expectTaken)),
  ],
  [
    'content-coding',
    'A content coding is 400 / 10, also where it is right',
    [
      headed('rightly compressed by gzip', CODED, expectMalformed, gzipSync),
      headed('Content-Encoding: gzip and not compressed', CODED, expectMalformed),
    ],
  ],
  ['any-writing', 'Blanks, the order of members and escapes do not matter', WRITINGS],
];

export const FORM_TEXT_CHECKS: readonly Check[] = ROWS.map(([name, title, attempts]) =>
  attemptsCheck({ name: `form/${name}`, title, source: 'issuer-api.yaml, Form' }, attempts),
);
