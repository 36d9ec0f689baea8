// Holds the zod schemas to the document: what one takes the other takes. Where the document says more in words than in
// its schemas (check character, order of reasons), a test says so by itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { compileIssuerDocument, type MessageName } from '../contracts/issuer-document.ts';
import { BANKS } from './banks.ts';
import { idNumberCheckCharacter } from './id-number.ts';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  cardSchema,
  inquiryPendingSchema,
  inquiryRequestSchema,
  inquiryResultSchema,
  parseMessage,
  REFUSAL_CODES,
  refusalSchema,
  UNSUPPORTED_REASONS,
} from './messages.ts';

const document = compileIssuerDocument();
const SCHEMAS: Readonly<Record<MessageName, z.ZodType>> = {
  InquiryRequest: inquiryRequestSchema,
  InquiryResult: inquiryResultSchema,
  InquiryPending: inquiryPendingSchema,
  Refusal: refusalSchema,
  Card: cardSchema,
};

const isTakenByBoth = (message: MessageName, value: unknown): boolean => {
  const problem = document.problemOf(message, value);
  const parsed = parseMessage(SCHEMAS[message], value);
  const ours = parsed.ok ? undefined : JSON.stringify(parsed.failure.errors);
  expect(ours === undefined, `document: ${problem}; ours: ${ours}; ${JSON.stringify(value)}`).toBe(
    problem === undefined,
  );
  return parsed.ok;
};

const codeUnits = (characters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength, maxLength });
const inquiryId = codeUnits('abzABZ059-', 8, 64);
const issuer = fc.constantFrom(...BANKS.map(({ code }) => code), 'A1B', 'ABCDEFGH');
const idNumber = codeUnits('0123456789', 17, 17).map((first17) => first17 + idNumberCheckCharacter(first17));
const callbackUrl = fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.constant('http://127.0.0.1:7100/v1?q=%20'));
const card = fc.oneof(
  fc.record(
    {
      cardType: fc.constant('DEBIT'),
      panFirst4: codeUnits('0123456789', 4, 4),
      panLast4: codeUnits('0123456789', 4, 4),
      accountClass: fc.constantFrom(...ACCOUNT_CLASSES),
      status: fc.constantFrom(...CARD_STATUSES),
    },
    { requiredKeys: ['cardType', 'panFirst4', 'panLast4'] },
  ),
  fc.record({ cardType: fc.constant('CREDIT'), panFirst4: fc.constant('6225'), panLast4: fc.constant('0001') }),
);
const counts = fc
  .uniqueArray(fc.record({ reason: fc.constantFrom(...UNSUPPORTED_REASONS), count: fc.integer({ min: 1 }) }), {
    selector: ({ reason }) => reason,
  })
  .map((list) => UNSUPPORTED_REASONS.flatMap((reason) => list.filter((entry) => entry.reason === reason)));
const text = fc.string({ unit: 'binary' });

const VALID: Readonly<Record<MessageName, fc.Arbitrary<object>>> = {
  InquiryRequest: fc.record(
    {
      inquiryId,
      consentId: fc.string({ minLength: 8, maxLength: 64, unit: fc.constantFrom('a', '中', '𠮷', ' ') }),
      customer: fc.record({
        name: fc.string({ minLength: 1, maxLength: 64, unit: fc.constantFrom('a', '王', '𠮷', '·') }),
        idType: fc.constant('01'),
        idNumber,
        mobile: codeUnits('0123456789', 10, 10).map((rest) => `1${rest}`),
      }),
      callbackUrl,
    },
    { requiredKeys: ['inquiryId', 'consentId', 'customer'] },
  ),
  InquiryResult: fc.record({
    inquiryId,
    issuer,
    respCode: fc.constant('00'),
    respMsg: text,
    cards: fc.array(card, { maxLength: 5 }),
    unsupported: counts,
  }),
  InquiryPending: fc.record({ inquiryId, issuer, respCode: fc.constant('05'), respMsg: text }),
  Refusal: fc.record(
    {
      inquiryId,
      issuer,
      respCode: fc.constantFrom(...REFUSAL_CODES),
      respMsg: text,
      errors: fc.array(fc.record({ pointer: text, message: text })),
    },
    { requiredKeys: ['respCode', 'respMsg'] },
  ),
  Card: card,
};
const NAMES = Object.keys(VALID) as MessageName[];

