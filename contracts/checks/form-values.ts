// The values of an inquiry (issuer-api.yaml, "Form" and InquiryRequest): what is one step beyond a rule is 400 / 10,
// and what is just within it is taken.
import { randomUUID } from 'node:crypto';
import { idNumberCheckCharacter } from '../../core/id-number.ts';
import type { Check } from '../check.ts';
import { type Attempt, attemptsCheck } from './attempts.ts';
import { NOBODY } from './basics.ts';
import { changed, customerChanged, written } from './form-bodies.ts';
import { expectErrors } from './form-errors.ts';
import { expectTaken } from './outcomes.ts';

const wrong = (member: string, values: readonly (readonly [words: string, value: unknown])[]): readonly Attempt[] =>
  values.map(([words, value]) => changed(`${member} ${words}`, { [member]: value }, expectErrors('10', `/${member}`)));

const wrongIn = (member: string, values: readonly (readonly [words: string, value: unknown])[]): readonly Attempt[] =>
  values.map(([words, value]) =>
    customerChanged(`${member} ${words}`, { [member]: value }, expectErrors('10', `/customer/${member}`)),
  );

const FIRST_17 = NOBODY.idNumber.slice(0, 17);
const withCheckCharacter = (first17: string): string => first17 + idNumberCheckCharacter(first17);
const WRONG_CHECK = NOBODY.idNumber.endsWith('0') ? '1' : '0';
/** Ends in X where it is right. */
const ENDING_IN_X = '31000022991231006X';

const ID_NUMBERS = [
  ['with a letter in it', `${FIRST_17.slice(0, 16)}A${NOBODY.idNumber.slice(17)}`],
  ['of 15 digits, as they once were', '310000991231001'],
  ['of 17 digits', FIRST_17],
  ['of 19 digits', `${NOBODY.idNumber}0`],
  ['with a blank behind it', `${NOBODY.idNumber} `],
  ['in full-width digits', FIRST_17.replaceAll(/\d/g, fullWidth) + NOBODY.idNumber.slice(17)],
  ['with a small x at its end', ENDING_IN_X.toLowerCase()],
] as const;

function fullWidth(digit: string): string {
  return String.fromCodePoint(0xff10 + Number(digit));
}

/** Of nobody: the day is in no calendar, or the region in no list. */
const ODD_ID_NUMBERS = [
  ['with a birth date that is in no calendar', withCheckCharacter('31000022991399001')],
  ['of a region that does not exist', withCheckCharacter('00000022991231001')],
  ['that ends in X', ENDING_IN_X],
] as const;

const MOBILES = [
  ['of 10 digits', '1420000000'],
  ['of 12 digits', '142000000000'],
  ['that begins with 2', '24200000000'],
  ['with a country code', '+8614200000000'],
  ['with hyphens', '142-0000-0000'],
  ['with a new line behind it', '14200000000\n'],
] as const;

const INQUIRY_IDS = [
  ['of 7 characters', 'abcdef7'],
  ['of 65 characters', 'a'.repeat(65)],
  ['with a low line', 'verify_000001'],
  ['with a blank', 'verify 000001'],
  ['with a slash', 'verify/000001'],
  ['with a letter that is not ASCII', 'verify-00000é'],
  ['with a new line behind it', 'verify-000001\n'],
] as const;

const CALLBACK_URLS = [
  ['that is a path', '/callbacks/1'],
  ['without a scheme', '//callback.invalid/x'],
  ['without a host', 'http://'],
  ['of another scheme', 'ftp://callback.invalid/x'],
  ['of a script', 'javascript:alert(1)'],
  ['of a file', 'file:///etc/hosts'],
  ['with a blank in it', 'https://callback.invalid/a b'],
  ['that is empty', ''],
  ['that is null', null],
  ['of 2,049 characters', `https://callback.invalid/${'x'.repeat(2049 - 25)}`],
] as const;

