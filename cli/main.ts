// The edge between the program and the process: streams, signals, exit codes. Everything else gets a CommandContext.
import { systemClock } from '../core/system-clock.ts';
import type { CommandContext } from './command-context.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { painterFor } from './painter.ts';
import { asProblem, CliProblem, codeOf } from './problem.ts';

/** Why a command is asked to end before it is done. */
type Ending = 'interrupted' | 'reader gone' | { readonly unwritable: string };

/** A terminal that does not tell its width has the one of old. */
const USUAL_COLUMNS = 80;

/** Runs the command line of this process to its end and sets the exit code. */
export const run = async (argv: readonly string[]): Promise<void> => {
  const ending = new AbortController();
  watchSignals(ending);
  watchOutput(ending);
  const context = contextOf(ending.signal);
  const failure = await outcomeOf(readCommandLine(argv.slice(2)), context);
  process.exitCode = exitCodeFor(failure, ending.signal, context);
};

/** What the command ended with: undefined where it did what it was asked. */
const outcomeOf = async (line: CommandLine, context: CommandContext): Promise<unknown> => {
  if (line.kind === 'wrong') return new CliProblem(EXIT.usage, ...line.lines);
  try {
    await (line.kind === 'shown' ? context.print(line.text) : line.run(context));
    return undefined;
  } catch (error) {
    return asProblem(error);
  }
};

const exitCodeFor = (failure: unknown, { aborted, reason }: AbortSignal, { note }: CommandContext): ExitCode => {
  const ending: Ending | undefined = aborted ? reason : undefined;
  if (failure instanceof CliProblem) {
    for (const line of failure.lines) note(`${line}\n`);
    return failure.exitCode;
  }
  // Whatever was under way when the end was asked for may say so by this error, or by none.
  if (failure !== undefined && failure !== ending) {
    note(`banknet: something failed inside that should not; please report it.\n${describe(failure)}\n`);
    return EXIT.checkFailed;
  }
  if (ending === 'interrupted') return EXIT.interrupted;
  if (ending === undefined || ending === 'reader gone') return EXIT.ok;
  note(`banknet: stdout cannot be written (${ending.unwritable})\n`);
  return EXIT.environment;
};

const describe = (failure: unknown): string =>
  failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);

/** The first Ctrl-C asks for a clean stop, the second ends at once. */
const watchSignals = (ending: AbortController): void => {
  const interrupt = (): void => {
    if (ending.signal.aborted) process.exit(EXIT.interrupted);
    ending.abort('interrupted' satisfies Ending);
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
};

/** A reader that has seen enough (`| head`) is no failure; a full disk is one. */
const watchOutput = (ending: AbortController): void => {
  process.stdout.on('error', (error) => {
    const code = codeOf(error) ?? error.message;
    const reason: Ending = code === 'EPIPE' ? 'reader gone' : { unwritable: code };
    ending.abort(reason);
  });
  // Without a stderr there is nobody left to tell.
  process.stderr.on('error', () => undefined);
};

const contextOf = (signal: AbortSignal): CommandContext => {
  const { stdout, stderr, env } = process;
  const note = (text: string): void => void stderr.write(text);
  return {
    print: (text) =>
      new Promise((resolve) => {
        // A failed write is told to watchOutput, which ends the command through the signal.
        if (signal.aborted && signal.reason !== 'interrupted') resolve();
        else stdout.write(text, () => resolve());
      }),
    note,
    columns: stdout.isTTY ? stdout.columns || USUAL_COLUMNS : undefined,
    paint: painterFor(stdout.isTTY, env),
    screen: stderr.isTTY
      ? { columns: stderr.columns || USUAL_COLUMNS, paint: painterFor(true, env), write: note }
      : undefined,
    signal,
    nowMs: systemClock.now,
  };
};
