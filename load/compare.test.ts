// A result beside earlier ones, and results read again.
import { expect, test } from 'vitest';
import { type ComparedFigure, compareResults } from './compare.ts';
import { comparisonText } from './comparison-words.ts';
import { loadJson } from './load-report-json.ts';
import { loadJunit } from './load-report-junit.ts';
import type { LoadResult } from './load-result.ts';
import { heldResult } from './load-result-fixture.ts';
import { parseResult } from './read-result.ts';

const HELD = heldResult();
const same = (text: string): string => text;
const PLAIN = { bold: same, dim: same, green: same, yellow: same, red: same };

/** The same run with another p99 of apply. */
const withP99 = (p99Ms: number): LoadResult => ({
  ...HELD,
  steps: HELD.steps.map((one) =>
    one.step === 'apply' ? { ...one, distribution: { ...one.distribution, p99Ms } } : one,
  ),
});

const p99Of = (result: LoadResult, baseline: readonly LoadResult[], changeShare?: number): ComparedFigure | undefined =>
  compareResults(result, baseline, { changeShare }).figures.find(({ name }) => name === 'apply.p99');

test('the same result is no worse in anything, and nothing is said to be different', () => {
  const comparison = compareResults(HELD, [HELD], { changeShare: 0 });
  expect(comparison).toMatchObject({ passed: true, differences: [], runs: 1 });
  expect(comparison.figures.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
});

test('one earlier run: worse by more than the stated change fails, by less does not', () => {
  expect(p99Of(withP99(111), [withP99(100)], 0.1)).toMatchObject({ verdict: 'worse', fails: true });
  expect(p99Of(withP99(109), [withP99(100)], 0.1)).toMatchObject({ verdict: 'worse', fails: false });
  expect(p99Of(withP99(111), [withP99(100)])).toMatchObject({ verdict: 'worse', fails: false });
});

test('better never fails', () => {
  expect(p99Of(withP99(10), [withP99(100)], 0.1)).toMatchObject({ verdict: 'better', fails: false, changeShare: -0.9 });
});

test('what earlier runs themselves differ by is no change, however far from their middle', () => {
  const baseline = [90, 150, 100].map(withP99);
  expect(p99Of(withP99(149), baseline, 0.1)).toMatchObject({
    ...{ lowest: 90, middle: 100, highest: 150 },
    ...{ verdict: 'same', fails: false },
  });
  expect(p99Of(withP99(151), baseline, 0.1)).toMatchObject({ verdict: 'worse', fails: true });
});

test('less than a millisecond is no change, whatever share it is', () => {
  expect(p99Of(withP99(1.1), [withP99(0.2)], 0.1)).toMatchObject({ verdict: 'same', fails: false });
});

test('a count that was none and is one fails, though it is no share of nothing', () => {
  const lost = { ...HELD, correctness: { ...HELD.correctness, lost: 1 } };
  const figure = compareResults(lost, [HELD], { changeShare: 0.5 }).figures.find(({ name }) => name === 'lost');
  expect(figure).toMatchObject({ verdict: 'worse', fails: true, changeShare: undefined });
});

test('fewer accepted per second is worse, more is better', () => {
  const slower = { ...HELD, slices: HELD.slices.map((slice) => ({ ...slice, accepted: slice.accepted / 2 })) };
  const verdict = (result: LoadResult, baseline: LoadResult) =>
    compareResults(result, [baseline], { changeShare: 0.1 }).figures.find(({ name }) => name === 'accepted.perSecond');
  expect(verdict(slower, HELD)).toMatchObject({ verdict: 'worse', fails: true });
  expect(verdict(HELD, slower)).toMatchObject({ verdict: 'better', fails: false });
});

test('a figure that is gone fails, one that is new does not; how late the generator was fails nothing', () => {
  const without = { ...HELD, steps: HELD.steps.filter(({ step }) => step !== 'view') };
  const gone = compareResults(without, [HELD], { changeShare: 0.1 });
  expect(gone.figures.find(({ name }) => name === 'view.p50')).toMatchObject({ verdict: 'gone', fails: true });
  expect(compareResults(HELD, [without], { changeShare: 0.1 }).passed).toBe(true);
  const late = HELD.schedule.late && { ...HELD.schedule.late, p99Ms: 90 };
  const lateRun = { ...HELD, schedule: { ...HELD.schedule, late } };
  expect(compareResults(lateRun, [HELD], { changeShare: 0.1 })).toMatchObject({ passed: true });
});

test('another profile, machine or commit, and an unsound earlier run, are said', () => {
  const { environment } = HELD;
  const other: LoadResult = {
    ...HELD,
    profile: 'smoke',
    environment: { ...environment, commit: 'fedcba9', processor: 'Other CPU' },
    wasInterrupted: true,
  };
  expect(compareResults(HELD, [HELD, other], { changeShare: undefined }).differences).toEqual([
    'another profile: bank-outage now, smoke before',
    'another commit: 0123456 now, fedcba9 before',
    'another machine: Example CPU 3.0 GHz with 2 cores now, Other CPU with 2 cores before',
    '1 of the earlier runs were interrupted',
  ]);
});

test('the text has each figure beside the earlier ones, and the verdict last', () => {
  const comparison = compareResults(withP99(120), [80, 100, 90].map(withP99), { changeShare: 0.1 });
  expect(comparisonText(comparison, PLAIN)).toMatchSnapshot();
  expect(comparisonText(comparison, PLAIN, true)).toMatchInlineSnapshot(`
    "   figure        now  before           spread   change
    ✗  apply.p99  120 ms   90 ms  80 ms to 100 ms  +33.3 %
    beside 3 earlier runs: 1 figure worse by more than 10 %
    "
  `);
  const json = loadJson(HELD, comparison);
  expect(JSON.parse(json)).toMatchObject({ comparison: { runs: 3, changeShare: 0.1, passed: false } });
  expect(JSON.parse(json).comparison).toEqual(JSON.parse(JSON.stringify(comparison)));
  expect(parseResult(json)).toEqual({ ok: true, value: HELD });
  expect(loadJunit(HELD, comparison)).toContain(
    'message="no worse than before: apply.p99: 120 ms now, 90 ms before (+33.3 %)"',
  );
});

test('what is no result is refused in a line that says what to give', () => {
  const json = loadJson(HELD);
  const refused = (text: string): string => {
    const read = parseResult(text);
    return read.ok ? 'read' : read.failure;
  };
  expect(refused(json)).toBe('read');
  expect(refused(json.replace('"version": 1', '"version": 1, "added": {"later": true}'))).toBe('read');
  expect(refused(json.slice(0, -10))).toBe('is not JSON: give the report.json of a load run');
  expect(refused('{"kind":"other"}')).toBe('is JSON, but no result of a load run: give the report.json of one');
  expect(refused('[]')).toBe('is JSON, but no result of a load run: give the report.json of one');
  expect(refused(json.replace('"version": 1', '"version": 2'))).toBe(
    'is of version 2, this banknet reads 1: it comes from a newer one, compare with that',
  );
  expect(refused(json.replace('"seed": 42', '"seed": "42"'))).toMatch(/^is damaged at \/seed: .+; run the load again$/);
});
