import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inquiryResultSchema } from '../../core/messages.ts';
import { panWithEnds } from './card-numbers.ts';
import { answerOf } from './ground-truth.ts';
import type { HeldCard, Holding } from './person.ts';

const card = (last4: string, change: Partial<HeldCard> = {}): HeldCard => ({
  bank: 'CMB',
  cardType: 'DEBIT',
  pan: panWithEnds('6225', last4),
  accountClass: 'I',
  status: 'NORMAL',
  reservedMobile: true,
  cardlessEnabled: true,
  ...change,
});

const MIXED: Holding = {
  bank: 'CMB',
  idExpiresOn: '2026-01-05',
  cards: [
    card('0001'),
    card('0002', { cardlessEnabled: false }),
    card('0003', { reservedMobile: false }),
    card('0004', { reservedMobile: false, cardlessEnabled: false }),
    card('0005', { status: 'LOST' }),
  ],
};

test('R3: cards are left out and counted once each, an unreserved mobile before cardless service', () => {
  expect(answerOf(MIXED, '2026-01-01')).toEqual({
    cards: [
      { cardType: 'DEBIT', panFirst4: '6225', panLast4: '0001', accountClass: 'I', status: 'NORMAL' },
      { cardType: 'DEBIT', panFirst4: '6225', panLast4: '0005', accountClass: 'I', status: 'LOST' },
    ],
    unsupported: [
      { reason: 'NO_RESERVED_MOBILE', count: 2 },
      { reason: 'CARDLESS_NOT_ENABLED', count: 1 },
    ],
  });
});

test('R3: an ID document is good through its last day; the day after, every card counts under ID_EXPIRED', () => {
  expect(answerOf(MIXED, '2026-01-05').cards).toHaveLength(2);
  expect(answerOf(MIXED, '2026-01-06')).toEqual({ cards: [], unsupported: [{ reason: 'ID_EXPIRED', count: 5 }] });
});

test('R3: a document for life never expires', () => {
  expect(answerOf({ ...MIXED, idExpiresOn: 'LONG_TERM' }, '2999-12-31').cards).toHaveLength(2);
});

test('no holding is an answer without cards', () => {
  expect(answerOf(undefined, '2026-01-01')).toEqual({ cards: [], unsupported: [] });
});

test('R2, R3, I3: any holding gives an answer of the contract in which each card is shown or counted', () => {
  const cards = fc.array(fc.record({ reservedMobile: fc.boolean(), cardlessEnabled: fc.boolean() }), {
    maxLength: 200,
  });
  const expiries = fc.constantFrom('2025-12-31', '2026-01-01', 'LONG_TERM');
  fc.assert(
    fc.property(cards, expiries, (changes, idExpiresOn) => {
      const held = changes.map((change, at) => card(String(at).padStart(4, '0'), change));
      const answer = answerOf({ bank: 'CMB', idExpiresOn, cards: held }, '2026-01-01');
      const counted = answer.unsupported.reduce((sum, { count }) => sum + count, 0);
      expect(answer.cards.length + counted).toBe(held.length);
      const result = { inquiryId: 'inquiry-1', issuer: 'CMB', respCode: '00', respMsg: '成功', ...answer };
      expect(inquiryResultSchema.safeParse(result).success).toBe(true);
      for (const { pan } of held) expect(JSON.stringify(answer)).not.toContain(pan);
    }),
  );
});
