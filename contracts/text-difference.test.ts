// Differences word by word.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, type Piece } from './text-difference.ts';

/** What differs in square brackets. */
const shown = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, isSame }) => (isSame ? text : `[${text}]`)).join('');
const both = (expected: string, got: string): readonly string[] => {
  const difference = differenceOf(expected, got);
  return [shown(difference.expected), shown(difference.got)];
};

test('words that differ are marked, the others are not', () => {
  expect(both('401 / 11', '401 / 10')).toEqual(['401 / [11]', '401 / [10]']);
  expect(both('content-type: application/json', 'content-type: text/html')).toEqual([
    'content-type: [application]/[json]',
    'content-type: [text]/[html]',
  ]);
  expect(both('', 'x')).toEqual(['', '[x]']);
});

test('two texts with hardly a word in common are two texts', () => {
  expect(both('401 / 11', '200 / 00')).toEqual(['[401 / 11]', '[200 / 00]']);
  expect(both('a whole answer in time', 'the connection was reset (ECONNRESET) in 3 ms')).toEqual([
    '[a whole answer in time]',
    '[the connection was reset (ECONNRESET) in 3 ms]',
  ]);
});

test('whatever they are, the pieces are the texts, and what is said to be the same is', () => {
  const words = fc.array(fc.constantFrom('a', 'b', ' ', '\n', '/', '401', '"x"')).map((all) => all.join(''));
  fc.assert(
    fc.property(words, words, (one, other) => {
      const { expected, got } = differenceOf(one, other);
      const textOf = (pieces: readonly Piece[]) => pieces.map(({ text }) => text).join('');
      const sameOf = (pieces: readonly Piece[]) => textOf(pieces.filter(({ isSame }) => isSame));
      expect([textOf(expected), textOf(got)]).toEqual([one, other]);
      expect(sameOf(expected)).toBe(sameOf(got));
    }),
  );
});

test('a text that is too long to be compared is different as a whole', () => {
  const long = 'word '.repeat(10_000);
  expect(differenceOf(long, `${long}x`).got).toEqual([{ text: `${long}x`, isSame: false }]);
});
