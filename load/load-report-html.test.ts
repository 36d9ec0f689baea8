// The page of a load run in a real Chromium: it asks nothing, whether the run held is on top, every picture is there,
// and words that would be markup are words.
import { expect, test } from 'vitest';
import { expectDarkAndNarrow, pageOpener } from '../report/page-fixture.ts';
import { compareResults } from './compare.ts';
import { loadHtml } from './load-report-html.ts';
import { loadJunit } from './load-report-junit.ts';
import type { LoadResult } from './load-result.ts';
import { brokenResult, heldResult } from './load-result-fixture.ts';

const open = pageOpener();

test('the page asks for nothing, complains of nothing, and has every picture', async () => {
  const { page, trouble } = await open(loadHtml(heldResult()));
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict.good').textContent()).toContain('answers are right, 4 thresholds held');
  expect(await page.locator('figure.plot:visible figcaption').allTextContents()).toEqual([
    'Throughput, requests per second',
    'Latency of apply, logarithmic',
    'Latency of report, logarithmic',
    'What a report waits for, by percentile',
    'Latency by percentile, for each step',
    'Heat map of report: how many took how long when',
    'Heat map of apply: how many took how long when',
    'Banks side by side',
    'Applications accepted against allowed, in all',
    'Applications accepted and refused, per second',
    'Latency of refusals, logarithmic',
    'Calls to banks and retries, per second',
    'Amplification: calls for each first call',
  ]);
  expect(await page.evaluate(`document.body.innerHTML.match(/NaN|undefined|Infinity/)`)).toBe(null);
  await page.close();
});

test('an incident is shaded where it was, by name, in each picture over time', async () => {
  const { page } = await open(loadHtml(heldResult()));
  const shades = page.locator('rect.incident');
  expect(new Set(await shades.locator('title').allTextContents())).toEqual(
    new Set(['latency p50 2s: CMB ICBC, 30s to 40s']),
  );
  const first = shades.first();
  const [x, width] = [Number(await first.getAttribute('x')), Number(await first.getAttribute('width'))];
  const axis = page.locator('svg.chart line.axis').last();
  const [from, to] = [Number(await axis.getAttribute('x1')), Number(await axis.getAttribute('x2'))];
  expect((x - from) / (to - from)).toBeCloseTo(0.5, 2);
  expect(width / (to - from)).toBeCloseTo(1 / 6, 2);
  await page.close();
});

test('a run that did not hold says so on top, answers first, with what is wrong', async () => {
  const { page, trouble } = await open(loadHtml(brokenResult()));
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict.bad').textContent()).toContain(
    'launch-morning: answers are wrong, the schedule was not kept, 3 of 7 thresholds missed',
  );
  expect(await page.locator('#s1 .problem').allTextContents()).toEqual([
    '2 applications accepted and not ended by the end of the drain',
    '1 report not as the banks know it',
    '3 more accepted than the throttle allows',
    'I4 broken 12 times, first: q-7 a card is missing from the report',
    '40 of them never left; lower the rate',
  ]);
  await page.close();
});

test('the throttle tells how long refusals took, and what came of each rush', async () => {
  const rushes = [{ fromMs: 15_000, untilMs: 20_000, refused: 622, recoveryMs: 3000 }];
  const { page } = await open(loadHtml(heldResult({ rushes })));
  const section = page.locator('details, section').filter({ hasText: 'Applications accepted against allowed' }).last();
  expect(await section.textContent()).toMatch(
    /622 of 3,630 applications refused, in [\d.]+ ms at p50, [\d.]+ ms at p99/,
  );
  expect(await section.locator('tbody tr').allTextContents()).toEqual(['15s20s6223s later']);
  await page.close();
});

test('beside earlier runs the page has each figure, and fails where they are left behind', async () => {
  const worse = { ...heldResult(), correctness: { ...heldResult().correctness, amplification: 2 } };
  const comparison = compareResults(worse, [heldResult()], { changeShare: 0.1 });
  const { page } = await open(loadHtml(worse, comparison));
  expect(await page.locator('.verdict.bad').textContent()).toContain('1 figure worse by more than 10 %');
  expect(await page.locator('#s2 tr:has(.sign.bad)').textContent()).toContain('retry.amplification');
  await page.close();
});

test('a run with nothing in it has a page', async () => {
  const empty: LoadResult = {
    ...heldResult({ model: 'closed', wasInterrupted: true, thresholds: [], incidents: [] }),
    ...{ steps: [], slices: [], banks: [], throttle: undefined },
  };
  const { page, trouble } = await open(loadHtml(empty));
  expect(trouble).toEqual([]);
  expect(await page.locator('.verdict.bad').textContent()).toContain('interrupted');
  expect(await page.evaluate(`document.body.innerHTML.match(/NaN|undefined|Infinity/)`)).toBe(null);
  await page.close();
});

test('dark is dark, and a narrow screen needs no sideways scrolling of the page', async () => {
  const { page } = await open(loadHtml(heldResult()));
  await expectDarkAndNarrow(page);
  await page.close();
});

test('words that would be markup, or script, are words wherever they stand, and JUnit stays XML', async () => {
  const words = `</title></style><script>alert(1)</script><img src=x onerror=f(2)>"' onload="f(3)" \u0000\u202e`;
  const held = heldResult();
  const hostile: LoadResult = {
    ...held,
    ...{ profile: words, target: words, environment: { ...held.environment, processor: words, commit: words } },
    incidents: held.incidents.map((one) => ({ ...one, name: words })),
    thresholds: held.thresholds.map((one) => ({ ...one, text: words })),
    correctness: { ...held.correctness, violations: [{ invariant: words, count: 1, first: words }] },
    steps: held.steps.map((one) => ({ ...one, outcomes: { [words]: 1 } })),
  };
  const { page, trouble } = await open(loadHtml(hostile));
  expect(trouble).toEqual([]);
  expect(await page.locator('img, body script:not(:last-of-type), [onload]').count()).toBe(0);
  const read = await page.evaluate(
    `(() => {
      const xml = new DOMParser().parseFromString(${JSON.stringify(loadJunit(hostile))}, 'application/xml');
      return ['parsererror', 'testcase', 'failure'].map((name) => xml.querySelectorAll(name).length);
    })()`,
  );
  expect(read).toEqual([0, 6, 1]);
  await page.close();
});
