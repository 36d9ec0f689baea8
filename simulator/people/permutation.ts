// Keyed one-to-one maps of whole numbers: how an index becomes a person, and a person a mobile number, with nothing
// stored and nobody met twice.
import type { Random } from '../../core/random.ts';

/** Up to this size `number * step + offset` is an exact integer (its square is below 2^53). */
export const MAX_PERMUTATION_SIZE = 94_906_264;

/**
 * A one-to-one map of 0 to size - 1 onto itself, by a keyed stride that shares no factor with the size.
 * @throws RangeError for a size above {@link MAX_PERMUTATION_SIZE}.
 */
export const createPermutation = (size: number, random: Random): ((number: number) => number) => {
  if (size > MAX_PERMUTATION_SIZE) {
    throw new RangeError(`a permutation of ${size} numbers is not exact: at most ${MAX_PERMUTATION_SIZE}`);
  }
  let step = Math.max(1, Math.floor(size * (0.3 + 0.4 * random.unit('step'))));
  while (greatestCommonDivisor(step, size) !== 1) step++;
  const offset = Math.floor(size * random.unit('offset'));
  return (number) => (number * step + offset) % size;
};

const greatestCommonDivisor = (one: number, other: number): number => {
  let [a, b] = [one, other];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
};
