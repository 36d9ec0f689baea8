// A profile measured: on the network that was named, or on one of its own that is gone afterwards. A search for
// capacity is a run for each rate, each on a fresh network, and its result that of the highest rate that has held.
import { searchCapacity } from '../load/capacity.ts';
import { LoadProblem } from '../load/load-problem.ts';
import { liveLine } from '../load/load-report-text.ts';
import type { LoadResult } from '../load/load-result.ts';
import { checksOf, hasPassed } from '../load/load-verdict.ts';
import type { CapacitySearch, Profile } from '../load/profile.ts';
import { type LoadTarget, runLoad } from '../load/run-load.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { startLoadNetwork } from './load-network.ts';
import { CliProblem } from './problem.ts';

export interface MeasureArguments {
  readonly url?: string;
  readonly controlToken?: string;
  readonly seed?: number;
  readonly workers: number;
  readonly quiet?: boolean;
}

export interface Measurement {
  readonly result: LoadResult;
  /** What is to be said beside the result; empty, or lines that end. */
  readonly told: string;
}

/** @throws {CliProblem} where the network is not there, or does not do what the run needs */
export const measureLoad = async (
  profile: Profile,
  args: MeasureArguments,
  context: CommandContext,
): Promise<Measurement> => {
  if (profile.capacity !== undefined) return measureCapacity(profile, profile.capacity, args, context);
  return { result: await measureOnce(profile, args, context), told: '' };
};

const measureOnce = async (profile: Profile, args: MeasureArguments, context: CommandContext): Promise<LoadResult> => {
  const { url, controlToken } = args;
  if (url !== undefined) return runOn({ url, controlToken, isOwn: false }, profile, args, context);
  const network = await startLoadNetwork(profile);
  try {
    return await runOn({ url: network.url, isOwn: true }, profile, args, context);
  } finally {
    await network.stop();
  }
};

const runOn = async (
  target: LoadTarget,
  profile: Profile,
  { workers, quiet, seed }: MeasureArguments,
  { signal, screen, note }: CommandContext,
): Promise<LoadResult> => {
  const draw = (text: string): void => {
    if (quiet !== true) screen?.write(`\r\x1b[K${text}`);
  };
  try {
    return await runLoad(profile, {
      target,
      seed,
      generators: workers,
      onPrepared: (prepared, of) => draw(`${prepared} of ${of} people stand ready`),
      onSecond: (second) => draw(liveLine(second)),
      onNote: (line) => {
        draw('');
        note(`! ${line}\n`);
      },
      signal,
    });
  } catch (error) {
    if (!(error instanceof LoadProblem)) throw error;
    const code = error.kind === 'usage' ? EXIT.usage : EXIT.environment;
    throw new CliProblem(code, ...error.lines.map((line) => `banknet load run: ${line}`));
  } finally {
    draw('');
  }
};

const measureCapacity = async (
  profile: Profile,
  search: CapacitySearch,
  args: MeasureArguments,
  context: CommandContext,
): Promise<Measurement> => {
  const { signal, note } = context;
  const results: LoadResult[] = [];
  const found = await searchCapacity(search, async (perSecond) => {
    if (signal.aborted) return undefined;
    const segments = [{ fromPerSecond: perSecond, toPerSecond: perSecond, forMs: search.forMs }];
    const result = await measureOnce({ ...profile, arrivals: { model: 'open', segments } }, args, context);
    results.push(result);
    if (result.wasInterrupted) return undefined;
    const held = hasPassed(result);
    const broken = checksOf(result).filter((check) => !check.held);
    const told = held ? 'held' : broken.map((check) => `${check.name} did not hold (${check.found})`).join(', ');
    if (args.quiet !== true) note(`${perSecond} per second: ${told}\n`);
    return { held, told: { result, words: `${perSecond} per second: ${told}` } };
  });
  const best = found.steps.find(({ perSecond, held }) => held && perSecond === found.perSecond) ?? found.steps.at(-1);
  const result = results.at(-1)?.wasInterrupted === true ? results.at(-1) : best?.told.result;
  // Interrupted before the first run there is nothing to show.
  if (result === undefined)
    throw new CliProblem(EXIT.interrupted, 'banknet load run: interrupted before the first rate');
  const highest = found.perSecond === undefined ? 'not even the lowest rate held' : `${found.perSecond} per second`;
  const open = found.isOpenEnded ? ', the highest that was tried: it may be more' : '';
  return {
    result,
    told: `Capacity: ${highest}${open}\n${found.steps.map(({ told }) => `  ${told.words}\n`).join('')}`,
  };
};
