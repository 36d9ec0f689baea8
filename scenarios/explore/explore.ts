// Exploration: story after story, each from its seed, played in virtual time while the oracle watches. Nothing is kept
// of a story in which all held but what it counted; one that fails is shrunk to the smallest that fails the same way.
import type { ScenarioResult } from '../scenario-result.ts';
import type { Plain } from './choices.ts';
import { addTally, type Tally } from './happenings.ts';
import { planOf } from './plan.ts';
import { type Play, type Played, playStory } from './play.ts';
import { shrink } from './shrink.ts';

export interface ExploreOptions {
  /** The first seed, and how many. */
  readonly from: number;
  readonly seeds: number;
  /** Asked between two stories. */
  readonly isOver?: () => boolean;
  readonly onProgress?: (progress: Progress) => void;
  /** Default: on the network of this code. */
  readonly play?: Play;
  /** Default: {@link planOf}. */
  readonly plan?: (seed: number) => Plain;
}

export interface Progress {
  readonly seeds: number;
  readonly issuerCalls: number;
  /** Seeds that failed. */
  readonly failed: number;
  /** The seed whose story is being shrunk, where one is. */
  readonly shrinking: number | undefined;
}

/** One way of failing, and the first story that failed so. */
export interface Found {
  /** The invariant that was broken, or `crash` where something was thrown. */
  readonly sign: string;
  readonly seed: number;
  readonly message: string;
  /** The shrunk story. */
  readonly data: Plain;
  readonly tries: number;
  readonly isMinimal: boolean;
  /** All seeds that failed in it, or the first of them. */
  readonly seeds: readonly number[];
  readonly count: number;
}

export interface Exploration {
  readonly seeds: number;
  readonly issuerCalls: number;
  readonly tally: Tally;
  readonly found: readonly Found[];
}

/** A search that fails everywhere does not have to name every seed. */
const MAX_SEEDS_NAMED = 10;

export const explore = async (options: ExploreOptions): Promise<Exploration> => {
  const { from, seeds, isOver = () => false, onProgress = () => undefined, play = playStory, plan = planOf } = options;
  const tally: Tally = new Map();
  const found = new Map<string, Found>();
  let issuerCalls = 0;
  let failed = 0;
  let done = 0;
  while (done < seeds && !isOver()) {
    const seed = from + done;
    const data = plan(seed);
    const { result, tally: happened } = playedOf(await play(data), seed);
    done++;
    issuerCalls += result.issuerCalls;
    addTally(tally, happened);
    const failure = failureOf(result);
    if (failure !== undefined) {
      failed++;
      const before = found.get(failure.sign);
      if (before === undefined) onProgress({ seeds: done, issuerCalls, failed, shrinking: seed });
      found.set(failure.sign, before ? withSeed(before, seed) : await shrunk(data, { seed, ...failure }, play, isOver));
    }
    onProgress({ seeds: done, issuerCalls, failed, shrinking: undefined });
  }
  return { seeds: done, issuerCalls, tally, found: [...found.values()] };
};

const playedOf = (played: Awaited<ReturnType<Play>>, seed: number): Played => {
  if (played.ok) return played.value;
  const errors = played.failure.map(({ pointer, message }) => `${pointer} ${message}`);
  throw new Error(`The story of seed ${seed} is no scenario: ${errors.join('; ')}`);
};

/** What a story breaks first, and in which words; undefined where all held. */
const failureOf = ({ crash, violations, steps, finally: last }: ScenarioResult): Sign | undefined => {
  const [first] = violations;
  if (first !== undefined) return { sign: first.invariant, message: first.message };
  if (crash !== undefined) return { sign: 'crash', message: crash };
  // A step that could not be done is none: a plan does not know whether there will be a verification to use again.
  const unmet = steps.flatMap(({ mismatches }) => mismatches.filter(({ pointer }) => pointer.includes('/expect')));
  const [mismatch] = [...unmet, ...last];
  if (mismatch === undefined) return undefined;
  const { pointer, expected, got } = mismatch;
  return { sign: 'expectation', message: `${pointer}: expected ${expected}, got ${got}` };
};

interface Sign {
  readonly sign: string;
  readonly message: string;
}

const withSeed = (found: Found, seed: number): Found => ({
  ...found,
  count: found.count + 1,
  seeds: found.seeds.length < MAX_SEEDS_NAMED ? [...found.seeds, seed] : found.seeds,
});

const shrunk = async (story: Plain, first: Sign & { seed: number }, play: Play, isOver: () => boolean) => {
  let { message } = first;
  const failing = async (data: Plain): Promise<string | undefined> => {
    // An edit may have made what is no scenario: that fails in nothing.
    const played = await play(data);
    const failure = played.ok ? failureOf(played.value.result) : undefined;
    if (failure?.sign === first.sign) message = failure.message;
    return failure?.sign;
  };
  const { data, tries, isMinimal } = await shrink(story, failing, { isOver });
  return { ...first, message, data, tries, isMinimal, seeds: [first.seed], count: 1 };
};
