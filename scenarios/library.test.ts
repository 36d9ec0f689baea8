// The library of scenarios: every story passes, is the same whenever it is played (I12), reads as its pinned log, and
// together they show every rule. `npm run test:update` writes logs and the page of rules anew.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { eventLog } from './play/event-log.ts';
import { rulesPage } from './report/rules-page.ts';
import { runScenario } from './run-scenario.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { RULES } from './story/rules.ts';
import type { Scenario } from './story/scenario.ts';
import { readScenario } from './story/scenario-schema.ts';

const LIBRARY = join(import.meta.dirname, 'library');
const LOGS = join(LIBRARY, 'logs');

const readStory = (file: string): Scenario => {
  const read = readScenario(parse(readFileSync(join(LIBRARY, file), 'utf8')));
  if (!read.ok) throw new Error(`${file} is no scenario: ${JSON.stringify(read.failure)}`);
  return read.value;
};

const STORIES = readdirSync(LIBRARY)
  .filter((file) => file.endsWith('.yaml'))
  .toSorted()
  .map((file) => ({ file, scenario: readStory(file) }));

const failuresOf = ({ steps, finally: end, violations, crash }: ScenarioResult) => ({
  mismatches: [...steps.flatMap(({ mismatches }) => mismatches), ...end],
  violations: violations.map(({ invariant, message }) => `${invariant}: ${message}`),
  crash,
});

test.for(STORIES)('$file passes, the same twice, as its log has it', async ({ file, scenario }) => {
  const result = await runScenario(scenario);
  expect(failuresOf(result)).toEqual({ mismatches: [], violations: [], crash: undefined });
  expect(result.passed).toBe(true);
  const log = eventLog(result);
  expect(eventLog(await runScenario(scenario))).toBe(log);
  await expect(log).toMatchFileSnapshot(join(LOGS, file.replace(/\.yaml$/, '.log')));
});

test('every log is of a scenario', () => {
  const named = STORIES.map(({ file }) => join('logs', file.replace(/\.yaml$/, '.log')));
  const logs = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log'));
  expect(logs.filter((log) => !named.includes(log))).toEqual([]);
});

test('every rule is shown by a scenario, and the page of rules says by which', async () => {
  const shown = new Set(STORIES.flatMap(({ scenario }) => scenario.rules));
  expect(RULES.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  const stories = STORIES.map(({ file, scenario: { name, rules } }) => ({ file, name, rules }));
  await expect(rulesPage(stories)).toMatchFileSnapshot('../docs/rules.md');
});

test('no two scenarios have the same name or the same seed', () => {
  expect(new Set(STORIES.map(({ scenario }) => scenario.name)).size).toBe(STORIES.length);
  expect(new Set(STORIES.map(({ scenario }) => scenario.seed)).size).toBe(STORIES.length);
});
