// `banknet load plan`: files, options, exit codes. What it computes is held in load/plan.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordingContext, runCommand } from '../command-fixture.ts';
import { runLoadPlan } from '../load-planner.ts';
import { planNames } from '../load-plans.ts';
import type { CliProblem } from '../problem.ts';

const folderOfTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-plan-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** 40 a second for a minute, at a bank that does 20; a query may take half a minute. */
const SLOW = {
  name: 'slow',
  users: 2400,
  curve: [{ perSecond: 40, for: '60s' }],
  banks: ['ICBC', 'CMB'],
  engine: { deadline: '30s' },
  issuers: { CMB: { capacity: { servers: 4, queue: 200, service: { fixed: '200ms' } } } },
};

const planFile = (plan: object = SLOW, folder = folderOfTest()): string => {
  const file = join(folder, 'plan.yaml');
  writeFileSync(file, JSON.stringify(plan));
  return file;
};

test('the plan of the package is there by its name', () => {
  expect(planNames()).toEqual(['launch-day']);
});

test('without a throttle the highest that keeps the deadline is found, and that is exit 0', async () => {
  const { code, stdout } = await runCommand('load', 'plan', planFile(), '--json');
  const result = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(result).toMatchObject({ kept: true, bottleneck: { bank: 'CMB' }, users: 2400 });
  expect(result.given).toBeUndefined();
  expect(result.best.perSecond).toBeGreaterThan(20);
  expect(result.best.perSecond).toBeLessThan(40);
});

test('a throttle that does not keep it is exit 1 and says how many miss it; one that does is 0', async () => {
  const file = planFile();
  const wide = await runCommand('load', 'plan', file, '--throttle', '40/s,10', '--quiet');
  expect(wide.code).toBe(1);
  expect(wide.problem).toMatch(/^banknet load plan: slow: at 40 a second with a burst of 10 [0-9,]+ of 2,400 accepted/);
  const narrow = await runCommand('load', 'plan', file, '--throttle', '20/s', '--quiet');
  expect(narrow).toMatchObject({ code: 0, problem: '' });
});

test('a throttle of the file is asked about, too', async () => {
  const throttle = { burst: 10, perSecond: 40 };
  const file = planFile({ ...SLOW, engine: { ...SLOW.engine, throttle } });
  expect((await runCommand('load', 'plan', file, '--quiet')).code).toBe(1);
  const { stdout } = await runCommand('load', 'plan', file, '--quiet', '--json', '--throttle', '20/s');
  expect(JSON.parse(stdout)).toMatchObject({ kept: true, given: { burst: 10, perSecond: 20 } });
});

test('--users, --seed and --step change the plan; --report writes every file; --check compares', async () => {
  const folder = folderOfTest();
  const args = ['--users', '600', '--seed', '7', '--step', '200ms', '--check', '--report', join(folder, 'out')];
  const { code, stdout } = await runCommand('load', 'plan', planFile(SLOW, folder), ...args);
  expect(code).toBe(0);
  expect(stdout).toContain('600 people in 1m');
  expect(stdout).toContain('steps of 0.2s; seed 7');
  expect(stdout).toContain('all 10 figures are within their tolerance');
  expect(readdirSync(join(folder, 'out')).toSorted()).toEqual(['junit.xml', 'report.html', 'report.json']);
  expect(JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8'))).toMatchObject({ seed: 7, stepMs: 200 });
});

test('a wrong file tells every mistake with its place, a wrong option what would be right', async () => {
  const file = planFile();
  writeFileSync(file, 'name: mine\nuser: 5\nusers: many\ncurve: [1, 2]\n');
  const wrong = await runCommand('load', 'plan', file);
  expect(wrong.code).toBe(2);
  expect(wrong.problem).toContain(`${file}:2:1: unknown key user; did you mean users?`);
  expect(wrong.problem).toContain(`${file}:3:1: users: must be a whole number`);
  const options = await runCommand('load', 'plan', file, '--throttle', 'fast', '--step', '1h', '--users', '0');
  expect(options.code).toBe(2);
  for (const name of ['--throttle is "fast"', '--step is "1h"', '--users is "0"'])
    expect(options.problem).toContain(name);
  expect((await runCommand('load', 'plan', 'launch-dya')).problem).toContain('did you mean launch-day?');
});

test('interrupted before anything was computed it ends with 130; later it tells what it has', async () => {
  const { context } = recordingContext(() => undefined);
  const file = planFile();
  await expect(runLoadPlan(file, {}, { ...context, signal: AbortSignal.abort() })).rejects.toMatchObject({
    exitCode: 130,
    message: 'banknet load plan: interrupted before the first run',
  } satisfies Partial<CliProblem>);
  const stop = new AbortController();
  const recorded = recordingContext(() => undefined);
  const screen = { columns: 80, paint: context.paint, write: () => stop.abort('interrupted') };
  await runLoadPlan(file, {}, { ...recorded.context, screen, signal: stop.signal });
  expect(recorded.printed()).toContain('! interrupted: the search has not come to its end');
});
