// The library of scenarios over real sockets: every story that needs no crash passes there too, with the same answers
// to every step as in virtual time. How many calls that takes may differ by a few: which of several answers of one
// instant comes first is the machine's affair there, and circuits count what comes in a row. Stories say how many may
// be.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defineScenario, runScenario } from '../scenarios/run-scenario.ts';
import type { ScenarioResult } from '../scenarios/scenario-result.ts';
import { openLiveStage } from './live-stage.ts';

const LIBRARY = join(import.meta.dirname, '../scenarios/library');
/** A story of hundreds of people makes thousands of calls, beside other tests on a machine with two cores. */
const LONGEST_MS = 180_000;

const STORIES = readdirSync(LIBRARY)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, scenario: defineScenario(parse(readFileSync(join(LIBRARY, file), 'utf8'))) }));
const PLAYABLE = STORIES.filter(({ scenario }) => scenario.steps.every(({ action }) => action.kind !== 'crash'));

const outcomeOf = ({ passed, steps, finally: end, violations, crash }: ScenarioResult) => ({
  passed,
  answers: steps.map(({ what, answer, mismatches }) => ({ what, answer, mismatches })),
  end,
  violations: violations.map(({ invariant, message }) => `${invariant}: ${message}`),
  crash,
});

test.for(PLAYABLE)('$file passes over sockets as in virtual time', { timeout: LONGEST_MS }, async ({ scenario }) => {
  const live = outcomeOf(await runScenario(scenario, { stage: openLiveStage, keepSights: false }));
  expect(live).toEqual({ ...outcomeOf(await runScenario(scenario, { keepSights: false })), passed: true });
});

test('most stories of the library need no crash', () => {
  expect(PLAYABLE.length).toBeGreaterThan(STORIES.length / 2);
});
