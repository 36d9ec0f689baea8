// One command run in a process without a terminal: what it prints and how far it is go to whoever has started it.
import { systemClock } from '../core/system-clock.ts';
import type { CommandContext } from './command-context.ts';
import { readCommandLine } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { PLAIN } from './painter.ts';
import { asProblem, CliProblem } from './problem.ts';
import type { RunNews } from './run-messages.ts';

/** A line of progress on the console has room for so much. */
const SCREEN_COLUMNS = 120;

/** Runs the command line to its end. Never throws: what fails is in what it returns. */
export const runInProcess = async (
  args: readonly string[],
  signal: AbortSignal,
  tell: (news: RunNews) => void,
): Promise<RunNews> => {
  const line = readCommandLine(args);
  if (line.kind === 'wrong') return { kind: 'over', code: EXIT.usage, lines: line.lines };
  const context: CommandContext = {
    print: async (text) => tell({ kind: 'printed', text }),
    note: () => undefined,
    columns: undefined,
    paint: PLAIN,
    screen: { columns: SCREEN_COLUMNS, paint: PLAIN, write: (text) => tell({ kind: 'screen', text }) },
    signal,
    nowMs: systemClock.now,
  };
  try {
    if (line.kind === 'run') await line.run(context);
    return { kind: 'over', code: signal.aborted ? EXIT.interrupted : EXIT.ok, lines: [] };
  } catch (error) {
    const problem = asProblem(error);
    if (problem instanceof CliProblem) return { kind: 'over', code: problem.exitCode, lines: problem.lines };
    return {
      kind: 'over',
      code: EXIT.checkFailed,
      lines: [`something failed inside that should not: ${String(error)}`],
    };
  }
};
