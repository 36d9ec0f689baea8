// From the banks' answers to one report (R20 to R22, I3).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import type { Card } from '../core/messages.ts';
import { type BankOutcome, makeReport } from './report.ts';
import { ADVICE } from './texts.ts';

const GENERATED_MS = Date.UTC(2026, 0, 5, 1);
const EXPIRES_MS = Date.UTC(2026, 0, 12, 16);
const reportOf = (outcomes: readonly BankOutcome[]) => makeReport('query-1', outcomes, BANKS, GENERATED_MS, EXPIRES_MS);

const debit: Card = { cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001', accountClass: 'I', status: 'NORMAL' };
const credit: Card = { cardType: 'CREDIT', panFirst4: '4000', panLast4: '0002' };
const delivered = (bank: string, ...cards: readonly Card[]): BankOutcome => ({
  bank,
  disposition: 'DELIVERED',
  answer: { cards, unsupported: [] },
});

test('a report says what each bank has, in the order of the network (R22)', () => {
  const noMobile = { reason: 'NO_RESERVED_MOBILE', count: 2 } as const;
  const report = reportOf([
    { bank: 'CZB', disposition: 'TIMEOUT' },
    { bank: 'CMB', disposition: 'DELIVERED', answer: { cards: [], unsupported: [noMobile] } },
    delivered('ICBC', credit, debit),
    { bank: 'ABC', disposition: 'DENIED' },
  ]);
  expect(report).toEqual({
    queryId: 'query-1',
    generatedAt: '2026-01-05T09:00:00.000+08:00',
    expiresAt: '2026-01-13T00:00:00.000+08:00',
    summary: {
      debit: 1,
      credit: 1,
      banks: [
        { bank: 'ICBC', bankName: '工商银行', debit: 1, credit: 1 },
        { bank: 'CMB', bankName: '招商银行', debit: 0, credit: 0 },
      ],
    },
    cards: [
      { bank: 'ICBC', bankName: '工商银行', ...debit },
      { bank: 'ICBC', bankName: '工商银行', ...credit },
    ],
    banks: [
      { bank: 'ICBC', bankName: '工商银行', disposition: 'DELIVERED', unsupported: [] },
      row('ABC', '农业银行', 'DENIED', '95599'),
      { ...row('CMB', '招商银行', 'DELIVERED', '95555'), unsupported: [noMobile] },
      row('CZB', '浙商银行', 'TIMEOUT', '95527'),
    ],
    advice: ADVICE,
  });
});

const row = (bank: string, bankName: string, disposition: string, telephone: string) => ({
  bank,
  bankName,
  disposition,
  unsupported: [],
  contact: `如有疑问，可联系发卡银行（${bankName} ${telephone}）`,
});

test('every report carries the warnings against fraud (R27)', () => {
  const { advice } = reportOf([delivered('ICBC')]);
  expect(advice).toHaveLength(3);
  expect(advice.join()).toContain('诈骗');
});

const card: fc.Arbitrary<Card> = fc.record(
  {
    cardType: fc.constantFrom('DEBIT' as const, 'CREDIT' as const),
    panFirst4: fc.constantFrom('6222', '6225'),
    panLast4: fc.constantFrom('0001', '0002', '1000'),
    status: fc.constantFrom('NORMAL' as const, 'FROZEN' as const),
  },
  { requiredKeys: ['cardType', 'panFirst4', 'panLast4'] },
);

const outcome = (bank: string): fc.Arbitrary<BankOutcome> =>
  fc.oneof(
    fc.array(card, { maxLength: 6 }).map((cards) => delivered(bank, ...cards)),
    fc
      .constantFrom('DENIED' as const, 'FAILED' as const, 'TIMEOUT' as const)
      .map((disposition) => ({ bank, disposition })),
  );

const outcomes = fc
  .subarray([...BANKS], { minLength: 1 })
  .chain((banks) => fc.tuple(...banks.map(({ code }) => outcome(code))));

test('the order in which banks answered, and in which a bank lists its cards, changes nothing (R21)', () => {
  const pair = outcomes.chain((some) => fc.tuple(fc.constant(some), shuffled(some)));
  fc.assert(
    fc.property(pair, fc.boolean(), ([some, mixed], reversed) => {
      const other = reversed ? mixed.map(withCardsReversed) : mixed;
      expect(JSON.stringify(reportOf(other))).toBe(JSON.stringify(reportOf(some)));
    }),
  );
});

test('a report has every card of the delivering banks once, and its sums agree (R22, I3)', () => {
  fc.assert(
    fc.property(outcomes, (some) => {
      const { cards, summary, banks } = reportOf(some);
      const given = some.flatMap((one) =>
        one.disposition === 'DELIVERED'
          ? one.answer.cards.map((each) => JSON.stringify({ bank: one.bank, ...each }))
          : [],
      );
      const shown = cards.map(({ bankName: _bankName, ...each }) => JSON.stringify(each));
      expect(shown.toSorted()).toEqual(given.toSorted());
      expect(summary.debit + summary.credit).toBe(cards.length);
      expect(summary.banks.reduce((sum, bank) => sum + bank.debit, 0)).toBe(summary.debit);
      expect(summary.banks.reduce((sum, bank) => sum + bank.credit, 0)).toBe(summary.credit);
      expect(banks.map(({ bank, disposition }) => ({ bank, disposition }))).toEqual(
        some.map(({ bank, disposition }) => ({ bank, disposition })),
      );
    }),
  );
});

const shuffled = <Item>(items: readonly Item[]): fc.Arbitrary<readonly Item[]> =>
  fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });

const withCardsReversed = (one: BankOutcome): BankOutcome =>
  one.disposition === 'DELIVERED' ? { ...one, answer: { ...one.answer, cards: one.answer.cards.toReversed() } } : one;
