// Recorded latencies from files: what HdrHistogram and wrk2 print, and CSV.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latencyAt } from './latency.ts';
import { parseRecordedLatency } from './recorded-text.ts';

const HGRM = `       Value     Percentile TotalCount 1/(1-Percentile)

       1.250 0.000000000000          2           1.00
      20.511 0.500000000000         50           2.00
      20.511 0.550000000000         50           2.22
      33.023 0.750000000000         76           4.00
      80.127 0.990000000000         99         100.00
     951.295 1.000000000000        100
#[Mean    =       31.000, StdDeviation   =       90.000]
#[Max     =      951.295, Total count    =          100]
#[Buckets =           27, SubBuckets     =         2048]
`;
const VALUES = [
  { atMs: 1.25, count: 2 },
  { atMs: 20.511, count: 48 },
  { atMs: 33.023, count: 26 },
  { atMs: 80.127, count: 23 },
  { atMs: 951.295, count: 1 },
];

test('a percentile table becomes its values, each with what came since the line before', () => {
  expect(parseRecordedLatency(HGRM)).toEqual({ ok: true, value: VALUES });
});

test('what wrk2 prints around the table is passed over, and its inf is read', () => {
  const wrk2 = `Running 30s test @ http://127.0.0.1:80/index.html
  2 threads and 100 connections
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%   20.51ms

  Detailed Percentile spectrum:
${HGRM.replace(/100\n#/, '100          inf\n#')}----------------------------------------------------------
  60018 requests in 30.00s, 19.81MB read
`;
  expect(parseRecordedLatency(wrk2)).toEqual({ ok: true, value: VALUES });
});

test('CSV is read with and without a head, whatever ends its lines', () => {
  const lines = VALUES.map(({ atMs, count }) => `${atMs},${count}`);
  for (const text of [
    lines.join('\n'),
    ['ms,count', ...lines, ''].join('\r\n'),
    `\uFEFF"ms", "count"\n${lines.join('\n')}`,
  ]) {
    expect(parseRecordedLatency(text)).toEqual({ ok: true, value: VALUES });
  }
});

test('equal values are one, and values that nobody saw are none', () => {
  expect(parseRecordedLatency('1,2\n1,3\n2,0\n3,1')).toEqual({
    ok: true,
    value: [
      { atMs: 1, count: 5 },
      { atMs: 3, count: 1 },
    ],
  });
});

const mistakesIn = (text: string): string[] => {
  const read = parseRecordedLatency(text);
  return read.ok ? [] : read.failure.map(({ line, message }) => `${line} ${message}`);
};

test('each mistake is told with its line', () => {
  expect(mistakesIn('ms,count\n12,300\n11,4\n13;5\n-1,5\n86400001,1')).toEqual([
    '3 is out of order: 11 ms after 12 ms',
    '4 is not milliseconds,count such as 12.5,300: "13;5"',
    '5 is not milliseconds,count such as 12.5,300: "-1,5"',
    '6 is longer than a day: 86400001 ms',
  ]);
  expect(mistakesIn(HGRM.replace('         76', '         46').replace('33.023', '30..23'))).toEqual([
    expect.stringMatching(/^6 is not Value Percentile TotalCount/),
  ]);
  expect(mistakesIn(HGRM.replace('         76', '         46'))).toEqual([
    '6 has a smaller TotalCount than the line before: 46 after 50',
  ]);
  expect(mistakesIn('1,9007199254740991\n2,1')).toEqual(['2 counts more than can be counted exactly']);
});

test('a text without values, of too many lines or of something else altogether is refused', () => {
  for (const text of ['', '\n\n', 'ms,count\n', '1,0', HGRM.slice(0, 60)]) expect(mistakesIn(text)).toHaveLength(1);
  expect(mistakesIn('1,1\n'.repeat(100_001))).toEqual(['100001 is beyond the 100000 lines that are read']);
  expect(mistakesIn('lorem ipsum\n'.repeat(50))).toHaveLength(5);
});

test('a recorded latency draws each value as often as it was seen (property)', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(counts, (each) => {
      const read = parseRecordedLatency(each.map((count, at) => `${at * 10},${count}`).join('\n'));
      expect(read.ok).toBe(true);
      if (!read.ok) return;
      const total = each.reduce((sum, count) => sum + count, 0);
      const drawn = Array.from({ length: total }, (_, at) => latencyAt({ recorded: read.value }, (at + 0.5) / total));
      expect(drawn).toEqual(each.flatMap((count, at) => Array.from({ length: count }, () => at * 10)));
    }),
  );
});
