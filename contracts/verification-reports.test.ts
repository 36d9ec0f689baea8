// The reports of a verification, each pinned as its readers get it. The page is looked at in verification-html.test.ts.
import { expect, test } from 'vitest';
import { heldReport, hostileReport, mixedReport, mixedVerification, unknownReport } from './verification-fixture.ts';
import { parseVerification, verificationJson } from './verification-json.ts';
import { verificationJunit } from './verification-junit.ts';
import { outcomeOf } from './verification-summary.ts';
import { type Paint, verificationText } from './verification-text.ts';

const same = (text: string): string => text;
const PLAIN: Paint = { bold: same, dim: same, green: same, yellow: same, red: same };

test('the text has a line a group, each broken check with all that helps, reasons once, the verdict last', () => {
  expect(verificationText(mixedReport(), PLAIN)).toMatchSnapshot();
});

test('the quiet text has what is wrong and the verdict alone', () => {
  expect(verificationText(heldReport(), PLAIN, true)).toBe(
    'CMB keeps the contract: all 4 checks held\nhttps://bank.example/inquiries, 4.21s\n',
  );
  expect(verificationText(mixedReport(), PLAIN, true)).not.toMatch(/Left out|headers/);
});

test('what only the environment kept from being known is not called broken', () => {
  expect(outcomeOf(unknownReport().verification)).toBe('unknown');
  expect(verificationText(unknownReport(), PLAIN)).toContain(
    'Whether CMB keeps the contract is not known: 4 not run\n',
  );
});

test('where nothing was tried, nothing is known, and an interruption is told', () => {
  const checks = mixedVerification().checks.filter(({ verdict }) => verdict.kind === 'left-out');
  expect(outcomeOf(mixedVerification({ checks }))).toBe('unknown');
  expect(verificationText({ ...mixedReport(), wasInterrupted: true }, PLAIN)).toContain('; interrupted before the end');
});

test('hostile words move no cursor and break no line of the text', () => {
  const text = verificationText(hostileReport('\u001b[2J\nname\r\u202e'), PLAIN);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\u202e/u);
  expect(text).toContain('      sent      ␛[2J name␍');
});

test('JSON has a fixed order, counts, and gives back the verification that it was made of', () => {
  const json = verificationJson(mixedReport());
  expect(Object.keys(JSON.parse(json))).toMatchInlineSnapshot(`
    [
      "kind",
      "version",
      "outcome",
      "interrupted",
      "counts",
      "command",
      "issuer",
      "url",
      "hasStates",
      "pactHash",
      "endpointVersion",
      "toolVersion",
      "startedAt",
      "tookMs",
      "checks",
      "checksum",
    ]
  `);
  expect(JSON.parse(json).counts).toEqual({ held: 4, broken: 2, notRun: 2, leftOut: 1 });
  expect(parseVerification(json)).toEqual({ ok: true, value: mixedVerification() });
  const withoutVersion = mixedReport({ endpointVersion: undefined });
  expect(parseVerification(verificationJson(withoutVersion))).toMatchObject({ ok: true });
});

const JSON_TEXT = verificationJson(mixedReport());
test.each([
  ['no JSON', 'it is not JSON'],
  ['[1]', 'it is JSON, but no report of "banknet contract verify"'],
  ['null', 'it is JSON, but no report of "banknet contract verify"'],
  [JSON.stringify({ version: 1, passed: true, scenarios: [] }), 'it is JSON, but no report'],
  [JSON_TEXT.replace('"version": 1', '"version": 2'), 'it is damaged: /version'],
  [JSON_TEXT.replace('"kind": "held"', '"kind": "fine"'), 'it is damaged: /checks/0/verdict/kind'],
  [JSON_TEXT.replace('200 / 00', '401 / 11'), 'it was changed after it was written'],
  [JSON_TEXT.replace('"hasStates": true', '"hasStates": false'), 'it was changed after it was written'],
])('%.40s is no report that can be read', (json, words) => {
  const read = parseVerification(json);
  expect(read).toEqual({ ok: false, failure: expect.stringContaining(words) });
});

test('JUnit has a suite a group and a case a check; what could not run is an error, what was left out is skipped', () => {
  const xml = verificationJunit(mixedReport());
  expect(xml).toContain('<testsuites name="banknet contract verify CMB" tests="9" failures="2" errors="2" skipped="1"');
  expect(xml).toContain('<testsuite name="CMB signature" tests="3" failures="1"');
  expect(xml).toMatch(
    /classname="contract\.CMB" time="0\.012">[\s\S]*?<failure message="expected 401 \/ 11; got 200 \/ 00"/,
  );
  expect(xml).toContain('<skipped message="needs provider states: --state-url"/>');
  expect(xml).toContain('--only signature/stale</failure>');
});
