// An oracle that cannot fail is worthless: each defect is put into the product, and the library or the exploration has
// to find it by the invariant that it breaks. What caught which is the table docs/defects.md.
import { beforeAll, expect, test } from 'vitest';
import type { RuleId } from '../story/scenario.ts';
import { defectTable } from './defect-table.ts';
import { DEFECTS } from './defects.ts';
import { exploredStories, type Finding, type Found, findingsIn, libraryStories } from './hunt.ts';
import { huntAll, type Trophy } from './hunters-fixture.ts';

/** The exploration alone finds most of what breaks an invariant in so many. */
const SEEDS = 80;
const MINUTES = 60_000;
const RULES = Array.from({ length: 27 }, (_, at): RuleId => `R${at + 1}`);
const INVARIANTS = Array.from({ length: 12 }, (_, at) => `I${at + 1}`);

let trophies: ReadonlyMap<string, Trophy> = new Map();

beforeAll(async () => {
  trophies = await huntAll(DEFECTS, SEEDS);
}, 10 * MINUTES);

test.for(DEFECTS)('$name is found by $caughtBy', ({ name }) => {
  const { library, exploration } = foundOf(name);
  expect(library ?? exploration).toBeDefined();
});

test('every invariant finds a defect', () => {
  expect(INVARIANTS.filter((invariant) => !DEFECTS.some(({ caughtBy }) => caughtBy === invariant))).toEqual([]);
});

test('for every rule a defect that breaks it is found in the library by a scenario that cites it', () => {
  const shown = new Set(
    DEFECTS.flatMap(({ name, rules }) => {
      const cited = foundOf(name).library?.rules ?? [];
      return rules.filter((rule) => cited.includes(rule));
    }),
  );
  expect(RULES.filter((rule) => !shown.has(rule))).toEqual([]);
});

test('the exploration alone finds most defects that break an invariant', () => {
  const invariant = DEFECTS.filter(({ caughtBy }) => caughtBy !== 'expectation');
  const alone = invariant.filter(({ name }) => foundOf(name).exploration !== undefined);
  expect(alone.length / invariant.length).toBeGreaterThan(0.8);
});

test('the table of what caught which is as it was written down', async () => {
  const table = defectTable(DEFECTS.map((defect) => ({ defect, found: foundOf(defect.name) })));
  await expect(table).toMatchFileSnapshot('../../docs/defects.md');
});

test(
  'without a defect nothing fires',
  async () => {
    const fired: Finding[] = [];
    for await (const finding of findingsIn([...libraryStories(), ...exploredStories(SEEDS)], false))
      fired.push(finding);
    expect(fired).toEqual([]);
  },
  2 * MINUTES,
);

const foundOf = (name: string): Found => {
  const trophy = trophies.get(name) ?? { problem: 'was not hunted' };
  if ('problem' in trophy) throw new Error(`defect ${name} ${trophy.problem}`);
  return trophy;
};
