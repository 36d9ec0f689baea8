// I12: the first difference of two logs is found, whatever it is.
import { expect, test } from 'vitest';
import { firstDifference, sameLog } from './i12-same-log.ts';

test('logs that are the same to the byte break nothing', () => {
  expect(sameLog('one\ntwo\n', 'one\ntwo\n')).toEqual([]);
});

test('another line, a line more and an end of line more break I12, each by its place', () => {
  expect(firstDifference('one\ntwo', 'one\nTwo')).toEqual({ line: 2, one: 'two', other: 'Two' });
  expect(firstDifference('one', 'one\ntwo')).toEqual({ line: 2, one: undefined, other: 'two' });
  expect(firstDifference('one\n', 'one')).toEqual({ line: 2, one: '', other: undefined });
  expect(sameLog('one\ntwo', 'one')).toEqual([
    { invariant: 'I12', queryId: '', message: 'line 2 is "two" in one log, nothing in the other' },
  ]);
});
