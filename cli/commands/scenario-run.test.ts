// `banknet scenario run` as its users run it: exit codes, what is printed where, report files, --watch, Ctrl-C.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runBanknet, spawnBanknet } from '../spawn-suite.ts';

const HOLDS = `
name: One application
rules: [R9]
seed: 3
given: { people: { li: {} } }
steps:
  - { at: 0s, apply: { person: li, banks: [CMB, ICBC], as: q1 }, expect: { accepted: true } }
  - { at: 1h, view: { query: q1 }, expect: { report: {} } }
`;
const FAILS = HOLDS.replace('One application', 'A refusal that does not come').replace(
  '{ accepted: true }',
  '{ refused: TOO_SOON }',
);
const CRASHES = HOLDS.replace('steps:', 'steps:\n  - { at: 0s, crash: {} }').replace('One application', 'A crash');

/** A folder with these files. */
const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'stories'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'stories', name), text);
  return folder;
};
const run = (folder: string, ...args: string[]) => runBanknet(['scenario', 'run', 'stories', ...args], folder);

test('scenarios that hold are a line each, and end with 0', async () => {
  const { code, stdout, stderr } = await run(folderWith({ 'a.yaml': HOLDS }));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^✓ One application {2}R9 {2}2 steps, 2 calls, .*seed 3\n1 scenario in virtual time: 1 passed;/,
  );
});

test('one that fails says where, what was expected and what came, and the command that plays it again; it ends with 1', async () => {
  const { code, stdout, stderr } = await run(folderWith({ 'a.yaml': HOLDS, 'b.yaml': FAILS }));
  expect([code, stderr]).toEqual([1, 'banknet scenario run: 1 of 2 scenarios failed\n']);
  expect(stdout).toContain('at        /steps/0/expect/refused\n      expected  TOO_SOON\n      got       accepted\n');
  expect(stdout).toContain('    replay    banknet scenario run stories/b.yaml\n');
});

test('quiet tells of failures alone', async () => {
  const { code, stdout } = await run(folderWith({ 'a.yaml': HOLDS, 'b.yaml': FAILS }), '--quiet');
  expect(code).toBe(1);
  expect(stdout).not.toContain('One application');
  expect(stdout).toMatch(/^✗ A refusal/);
});

test('--json is alone on stdout, and another seed is told in the replay', async () => {
  const { code, stdout, stderr } = await run(folderWith({ 'a.yaml': HOLDS }), '--json', '--seed', '99');
  expect([code, stderr]).toEqual([0, '']);
  const [scenario] = JSON.parse(stdout).scenarios;
  expect(scenario).toMatchObject({ verdict: 'passed', seed: 99 });
  expect(scenario.replay).toBe('banknet scenario run stories/a.yaml --seed 99');
});

test('--report writes three files, whole, and the same run writes the same JSON', async () => {
  const folder = folderWith({ 'a.yaml': HOLDS, 'b.yaml': FAILS });
  const { stdout } = await run(folder, '--report', 'out/one');
  expect(stdout).toMatch(/\nReport: out\/one\/report\.html\n$/);
  await run(folder, '--report', 'out/two');
  const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');
  expect(readdirSync(join(folder, 'out/one')).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
  expect(read('one/report.json')).toBe(read('two/report.json'));
  expect(read('one/junit.xml')).toContain('tests="2" failures="1"');
  expect(read('one/report.html')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

test('a folder that cannot be written ends with 3 before anything is played', async () => {
  const folder = folderWith({ 'a.yaml': HOLDS });
  writeFileSync(join(folder, 'taken'), '');
  const { code, stdout, stderr } = await run(folder, '--report', 'taken');
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toBe('taken: the report cannot be written there (ENOTDIR); name another folder with --report\n');
});

test('while any file has a mistake nothing is played, and all mistakes are told with their places: 2', async () => {
  const files = { 'a.yaml': HOLDS, 'b.yaml': HOLDS.replace('apply:', 'aply:'), 'c.yaml': HOLDS.replace('1h', '1x') };
  const { code, stdout, stderr } = await runBanknet(['scenario', 'run', 'stories', 'nowhere'], folderWith(files));
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/stories\/b\.yaml:7:\d+: .*apply/);
  expect(stderr).toMatch(/stories\/c\.yaml:8:\d+: /);
  expect(stderr).toContain('nowhere');
});

test('--live plays on sockets; what needs a crash is not run there, and where nothing else is left that is wrong usage', async () => {
  const folder = folderWith({ 'a.yaml': HOLDS, 'b.yaml': CRASHES });
  const both = await run(folder, '--live');
  expect([both.code, both.stderr]).toEqual([0, '']);
  expect(both.stdout).toContain('– A crash  R9  not run here: step 1 kills the engine, which only virtual time can\n');
  expect(both.stdout).toContain('2 scenarios on a live network: 1 passed, 1 not run;');
  const alone = await runBanknet(['scenario', 'run', 'stories/b.yaml', '--live'], folder);
  expect([alone.code, alone.stderr]).toEqual([
    2,
    'banknet scenario run: none of these scenarios can be played there\n',
  ]);
});

test('--watch plays again when a file changes, tells mistakes meanwhile, and Ctrl-C ends it with 130', async () => {
  const folder = folderWith({ 'a.yaml': HOLDS });
  const change = (text: string) => writeFileSync(join(folder, 'stories/a.yaml'), text);
  const watching = spawnBanknet(['scenario', 'run', 'stories', '--watch'], folder);
  await watching.waitFor(/Waiting for a change of stories \(Ctrl-C ends\)\n/);
  change(FAILS);
  await watching.waitFor(/✗ A refusal that does not come[\s\S]*1 of 1 scenarios failed\n\nWaiting/);
  change('name: [');
  await watching.waitFor(/stories\/a\.yaml:1:\d+: [\s\S]*Waiting/);
  change(HOLDS.replace('One', 'Another'));
  await watching.waitFor(/✓ Another application[\s\S]*Waiting/);
  watching.child.kill('SIGINT');
  expect((await watching.finished).code).toBe(130);
});

/** A crowd keeps the machine busy for longer than a test needs to send a signal. */
const CROWD = `
name: A crowd
rules: [R15]
seed: 4
given: { throttle: { burst: 2000, perSecond: 1 }, people: { crowd: { count: 200 } } }
steps:
  - { at: 0s, apply: { person: crowd, banks: ALL }, expect: { accepted: 200 } }
`;

test('Ctrl-C lets the scenario in play end, reports what there is, and ends with 130', async () => {
  const crowds = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`b${10 + at}.yaml`, CROWD]));
  const folder = folderWith({ 'a.yaml': HOLDS, ...crowds });
  const running = spawnBanknet(['scenario', 'run', 'stories', '--report', 'out'], folder);
  await running.waitFor(/✓ One application/);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.finished;
  expect(code).toBe(130);
  expect(stdout).toContain('Interrupted: what was played is reported\n');
  expect(stdout).not.toContain('interrupted before it began');
  const report = JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'));
  expect(report).toMatchObject({ passed: false, interrupted: true });
  expect(report.counts.failed).toBe(0);
  expect(report.counts.notRun).toBeGreaterThan(0);
  expect(report.counts.passed + report.counts.notRun).toBe(21);
});
