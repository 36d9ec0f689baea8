// The reports of a load run, each pinned as its readers get it. The page is looked at in load-report-html.test.ts.
import { expect, test } from 'vitest';
import { loadJson } from './load-report-json.ts';
import { loadJunit } from './load-report-junit.ts';
import { loadPrometheus } from './load-report-prometheus.ts';
import { liveLine, loadText, type Paint } from './load-report-text.ts';
import { brokenResult, heldResult, liveSlice } from './load-result-fixture.ts';
import { hasPassed, verdictSentence } from './load-verdict.ts';
import { parseResult } from './read-result.ts';

const same = (text: string): string => text;
const PLAIN: Paint = { bold: same, dim: same, green: same, yellow: same, red: same };

test('the live line has the share done, the rate, latencies, errors and refusals of its second', () => {
  expect(liveLine({ slice: liveSlice(35), totalMs: 60_000 })).toMatchInlineSnapshot(
    `" 60 %      80/s  p50 25.3 ms  p99 127 ms   errors 0    throttled 20"`,
  );
  const silent = { ...liveSlice(0), sent: 0, apply: undefined };
  expect(liveLine({ slice: silent, totalMs: 60_000 })).toMatchInlineSnapshot(
    `"  1 %       0/s  p50 –        p99 –        errors 0    throttled 0"`,
  );
});

test('the text has correctness first, each threshold with its value, steps and banks, the verdict last', () => {
  expect(loadText(heldResult(), PLAIN)).toMatchSnapshot();
});

test('the quiet text has what does not hold, with all that is known of it', () => {
  expect(loadText(brokenResult(), PLAIN, true)).toMatchInlineSnapshot(`
    "✗ answers are right          3,006 applications accepted, 3,004 ended
        2 applications accepted and not ended by the end of the drain
        1 report not as the banks know it
        3 more accepted than the throttle allows
        I4 broken 12 times, first: q-7 a card is missing from the report
    ✗ the schedule was kept      3,630 due, 3,590 sent, 2.14 ms late at p99, 6.25 ms at most
        40 of them never left; lower the rate
    ✗ apply.p99 < 50ms           91.23 ms
    ✗ apply.errors < 1%          1.23 %
    ✗ view.p50 < 1s              no such figure in this run
    launch-morning: answers are wrong, the schedule was not kept, 3 of 7 thresholds missed
    "
  `);
  expect(loadText(heldResult(), PLAIN, true)).toBe('bank-outage: answers are right, 4 thresholds held\n');
});

test('one wrong answer, an unkept schedule, a missed threshold or an interruption is enough for a run not to hold', () => {
  const held = heldResult();
  const { correctness, schedule, thresholds } = held;
  expect(hasPassed(held)).toBe(true);
  const wrong = [
    { correctness: { ...correctness, lost: 1 } },
    { correctness: { ...correctness, doubled: 1 } },
    { correctness: { ...correctness, wrongReports: 1 } },
    { correctness: { ...correctness, throttleExcess: 1 } },
    { correctness: { ...correctness, leaks: 1 } },
    { correctness: { ...correctness, violations: [{ invariant: 'I5', count: 1, first: 'q-1' }] } },
    { schedule: { ...schedule, kept: false, why: 'too late' } },
    { thresholds: thresholds.map((one) => ({ ...one, held: false })) },
    { wasInterrupted: true },
  ];
  expect(wrong.filter((given) => hasPassed(heldResult(given)))).toEqual([]);
  expect(verdictSentence(heldResult({ wasInterrupted: true }))).toContain('; interrupted');
});

test('in the closed model there is no schedule to keep, and latency is called service time', () => {
  const text = loadText(heldResult({ model: 'closed' }), PLAIN);
  expect(text).not.toContain('schedule');
  expect(text).toContain('Steps: service time, from when a request left: it says nothing of users who could not come');
});

test('hostile words move no cursor and break no line of the text', () => {
  const text = loadText(heldResult({ profile: '\u001b[2J\nname\r\u202e' }), PLAIN);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
});