/** Nobody is called so; outside the BMP a character has two units of length, and four bytes. */
const NAMES = [
  ['of one character', '无'],
  ['of 64 characters', '无'.repeat(64)],
  ['of 64 characters, each of two units', '𠮷'.repeat(64)],
  ['of 64 characters, one of two units', `𠮷${'无'.repeat(63)}`],
  ['with a point and blanks, as some peoples write', '阿卜杜拉·无 此 人'],
] as const;

const LONG_NAMES = [
  ['of 65 characters', '无'.repeat(65)],
  ['of 65 characters, one of two units', `𠮷${'无'.repeat(64)}`],
] as const;

/** Such ids are known for 48 h: each is a new one. */
const ofLength = (length: number): string => randomUUID().replaceAll('-', '').repeat(2).slice(0, length);

const INQUIRY_IDS_ACCEPTED = [8, 64].map((length) =>
  written(
    `inquiryId of ${length} characters`,
    (inquiry) => JSON.stringify({ ...inquiry, inquiryId: ofLength(length) }),
    expectTaken,
  ),
);

const taken = (member: string, values: readonly (readonly [words: string, value: unknown])[]): readonly Attempt[] =>
  values.map(([words, value]) => customerChanged(`${member} ${words}`, { [member]: value }, expectTaken));

const CONSENT_IDS: readonly Attempt[] = [
  ['of 8 characters', 'c'.repeat(8)],
  ['of 64 characters', 'c'.repeat(64)],
  ['of 64 characters, each of two units', '𠮷'.repeat(64)],
].map(([words, consentId]) => changed(`consentId ${words}`, { consentId }, expectTaken));

const ROWS: readonly (readonly [name: string, title: string, attempts: readonly Attempt[]])[] = [
  [
    'check-character',
    'A wrong check character in the ID number is 400 / 10 and named',
    wrongIn('idNumber', [['with a wrong check character', FIRST_17 + WRONG_CHECK]]),
  ],
  ['id-number', 'An ID number is 17 digits and a digit or a capital X: else 400 / 10', wrongIn('idNumber', ID_NUMBERS)],
  ['id-number-facts', 'Birth date and region in the ID number are not checked', taken('idNumber', ODD_ID_NUMBERS)],
  [
    'id-type',
    'Another idType than 01 is 400 / 10 and named',
    wrongIn('idType', [
      ['02', '02'],
      ['1', '1'],
      ['the number 1', 1],
    ]),
  ],
  ['mobile', 'A mobile is 11 digits from 1 on: else 400 / 10', wrongIn('mobile', MOBILES)],
  ['inquiry-id', 'An inquiryId is 8 to 64 letters, digits and hyphens: else 400 / 10', wrong('inquiryId', INQUIRY_IDS)],
  ['inquiry-id-accepted', 'An inquiryId of 8 and one of 64 characters are taken', INQUIRY_IDS_ACCEPTED],
  [
    'consent-id',
    'A consentId is 8 to 64 characters: else 400 / 10',
    wrong('consentId', [
      ['of 7 characters', 'c'.repeat(7)],
      ['of 65 characters', 'c'.repeat(65)],
    ]),
  ],
  ['consent-id-accepted', 'A consentId of 8 and one of 64 characters are taken, counted in code points', CONSENT_IDS],
  ['name', 'A name of more than 64 characters is 400 / 10 and named', wrongIn('name', LONG_NAMES)],
  ['name-accepted', 'A name of up to 64 characters is taken, counted in code points', taken('name', NAMES)],
  [
    'callback-url',
    'A callbackUrl that is no absolute http(s) URI of at most 2,048 characters is 400 / 10',
    wrong('callbackUrl', CALLBACK_URLS),
  ],
];

export const FORM_VALUE_CHECKS: readonly Check[] = ROWS.map(([name, title, attempts]) =>
  attemptsCheck({ name: `form/${name}`, title, source: 'issuer-api.yaml, Form; InquiryRequest' }, attempts),
);
