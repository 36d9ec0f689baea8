// The search for the highest rate that holds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { searchCapacity } from './capacity.ts';

const search = (from: number, to: number) => ({ fromPerSecond: from, toPerSecond: to, forMs: 10_000 });
const upTo = (capacity: number) => async (perSecond: number) => ({ held: perSecond <= capacity, told: undefined });

test('it doubles until a rate breaks, and closes in from both sides', async () => {
  const found = await searchCapacity(search(25, 800), upTo(330));
  expect(found.steps.map(({ perSecond, held }) => `${perSecond} ${held}`)).toEqual([
    '25 true',
    '50 true',
    '100 true',
    '200 true',
    '400 false',
    '283 true',
    '336 false',
    '308 true',
    '322 true',
  ]);
  expect(found).toMatchObject({ perSecond: 322, isOpenEnded: false });
});

test('where the lowest rate breaks there is no answer, and nothing more is run', async () => {
  const found = await searchCapacity(search(25, 800), upTo(10));
  expect(found).toMatchObject({ perSecond: undefined, isOpenEnded: false });
  expect(found.steps).toHaveLength(1);
});

test('where nothing breaks the highest rate is told, as the least that it can be', async () => {
  const found = await searchCapacity(search(25, 80), upTo(1000));
  expect(found).toMatchObject({ perSecond: 80, isOpenEnded: true });
  expect(found.steps.map(({ perSecond }) => perSecond)).toEqual([25, 50, 80]);
});

test('an interrupted search tells what it has', async () => {
  const found = await searchCapacity(search(25, 800), async (perSecond) =>
    perSecond > 50 ? undefined : { held: true, told: undefined },
  );
  expect(found).toMatchObject({ perSecond: 50, isOpenEnded: false });
});

test('the answer holds, the next one up does not, and both are near', async () => {
  const rates = fc.tuple(
    fc.double({ min: 0.1, max: 1000, noNaN: true }),
    fc.double({ min: 1.1, max: 1000, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(rates, fc.double({ min: 0, max: 1, noNaN: true }), async ([from, factor], share) => {
      const to = from * factor;
      const capacity = from * factor ** share;
      const { perSecond, isOpenEnded, steps } = await searchCapacity(search(from, to), upTo(capacity));
      expect(perSecond).toBeLessThanOrEqual(capacity);
      if (isOpenEnded) return;
      const broken = Math.min(...steps.filter(({ held }) => !held).map((step) => step.perSecond));
      expect(broken).toBeGreaterThan(capacity);
      // Nearer than whole numbers it does not go.
      expect(broken - (perSecond ?? Number.NaN)).toBeLessThanOrEqual(Math.max(1.01, 0.06 * broken));
    }),
  );
});

test('a server that is sometimes lucky does not keep it searching for ever', async () => {
  let count = 0;
  const moody = async () => ({ held: count++ % 3 !== 2, told: undefined });
  const found = await searchCapacity(search(1, 100_000), moody);
  expect(found.steps.length).toBeLessThan(15);
});
