// `banknet scenario run`: plays scenario files, tells what came of them, writes the reports.
import { type Command, Option } from 'commander';
import { oneLine } from '../../report/visible-text.ts';
import {
  type ReportedScenario,
  type ScenarioReport,
  totalsOf,
  verdictOf,
} from '../../scenarios/report/scenario-report.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { watchFiles } from '../file-watch.ts';
import { type Collector, httpUrl, sharedOptions, valueOption } from '../options.ts';
import { CliProblem } from '../problem.ts';
import { prepareReportFolder, writeReportFiles } from '../report-files.ts';
import type { Playhouse } from '../scenario-player.ts';

interface RunArguments {
  readonly live?: boolean;
  readonly url?: string;
  readonly controlToken?: string;
  readonly seed?: number;
  readonly json?: boolean;
  readonly report?: string;
  readonly quiet?: boolean;
  readonly watch?: boolean;
}

/** Puts the command into the group `scenario`. */
export const addScenarioRun = (group: Command, collector: Collector): void => {
  const shared = sharedOptions(collector);
  group
    .command('run')
    .argument('<path...>', 'scenario files, and folders of them')
    .description(
      'Plays scenarios and holds each to what it expects and to the invariants: under virtual time, where a week ' +
        'takes milliseconds, or on sockets. Nothing is played while any file has a mistake.',
    )
    .summary('play scenario files')
    .addOption(
      new Option('--live', 'on a network of its own: real sockets, a clock that is put forward').conflicts('url'),
    )
    .addOption(valueOption(collector, '--url <url>', 'on this running network', httpUrl))
    .addOption(shared.controlToken())
    .addOption(shared.seed("in place of each scenario's own seed"))
    .addOption(new Option('--json', 'the report as JSON alone on stdout').conflicts('watch'))
    .addOption(new Option('--report <dir>', 'writes report.json, junit.xml and report.html there'))
    .addOption(new Option('--watch', 'plays again whenever one of the files changes, until Ctrl-C'))
    .addOption(shared.quiet())
    .addHelpText('after', '\nExample:\n  banknet scenario run scenarios/library --report reports')
    .action((paths: readonly string[], args: RunArguments) =>
      collector.choose((context) => (args.watch === true ? playOnChange : play)(paths, args, context)),
    );
};

/** @throws {CliProblem} where a file is wrong, a scenario failed, or the network cannot be reached */
const play = async (paths: readonly string[], args: RunArguments, context: CommandContext): Promise<void> => {
  // Only this command plays and shows scenarios: others start without all that it takes.
  const { loadScenarios } = await import('../scenario-files.ts');
  const { playScenarios } = await import('../scenario-player.ts');
  const loaded = loadScenarios(paths);
  if (args.report !== undefined) prepareReportFolder(args.report);
  const playhouse = await playhouseOf(args);
  const { signal, nowMs } = context;
  const teller = await tellerOf(args, context, loaded.length);
  const scenarios = await playScenarios(loaded, { playhouse, seed: args.seed, signal, nowMs, ...teller });
  const report: ScenarioReport = { scenarios, stage: playhouse.name, wasInterrupted: signal.aborted };
  await finish(report, args, context);
  if (!signal.aborted) judge(report);
};

/** @throws {CliProblem} unless all that could be played has held */
const judge = (report: ScenarioReport): void => {
  const { failed, passed } = totalsOf(report);
  if (failed > 0) {
    throw new CliProblem(EXIT.checkFailed, `banknet scenario run: ${failed} of ${failed + passed} scenarios failed`);
  }
  if (passed === 0)
    throw new CliProblem(EXIT.usage, 'banknet scenario run: none of these scenarios can be played there');
};

/** Where the scenarios are played. */
const playhouseOf = async ({ live, url, controlToken }: RunArguments): Promise<Playhouse> => {
  if (live === true) {
    const { openLiveStage } = await import('../live-stage.ts');
    return { name: 'on a live network', open: (scenario) => openLiveStage(scenario), flags: ['--live'] };
  }
  if (url !== undefined) {
    const { openHttpStage } = await import('../running-stage.ts');
    return {
      name: `on the network at ${url}`,
      open: (scenario) => openHttpStage({ url, controlToken, scenario }),
      flags: [`--url ${url}`],
    };
  }
  return { name: 'in virtual time', open: undefined, flags: [] };
};

/** Tells of each scenario as it goes: a line of the result on stdout, progress on the terminal of stderr. */
const tellerOf = async ({ json, quiet }: RunArguments, { print, paint, screen }: CommandContext, count: number) => {
  const { scenarioText } = await import('../../scenarios/report/scenario-report-text.ts');
  const draw = (text: string): void => {
    if (quiet !== true) screen?.write(text);
  };
  return {
    onBegin: ({ name }: { readonly name: string }, at: number): void => {
      const room = (screen?.columns ?? 0) - 16;
      draw(`\r\x1b[K${at + 1} of ${count}  ${oneLine(name, Math.max(1, room))}`);
    },
    onEnd: async (one: ReportedScenario): Promise<void> => {
      draw('\r\x1b[K');
      const isNews = quiet !== true || verdictOf(one) === 'failed';
      if (json !== true && isNews) await print(scenarioText(one, paint));
    },
  };
};

/** The last words, then the files: a disk that is full takes nothing of what is told here. */
const finish = async (report: ScenarioReport, args: RunArguments, { print, paint }: CommandContext): Promise<void> => {
  const { scenarioReportJson } = await import('../../scenarios/report/scenario-report-json.ts');
  const { summaryText } = await import('../../scenarios/report/scenario-report-text.ts');
  const json = scenarioReportJson(report);
  await print(args.json === true ? json : summaryText(report, paint));
  if (args.report === undefined) return;
  const { scenarioReportJunit } = await import('../../scenarios/report/scenario-report-junit.ts');
  const { scenarioReportHtml } = await import('../../scenarios/report/scenario-report-html.ts');
  const files = { 'junit.xml': scenarioReportJunit(report), 'report.html': scenarioReportHtml(report) };
  writeReportFiles(args.report, { 'report.json': json, ...files });
  if (args.json !== true && args.quiet !== true) await print(`Report: ${args.report}/report.html\n`);
};

/** For who writes a scenario: plays on every change. A mistake or a failure is told, and the next change waited for. */
const playOnChange = async (paths: readonly string[], args: RunArguments, context: CommandContext): Promise<void> => {
  const { signal, note } = context;
  const watch = watchFiles(paths);
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  try {
    while (!signal.aborted) {
      try {
        await play(paths, args, context);
      } catch (error) {
        if (!(error instanceof CliProblem) || error.exitCode === EXIT.environment) throw error;
        for (const line of error.lines) note(`${line}\n`);
      }
      if (signal.aborted) return;
      note(`\nWaiting for a change of ${paths.join(', ')} (Ctrl-C ends)\n`);
      await Promise.race([watch.changed(), ended]);
    }
  } finally {
    watch.close();
  }
};
