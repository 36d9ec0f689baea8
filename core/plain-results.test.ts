// The quick way to a result and the schema say the same of every value, to the order of members.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  type FormFailure,
  type InquiryResult,
  inquiryResultSchema,
  MAX_CARDS_PER_ANSWER,
  parseMessage,
  UNSUPPORTED_REASONS,
} from './messages.ts';
import { parseInquiryResult } from './plain-results.ts';
import type { Result } from './result.ts';

/** With the order of members, which `toEqual` does not see, and members that are undefined, which JSON does not. */
const written = (parsed: Result<InquiryResult, FormFailure>): string =>
  JSON.stringify(parsed, (_, value: unknown) => (value === undefined ? 'undefined' : value));

const expectSame = (value: unknown): void => {
  expect(written(parseInquiryResult(value))).toBe(written(parseMessage(inquiryResultSchema, value)));
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
  card,
  count,
);
const memberName = fc.constantFrom(
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

test('a right result is read as its schema reads it', () => {
  fc.assert(fc.property(result, (value) => expectSame(value)));
});

test('a result that is wrong somewhere, or still right, is read as its schema reads it', () => {
  fc.assert(
    fc.property(result, fc.array(change, { minLength: 1, maxLength: 3 }), (value, changes) => {
      expectSame(changed(value, changes));
    }),
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
