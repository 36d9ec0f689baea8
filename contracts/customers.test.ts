// The customers of the contract: numbers that are nobody's, every reason of R3 and every way in which they meet, and an
// expected answer that the simulator, which works it out by itself, agrees with.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasValidCheckCharacter, readIdNumber } from '../core/id-number.ts';
import {
  ACCOUNT_CLASSES,
  CARD_STATUSES,
  CARD_TYPES,
  cardSchema,
  MOBILE_PATTERN,
  nameSchema,
  UNSUPPORTED_REASONS,
} from '../core/messages.ts';
import { homeRegionOfMobile, UNALLOCATED_MOBILE_PREFIXES } from '../core/regions.ts';
import { panWithEnds } from '../simulator/people/card-numbers.ts';
import { answerOf } from '../simulator/people/ground-truth.ts';
import { FIRST_PERSONA_SEQUENCE, POPULATION_SEQUENCES } from '../simulator/people/members.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer, expectedAnswer } from './customers.ts';

const ALL = Object.entries(CONTRACT_CUSTOMERS);

/** What the simulator answers about a customer whom it has on file like this. */
const simulatedAnswer = ({ idExpired, cards }: ContractCustomer) =>
  answerOf(
    {
      bank: 'ICBC',
      idExpiresOn: idExpired ? '2025-12-31' : 'LONG_TERM',
      cards: cards.map(({ panFirst4, panLast4, status = 'NORMAL', ...card }) => ({
        ...card,
        bank: 'ICBC',
        status,
        pan: panWithEnds(panFirst4, panLast4),
      })),
    },
    '2026-01-01',
  );

test('no two customers share a name, an ID number or a mobile, and each is well formed', () => {
  for (const member of ['name', 'idNumber', 'mobile'] as const) {
    expect(new Set(ALL.map(([, customer]) => customer[member])).size, member).toBe(ALL.length);
  }
  for (const [name, customer] of ALL) {
    expect(name).toMatch(/^[a-z0-9-]{1,32}$/);
    expect(nameSchema.safeParse(customer.name).success, name).toBe(true);
    expect(hasValidCheckCharacter(customer.idNumber), name).toBe(true);
    expect(customer.mobile).toMatch(MOBILE_PATTERN);
  }
  expect(ALL.some(([, { idNumber }]) => idNumber.endsWith('X'))).toBe(true);
});

test('they are nobody: of no county, with mobiles of no network and no province, and none of the simulated people', () => {
  for (const [name, { idNumber, mobile }] of ALL) {
    const { addressCode, sequence = 0 } = readIdNumber(idNumber) ?? {};
    expect(addressCode, name).toBe('310000');
    expect(sequence, name).toBeGreaterThanOrEqual(POPULATION_SEQUENCES);
    expect(sequence, name).toBeLessThan(FIRST_PERSONA_SEQUENCE);
    expect(UNALLOCATED_MOBILE_PREFIXES, name).toContain(mobile.slice(0, 3));
    expect(homeRegionOfMobile(mobile), name).toBe(undefined);
  }
});

test('names of one and of 64 characters, characters beyond the BMP, and others than Chinese are among them', () => {
  const names = ALL.map(([, { name }]) => name);
  const lengths = names.map((name) => [...name].length);
  expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 64]);
  expect(names.filter((name) => name.length > [...name].length).map((name) => [...name].length)).toEqual([64, 1]);
  expect(names.some((name) => /^[\x20-\xff]+$/.test(name))).toBe(true);
});

test('every type, class and status is shown by somebody, up to the most cards that there may be', () => {
  const answers = ALL.map(([, customer]) => expectedAnswer(customer).cards);
  const cards = answers.flat();
  expect(new Set(cards.map(({ cardType }) => cardType))).toEqual(new Set(CARD_TYPES));
  expect(new Set(cards.map(({ status }) => status))).toEqual(new Set(CARD_STATUSES));
  expect(new Set(cards.map(({ accountClass }) => accountClass))).toEqual(new Set([...ACCOUNT_CLASSES, undefined]));
  expect(Math.max(...answers.map(({ length }) => length))).toBe(200);
  expect(cards.every((card) => cardSchema.safeParse(card).success)).toBe(true);
});

test('no two cards of a customer are shown alike, and somebody has several that begin alike', () => {
  for (const [name, { cards }] of ALL) {
    const shown = cards.map(({ cardType, panFirst4, panLast4 }) => `${cardType} ${panFirst4} ${panLast4}`);
    expect(new Set(shown).size, name).toBe(cards.length);
  }
  expect(CONTRACT_CUSTOMERS['equal-ends']?.cards.filter(({ panFirst4 }) => panFirst4 === '6217')).toHaveLength(3);
});

test('each reason of R3 counts alone and in every company, by the first that applies', () => {
  const counts = Object.fromEntries(
    ALL.filter(([, { cards }]) => cards.length > 0).map(([name, customer]) => [
      name,
      [
        expectedAnswer(customer).cards.length,
        ...UNSUPPORTED_REASONS.map(
          (reason) => expectedAnswer(customer).unsupported.find((one) => one.reason === reason)?.count ?? 0,
        ),
      ],
    ]),
  );
  expect(counts).toMatchObject({
    'one-debit-card': [1, 0, 0, 0],
    'id-expired': [0, 1, 0, 0],
    'no-mobile': [0, 0, 1, 0],
    'cardless-off': [0, 0, 0, 1],
    'no-mobile-and-cardless-off': [0, 0, 1, 0],
    'no-mobile-or-cardless-off': [0, 0, 1, 2],
    mixed: [1, 0, 2, 1],
    'id-expired-and-no-mobile': [0, 1, 0, 0],
    'id-expired-and-cardless-off': [0, 1, 0, 0],
    'id-expired-and-both-off': [0, 1, 0, 0],
    'id-expired-and-mixed': [0, 4, 0, 0],
  });
});

test('every way in which the three facts of R3 can stand together on one card is somebody alone', () => {
  const single = ALL.map(([, customer]) => customer).filter(({ cards }) => cards.length === 1);
  const ways = single.map(({ idExpired, cards: [card] }) =>
    [idExpired, card?.reservedMobile, card?.cardlessEnabled].map(Number).join(''),
  );
  expect(new Set(ways)).toEqual(new Set(['000', '001', '010', '011', '100', '101', '110', '111']));
});

test('the simulator works out the same answer about each of them', () => {
  for (const [name, customer] of ALL) expect(simulatedAnswer(customer), name).toEqual(expectedAnswer(customer));
});

test('the simulator works out the same answer about any customer', () => {
  const cards = fc.array(
    fc.record({
      cardType: fc.constant('DEBIT' as const),
      panFirst4: fc.constant('6217'),
      panLast4: fc.stringMatching(/^[0-9]{4}$/),
      reservedMobile: fc.boolean(),
      cardlessEnabled: fc.boolean(),
      status: fc.constantFrom(...CARD_STATUSES),
    }),
    { maxLength: 20 },
  );
  const customer = fc.record({
    name: fc.constant('阮'),
    idNumber: fc.constant('310000198802145000'),
    mobile: fc.constant('14200000500'),
    idExpired: fc.boolean(),
    cards,
  });
  fc.assert(
    fc.property(customer, (one) => {
      expect(simulatedAnswer(one)).toEqual(expectedAnswer(one));
    }),
  );
});
