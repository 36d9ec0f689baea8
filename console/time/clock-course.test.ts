// The clock between two overviews.
import { expect, test } from 'vitest';
import { standing } from './clock-course.ts';

const TOLD = { atMs: 1_000_000, scale: 60, heardMs: 500 };

test('the clock goes on by its scale from where it was told to be, and a held one stands', () => {
  expect(standing(TOLD, 1500, undefined)).toBe(1_060_000);
  expect(standing({ ...TOLD, scale: 0 }, 1500, undefined)).toBe(1_000_000);
});

test('an overview that came late sets nothing back by a little, but a clock that is another is shown', () => {
  expect(standing(TOLD, 1500, 1_060_500)).toBe(1_060_500);
  expect(standing(TOLD, 1500, 1_040_000)).toBe(1_060_000);
  expect(standing(TOLD, 1500, 9_000_000)).toBe(1_060_000);
});
