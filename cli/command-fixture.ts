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

/** What a command gets where nobody sees a terminal, and what it has printed. */
export const recordingContext = (
  note: CommandContext['note'],
): { readonly context: CommandContext; readonly printed: () => string } => {
  let text = '';
  const context: CommandContext = {
    print: async (more) => {
      text += more;
    },
    note,
    columns: undefined,
    paint: PLAIN,
    screen: undefined,
    signal: new AbortController().signal,
    nowMs: () => 0,
  };
  return { context, printed: () => text };
};

export const runCommand = async (...args: readonly string[]): Promise<CommandOutcome> => {
  const line = readCommandLine(args);
  if (line.kind === 'wrong') return { code: 2, stdout: '', problem: line.lines.join('\n') };
  if (line.kind === 'shown') return { code: 0, stdout: line.text, problem: '' };
  const { context, printed } = recordingContext(() => undefined);
  try {
    await line.run(context);
  } catch (error) {
    if (!(error instanceof CliProblem)) throw error;
    return { code: error.exitCode, stdout: printed(), problem: error.message };
  }
  return { code: 0, stdout: printed(), problem: '' };
};
