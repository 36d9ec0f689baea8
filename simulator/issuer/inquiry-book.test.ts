// The memory of an issuer is bounded, oldest first out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type BoundInquiry, DENIED, INQUIRY_KEPT_MS, InquiryBook } from './inquiry-book.ts';

const bound = (inquiryId: string, boundAtMs: number): BoundInquiry => ({
  inquiryId,
  bodyHash: 0.5,
  boundAtMs,
  takesMs: 0,
  outcome: DENIED,
  calls: 1,
  told: false,
});

test('a full book lets its oldest inquiry go', () => {
  const book = new InquiryBook(2);
  for (const [at, id] of ['first', 'second', 'third'].entries()) book.add(bound(id, at));
  expect(book.size).toBe(2);
  expect(book.find('first', 2)).toBeUndefined();
  expect(book.find('second', 2)?.inquiryId).toBe('second');
});

test('what is older than 48 h costs no memory after the next one', () => {
  const book = new InquiryBook();
  for (let at = 0; at < 100; at++) book.add(bound(`old-${at}`, at));
  book.add(bound('new', 100 + INQUIRY_KEPT_MS));
  expect(book.size).toBe(1);
});

test('at any size and pace it finds exactly the newest inquiries of the last 48 h', () => {
  const gaps = fc.array(fc.constantFrom(0, 1, INQUIRY_KEPT_MS / 3, INQUIRY_KEPT_MS, INQUIRY_KEPT_MS + 1));
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (gapsMs, capacity) => {
      const book = new InquiryBook(capacity);
      const all: BoundInquiry[] = [];
      let nowMs = 0;
      for (const gapMs of gapsMs) {
        nowMs += gapMs;
        all.push(bound(`id-${all.length}`, nowMs));
        book.add(all[all.length - 1] ?? bound('', 0));
        const kept = all.slice(-capacity).filter(({ boundAtMs }) => nowMs - boundAtMs <= INQUIRY_KEPT_MS);
        expect(all.filter(({ inquiryId }) => book.find(inquiryId, nowMs) !== undefined)).toEqual(kept);
        expect(book.size).toBeLessThanOrEqual(capacity);
      }
    }),
  );
});
