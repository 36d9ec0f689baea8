// Keyed chance: a function of seed and key, uniform, and independent of everything else (I12).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom, type RandomKey } from './random.ts';

const key = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 });

/** Chi-square of counts against equal shares. */
const chiSquare = (counts: readonly number[]): number => {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
};

const countInto = (bins: number, values: readonly number[]): number[] => {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) counts[Math.floor(value * bins)] = (counts[Math.floor(value * bins)] ?? 0) + 1;
  return counts;
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** With 99 degrees of freedom a fair source exceeds this once in a million. */
const LARGEST_CHI_SQUARE_OF_100_BINS = 173;

test('equal seeds and keys give equal results, whatever was asked before and in any order (I12)', () => {
  fc.assert(
    fc.property(fc.array(key, { minLength: 1 }), fc.integer(), (keys, seed) => {
      const random = createRandom(seed);
      const forwards = keys.map((one) => random.unit(...one));
      const other = createRandom(seed);
      const backwards = keys.toReversed().map((one) => {
        other.stream('something', 'else')();
        return other.unit(...one);
      });
      expect(backwards.toReversed()).toEqual(forwards);
    }),
  );
});

test('these values never change: a seed written down today replays tomorrow (I12)', () => {
  const random = createRandom(42);
  expect([random.unit('CMB', 'inquiry', 1, 'latency'), random.unit(), random.id(20, 'query')]).toMatchInlineSnapshot(`
    [
      0.42467016297617266,
      0.15655024057356948,
      "6a32n67eoc5bad9ophgc",
    ]
  `);
  const next = random.stream('people');
  expect([next(), next(), next()]).toMatchInlineSnapshot(`
    [
      0.14126072827939506,
      0.847571523547101,
      0.5176149549208023,
    ]
  `);
});

test('a unit is at least 0 and below 1', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer()), key, (seed, parts) => {
      const value = createRandom(seed).unit(...parts);
      expect(value >= 0 && value < 1).toBe(true);
    }),
  );
});

test('the seed, the parts of a key and how they are split all matter', () => {
  const random = createRandom(1);
  const keys: readonly (readonly RandomKey[])[] = [
    [],
    [''],
    ['', ''],
    [1],
    ['1'],
    [1, 2],
    [12],
    ['12'],
    ['1', '2'],
    ['ab', 'c'],
    ['a', 'bc'],
    ['abc'],
    ['c', 'ab'],
    [-1],
    [1.5],
    ['a\u0000b'],
  ];
  const values = [...keys.map((parts) => random.unit(...parts)), createRandom(2).unit(1), createRandom('1').unit(1)];
  expect(new Set(values).size).toBe(values.length);
});

test('a fork is the same source under a longer key', () => {
  fc.assert(
    fc.property(key, key, (one, other) => {
      const random = createRandom('forks');
      expect(random.fork(...one).unit(...other)).toBe(random.unit(...one, ...other));
    }),
  );
});

test('units of neighbouring keys are uniform (chi-square over 100 bins)', () => {
  for (const seed of [0, 1, 42, 'seed']) {
    const random = createRandom(seed);
    const units = numbers(100_000).map((n) => random.unit('inquiry', n));
    expect(chiSquare(countInto(100, units))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
    const lowBits = units.map((unit) => (unit * 2 ** 30) % 1);
    expect(chiSquare(countInto(100, lowBits))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
  }
});

test('units of two neighbouring keys say nothing about each other', () => {
  for (const seed of [0, 1, 42, 'seed']) {
    const random = createRandom(seed);
    const pairs = numbers(100_000).map((n) => (Math.floor(random.unit(n) * 10) + random.unit(n + 1)) / 10);
    expect(chiSquare(countInto(100, pairs))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
    const seeds = numbers(20_000).map((n) => (Math.floor(random.unit(n) * 10) + createRandom(n).unit('x')) / 10);
    expect(chiSquare(countInto(100, seeds))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
  }
});

test('a share of 0.3 is met over inquiries, over attempts and over issuers', () => {
  const random = createRandom(7);
  const draws: readonly ((n: number) => number)[] = [
    (n) => random.unit('CMB', `inquiry-${n}`, 1, 'flaky'),
    (n) => random.unit('CMB', 'inquiry', n, 'flaky'),
    (n) => random.unit(`BANK${n}`, 'inquiry', 1, 'flaky'),
  ];
  for (const draw of draws) {
    const hits = numbers(100_000).filter((n) => draw(n) < 0.3).length;
    // Five standard deviations of 145.
    expect(Math.abs(hits - 30_000)).toBeLessThan(725);
  }
});

test('a stream is uniform, its neighbours are independent, and two streams of one key are the same', () => {
  const random = createRandom('streams');
  const next = random.stream('people', 7);
  const values = numbers(100_000).map(() => next());
  expect(chiSquare(countInto(100, values))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
  const pairs = values.slice(1).map((value, n) => (Math.floor((values[n] ?? 0) * 10) + value) / 10);
  expect(chiSquare(countInto(100, pairs))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
  expect(new Set(values).size).toBe(values.length);
  const again = random.stream('people', 7);
  expect(values.slice(0, 100)).toEqual(numbers(100).map(() => again()));
});

test('the first values of the streams of neighbouring keys are uniform', () => {
  const random = createRandom('streams');
  const firsts = numbers(100_000).map((n) => random.stream('person', n)());
  expect(chiSquare(countInto(100, firsts))).toBeLessThan(LARGEST_CHI_SQUARE_OF_100_BINS);
});

test('ids are of the asked length, of [0-9a-v], uniform, and distinct over 100,000 keys', () => {
  const random = createRandom('ids');
  const ids = numbers(100_000).map((n) => random.id(12, 'user', n));
  expect(ids.every((id) => /^[0-9a-v]{12}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
  const counts = new Map<string, number>();
  for (const char of ids.slice(0, 10_000).join('')) counts.set(char, (counts.get(char) ?? 0) + 1);
  expect(counts.size).toBe(32);
  // With 31 degrees of freedom a fair source exceeds this once in a million.
  expect(chiSquare([...counts.values()])).toBeLessThan(80);
  for (const length of [0, 1, 9, 10, 11, 20]) expect(random.id(length, 'any')).toHaveLength(length);
  expect(random.id(20, 'user', 1).startsWith(random.id(7, 'user', 1))).toBe(true);
});
