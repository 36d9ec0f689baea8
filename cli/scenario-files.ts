// Scenario files for the commands: paths to scenarios, or every mistake of every file at once. Nothing runs half.
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../core/result.ts';
import type { Scenario } from '../scenarios/story/scenario.ts';
import { scenarioSchema } from '../scenarios/story/scenario-schema.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';
import { readSmallFile } from './small-file.ts';
import { readYamlDocuments } from './yaml-text.ts';

/** A story is written by hand; what is larger is another file. */
const MAX_SCENARIO_BYTES = 1_048_576;
/** More than these is another folder than was meant. */
const MAX_FILES = 10_000;
const SCENARIO_FILE = /\.(ya?ml|json)$/i;

export interface LoadedScenario {
  /** As it was named, or found in the folder that was named. */
  readonly file: string;
  readonly scenario: Scenario;
  /** The plain data that stands there. */
  readonly data: unknown;
}

type Found<Value> = Result<Value, readonly string[]>;

/**
 * The scenarios of these files, and of all files in these folders, in the order of their names. A YAML document is one.
 * @throws {CliProblem} exit 2 with a line for each mistake in any of them
 */
export const loadScenarios = (paths: readonly string[]): readonly LoadedScenario[] => {
  const files = paths.map(filesAt);
  const read = withoutRepeats(files.flatMap((found) => (found.ok ? found.value : []))).map(readScenarios);
  const mistakes = [...files, ...read].flatMap((one) => (one.ok ? [] : one.failure));
  if (mistakes.length > 0) throw new CliProblem(EXIT.usage, ...mistakes);
  return read.flatMap((one) => (one.ok ? one.value : []));
};

/** A file may be named and stand in a folder that is named too. */
const withoutRepeats = (files: readonly string[]): readonly string[] => [
  ...new Map(files.map((file) => [resolve(file), file])).values(),
];

const filesAt = (path: string): Found<readonly string[]> => {
  try {
    if (!statSync(path).isDirectory()) return ok([path]);
    const files = filesBelow(path);
    if (files.length === 0) return fail([`${path}: has no scenario file (.yaml, .yml or .json)`]);
    return files.length > MAX_FILES ? fail([`${path}: has more than ${MAX_FILES} scenario files`]) : ok(files);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return fail([`${path}: ${whyUnreadable(code)}`]);
  }
};

/** Links to folders are not followed: they may lead round in a circle. */
const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return SCENARIO_FILE.test(entry.name) ? [path] : [];
    });

const readScenarios = (file: string): Found<readonly LoadedScenario[]> => {
  const text = readSmallFile(file, MAX_SCENARIO_BYTES);
  if (!text.ok) return fail([`${file}: ${whyUnreadable(text.failure)}`]);
  const read = readYamlDocuments(text.value, file, scenarioSchema);
  return read.ok ? ok(read.value.map(({ data, value }) => ({ file, scenario: value, data }))) : read;
};

const whyUnreadable = (code: string): string => UNREADABLE[code] ?? `cannot be read (${code})`;

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_SCENARIO_BYTES} bytes and so no scenario file`,
  'not-utf8': 'is not UTF-8; save it as UTF-8 text',
  ENOENT: 'is not there (ENOENT); name a scenario file, or a folder with some',
  EACCES: 'this user may not read it',
};
