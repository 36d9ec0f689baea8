// One `banknet load run`: reads the profile, has it run, tells of it while it runs and after, writes the reports.
import { LoadProblem } from '../load/load-problem.ts';
import { liveLine } from '../load/load-report-text.ts';
import type { LoadResult } from '../load/load-result.ts';
import { checksOf, hasPassed, verdictSentence } from '../load/load-verdict.ts';
import type { Profile } from '../load/profile.ts';
import { type LoadTarget, runLoad } from '../load/run-load.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { startLoadNetwork } from './load-network.ts';
import { loadProfileFile } from './load-profile-file.ts';
import { CliProblem } from './problem.ts';
import { prepareReportFolder, writeReportFiles } from './report-files.ts';

export interface LoadRunArguments {
  readonly url?: string;
  readonly allowRemote?: boolean;
  readonly controlToken?: string;
  readonly workers: number;
  readonly json?: boolean;
  readonly report?: string;
  readonly quiet?: boolean;
}

/** @throws {CliProblem} where the profile is wrong, the network is not there, or something does not hold */
export const runLoadProfile = async (path: string, args: LoadRunArguments, context: CommandContext): Promise<void> => {
  const profile = loadProfileFile(path);
  if (args.report !== undefined) prepareReportFolder(args.report);
  const result = await measured(profile, args, context);
  await tell(result, args, context);
  if (!context.signal.aborted && !hasPassed(result)) {
    const broken = checksOf(result).filter(({ held }) => !held);
    const lines = broken.flatMap(({ name, details }) => (details.length === 0 ? [name] : details));
    throw new CliProblem(EXIT.checkFailed, `banknet load run: ${verdictSentence(result)}`, ...lines);
  }
};

/** The run on the network that was named, or on one of its own that is gone afterwards. */
const measured = async (profile: Profile, args: LoadRunArguments, context: CommandContext): Promise<LoadResult> => {
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
  { workers, quiet }: LoadRunArguments,
  { signal, screen }: CommandContext,
): Promise<LoadResult> => {
  const draw = (text: string): void => {
    if (quiet !== true) screen?.write(`\r\x1b[K${text}`);
  };
  try {
    return await runLoad(profile, {
      target,
      generators: workers,
      onPrepared: (prepared, of) => draw(`${prepared} of ${of} people stand ready`),
      onSecond: (second) => draw(liveLine(second)),
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

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const tell = async (result: LoadResult, args: LoadRunArguments, { print, paint }: CommandContext): Promise<void> => {
  const [{ loadJson }, { loadText }] = await Promise.all([
    import('../load/load-report-json.ts'),
    import('../load/load-report-text.ts'),
  ]);
  const json = loadJson(result);
  await print(args.json === true ? json : loadText(result, paint, args.quiet));
  if (args.report === undefined) return;
  const [{ loadJunit }, { loadPrometheus }, { loadHtml }] = await Promise.all([
    import('../load/load-report-junit.ts'),
    import('../load/load-report-prometheus.ts'),
    import('../load/load-report-html.ts'),
  ]);
  const files = {
    'junit.xml': loadJunit(result),
    'report.html': loadHtml(result),
    'metrics.prom': loadPrometheus(result),
  };
  writeReportFiles(args.report, { 'report.json': json, ...files });
  if (args.json !== true && args.quiet !== true) await print(`Report: ${args.report}/report.html\n`);
};
