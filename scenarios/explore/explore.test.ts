// Exploration as the command uses it: a thousand stories on the right code, in which nothing breaks and everything
// happens; and what it makes of a story that breaks something.
import { expect, test } from 'vitest';
import { eventLog } from '../event-log.ts';
import { runScenario } from '../run-scenario.ts';
import { readScenario } from '../scenario-schema.ts';
import { explore } from './explore.ts';
import { neverHappened } from './happenings.ts';
import { planOf } from './plan.ts';

const SEEDS = 1000;

const logOf = async (seed: number): Promise<string> => eventLog(await runScenario(planOf(seed)));

test('every seed gives a scenario, and the same one each time', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const read = readScenario(planOf(seed));
    expect([seed, read.ok ? [] : read.failure]).toEqual([seed, []]);
  }
  expect(planOf(77)).toEqual(planOf(77));
  expect(planOf(77)).not.toEqual(planOf(78));
});

test('a thousand stories break nothing, and everything that can happen does', { timeout: 120_000 }, async () => {
  const { seeds, found, tally, issuerCalls } = await explore({ from: 1, seeds: SEEDS });
  expect(found).toEqual([]);
  expect(neverHappened(tally)).toEqual([]);
  expect(seeds).toBe(SEEDS);
  expect(issuerCalls).toBeGreaterThan(10 * SEEDS);
});

test('a story told twice leaves the same log, byte for byte (I12)', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const [first, second] = [await logOf(seed), await logOf(seed)];
    expect(first.length).toBeGreaterThan(100);
    expect(second).toBe(first);
  }
});
