import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createCardIssuer, issueCards, serviceShares } from './cards.ts';

test('R3: any two shares hold, and what both leave out is never rarer than by chance', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(share, share, (noMobile, cardlessOff) => {
      const { bothOffBelow, noMobileBelow, cardlessOffBelow } = serviceShares(noMobile, cardlessOff);
      expect(noMobileBelow).toBe(noMobile);
      expect(bothOffBelow + (cardlessOffBelow - noMobileBelow)).toBeCloseTo(cardlessOff, 9);
      expect(bothOffBelow).toBeGreaterThanOrEqual(noMobile * cardlessOff);
      expect(bothOffBelow).toBeLessThanOrEqual(Math.min(noMobile, cardlessOff) + 1e-12);
      expect(cardlessOffBelow).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});

test('one card more leaves the others as they were', () => {
  const issuer = createCardIssuer('ICBC');
  const issue = (count: number) =>
    issueCards(
      issuer,
      { count, shares: serviceShares(0.06, 0.08), cardType: undefined, services: undefined },
      createRandom(3).stream('cards'),
    );
  expect(issue(9).slice(0, 8)).toEqual(issue(8));
});

test('only debit cards have an account class, and the first of them at a bank is of class I', () => {
  const issuer = createCardIssuer('CCB');
  const wishes = { count: 30, shares: serviceShares(0, 0), cardType: undefined, services: undefined };
  const cards = issueCards(issuer, wishes, createRandom(5).stream('cards'));
  for (const card of cards) expect('accountClass' in card).toBe(card.cardType === 'DEBIT');
  expect(cards.find(({ cardType }) => cardType === 'DEBIT')?.accountClass).toBe('I');
  expect(new Set(cards.map(({ accountClass }) => accountClass))).toEqual(new Set([undefined, 'I', 'II', 'III']));
});
