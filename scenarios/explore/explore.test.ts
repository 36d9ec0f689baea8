// Exploration as the command uses it: a thousand stories on the right code, in which nothing breaks and everything
// happens; and what it makes of a story that breaks something.
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { eventLog } from '../play/event-log.ts';
import { defineScenario, runScenario } from '../run-scenario.ts';
import { readScenario } from '../story/scenario-schema.ts';
import { openVirtualStage } from '../virtual/virtual-stage.ts';
import { explore } from './explore.ts';
import { neverHappened } from './happenings.ts';
import { planOf } from './plan.ts';
import { type Play, playOn } from './play.ts';

const SEEDS = 1000;

const logOf = async (seed: number): Promise<string> => eventLog(await runScenario(planOf(seed)));

test('every seed gives a scenario, and the same one each time', () => {
  for (let seed = 0; seed < 1000; seed++) {
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

/** A network whose app shows reports without their last card. */
const playForgetful: Play = playOn(async (...opening) => {
  const stage = await openVirtualStage(...opening);
  return {
    ...stage,
    async view(actor, queryId, password) {
      const shown = await stage.view(actor, queryId, password);
      return shown.ok ? { ok: true, value: { ...shown.value, cards: shown.value.cards.slice(0, -1) } } : shown;
    },
  };
});

test('a story that breaks an invariant is shrunk to a scenario file that breaks it, too, and holds elsewhere', async () => {
  const { found, seeds } = await explore({ from: 1, seeds: 30, play: playForgetful });
  const [first, ...others] = found;
  expect(others).toEqual([]);
  expect(first).toMatchObject({ sign: 'I3', isMinimal: true });
  expect(first?.count).toBeGreaterThan(10);
  expect(first?.seeds).toHaveLength(10);
  expect(seeds).toBe(30);
  const { data = {} } = first ?? {};
  const { steps } = defineScenario(data);
  expect(steps.map(({ action }) => action.kind)).toEqual(['apply']);
  const replayed = await playForgetful(parse(stringify(data)));
  expect(replayed).toMatchObject({ ok: true, value: { result: { passed: false } } });
  expect((await runScenario(data)).violations).toEqual([]);
});

test('a search ends between two stories when it is told to, and says what it has so far', async () => {
  const told: number[] = [];
  const explored = await explore({
    from: 5,
    seeds: 1000,
    isOver: () => told.length >= 3,
    onProgress: ({ seeds }) => told.push(seeds),
  });
  expect(told).toEqual([1, 2, 3]);
  expect(explored).toMatchObject({ seeds: 3, found: [] });
  expect(explored.tally.get('accepted')).toBeGreaterThan(0);
});

test('what never happened in a search is named', async () => {
  const { tally } = await explore({ from: 1, seeds: 1 });
  expect(neverHappened(tally)).toContain('refused LOCKED');
  expect(neverHappened(tally)).not.toContain('accepted');
});

test('a plan that is no scenario is told with its seed and its place', async () => {
  const plan = () => ({ name: 'x', steps: [{ at: '1s', crush: {} }] });
  await expect(explore({ from: 9, seeds: 1, plan })).rejects.toThrow(/^The story of seed 9 is no scenario: \/steps\/0/);
});
