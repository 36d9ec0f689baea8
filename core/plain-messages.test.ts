// The quick way to a message and its schema say the same of every value, to the order of members.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idNumberCheckCharacter } from './id-number.ts';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  type InquiryRequest,
  type InquiryResult,
  inquiryPendingSchema,
  inquiryRequestSchema,
  inquiryResultSchema,
  MAX_CARDS_PER_ANSWER,
  parseMessage,
  UNSUPPORTED_REASONS,
} from './messages.ts';
import { parseInquiryPending, parseInquiryRequest, parseInquiryResult } from './plain-messages.ts';

/** With the order of members, which `toEqual` does not see, and members that are undefined, which JSON does not. */
const written = (parsed: unknown): string =>
  JSON.stringify(parsed, (_, value: unknown) => (value === undefined ? 'undefined' : value));

const expectSame = (value: unknown): void => {
  expect(written(parseInquiryResult(value))).toBe(written(parseMessage(inquiryResultSchema, value)));
  expect(written(parseInquiryPending(value))).toBe(written(parseMessage(inquiryPendingSchema, value)));
  expect(written(parseInquiryRequest(value))).toBe(written(parseMessage(inquiryRequestSchema, value)));
};

const digits = fc.stringMatching(/^[0-9]{4}$/);
const card = fc.record(
  {
    status: fc.constantFrom(...CARD_STATUSES),
    panLast4: digits,
    accountClass: fc.constantFrom(...ACCOUNT_CLASSES),
    cardType: fc.constantFrom(...CARD_TYPES),
    panFirst4: digits,
  },
  { requiredKeys: ['panLast4', 'cardType', 'panFirst4'] },
);
const count = fc.record({ count: fc.integer({ min: 1, max: 9 }), reason: fc.constantFrom(...UNSUPPORTED_REASONS) });
const result = fc.record({
  cards: fc.array(card, { maxLength: 4 }),
  unsupported: fc.array(count, { maxLength: 4 }),
  inquiryId: fc.stringMatching(/^[A-Za-z0-9-]{8,64}$/),
  issuer: fc.constantFrom('ICBC', 'CMB'),
  respCode: fc.constant('00'),
  respMsg: fc.string(),
});

const pending = fc.record({
  respMsg: fc.string(),
  inquiryId: fc.stringMatching(/^[A-Za-z0-9-]{8,64}$/),
  issuer: fc.constantFrom('ICBC', 'CMB'),
  respCode: fc.constant('05'),
});

const text = (minLength: number, maxLength: number) => fc.string({ minLength, maxLength, unit: 'grapheme' });
const ADDRESSES = [
  'http://engine.invalid/v1/issuer-callbacks/CMB',
  'https://127.0.0.1:7000',
  'http://[::1]:80/a?b=%20#c',
];
const customer = fc.record({
  mobile: fc.stringMatching(/^1[0-9]{10}$/),
  idNumber: fc.stringMatching(/^[0-9]{17}$/).map((first17) => first17 + idNumberCheckCharacter(first17)),
  name: text(1, 64),
  idType: fc.constant('01'),
});
const inquiry = fc.record(
  {
    callbackUrl: fc.constantFrom(...ADDRESSES),
    customer,
    consentId: text(8, 64),
    inquiryId: fc.stringMatching(/^[A-Za-z0-9-]{8,64}$/),
  },
  { requiredKeys: ['customer', 'consentId', 'inquiryId'] },
);

/** What may stand where something else belongs. */
const anything = fc.oneof(
  fc.anything(),
  fc.constantFrom(
    '',
    '00',
    '05',
    'DEBIT',
    'CREDIT',
    'I',
    'NORMAL',
    '0001',
    'icbc',
    0,
    1,
    1.5,
    2 ** 53,
    null,
    undefined,
  ),
  fc.constantFrom(
    '02',
    '310000199001010010',
    '14231000000',
    'ftp://a.invalid',
    'http://a b',
    'http://名',
    'x'.repeat(65),
  ),
  card,
  count,
  customer,
);
const memberName = fc.constantFrom(
  ...['consentId', 'customer', 'callbackUrl', 'name', 'idType', 'idNumber', 'mobile'],
  ...['inquiryId', 'issuer', 'respCode', 'respMsg', 'cards', 'unsupported'],
  ...['cardType', 'panFirst4', 'panLast4', 'accountClass', 'status', 'reason', 'count', '0', '1', 'other'],
);

type Change = { readonly at: number; readonly name: string; readonly value: unknown; readonly drop: boolean };

/** The objects and lists in a value, itself first. */
const nodesIn = (value: unknown): Record<string, unknown>[] =>
  typeof value === 'object' && value !== null
    ? [value as Record<string, unknown>, ...Object.values(value).flatMap(nodesIn)]
    : [];