/** Every place in a JSON value: paths of member names and indexes. */
const pathsIn = (value: unknown, path: readonly string[] = []): (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, member]) => pathsIn(member, [...path, name]))
    : []),
];

type Change = (holder: Record<string, unknown>, name: string) => void;
const CHANGES: readonly Change[] = [
  (holder, name) => {
    delete holder[name];
  },
  ...[null, '', 0, 7.5, -1, true, [], {}, 'x', '01', '0000', 'CREDIT', 'DEBIT', ' 6225', '6225\n', '１２３４'].map(
    (value): Change =>
      (holder, name) => {
        holder[name] = value;
      },
  ),
  (holder, name) => {
    holder[`${name}2`] = holder[name];
  },
];

test('every valid message is taken by the document and by us', () => {
  for (const name of NAMES) {
    fc.assert(
      fc.property(VALID[name], (value) => {
        expect(isTakenByBoth(name, value)).toBe(true);
      }),
    );
  }
});

test('a message with one thing changed is taken or refused by both alike', () => {
  for (const name of NAMES) {
    const change = fc.record({ value: VALID[name], place: fc.nat(), change: fc.constantFrom(...CHANGES) });
    fc.assert(
      fc.property(change, ({ value, place, change }) => {
        const copy = structuredClone(value) as Record<string, unknown>;
        const paths = pathsIn(copy).filter((path) => path.length > 0);
        const path = paths[place % paths.length] ?? [];
        let holder: Record<string, unknown> = copy;
        for (const part of path.slice(0, -1)) holder = holder[part] as Record<string, unknown>;
        // An array takes no further members in JSON.
        const last = path.at(-1) ?? '';
        if (Array.isArray(holder)) holder.splice(Number(last), 1);
        else change(holder, last);
        isTakenByBoth(name, copy);
      }),
      { numRuns: 300 },
    );
  }
});

test('what is no message at all is refused by both', () => {
  for (const name of NAMES) {
    for (const value of [null, true, 0, '', 'x', [], [{}], {}]) expect(isTakenByBoth(name, value)).toBe(false);
  }
});

test('lengths count characters, not the halves of them', () => {
  const request = (name: string, consentId: string) => ({
    inquiryId: 'q-00000001',
    consentId,
    customer: { name, idType: '01', idNumber: '310000199001010013', mobile: '14200000000' },
  });
  const idNumberOf = idNumberCheckCharacter('31000019900101001');
  const fixed = (name: string, consentId = 'consent-1') => {
    const value = request(name, consentId);
    return { ...value, customer: { ...value.customer, idNumber: `31000019900101001${idNumberOf}` } };
  };
  expect(isTakenByBoth('InquiryRequest', fixed('𠮷'.repeat(64)))).toBe(true);
  expect(isTakenByBoth('InquiryRequest', fixed('𠮷'.repeat(65)))).toBe(false);
  expect(isTakenByBoth('InquiryRequest', fixed('王', '𠮷'.repeat(8)))).toBe(true);
  expect(isTakenByBoth('InquiryRequest', fixed('王', '𠮷'.repeat(7)))).toBe(false);
});

const requestTo = (callbackUrl: string) => ({
  inquiryId: 'q-00000001',
  consentId: 'consent-1',
  customer: {
    name: '王小明',
    idType: '01',
    idNumber: `31000019900101001${idNumberCheckCharacter('31000019900101001')}`,
    mobile: '14200000000',
  },
  callbackUrl,
});

