// `banknet contract record` and `can-go-live` as a team uses them: a verification is recorded, and asked for.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { listChecks } from '../../contracts/check-list.ts';
import type { Verification } from '../../contracts/verification.ts';
import { mixedReport, unknownReport } from '../../contracts/verification-fixture.ts';
import { verificationJson } from '../../contracts/verification-json.ts';
import { pactHashOf } from '../../contracts/verify/pact-hash.ts';
import { runCommand } from '../command-fixture.ts';

let folder = '';
let dir: readonly string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'banknet-records-'));
  dir = ['--dir', join(folder, 'records')];
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const reported = (changes: Partial<Verification> = {}): string => {
  const path = join(folder, 'report.json');
  writeFileSync(path, verificationJson(mixedReport({ pactHash: pactHashOf('CMB'), ...changes })));
  return path;
};
const ALL_HELD = listChecks().map(({ name, title, source }) => ({
  name,
  title,
  source,
  verdict: { kind: 'held' as const },
  tookMs: 1,
}));
const record = (result: string, ...args: readonly string[]) =>
  runCommand('contract', 'record', '--result', result, ...dir, ...args);
const ask = (...args: readonly string[]) =>
  runCommand('contract', 'can-go-live', '--issuer', 'CMB', '--version', '2026.1', ...dir, ...args);

test('what held in everything is recorded once, and may go live', async () => {
  const result = reported({ checks: ALL_HELD });
  const { code, stdout } = await record(result);
  expect([code, stdout]).toEqual([0, expect.stringContaining(`CMB 2026.1: ${ALL_HELD.length} held\n`)]);
  await record(result, '--version', '2026.1', '--quiet');
  expect(readdirSync(join(folder, 'records/CMB'))).toHaveLength(1);
  const yes = await ask();
  expect([yes.code, yes.stdout]).toEqual([0, expect.stringMatching(/^CMB 2026\.1 may go live\n {2}by the record of /)]);
  expect(JSON.parse((await ask('--json')).stdout)).toMatchObject({
    mayGoLive: true,
    record: { endpointVersion: '2026.1' },
  });
});

test('a later result that failed takes it back, and says what', async () => {
  await record(reported({ checks: ALL_HELD }));
  await record(reported({ startedAt: '2026-02-01T00:00:00.000Z' }));
  const { code, stdout, problem } = await ask();
  expect([code, problem]).toEqual([1, 'banknet contract can-go-live: CMB 2026.1 may not go live']);
  expect(stdout).toContain('2 checks broken: signature/stale, every-answer/schema');
});

test('nothing recorded, another version, or another pact is no, with the reason', async () => {
  expect(await ask()).toMatchObject({ code: 1, stdout: expect.stringContaining('no record of version 2026.1') });
  await record(reported({ checks: ALL_HELD, pactHash: 'ab'.repeat(32) }));
  expect((await ask()).stdout).toContain('its records are against another pact (abababababab)');
});

test('a record that somebody has edited counts for nothing and is not passed over', async () => {
  await record(reported({ checks: ALL_HELD }));
  await record(reported({ startedAt: '2026-02-01T00:00:00.000Z' }));
  const place = join(folder, 'records/CMB');
  const [, newer = ''] = readdirSync(place).sort();
  const text = readFileSync(join(place, newer), 'utf8');
  writeFileSync(
    join(place, newer),
    text.replaceAll(/"verdict": "[a-z-]+"(,\n\s+"why": "[^\n]*")?/g, '"verdict": "held"'),
  );
  const { code, stdout } = await ask();
  expect([code, stdout]).toEqual([1, expect.stringContaining(`${newer}: it was changed after it was recorded`)]);
  writeFileSync(join(place, newer), 'x'.repeat(2 * 1024 * 1024));
  expect((await ask()).stdout).toContain('it is too-large');
});

test('states that were not given are left out, unless that is allowed', async () => {
  const needsStates = new Set(listChecks().flatMap(({ name, needs }) => (needs.includes('states') ? [name] : [])));
  const leftOut = { kind: 'left-out', why: 'needs provider states: --state-url', cause: 'states' } as const;
  const checks = ALL_HELD.map((one) => (needsStates.has(one.name) ? { ...one, verdict: leftOut } : one));
  await record(reported({ checks, hasStates: false }));
  expect((await ask()).stdout).toContain(`${needsStates.size} checks left out`);
  expect(await ask('--allow-without', 'states')).toMatchObject({ code: 0 });
});

test('what is no report, of another version, or says nothing is not recorded', async () => {
  const result = reported();
  const other = join(folder, 'other.json');
  const wrong = async (text: string, ...args: readonly string[]) => {
    writeFileSync(other, text);
    const { code, problem } = await record(other, ...args);
    return `${code} ${problem.replace(other, 'FILE')}`;
  };
  expect(await wrong('{')).toMatch(/^2 --result FILE: it is not JSON; name the report\.json/);
  expect(await wrong('{"passed":true,"scenarios":[]}')).toMatch(/^2 .* no report of "banknet contract verify"/);
  expect(await wrong(readFileSync(result, 'utf8').replace('"broken"', '"held"'))).toMatch(/^2 .*(damaged|changed)/);
  expect(await wrong('\ufffe'.repeat(17_000_000))).toMatch(/^2 .*more than 33554432 bytes/);
  expect(await wrong(readFileSync(result, 'utf8'), '--version', '9')).toMatch(
    /^2 --version 9: .* is of version 2026\.1/,
  );
  expect(await wrong(verificationJson(unknownReport()))).toMatch(/^2 .* says nothing about the endpoint/);
  expect(await wrong(verificationJson(mixedReport({ endpointVersion: undefined })))).toMatch(/^2 .* of which version/);
  expect(await record(join(folder, 'none.json'))).toMatchObject({ code: 2 });
  expect(await record(folder)).toMatchObject({ code: 2, problem: expect.stringContaining('it is a folder') });
});

test('a folder that is none, or takes nothing, is the environment', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  dir = ['--dir', file];
  expect(await record(reported())).toMatchObject({ code: 3, problem: expect.stringContaining('(ENOTDIR)') });
  expect(await ask()).toMatchObject({ code: 3 });
  dir = ['--dir', '/proc/none'];
  expect((await record(reported())).code).toBe(3);
});

test('every mistake of the command line is said at once', async () => {
  const { code, problem } = await runCommand('contract', 'can-go-live', '--issuer', 'CBM', '--allow-without', 'tests');
  expect([code, problem]).toEqual([
    2,
    expect.stringMatching(/--issuer is "CBM"[\s\S]*--allow-without is "tests": it must be of states/),
  ]);
  expect((await runCommand('contract', 'record')).problem).toContain('--result is missing');
  expect((await runCommand('contract', 'record', '--version')).stdout).toBe('');
});
