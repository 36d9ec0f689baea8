// The form of an inquiry member by member (issuer-api.yaml, "Form"): what is missing is 13, what is wrong is 10, and
// `errors` names the member itself.
import type { Check } from '../check.ts';
import { type Attempt, attemptsCheck } from './attempts.ts';
import { ABSENT, changed, customerChanged, replaced, written } from './form-bodies.ts';
import { expectErrors } from './form-errors.ts';

const TOP = ['inquiryId', 'consentId', 'customer'] as const;
const IN_CUSTOMER = ['name', 'idType', 'idNumber', 'mobile'] as const;

/** The same done to every required member. */
const toEach = (words: string, value: unknown, respCode: '10' | '13'): readonly Attempt[] => [
  ...TOP.map((member) => changed(`${member} ${words}`, { [member]: value }, expectErrors(respCode, `/${member}`))),
  ...IN_CUSTOMER.map((member) =>
    customerChanged(`customer.${member} ${words}`, { [member]: value }, expectErrors(respCode, `/customer/${member}`)),
  ),
];

const MISSING_IN_CUSTOMER = IN_CUSTOMER.map((member) => `/customer/${member}`);

const SEVERAL: readonly Attempt[] = [
  written('an empty object', () => '{}', expectErrors('13', ...TOP.map((member) => `/${member}`))),
  changed('an empty customer', { customer: {} }, expectErrors('13', ...MISSING_IN_CUSTOMER)),
  changed(
    'without consentId and with an empty customer',
    { consentId: ABSENT, customer: {} },
    expectErrors('13', '/consentId', ...MISSING_IN_CUSTOMER),
  ),
];

const MISSING_AND_WRONG: readonly Attempt[] = [
  changed(
    'without consentId and with an inquiryId of 5 characters',
    { consentId: ABSENT, inquiryId: 'short' },
    expectErrors('10', '/consentId', '/inquiryId'),
  ),
  customerChanged(
    'without name and with a mobile of 3 digits',
    { name: ABSENT, mobile: '142' },
    expectErrors('10', '/customer/name', '/customer/mobile'),
  ),
  customerChanged(
    'without name and with an unknown member',
    { name: ABSENT, age: 1 },
    expectErrors('10', '/customer/name', '/customer/age'),
  ),
];

/** Wherever a text or an object belongs. */
const WRONG_TYPES: readonly (readonly [string, unknown])[] = [
  ['is a number', 14_200_000_000],
  ['is true', true],
  ['is a list', []],
];

const UNKNOWN: readonly Attempt[] = [
  changed('an unknown member', { remark: 'x' }, expectErrors('10', '/remark')),
  changed('an unknown member that is null', { remark: null }, expectErrors('10', '/remark')),
  customerChanged('an unknown member of customer', { email: 'x' }, expectErrors('10', '/customer/email')),
  changed('a known member in other letters', { ConsentId: 'consent-1' }, expectErrors('10', '/ConsentId')),
  replaced('a member named __proto__', '{', '{"__proto__":{"a":1},', expectErrors('10', '/__proto__')),
];

const ESCAPED: readonly Attempt[] = [
  changed('an unknown member a/b', { 'a/b': 1 }, expectErrors('10', '/a~1b')),
  changed('an unknown member a~b', { 'a~b': 1 }, expectErrors('10', '/a~0b')),
  changed('an unknown member a~1b', { 'a~1b': 1 }, expectErrors('10', '/a~01b')),
];

const REPEATED: readonly Attempt[] = [
  replaced(
    'inquiryId twice',
    '"consentId"',
    '"inquiryId":"verify-the-second","consentId"',
    expectErrors('10', '/inquiryId'),
  ),
  replaced(
    'idType twice with the same value',
    '"idType"',
    '"idType":"01","idType"',
    expectErrors('10', '/customer/idType'),
  ),
  replaced(
    'mobile twice, once written with an escape',
    '"mobile"',
    '"m\\u006fbile":"14200000001","mobile"',
    expectErrors('10', '/customer/mobile'),
  ),
];

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  ['missing', 'Each required member that is missing alone is 400 / 13 and named', toEach('missing', ABSENT, '13')],
  ['several-missing', 'Several members missing are 400 / 13, each of them named', SEVERAL],
  ['missing-and-wrong', 'Missing and wrong together is 400 / 10, and both are named', MISSING_AND_WRONG],
  ['null', 'null for a required member is 400 / 10, not 13, and named', toEach('null', null, '10')],
  ['empty', 'An empty string for a required member is 400 / 10, not 13, and named', toEach('empty', '', '10')],
  [
    'wrong-type',
    'A value of another type is 400 / 10 and named',
    WRONG_TYPES.flatMap(([words, value]) => toEach(words, value, '10')),
  ],
  ['unknown-member', 'An unknown member is 400 / 10 and named', UNKNOWN],
  ['pointer-escapes', 'The pointer to a member with ~ or / in its name follows RFC 6901', ESCAPED],
  ['repeated-member', 'A member given twice is 400 / 10 and named', REPEATED],
];

export const FORM_MEMBER_CHECKS: readonly Check[] = ROWS.map(([name, title, attempts]) =>
  attemptsCheck({ name: `form/${name}`, title, source: 'issuer-api.yaml, Form' }, attempts),
);
