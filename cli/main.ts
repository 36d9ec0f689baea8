// The command line: reads arguments, runs one command, turns its end into an exit code. One table of commands.
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { peopleCommand } from './commands/people.ts';
import { queryCommand } from './commands/query.ts';
import { upCommand } from './commands/up.ts';
import { asProblem, CliProblem, EXIT } from './problem.ts';

/** Every command of banknet, in the order of its help. */
const COMMANDS: readonly (() => Command)[] = [upCommand, queryCommand, peopleCommand];

/** The version in package.json, which lies one folder up from the sources and two from the compiled program. */
const version = (): string => {
  for (const path of ['../package.json', '../../package.json']) {
    try {
      const parsed: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) return String(parsed.version);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return 'unknown';
};

/** The whole program, for the tests of its help. */
export const createProgram = (): Command => {
  const program = new Command('banknet')
    .description("A simulated bank network for China UnionPay's one-query card lookup (一键查卡).")
    .version(version(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: 100, showGlobalOptions: false })
    .addHelpText(
      'after',
      '\nExit codes: 0 all held · 1 a check failed · 2 wrong usage or configuration · 3 environment · 130 interrupted',
    );
  for (const create of COMMANDS) {
    const command = create().helpOption('--help', 'print this help').configureHelp({ helpWidth: 100 });
    program.addCommand(command);
  }
  for (const command of [program, ...program.commands]) command.exitOverride().showSuggestionAfterError();
  return program;
};

/** Runs one command line to its end and sets the exit code. */
export const run = async (argv: readonly string[]): Promise<void> => {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  try {
    await createProgram().parseAsync(argv);
  } catch (error) {
    process.exitCode = exitCodeOf(asProblem(error));
  }
};

const exitCodeOf = (error: unknown): number => {
  // Commander has printed its own message; help and version end with 0, everything else is wrong usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (!(error instanceof CliProblem)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  return error.exitCode;
};
