// `banknet scenario new`: a scenario file to start from, with every action in a comment. Plays nothing.
import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Collector } from '../options.ts';
import { CliProblem, codeOf } from '../problem.ts';
import { startingScenario } from '../starting-scenario.ts';

/** Adds it to the group `scenario`. */
export const addScenarioNew = (command: Command, collector: Collector): void => {
  command
    .command('new <file>')
    .description('Writes a scenario file to start from: a whole story, and every other action in a comment.')
    .summary('write a commented scenario file to start from')
    .addHelpText('after', '\nExample:\n  banknet scenario new scenarios/my-story.yaml')
    .action((file: string) => collector.choose((context) => writeScenario(file, context)));
};

const writeScenario = async (file: string, context: CommandContext): Promise<void> => {
  if (!/\.ya?ml$/i.test(file)) {
    throw new CliProblem(EXIT.usage, `${file}: a scenario file is YAML; give it a name that ends in .yaml`);
  }
  try {
    writeFileSync(file, startingScenario(schemaFrom(file)), { flag: 'wx' });
  } catch (error) {
    const code = codeOf(error);
    const [exitCode, why] = UNWRITABLE[code ?? ''] ?? [];
    if (exitCode === undefined) throw error;
    throw new CliProblem(exitCode, `${file}: ${why} (${code})`);
  }
  await context.print(`Wrote ${file}. Run it: banknet scenario run ${file}\n`);
};

/** Where the schema of this package is, as an editor looks for it from the file. */
const schemaFrom = (file: string): string => {
  const schema = fileURLToPath(import.meta.resolve('banknet/scenario.schema.json'));
  const path = relative(dirname(resolve(file)), schema)
    .split(sep)
    .join('/');
  return path.startsWith('.') ? path : `./${path}`;
};

const UNWRITABLE: Readonly<Record<string, readonly [typeof EXIT.usage | typeof EXIT.environment, string]>> = {
  EEXIST: [EXIT.usage, 'is there already and is not written over; name another'],
  ENOENT: [EXIT.usage, 'its folder is not there; make it first'],
  ENOTDIR: [EXIT.usage, 'its folder is no folder; name another'],
  EACCES: [EXIT.environment, 'this user may not write there'],
  EROFS: [EXIT.environment, 'nothing can be written there'],
  ENOSPC: [EXIT.environment, 'the disk is full'],
};
