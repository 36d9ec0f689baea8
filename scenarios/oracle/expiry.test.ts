// I10: each way in which something of a report outlives it, or it goes too early.
import { expect, test } from 'vitest';
import { expiryOf } from '../../engine/retention.ts';
import type { RetentionSettings } from '../../engine/settings.ts';
import { contextWith, DAY, EXPIRY, firedBy, HOUR, recordAt, reportAt, saidOf, T0 } from './sights-fixture.ts';

const LEFT = EXPIRY - T0;
const remains = (cards: number, atMs: number) =>
  ({ kind: 'remains', queryId: 'q1', where: 'the store', cards, atMs }) as const;

test('a report shown at the instant of its expiry breaks I10, a millisecond before it does not', () => {
  expect(saidOf([reportAt(LEFT - 1)])).toEqual([]);
  expect(saidOf([reportAt(LEFT)])).toEqual([
    'I10 its report was shown at 2026-01-13T00:00:00.000+08:00, after it had expired; it expires at 2026-01-13T00:00:00.000+08:00',
  ]);
});

test('a record that says READY from the expiry on, or EXPIRED before it, breaks I10', () => {
  expect(saidOf([recordAt(LEFT - 1), recordAt(LEFT, { status: 'EXPIRED' })])).toEqual([]);
  expect(firedBy([recordAt(LEFT)])).toEqual(['I10']);
  expect(firedBy([recordAt(LEFT - 1, { status: 'EXPIRED' })])).toEqual(['I10']);
});

test('a report or record that tells another expiry breaks I10', () => {
  expect(firedBy([reportAt(2000, { expiresAt: '2026-01-12T00:00:00.000+08:00' })])).toEqual(['I10']);
  expect(firedBy([recordAt(2000, { expiresAtMs: EXPIRY + 1 })])).toEqual(['I10']);
  expect(firedBy([recordAt(2000, { expiresAtMs: undefined })])).toEqual(['I10']);
});

test('a card that remains after the expiry breaks I10, wherever it is', () => {
  expect(saidOf([recordAt(2000), remains(3, EXPIRY - 1), remains(0, EXPIRY)])).toEqual([]);
  expect(saidOf([recordAt(2000), remains(3, EXPIRY)])).toEqual([
    expect.stringMatching(/^I10 the store still has 3 of its cards at 2026-01-13T00:00:00\.000\+08:00, though/),
  ]);
  expect(firedBy([remains(1, EXPIRY)])).toEqual(['I10']);
});

test('the oracle’s own reckoning of an expiry and the engine’s agree for every unit, day and hour', () => {
  const units: readonly RetentionSettings['unit'][] = ['natural-days', 'working-days', 'hours'];
  for (const unit of units) {
    for (const length of [1, 7, 40]) {
      const retention = { unit, length };
      const context = contextWith({ retention });
      for (let afterMs = 0; afterMs < 40 * DAY; afterMs += 7 * HOUR) {
        const generatedAtMs = T0 + afterMs;
        const expiresAtMs = expiryOf(generatedAtMs, retention);
        const record = recordAt(afterMs, { generatedAtMs, expiresAtMs });
        expect(saidOf([record], { context }), `${unit} ${length} after ${afterMs}`).toEqual([]);
      }
    }
  }
});
