// The reports of a run of scenarios, each pinned as its readers get it. The page is looked at in
// scenario-report-html.test.ts.
import { expect, test } from 'vitest';
import { totalsOf } from './scenario-report.ts';
import { failedResult, hostileScenario, mixedReport, passedResult } from './scenario-report-fixture.ts';
import { scenarioReportJson } from './scenario-report-json.ts';
import { scenarioReportJunit } from './scenario-report-junit.ts';
import { type Paint, scenarioText, summaryText } from './scenario-report-text.ts';

const same = (text: string): string => text;
const PLAIN: Paint = { bold: same, dim: same, green: same, yellow: same, red: same };
const textOf = (report = mixedReport()): string =>
  report.scenarios.map((one) => scenarioText(one, PLAIN)).join('') + summaryText(report, PLAIN);

test('the text has a line for each scenario, and all that helps with one that failed', () => {
  expect(textOf()).toMatchSnapshot();
});

test('the JSON says the same, in a fixed order, without what was seen of people', () => {
  expect(scenarioReportJson(mixedReport())).toBe(scenarioReportJson(mixedReport()));
  const report = JSON.parse(scenarioReportJson(mixedReport()));
  expect(report.counts).toEqual({ scenarios: 3, passed: 1, failed: 1, notRun: 1, steps: 8, issuerCalls: 28 });
  expect(report.rules.covered).toEqual(['R16', 'R17', 'R19', 'R21', 'R22']);
  expect(report.passed).toBe(false);
  expect(report.scenarios[1]).toMatchSnapshot();
  expect(JSON.stringify(report)).not.toContain('sights');
});

test('JUnit has a failure with all problems, and what was not run is skipped', () => {
  const xml = scenarioReportJunit(mixedReport());
  expect(xml).toContain('<testsuite name="scenarios in virtual time" tests="3" failures="1" errors="0" skipped="1"');
  expect(xml).toContain('<skipped message="this network cannot crash its engine"/>');
  expect(xml).toMatch(/<failure message="I3: the cards [^"]*the report has 1" type="failed">/);
  expect(xml).toContain('replay: banknet scenario run &#39;stories/lost card.yaml&#39;</failure>');
});

test('what threw is an error, not a failure', () => {
  const result = { ...failedResult(), crash: 'Error: no such table' };
  const report = { ...mixedReport(), scenarios: [{ kind: 'played' as const, result, replay: '', tookMs: 1 }] };
  expect(scenarioReportJunit(report)).toContain('<error message="broke off: Error: no such table" type="error">');
  expect(textOf(report)).toContain('broke off  Error: no such table');
});

test('hostile words move no cursor and break no line of the text', () => {
  const text = scenarioText(hostileScenario('\u001b[2J\nname\r\u202e'), PLAIN);
  const clean = text.replaceAll('\n', '');
  expect(clean).not.toMatch(/\p{Cc}|\u202e/u);
  expect(text.split('\n')[0]).toContain('␛[2J name␍');
});

test('many problems of one scenario are counted beyond ten', () => {
  const one = { pointer: '/finally', expected: '1', got: '2' };
  const result = { ...failedResult(), finally: Array.from({ length: 30 }, () => one) };
  const text = scenarioText({ kind: 'played', result, replay: 'again', tookMs: 1 }, PLAIN);
  expect(text).toContain('and 22 more problems\n    replay    again\n');
});

test('nothing played covers nothing', () => {
  expect(totalsOf({ ...mixedReport(), scenarios: [] })).toMatchObject({ scenarios: 0, covered: [] });
  expect(totalsOf({ ...mixedReport(), scenarios: [] }).notCovered).toHaveLength(27);
});

test('an interrupted run does not say that it passed', () => {
  const result = passedResult();
  const report = { ...mixedReport(), wasInterrupted: true };
  const alone = { ...report, scenarios: [{ kind: 'played' as const, result, replay: '', tookMs: 1 }] };
  expect(JSON.parse(scenarioReportJson(alone))).toMatchObject({ passed: false, interrupted: true });
  expect(summaryText(alone, PLAIN)).toContain('Interrupted');
});
