// Trace context: its form, and that it is a function of the seed and of what it is for.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { createTrace, isTraceparent } from './trace-context.ts';

test('a trace has one trace id and a span id for each call, in the form of version 00', () => {
  const trace = createTrace(createRandom(7), 'q1');
  const [one, two] = [trace('CMB', 1), trace('CMB', 2)];
  expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  expect(one.slice(0, 36)).toBe(two.slice(0, 36));
  expect(one).not.toBe(two);
});

test('the same seed gives the same ids in any order, another seed or query gives others', () => {
  const idsOf = (seed: number, query: string, attempts: readonly number[]) => {
    const trace = createTrace(createRandom(seed), query);
    return new Map(attempts.map((attempt) => [attempt, trace('CMB', attempt)]));
  };
  const ids = idsOf(7, 'q1', [1, 2, 3]);
  expect(idsOf(7, 'q1', [3, 1, 2]).get(2)).toBe(ids.get(2));
  expect(idsOf(8, 'q1', [2]).get(2)).not.toBe(ids.get(2));
  expect(idsOf(7, 'q2', [2]).get(2)?.slice(3, 35)).not.toBe(ids.get(2)?.slice(3, 35));
});

test('no two of 40,000 calls have one id, and every one is a traceparent', () => {
  const random = createRandom(1);
  const seen = new Set<string>();
  for (let query = 0; query < 1000; query++) {
    const trace = createTrace(random, `q${query}`);
    for (let attempt = 1; attempt <= 40; attempt++) seen.add(trace('ICBC', attempt).slice(36, 52));
  }
  expect(seen.size).toBe(40_000);
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, key) =>
      isTraceparent(createTrace(createRandom(seed), key)('CMB', 1)),
    ),
  );
});

test('what is no traceparent is not taken for one', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
  expect(isTraceparent(good)).toBe(true);
  const bad = [
    '',
    good.toUpperCase(),
    `${good}-x`,
    ` ${good}`,
    `01${good.slice(2)}`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
    '王芳',
  ];
  expect(bad.filter(isTraceparent)).toEqual([]);
});

test('words of zero make no id of zero', () => {
  const zero = () => 0;
  const nothing = { unit: zero, stream: () => zero, id: () => '', fork: () => nothing };
  expect(isTraceparent(createTrace(nothing, 'q1')('CMB', 1))).toBe(true);
});
