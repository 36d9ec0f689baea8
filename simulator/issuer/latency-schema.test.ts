// Latencies as people write them, and what they are told where they write something else.
import { expect, test } from 'vitest';
import { jsonSchemaOf } from '../../core/fields.ts';
import { fail, ok } from '../../core/result.ts';
import { latencySchema, latencySchemaWith } from './latency-schema.ts';

const RECORDED = [
  { atMs: 12, count: 300 },
  { atMs: 90.5, count: 4 },
];
const withFiles = latencySchemaWith((file) =>
  file === 'good.hgrm' ? ok(RECORDED) : fail([`${file}:2 is not ours`, `${file}:3 is not either`]),
);

const read = (given: unknown) => latencySchema.parse(given);
const wrong = (given: unknown, schema = latencySchema): string[] =>
  schema.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

test('each form becomes its latency', () => {
  expect(read({ fixed: '40ms' })).toEqual({ fixedMs: 40 });
  expect(read({ p50: '2s' })).toEqual({ fixedMs: 2000 });
  expect(read({ p50: '80ms', p99: '600ms' })).toEqual({ p50Ms: 80, p99Ms: 600 });
  expect(read({ min: '1s', max: '2s' })).toEqual({ minMs: 1000, maxMs: 2000 });
  expect(read({ uniform: { min: '1s', max: '2s' } })).toEqual({ minMs: 1000, maxMs: 2000 });
  expect(read({ mean: '30ms' })).toEqual({ meanMs: 30 });
  const piecewise = { p50: '10ms', p90: '20ms', p99: '90ms', max: '1s' };
  expect(read(piecewise)).toEqual({ minMs: 0, p50Ms: 10, p90Ms: 20, p99Ms: 90, maxMs: 1000 });
  expect(read({ ...piecewise, min: '5ms' })).toEqual({ minMs: 5, p50Ms: 10, p90Ms: 20, p99Ms: 90, maxMs: 1000 });
  const recorded = [
    { at: '12ms', count: 300 },
    { at: '90.5ms', count: 4 },
  ];
  expect(read({ recorded })).toEqual({ recorded: RECORDED });
});

test('outliers take any form, and stand beside any form', () => {
  expect(read({ p50: '80ms', p99: '600ms', outliers: { share: '1/100', fixed: '5s' } })).toEqual({
    p50Ms: 80,
    p99Ms: 600,
    outliers: { share: 0.01, latency: { fixedMs: 5000 } },
  });
  expect(read({ fixed: '1ms', outliers: { share: 0.5, mean: '1s' } })).toEqual({
    fixedMs: 1,
    outliers: { share: 0.5, latency: { meanMs: 1000 } },
  });
  expect(wrong({ fixed: '1ms', outliers: { share: 2, p50: '2s', p99: '1s' } })).toEqual([
    'outliers.share: must be a share from 0 to 1, such as 0.05 or 1/20',
  ]);
  expect(wrong({ fixed: '1ms', outliers: { share: 1, p50: '2s', p99: '1s' } })).toEqual([
    'outliers: must be {p50, p99} with 0 < p50 <= p99',
  ]);
});

test('values that do not go together are told how they would', () => {
  expect(wrong({ p50: '5s', p99: '1s' })).toEqual([': must be {p50, p99} with 0 < p50 <= p99']);
  expect(wrong({ p50: '0ms', p99: '1s' })).toEqual([': must be {p50, p99} with 0 < p50 <= p99']);
  expect(wrong({ min: '5s', max: '1s' })).toEqual([': must be {min, max} with min <= max']);
  expect(wrong({ uniform: { min: '5s', max: '1s' } })).toEqual([': must be {uniform: {min, max}} with min <= max']);
  const order = [': must be {p50, p90, p99, max, min or not} with min <= p50 <= p90 <= p99 <= max'];
  expect(wrong({ p50: '1s', p90: '3s', p99: '2s', max: '4s' })).toEqual(order);
  expect(wrong({ min: '2s', p50: '1s', p90: '3s', p99: '3s', max: '4s' })).toEqual(order);
});

test('keys that are not enough, or of several forms, are told which go together', () => {
  expect(wrong({ p50: '1s', p90: '2s', p99: '3s' })).toEqual([
    ': must be {p50, p90, p99, max, min or not} with min <= p50 <= p90 <= p99 <= max',
  ]);
  expect(wrong({ min: '1s' })).toEqual([
    expect.stringMatching(/^: must be {p50, p90.*, or {min, max} with min <= max$/),
  ]);
  for (const given of [{}, { fixed: '1s', mean: '1s' }, null]) {
    expect(wrong(given)).toEqual([expect.stringMatching(/^: must be {fixed}, or {p50}, or .*, or {file}$/)]);
  }
});

test('recorded values are ascending, each counted, and there are some', () => {
  expect(wrong({ recorded: [] })).toEqual(['recorded: must have at least one {at, count}']);
  expect(wrong({ recorded: '12ms' })).toEqual([expect.stringMatching(/^recorded: must be a list such as/)]);
  const twice = [
    { at: '2ms', count: 1 },
    { at: '2ms', count: 1 },
  ];
  expect(wrong({ recorded: twice })).toEqual(['recorded: must be in ascending order of at, each at once']);
  expect(wrong({ recorded: [{ at: '2ms', count: 0 }] })).toEqual([
    expect.stringMatching(/^recorded\.0\.count: must be a whole number from 1/),
  ]);
  expect(wrong({ recorded: Array.from({ length: 100_001 }, (_, at) => ({ at: `${at}ms`, count: 1 })) })).toEqual([
    'recorded: must have at most 100000 values',
  ]);
});

test('a request names no file; where files may be named, each mistake in one is told', () => {
  expect(wrong({ file: '/etc/passwd' })).toEqual([
    'file: must be recorded: [{at, count}] here; a file is for an issuer in banknet.yaml',
  ]);
  expect(withFiles.parse({ file: 'good.hgrm' })).toEqual({ recorded: RECORDED });
  expect(wrong({ file: 'bad.hgrm' }, withFiles)).toEqual([
    'file: must be the name of a file with a recorded latency, but bad.hgrm:2 is not ours',
    'file: must be the name of a file with a recorded latency, but bad.hgrm:3 is not either',
  ]);
  expect(wrong({ file: 7 }, withFiles)).toEqual(['file: must be the name of a file with a recorded latency']);
});

test('an unknown key and a wrong duration are told by name', () => {
  expect(wrong({ p95: '1s' })).toEqual([expect.stringMatching(/did you mean p\d+/)]);
  expect(wrong({ fixed: 40 })).toEqual([expect.stringMatching(/^fixed: must be a duration from 0ms to 1d/)]);
});

test('the JSON Schema knows every key', () => {
  const { properties } = jsonSchemaOf(withFiles);
  expect(Object.keys(Object(properties)).toSorted()).toEqual([
    'file',
    'fixed',
    'max',
    'mean',
    'min',
    'outliers',
    'p50',
    'p90',
    'p99',
    'recorded',
    'uniform',
  ]);
});
