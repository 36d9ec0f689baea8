// One `banknet load run`: reads the profile, has it run, tells of it while it runs and after, writes the reports.
import { type Comparison, compareResults } from '../load/compare.ts';
import { comparisonFailures, comparisonText } from '../load/comparison-words.ts';
import { loadHtml } from '../load/load-report-html.ts';
import { loadJson } from '../load/load-report-json.ts';
import { loadJunit } from '../load/load-report-junit.ts';
import { loadPrometheus } from '../load/load-report-prometheus.ts';
import { loadText } from '../load/load-report-text.ts';
import type { LoadResult } from '../load/load-result.ts';
import { checksOf, hasPassed, verdictSentence } from '../load/load-verdict.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { loadBaseline } from './load-baseline.ts';
import { type MeasureArguments, measureLoad } from './load-measurement.ts';
import { loadProfile } from './load-profiles.ts';
import { CliProblem } from './problem.ts';
import { prepareReportFolder, writeReportFiles } from './report-files.ts';
import { shellWord } from './shell-word.ts';

export interface LoadRunArguments extends MeasureArguments {
  readonly allowRemote?: boolean;
  readonly baseline?: readonly string[];
  /** A share. */
  readonly maxChange?: number;
  readonly json?: boolean;
  readonly report?: string;
}

/** @throws {CliProblem} where the profile is wrong, the network is not there, or something does not hold */
export const runLoadProfile = async (path: string, args: LoadRunArguments, context: CommandContext): Promise<void> => {
  const read = loadProfile(path);
  const profile = { ...read, seed: args.seed ?? read.seed };
  const baseline = loadBaseline(args.baseline ?? []);
  if (args.report !== undefined) prepareReportFolder(args.report);
  const { result, told } = await measureLoad(profile, args, context);
  const options = { changeShare: args.maxChange };
  const comparison = baseline.length === 0 ? undefined : compareResults(result, baseline, options);
  await tell(result, comparison, told, args, context);
  if (!context.signal.aborted) judge(result, comparison, againWords(path, result, args));
};

/** The command that runs the same again: the same people, the same chance; not the same moments. */
const againWords = (path: string, { seed, target }: LoadResult, { allowRemote, workers }: LoadRunArguments): string => {
  const where = target === 'own' ? [] : [`--url ${shellWord(target)}`];
  const remote = allowRemote === true ? ['--allow-remote'] : [];
  const generators = workers === 1 ? [] : [`--workers ${workers}`];
  const words = ['banknet load run', shellWord(path), `--seed ${seed}`, ...where, ...remote, ...generators];
  return `  replay: ${words.join(' ')}`;
};

/** @throws {CliProblem} exit 1 unless everything has held */
const judge = (result: LoadResult, comparison: Comparison | undefined, again: string): void => {
  const broken = checksOf(result).filter(({ held }) => !held);
  const worse = comparison === undefined ? [] : comparisonFailures(comparison);
  if (hasPassed(result) && worse.length === 0) return;
  const lines = broken.flatMap(({ name, details }) => (details.length === 0 ? [name] : details));
  throw new CliProblem(EXIT.checkFailed, `banknet load run: ${verdictSentence(result)}`, ...lines, ...worse, again);
};

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const tell = async (
  result: LoadResult,
  comparison: Comparison | undefined,
  told: string,
  args: LoadRunArguments,
  { print, paint }: CommandContext,
): Promise<void> => {
  const json = loadJson(result, comparison);
  const compared = comparison === undefined ? '' : comparisonText(comparison, paint, args.quiet);
  await print(args.json === true ? json : loadText(result, paint, args.quiet) + compared + told);
  if (args.report === undefined) return;
  const page = { 'report.html': loadHtml(result, comparison), 'metrics.prom': loadPrometheus(result) };
  writeReportFiles(args.report, { 'report.json': json, 'junit.xml': loadJunit(result), ...page });
  if (args.json !== true && args.quiet !== true) await print(`Report: ${args.report}/report.html\n`);
};