const changed = (value: unknown, changes: readonly Change[]): unknown => {
  const copy: unknown = structuredClone(value);
  for (const { at, name, value: other, drop } of changes) {
    const nodes = nodesIn(copy);
    const node = nodes[at % nodes.length];
    if (node === undefined) continue;
    if (drop) delete node[name];
    else node[name] = other;
  }
  return copy;
};

const change = fc.record({ at: fc.nat(20), name: memberName, value: anything, drop: fc.boolean() });

test('a right message is read as its schema reads it', () => {
  fc.assert(fc.property(fc.oneof(result, pending, inquiry), (value) => expectSame(value)));
});

test('a message that is wrong somewhere, or still right, is read as its schema reads it', () => {
  fc.assert(
    fc.property(
      fc.oneof(result, pending, inquiry),
      fc.array(change, { minLength: 1, maxLength: 3 }),
      (value, changes) => {
        expectSame(changed(value, changes));
      },
    ),
    { numRuns: 3000 },
  );
});

test('whatever else comes is read as the schema reads it', () => {
  fc.assert(fc.property(anything, (value) => expectSame(value)));
});

const RIGHT: InquiryResult = {
  inquiryId: 'inquiry-1',
  issuer: 'CMB',
  respCode: '00',
  respMsg: '',
  cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' }],
  unsupported: [],
};
const [CARD] = RIGHT.cards;
const INQUIRY: InquiryRequest = {
  inquiryId: 'inquiry-1',
  consentId: 'consent-1',
  customer: {
    name: '张三',
    idType: '01',
    idNumber: `31000019900101001${idNumberCheckCharacter('31000019900101001')}`,
    mobile: '14231000000',
  },
};
const counted = (reason: (typeof UNSUPPORTED_REASONS)[number]) => ({ reason, count: 1 });

test.each([
  ['inherited members', Object.create(RIGHT)],
  ['a member that is there and undefined', { ...RIGHT, cards: [{ ...CARD, status: undefined }] }],
  ['a member named __proto__', JSON.parse('{"__proto__":{"status":"LOST"}}')],
  ['as many cards as may be', { ...RIGHT, cards: Array(MAX_CARDS_PER_ANSWER).fill(CARD) }],
  ['a card too many', { ...RIGHT, cards: Array(MAX_CARDS_PER_ANSWER + 1).fill(CARD) }],
  ['a list with a hole', { ...RIGHT, cards: new Array(1) }],
  ['a class on a credit card', { ...RIGHT, cards: [{ ...CARD, cardType: 'CREDIT', accountClass: 'I' }] }],
  ['a line end after the digits', { ...RIGHT, cards: [{ ...CARD, panLast4: '0001\n' }] }],
  ['an inquiry', INQUIRY],
  ['an address that is there and undefined', { ...INQUIRY, callbackUrl: undefined }],
  ['an address with a space', { ...INQUIRY, callbackUrl: 'http://a.invalid/ b' }],
  ['an address that is too long', { ...INQUIRY, callbackUrl: `http://a.invalid/${'b'.repeat(2048)}` }],
  ['a consent of seven characters', { ...INQUIRY, consentId: '1234567' }],
  ['a consent of 65 characters', { ...INQUIRY, consentId: 'x'.repeat(65) }],
  ['a name of no character', { ...INQUIRY, customer: { ...INQUIRY.customer, name: '' } }],
  ['a name of 64 characters of two units', { ...INQUIRY, customer: { ...INQUIRY.customer, name: '𠮷'.repeat(64) } }],
  ['a name of 65 characters', { ...INQUIRY, customer: { ...INQUIRY.customer, name: '名'.repeat(65) } }],
  ['another kind of document', { ...INQUIRY, customer: { ...INQUIRY.customer, idType: '02' } }],
  ['a wrong check character', { ...INQUIRY, customer: { ...INQUIRY.customer, idNumber: '31000019900101001A' } }],
  ['a mobile too short', { ...INQUIRY, customer: { ...INQUIRY.customer, mobile: '1423100000' } }],
  ['one member of a customer too many', { ...INQUIRY, customer: { ...INQUIRY.customer, age: 1 } }],
  ['one member too many', { ...INQUIRY, age: 1 }],
  ['a count of nothing', { ...RIGHT, unsupported: [{ reason: 'ID_EXPIRED', count: 0 }] }],
  ['a count beyond the exact numbers', { ...RIGHT, unsupported: [{ reason: 'ID_EXPIRED', count: 2 ** 53 }] }],
  ['a count that is not whole', { ...RIGHT, unsupported: [{ reason: 'ID_EXPIRED', count: 1.5 }] }],
  ['reasons in another order', { ...RIGHT, unsupported: UNSUPPORTED_REASONS.toReversed().map(counted) }],
  [
    'a reason twice',
    {
      ...RIGHT,
      unsupported: UNSUPPORTED_REASONS.slice(0, 1)
        .flatMap((one) => [one, one])
        .map(counted),
    },
  ],
])('%s is read as the schema reads it', (_, value) => expectSame(value));
