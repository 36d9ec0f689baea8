// From arguments to what is to be done: the table of commands, their help, and every mistake at once. Runs nothing.
import { Command, CommanderError } from 'commander';
import packageFile from '../package.json' with { type: 'json' };
import type { CommandContext } from './command-context.ts';
import { contractCommand } from './commands/contract.ts';
import { loadCommand } from './commands/load.ts';
import { peopleCommand } from './commands/people.ts';
import { queryCommand } from './commands/query.ts';
import { scenarioCommand } from './commands/scenario.ts';
import { upCommand } from './commands/up.ts';
import type { Collector } from './options.ts';

/** Every command of banknet, in the order of its help. */
const COMMANDS: readonly ((collector: Collector) => Command)[] = [
  upCommand,
  queryCommand,
  peopleCommand,
  scenarioCommand,
  contractCommand,
  loadCommand,
];

/** A line with more mistakes than this is no command line of ours. */
const MAX_MISTAKES = 20;
const HELP_COLUMNS = 100;

export type CommandRun = (context: CommandContext) => Promise<void>;

export type CommandLine =
  | { readonly kind: 'run'; readonly run: CommandRun }
  /** Help or version: to be printed, and that is all. */
  | { readonly kind: 'shown'; readonly text: string }
  | { readonly kind: 'wrong'; readonly lines: readonly string[] };

/** What these arguments (without `node` and the script) ask for. */
export const readCommandLine = (args: readonly string[]): CommandLine => {
  const mistakes: string[] = [];
  let rest = args;
  for (;;) {
    const reading = readOnce(rest);
    if (reading.shown !== undefined) return { kind: 'shown', text: reading.shown };
    if (reading.mistake !== undefined) mistakes.push(reading.mistake);
    const next = reading.unknown === undefined ? rest : without(rest, reading.unknown);
    if (next.length < rest.length && mistakes.length < MAX_MISTAKES) {
      rest = next;
      continue;
    }
    const lines = [...reading.complaints, ...mistakes];
    if (lines.length > 0 || reading.run === undefined) return { kind: 'wrong', lines: inPlace(args, lines) };
    return { kind: 'run', run: reading.run };
  }
};

interface Reading {
  run?: CommandRun;
  shown?: string;
  /** Values that cannot be. */
  readonly complaints: string[];
  /** What made commander stop. */
  mistake?: string;
  /** The unknown option, where that was the mistake: the line can be read again without it. */
  unknown?: string | undefined;
}

const readOnce = (args: readonly string[]): Reading => {
  const reading: Reading = { complaints: [] };
  const program = createProgram({
    complain: (line) => reading.complaints.push(line),
    choose: (run) => {
      reading.run = run;
    },
  });
  let shown = '';
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ writeOut: (text) => (shown += text), writeErr: () => undefined });
  }
  try {
    program.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) reading.shown = shown;
    else reading.mistake = mistakeOf(error);
    if (error.code === 'commander.unknownOption') reading.unknown = /'([^']+)'/.exec(error.message)?.[1];
    // Behind a command that has none of its own it is the program's, as before it.
    if (reading.unknown === '--version') reading.shown = `${packageFile.version}\n`;
  }
  return reading;
};

const createProgram = (collector: Collector): Command => {
  const program = new Command('banknet')
    .description("A simulated bank network for China UnionPay's one-query card lookup (一键查卡).")
    .version(packageFile.version, '--version', 'print the version')
    .addHelpText('after', AFTER_HELP);
  for (const create of COMMANDS) program.addCommand(create(collector));
  for (const command of withSubcommands(program)) {
    // What stands behind a command is its own: some have a --version with a value.
    command.enablePositionalOptions();
    command.helpOption('--help', 'print this help').configureHelp({ helpWidth: HELP_COLUMNS });
    if (command.commands.length > 0) command.helpCommand(false);
  }
  return program;
};

/** A command and everything below it. */
const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap((one) => withSubcommands(one)),
];

const AFTER_HELP = `
Exit codes:
  0    all held
  1    a check failed, or the network refused
  2    the command line or a configuration is wrong
  3    the environment: a port is taken, a target cannot be reached, a disk is full
  130  interrupted, after a clean stop

"banknet COMMAND --help" says what a command takes.`;

const mistakeOf = (error: CommanderError): string =>
  error.code === 'commander.help'
    ? 'name a command'
    : error.message.replace(/^error: /, '').replace(/\s*\n\((.+)\)$/, ' ($1)');

/** The arguments without an option that is unknown, and without what looks like its value. */
const without = (args: readonly string[], option: string): readonly string[] => {
  const at = args.findIndex((arg) => arg === option || arg.startsWith(`${option}=`));
  if (at === -1) return args;
  const hasValue = args[at] === option && args[at + 1]?.startsWith('-') === false;
  return args.toSpliced(at, hasValue ? 2 : 1);
};

/** Every mistake with the command it was made in, and where to read what is right. */
const inPlace = (args: readonly string[], mistakes: readonly string[]): readonly string[] => {
  const where = placeIn(createProgram({ complain: () => undefined, choose: () => undefined }), args);
  return [...mistakes.map((mistake) => `${where}: ${mistake}`), `"${where} --help" says what can be given.`];
};

/** The command that these arguments name: `banknet scenario run`. */
const placeIn = (command: Command, args: readonly string[]): string => {
  const named = (arg: string | undefined) => command.commands.find((one) => one.name() === arg);
  const at = args.findIndex((arg) => named(arg) !== undefined);
  const next = named(args[at]);
  return next === undefined ? command.name() : `${command.name()} ${placeIn(next, args.slice(at + 1))}`;
};
