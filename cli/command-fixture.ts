// For tests only: one command line run in this process, with what it printed and how it ended.
import type { CommandContext } from './command-context.ts';
import { readCommandLine } from './command-line.ts';
import { PLAIN } from './painter.ts';
import { CliProblem } from './problem.ts';

export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  /** The lines that say why it ended so. */
  readonly problem: string;
}

export const runCommand = async (...args: readonly string[]): Promise<CommandOutcome> => {
  const line = readCommandLine(args);
  if (line.kind === 'wrong') return { code: 2, stdout: '', problem: line.lines.join('\n') };
  if (line.kind === 'shown') return { code: 0, stdout: line.text, problem: '' };
  let stdout = '';
  const context: CommandContext = {
    print: async (text) => {
      stdout += text;
    },
    note: () => undefined,
    columns: undefined,
    paint: PLAIN,
    screen: undefined,
    signal: new AbortController().signal,
    nowMs: () => 0,
  };
  try {
    await line.run(context);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    return { code: error.exitCode, stdout, problem: error.message };
  }
  return { code: 0, stdout, problem: '' };
};
