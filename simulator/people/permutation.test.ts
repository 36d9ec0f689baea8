import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { createPermutation, MAX_PERMUTATION_SIZE } from './permutation.ts';

test('a permutation meets every number of its range once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(), (size, seed) => {
      const permute = createPermutation(size, createRandom(seed));
      const met = new Set(Array.from({ length: size }, (_, number) => permute(number)));
      expect(met.size).toBe(size);
      expect(Math.min(...met)).toBe(0);
      expect(Math.max(...met)).toBe(size - 1);
    }),
  );
});

test('the largest permutation is exact: its step undoes itself at both ends', () => {
  const size = MAX_PERMUTATION_SIZE;
  const permute = createPermutation(size, createRandom(7));
  const step = (permute(1) - permute(0) + size) % size;
  const exact = (number: number) => Number((BigInt(number) * BigInt(step) + BigInt(permute(0))) % BigInt(size));
  for (const number of [size - 1, size - 2, size >> 1]) expect(permute(number)).toBe(exact(number));
});

test('a size beyond exact arithmetic is an error that names the bound', () => {
  expect(() => createPermutation(MAX_PERMUTATION_SIZE + 1, createRandom(1))).toThrow(/at most 94906264/);
});
