// `banknet scenario explore`: a search over seeds for a run of the network that breaks it.
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import type { Exploration, Found, Progress } from '../../scenarios/explore/explore.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { type Explored, explorationJson, explorationText, rates } from '../explore-page.ts';
import { type Collector, sharedOptions, valueOption, wholeNumber } from '../options.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { prepareReportFolder, writeReportFiles, writeWhole } from '../report-files.ts';

/** A milliard seeds take weeks: more is a typing error. */
const MAX_SEEDS = 1_000_000_000;
const MAX_SECONDS = 30 * 86_400;
const USUAL_SEEDS = 1000;
/** So often a terminal is told. */
const PROGRESS_MS = 200;

interface ExploreArguments {
  readonly seeds?: number;
  readonly seconds?: number;
  readonly seedStart: number;
  readonly save: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly quiet?: boolean;
}

/** Puts the command into the group `scenario`. */
export const addScenarioExplore = (group: Command, collector: Collector): void => {
  const value = (flags: string, description: string, min: number, max: number) =>
    valueOption(collector, flags, description, wholeNumber(min, max));
  group
    .command('explore')
    .description(
      'Plays random networks, faults, crashes and users, a story for each seed, and holds each to the invariants. A ' +
        'story that breaks one is shrunk to the smallest that does, and saved as a scenario file.',
    )
    .summary('search for a run of the network that breaks it')
    .addOption(value('--seeds <n>', `how many stories (default: ${USUAL_SEEDS})`, 1, MAX_SEEDS).conflicts('seconds'))
    .addOption(value('--seconds <n>', 'as many stories as fit into that time', 1, MAX_SECONDS))
    .addOption(value('--seed-start <n>', 'seed of the first story', 0, Number.MAX_SAFE_INTEGER - MAX_SEEDS).default(1))
    .addOption(new Option('--save <dir>', 'where shrunk stories go').default('explore-failures'))
    .addOption(new Option('--json', 'what was found as JSON'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml and report.html there'))
    .addOption(sharedOptions(collector).quiet())
    .addHelpText('after', '\nExample:\n  banknet scenario explore --seconds 60 --seed-start 5000')
    .action((args: ExploreArguments) => collector.choose((context) => run(args, context)));
};

const run = async (args: ExploreArguments, context: CommandContext): Promise<void> => {
  // Only this command plays stories.
  const { explore } = await import('../../scenarios/explore/explore.ts');
  if (args.report !== undefined) prepareReportFolder(args.report);
  const startedMs = context.nowMs();
  const untilMs = args.seconds === undefined ? Number.POSITIVE_INFINITY : startedMs + args.seconds * 1000;
  const exploration = await explore({
    from: args.seedStart,
    seeds: args.seeds ?? (args.seconds === undefined ? USUAL_SEEDS : MAX_SEEDS),
    isOver: () => context.signal.aborted || context.nowMs() >= untilMs,
    onProgress: progressLine(args, context, startedMs),
  });
  if (args.quiet !== true) context.screen?.write('\r\x1b[K');
  const tookMs = context.nowMs() - startedMs;
  const explored = { exploration, from: args.seedStart, tookMs, files: save(exploration, args.save) };
  await print(explored, args, context);
  if (args.report !== undefined) {
    const { explorationReport } = await import('../explore-report.ts');
    writeReportFiles(args.report, await explorationReport(explored, context.signal.aborted, context.nowMs));
  }
  if (exploration.found.length > 0 && !context.signal.aborted) throw foundProblem(exploration);
};

/** Draws over one line of the terminal, now and then. */
const progressLine = ({ quiet, seeds }: ExploreArguments, { screen, nowMs }: CommandContext, startedMs: number) => {
  let toldMs = startedMs;
  return (progress: Progress): void => {
    if (screen === undefined || quiet === true || nowMs() < toldMs + PROGRESS_MS) return;
    toldMs = nowMs();
    const of = seeds === undefined ? '' : ` of ${seeds}`;
    const found = progress.failed === 0 ? 'nothing found' : screen.paint.red(`${progress.failed} failed`);
    const doing = progress.shrinking === undefined ? '' : `, shrinking seed ${progress.shrinking}`;
    screen.write(`\r${progress.seeds}${of} seeds, ${rates(progress, toldMs - startedMs)}, ${found}${doing}\x1b[K`);
  };
};

const print = (explored: Explored, { json, quiet }: ExploreArguments, { print: out, paint }: CommandContext) => {
  if (json === true) return out(`${JSON.stringify(explorationJson(explored), undefined, 2)}\n`);
  return out(explorationText(explored, paint, quiet === true));
};

/** Writes a file for each shrunk story; their names by sign. */
const save = ({ found }: Exploration, folder: string): ReadonlyMap<string, string> => {
  if (found.length === 0) return new Map();
  try {
    return new Map(found.map((one) => [one.sign, saveStory(one, folder)]));
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new CliProblem(EXIT.environment, `${folder}: shrunk stories cannot be written there (${code}); see --save`);
  }
};

const saveStory = ({ sign, seed, message, data }: Found, folder: string): string => {
  const file = join(folder, `${seed}-${sign.toLowerCase()}.yaml`);
  const comment = `${sign}: ${message}`.replaceAll(/\s*\n\s*/g, ' ');
  writeWhole(file, `# Found by exploration, seed ${seed}. ${comment}\n${stringify(data, { lineWidth: 120 })}`);
  return file;
};

const foundProblem = ({ found }: Exploration): CliProblem =>
  new CliProblem(
    EXIT.checkFailed,
    ...found.map(({ sign, seed }) => `banknet scenario explore: ${sign} does not hold, first at seed ${seed}`),
  );