test('a callbackUrl is an absolute http or https URI of at most 2048 characters', () => {
  const long = (length: number) => `https://bank.example/${'a'.repeat(length - 21)}`;
  for (const url of ['http://127.0.0.1:7100/cb', 'https://[::1]:80/a?b=c#d', 'http://x', long(2048)]) {
    expect(isTakenByBoth('InquiryRequest', requestTo(url)), url).toBe(true);
  }
  const wrong = [
    '',
    'x',
    '/cb',
    'ftp://x/',
    '//x/',
    'http:/x',
    'javascript:1',
    'http://a b/',
    'http://x/a b',
    long(2049),
  ];
  for (const url of [...wrong, 'http://x/é', 'http://x/{a}', 'http://x/%zz', 'http://x/|', ' http://x/', 'HTTP://x/']) {
    expect(isTakenByBoth('InquiryRequest', requestTo(url)), url).toBe(false);
  }
});

test('any text as callbackUrl is taken by the document where we take it', () => {
  const piece = fc.constantFrom(
    'http://',
    'https://',
    'a',
    '/',
    '?',
    '#',
    '%41',
    '%',
    ':',
    '@',
    '[',
    ']',
    '王',
    ' ',
    '80',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const url = `http://a${pieces.join('')}`;
      if (parseMessage(inquiryRequestSchema, requestTo(url)).ok) {
        expect(document.problemOf('InquiryRequest', requestTo(url)), url).toBeUndefined();
      }
    }),
    { numRuns: 1000 },
  );
});

test('an ID number needs its right check character, which the document asks for in words', () => {
  const wrong = requestTo('http://x/');
  const right = wrong.customer.idNumber;
  const parsed = parseMessage(inquiryRequestSchema, {
    ...wrong,
    customer: { ...wrong.customer, idNumber: right.slice(0, 17) + (right.endsWith('1') ? '2' : '1') },
  });
  expect(parsed).toEqual({
    ok: false,
    failure: {
      onlyMissing: false,
      errors: [{ pointer: '/customer/idNumber', message: 'has a wrong check character (GB 11643)' }],
    },
  });
});

test('reasons out of order or twice are refused, which the document asks for in words', () => {
  const result = (...reasons: readonly string[]) => ({
    inquiryId: 'q-00000001',
    issuer: 'ICBC',
    respCode: '00',
    respMsg: '成功',
    cards: [],
    unsupported: reasons.map((reason) => ({ reason, count: 1 })),
  });
  expect(parseMessage(inquiryResultSchema, result(...UNSUPPORTED_REASONS)).ok).toBe(true);
  expect(parseMessage(inquiryResultSchema, result('NO_RESERVED_MOBILE', 'ID_EXPIRED')).ok).toBe(false);
  expect(parseMessage(inquiryResultSchema, result('ID_EXPIRED', 'ID_EXPIRED')).ok).toBe(false);
});

test('at most 200 cards are an answer', () => {
  const cards = (count: number) => ({
    inquiryId: 'q-00000001',
    issuer: 'ICBC',
    respCode: '00',
    respMsg: '成功',
    cards: Array.from({ length: count }, () => ({ cardType: CARD_TYPES[0], panFirst4: '6222', panLast4: '0001' })),
    unsupported: [],
  });
  expect(isTakenByBoth('InquiryResult', cards(200))).toBe(true);
  expect(isTakenByBoth('InquiryResult', cards(201))).toBe(false);
});

test('only missing members are told apart from wrong ones, each with its pointer', () => {
  const { customer, ...rest } = requestTo('http://x/');
  const { name: _name, ...nameless } = customer;
  expect(parseMessage(inquiryRequestSchema, { ...rest, customer: nameless })).toEqual({
    ok: false,
    failure: { onlyMissing: true, errors: [{ pointer: '/customer/name', message: 'is missing' }] },
  });
  const wrong = parseMessage(inquiryRequestSchema, { ...rest, customer: { ...nameless, 'a/b': 1 }, inquiryId: null });
  expect(wrong.ok).toBe(false);
  expect(!wrong.ok && wrong.failure.onlyMissing).toBe(false);
  expect(!wrong.ok && wrong.failure.errors.map(({ pointer }) => pointer)).toEqual([
    '/inquiryId',
    '/customer/name',
    '/customer/a~1b',
  ]);
});
