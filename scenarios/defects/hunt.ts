// Plays stories on whatever product this thread has loaded, the library or seeds of the exploration, and says what
// fired in which: with a defect loaded it is the proof that it can be found, without one nothing may fire.
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { planOf } from '../explore/plan.ts';
import { sameLog } from '../oracle/i12-same-log.ts';
import type { Violation } from '../oracle/sight.ts';
import { eventLog } from '../play/event-log.ts';
import { runScenario } from '../run-scenario.ts';
import type { ScenarioResult } from '../scenario-result.ts';
import type { RuleId } from '../story/scenario.ts';
import type { Catcher, Defect } from './defect.ts';

const LIBRARY = new URL('../library/', import.meta.url);

export interface Story {
  /** The file in the library, or `seed N`. */
  readonly where: string;
  /** The rules that it cites; a seed cites none. */
  readonly rules: readonly RuleId[];
  readonly data: unknown;
  /** Whether it says what must come. A seed does not, and may have steps that cannot be done. */
  readonly expects: boolean;
}

/** A story in which something fired. */
export interface Finding {
  readonly where: string;
  readonly rules: readonly RuleId[];
  /** Everything that fired there; `crash`: something was thrown. */
  readonly fired: readonly (Catcher | 'crash')[];
  /** What the first of it said. */
  readonly message: string;
}

/** All of the library. */
export const libraryStories = (): readonly Story[] =>
  readdirSync(LIBRARY)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const data = parse(readFileSync(new URL(file, LIBRARY), 'utf8'));
      return { where: file, rules: data.rules, data, expects: true };
    });

/** Those that cite one of these rules first, in the order of the rules. */
const citingFirst = (stories: readonly Story[], rules: readonly RuleId[]): readonly Story[] => {
  const rankOf = (story: Story): number => rules.findIndex((rule) => story.rules.includes(rule)) >>> 0;
  return stories.toSorted((one, other) => rankOf(one) - rankOf(other));
};

/** So many seeds, from 1 on. */
export function* exploredStories(seeds: number): Generator<Story> {
  for (let seed = 1; seed <= seeds; seed++) {
    yield { where: `seed ${seed}`, rules: [], data: planOf(seed), expects: false };
  }
}

/** Plays the stories in order and yields those in which something fired; `twice`: each again, for I12. */
export async function* findingsIn(stories: Iterable<Story>, twice: boolean): AsyncGenerator<Finding> {
  for (const { where, rules, data, expects } of stories) {
    const result = await runScenario(data, { keepSights: twice });
    const fired = [...brokenIn(result), ...(expects ? mismatchesIn(result) : [])];
    if (twice) {
      const again = await runScenario(data);
      fired.push(...sameLog(eventLog(result), eventLog(again)).map(firedOf));
    }
    const [first] = fired;
    if (first === undefined) continue;
    yield { where, rules, fired: [...new Set(fired.map(({ catcher }) => catcher))], message: first.message };
  }
}

interface Fired {
  readonly catcher: Catcher | 'crash';
  readonly message: string;
}

const brokenIn = ({ violations, crash }: ScenarioResult): Fired[] => [
  ...violations.map(firedOf),
  ...(crash === undefined ? [] : [{ catcher: 'crash' as const, message: crash }]),
];

const mismatchesIn = ({ steps, finally: last }: ScenarioResult): Fired[] =>
  [...steps.flatMap(({ mismatches }) => mismatches), ...last].map(({ pointer, expected, got }) => ({
    catcher: 'expectation',
    message: `${pointer}: expected ${expected}, got ${got}`,
  }));

const firedOf = ({ invariant, message }: Violation): Fired => ({
  catcher: `I${Number(invariant.slice(1))}`,
  message,
});

/** Where a defect is found; undefined where it is not. */
export interface Found {
  readonly library: Finding | undefined;
  /** By the exploration alone. */
  readonly exploration: Finding | undefined;
}

/** The first story of the library, and the first of so many seeds, in which what should find this defect does. */
export const hunt = async ({ rules, caughtBy }: Defect, library: readonly Story[], seeds: number): Promise<Found> => {
  const firstOf = async (stories: Iterable<Story>): Promise<Finding | undefined> => {
    for await (const finding of findingsIn(stories, caughtBy === 'I12')) {
      if (finding.fired.includes(caughtBy)) return finding;
    }
    return undefined;
  };
  return {
    library: await firstOf(citingFirst(library, rules)),
    exploration: caughtBy === 'expectation' ? undefined : await firstOf(exploredStories(seeds)),
  };
};
