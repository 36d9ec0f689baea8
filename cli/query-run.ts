// What `up` and `query` share: ask for one person, show progress and report, say a refusal in the source's words.
import type { Report } from '../engine/report.ts';
import { AppRefused } from './app-client.ts';
import type { CommandContext } from './command-context.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { NO_PROGRESS, type Progress, screenProgress } from './progress.ts';
import { formatReport } from './report-table.ts';

export interface OutputFlags {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Progress where there is a terminal for it and nobody has asked for quiet. */
export const progressFor = ({ screen }: CommandContext, { quiet }: OutputFlags): Progress =>
  screen === undefined || quiet === true ? NO_PROGRESS : screenProgress(screen);

/** Prints a report: as JSON alone, or as tables. */
export const printReport = (
  report: Report,
  { print, columns, paint }: CommandContext,
  { json }: OutputFlags,
): Promise<void> =>
  print(json === true ? `${JSON.stringify(report, null, 2)}\n` : `${formatReport(report, { columns, paint })}\n`);

/** Words for a person that are no result: to stdout, or to stderr where stdout is kept for JSON; none when quiet. */
export const tell = async (text: string, { print, note }: CommandContext, flags: OutputFlags): Promise<void> => {
  if (flags.quiet === true) return;
  if (flags.json === true) note(`${text}\n`);
  else await print(`${text}\n`);
};

/** A refusal as the problem that ends a command: the user's words first, then what a developer needs (exit 1). */
export const refusalAsProblem = (error: unknown, seed: number): unknown => {
  if (!(error instanceof AppRefused)) return error;
  const { code, detail, userMessage } = error;
  const hint =
    code === 'NOT_REAL_NAME'
      ? [`The person is of seed ${seed}: give the network's own with --seed, and its configuration with --config.`]
      : [];
  return new CliProblem(EXIT.checkFailed, ...(userMessage === '' ? [] : [userMessage]), `${code}: ${detail}`, ...hint);
};