test('JSON gives back the result that it was made of, whatever the order of its members was', () => {
  const result = brokenResult();
  const json = loadJson(result);
  expect(parseResult(json)).toEqual({ ok: true, value: result });
  const turned = Object.fromEntries(Object.entries(result).toReversed());
  expect(loadJson({ ...result, ...turned })).toBe(json);
  expect(Object.keys(JSON.parse(json))).toEqual([
    ...['kind', 'version', 'profile', 'seed', 'model', 'startedAt', 'durationMs', 'target', 'generators'],
    ...['environment', 'wasInterrupted', 'correctness', 'thresholds', 'schedule', 'throttle', 'rushes', 'endsHeard'],
    ...['incidents', 'steps', 'banks', 'slices'],
  ]);
});

test('a result from before rushes and refusals were told is still read', () => {
  const { rushes: _, endsHeard: _others, ...early } = JSON.parse(loadJson(heldResult()));
  expect(parseResult(JSON.stringify(early))).toMatchObject({
    ok: true,
    value: { rushes: [], endsHeard: { breaks: 0, fromRecords: 0, undated: 0 } },
  });
});

test('ends that were missed are a caution, of those that have no moment in the record too', () => {
  const text = loadText(heldResult({ endsHeard: { breaks: 2, fromRecords: 12, undated: 1 } }), PLAIN);
  expect(text).toContain(
    '! the stream of ends broke 2 times; 11 reports found meanwhile by asking the network count up to the moment ' +
      'that its record tells; 1 query found so have no such moment: their latency is too long rather than too short',
  );
  expect(loadText(heldResult(), PLAIN)).not.toContain('!');
});

test('JUnit has a case for the answers, one for the schedule, one for each threshold', () => {
  const xml = loadJunit(brokenResult());
  expect(xml).toContain('<testsuites name="banknet load run" tests="9" failures="5" errors="0" skipped="0"');
  expect([...xml.matchAll(/testcase name="([^"]+)"/g)].map(([, name]) => name)).toMatchInlineSnapshot(`
    [
      "answers are right",
      "the schedule was kept",
      "apply.p99 &lt; 50ms",
      "apply.errors &lt; 1%",
      "view.p50 &lt; 1s",
      "apply.p99 &lt; 250ms",
      "report.p99 &lt; 10s",
      "lost == 0",
      "retry.amplification &lt; 1.3",
    ]
  `);
  expect(xml).toContain('classname="load.launch-morning.correctness"');
  expect(xml).toContain('<failure message="the schedule was kept: 40 of them never left; lower the rate"');
});

test('of an interrupted run nothing has passed in JUnit', () => {
  expect(loadJunit(heldResult({ wasInterrupted: true }))).toContain('tests="6" failures="0" errors="6"');
});

/** Lines of the text format: a comment, or a name with labels and a number. */
const PROMETHEUS_LINE =
  /^(# (HELP|TYPE) banknet_load_[a-z_]+ .+|banknet_load_[a-z_]+\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)+\} [0-9.e+-]+)$/;

test('metrics are gauges in the text format of Prometheus, each declared once and no sample twice', () => {
  const text = loadPrometheus(heldResult({ profile: 'a "b"\\\nc' }));
  const lines = text.trimEnd().split('\n');
  expect(lines.filter((line) => !PROMETHEUS_LINE.test(line))).toEqual([]);
  const declared = lines.filter((line) => line.startsWith('# TYPE'));
  expect(new Set(declared).size).toBe(declared.length);
  const samples = lines.filter((line) => !line.startsWith('#')).map((line) => line.slice(0, line.lastIndexOf(' ')));
  expect(new Set(samples).size).toBe(samples.length);
  expect(text.endsWith('\n')).toBe(true);
  expect(text).toContain('profile="a \\"b\\"\\\\\\nc"');
});

test('metrics of a run that did not hold say so', () => {
  const text = loadPrometheus(brokenResult());
  expect(text).toMatch(/^banknet_load_passed\{profile="launch-morning"\} 0$/m);
  expect(text).toMatch(/^banknet_load_violations\{profile="launch-morning",invariant="I4"\} 12$/m);
  expect(text).toMatch(/^banknet_load_threshold_held\{profile="launch-morning",threshold="apply.p99 < 50ms"\} 0$/m);
  expect(text).toMatch(/^banknet_load_step_seconds\{.*step="apply",latency="from-due",quantile="0.99"\} 0.05686$/m);
});
