// `banknet load peers` as a user has it, as far as it needs nothing from outside: ours beside the bare server. What
// becomes of servers of others is in load/peers/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { folderOfTest, leftIn } from '../../load/peers/contestant-fixture.ts';
import { runCommand } from '../command-fixture.ts';
import { spawnBanknet } from '../spawn-suite.ts';

const SMALL = ['load', 'peers', '--only', 'bare', '--rounds', '1', '--seconds', '1', '--warm-up', '1'];

test('ours and the bare server are measured, told and written, and nothing is left', async () => {
  const folder = folderOfTest();
  const report = join(folder, 'reports');
  const run = await runCommand(...SMALL, '--connections', '4', '--json', '--report', report);
  const { stdout } = run;
  expect(run).toMatchObject({ code: 0, problem: '' });
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({
    kind: 'banknet-peers-result',
    settings: { seconds: 1, rounds: 1, connections: 4 },
    wasInterrupted: false,
    servers: [
      { name: 'banknet', rounds: [{ closed: { errors: {} }, open: { errors: {} } }] },
      { name: 'bare', rounds: [{ closed: { errors: {} }, open: { errors: {} } }] },
    ],
  });
  expect(JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'))).toEqual(result);
  expect(readFileSync(join(report, 'report.html'), 'utf8')).toContain('times bare node:http');
  expect(readFileSync(join(report, 'junit.xml'), 'utf8')).toContain('tests="2" failures="0"');
  expect(leftIn(folder)).toEqual([]);
});

test('Ctrl-C ends with 130 after the table of what was measured, and no process is left', async () => {
  const folder = folderOfTest();
  const { child, finished } = spawnBanknet([...SMALL, '--quiet'], folder);
  while (!leftIn(folder).some((left) => left.startsWith('banknet-'))) await new Promise((go) => setImmediate(go));
  child.kill('SIGINT');
  const { code, stdout, stderr } = await finished;
  expect([code, stderr]).toEqual([130, '']);
  expect(stdout).toMatch(/^server .*\nbanknet .*\nbare node:http .*\n\n! interrupted: .*\nnothing was measured: /);
  expect(leftIn(folder)).toEqual([]);
});

test('where our own server cannot be started it ends with 3 and says why', async () => {
  folderOfTest();
  const before = process.env.NODE_OPTIONS;
  process.env.NODE_OPTIONS = '--require ./no-such-file.cjs';
  onTestFinished(() => {
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  });
  expect(await runCommand(...SMALL)).toMatchObject({
    code: 3,
    problem: expect.stringMatching(
      /^banknet load peers: banknet does not serve in round 1: it ended with 1: .*no-such-file/,
    ),
  });
});

test('what the command line has wrong is said at once, with exit 2', async () => {
  const { code, problem } = await runCommand('load', 'peers', '--only', 'mokoon', '--seconds', '0', '--rounds', 'many');
  expect(code).toBe(2);
  expect(problem).toContain('--only is "mokoon": it must be one of banknet, bare, wiremock, mountebank, mockoon');
  expect(problem).toContain('did you mean mockoon?');
  expect(problem).toContain('--seconds is "0": it must be a whole number from 1 to 10');
  expect(problem).toContain('--rounds is "many"');
});
