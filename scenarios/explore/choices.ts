// Choices of a plan, each keyed by what it is for: leaving one out, or making one more, changes no other.
import type { Random, RandomKey } from '../../core/random.ts';

/** Plain data as it stands in a YAML or JSON file. */
export type Plain = Readonly<Record<string, unknown>>;

export interface Choices {
  /** One of these. @throws Error where there is none */
  pick<Value>(key: RandomKey, values: readonly Value[]): Value;
  /** True for this share of the keys. */
  chance(key: RandomKey, share: number): boolean;
  /** A whole number from `min` to `max`. */
  whole(key: RandomKey, min: number, max: number): number;
  /** `count` different ones of these, or all where there are fewer. */
  some<Value>(key: RandomKey, values: readonly Value[], count: number): readonly Value[];
  /** Choices of their own for everything under this key. */
  under(...key: RandomKey[]): Choices;
}

export const choicesOf = (random: Random): Choices => {
  const whole: Choices['whole'] = (key, min, max) => min + Math.floor(random.unit(key) * (max - min + 1));
  return {
    pick(key, values) {
      const at = whole(key, 0, values.length - 1);
      for (const value of values.slice(at)) return value;
      throw new Error(`Nothing to choose from for ${key}: the list is empty`);
    },
    chance: (key, share) => random.unit(key) < share,
    whole,
    some(key, values, count) {
      const next = random.stream(key);
      return values
        .map((value) => ({ value, place: next() }))
        .toSorted((one, other) => one.place - other.place)
        .slice(0, count)
        .map(({ value }) => value);
    },
    under: (...key) => choicesOf(random.fork(...key)),
  };
};
