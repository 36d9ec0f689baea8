// The file that `scenario new` writes is a right story, and so is every action that it shows in a comment.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { runScenario } from '../../scenarios/run-scenario.ts';
import { ACTION_KINDS } from '../../scenarios/story/action-schema.ts';
import { recordingContext } from '../command-fixture.ts';
import type { CommandRun } from '../command-line.ts';
import { CliProblem } from '../problem.ts';
import { loadScenarios } from '../scenario-files.ts';
import { addScenarioNew } from './scenario-new.ts';

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-new-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs it; what it prints. */
const scenarioNew = async (file: string): Promise<string> => {
  const runs: CommandRun[] = [];
  const command = new Command('scenario');
  addScenarioNew(command, { complain: expect.unreachable, choose: (run) => void runs.push(run) });
  command.parse(['new', file], { from: 'user' });
  const { context, printed } = recordingContext(expect.unreachable);
  for (const run of runs) await run(context);
  return printed();
};

test('it writes a right story whose first line shows editors the schema', async () => {
  const file = join(newFolder(), 'story.yaml');
  expect(await scenarioNew(file)).toBe(`Wrote ${file}. Run it: banknet scenario run ${file}\n`);
  expect(loadScenarios([file])).toHaveLength(1);
  const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readFileSync(file, 'utf8')) ?? [];
  expect(JSON.parse(readFileSync(resolve(dirname(file), schema), 'utf8')).$id).toBe('urn:banknet:schema:scenario');
});

test('with its comments taken away it has every action, and comes out as it says', async () => {
  const file = join(newFolder(), 'story.yaml');
  await scenarioNew(file);
  const whole = parse(readFileSync(file, 'utf8').replaceAll(/^ {2}# (?=- |[a-zA-Z]+: )/gm, '  '));
  const { passed, steps, finally: end, violations } = await runScenario(whole);
  expect({ passed, mismatches: [...steps.flatMap((step) => step.mismatches), ...end], violations }).toEqual({
    passed: true,
    mismatches: [],
    violations: [],
  });
  const actions = new Set(whole.steps.flatMap((step: object) => Object.keys(step)));
  expect(ACTION_KINDS.filter((kind) => !actions.has(kind))).toEqual([]);
  expect(Object.keys(whole.given)).toContain('throttle');
  expect(Object.keys(whole.finally)).toContain('events');
});

test('it writes over nothing, into no folder that is not there, and no file that is not YAML', async () => {
  const folder = newFolder();
  const file = join(folder, 'mine.yaml');
  writeFileSync(file, 'mine');
  const wrong = [file, join(folder, 'none', 'story.yaml'), join(folder, 'story.json')];
  const whys = await Promise.all(wrong.map((name) => scenarioNew(name).catch((error: unknown) => error)));
  expect(
    whys.map((why) => (why instanceof CliProblem ? [why.exitCode, why.message.slice(folder.length + 1)] : why)),
  ).toEqual([
    [2, 'mine.yaml: is there already and is not written over; name another (EEXIST)'],
    [2, 'none/story.yaml: its folder is not there; make it first (ENOENT)'],
    [2, 'story.json: a scenario file is YAML; give it a name that ends in .yaml'],
  ]);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});
