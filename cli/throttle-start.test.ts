// From when a throttle that is watched from the middle of a run is surely what the oracle takes it for.
import { expect, test } from 'vitest';
import { ThrottleStart } from './throttle-start.ts';

const THROTTLE = { burst: 10, perSecond: 5 };

test('a throttle that nobody has used yet is known at once', () => {
  expect(new ThrottleStart(THROTTLE, undefined, 1000).isKnownAt(1000)).toBe(true);
  expect(new ThrottleStart(THROTTLE, 10, 1000).isKnownAt(1000)).toBe(true);
});

test('one that was used is known once it has surely been full', () => {
  const start = new ThrottleStart(THROTTLE, 4, 1000);
  expect(start.isKnownAt(2199)).toBe(false);
  expect(start.isKnownAt(2201)).toBe(true);
});

test('whoever is accepted meanwhile puts it off, and a change of the rate counts from then', () => {
  const start = new ThrottleStart(THROTTLE, 5, 0);
  start.accepted(500);
  expect(start.isKnownAt(1001)).toBe(false);
  expect(start.isKnownAt(1199)).toBe(false);
  const slower = new ThrottleStart(THROTTLE, 5, 0);
  slower.changed({ burst: 10, perSecond: 1 }, 500);
  expect(slower.isKnownAt(1199)).toBe(false);
  expect(slower.isKnownAt(3001)).toBe(true);
});
