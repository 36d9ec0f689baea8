// Load profiles for the commands: a path, or the name of one of the package, to a profile, or every mistake at once.
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean } from '../core/nearest-name.ts';
import type { Profile } from '../load/profile.ts';
import { profileSchema } from '../load/profile-schema.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';
import { readYamlText } from './yaml-text.ts';

/** Written by hand; what is larger is another file. */
const MAX_PROFILE_BYTES = 1_048_576;
const FOLDER = fileURLToPath(new URL('../load/profiles/', import.meta.url));
const ENDING = '.yaml';
/** A name alone, without a path or an ending. */
const NAME = /^[A-Za-z0-9_-]+$/;

/** The profiles of the package. */
export const profileNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .toSorted();

/**
 * The profile in this file, or, where it is a name alone, that of the package.
 * @throws {CliProblem} exit 2 with a line for each mistake in it
 */
export const loadProfile = (named: string): Profile => {
  const isName = NAME.test(named);
  const file = isName ? join(FOLDER, named + ENDING) : named;
  const text = readSmallFile(file, MAX_PROFILE_BYTES);
  if (!text.ok) {
    throw new CliProblem(
      EXIT.usage,
      isName && text.failure === 'ENOENT' ? noSuchName(named) : unreadable(named, text.failure),
    );
  }
  const read = readYamlText(text.value, isName ? `${named}${ENDING}` : named, profileSchema);
  if (!read.ok) throw new CliProblem(EXIT.usage, ...read.failure);
  return read.value.value;
};

const noSuchName = (name: string): string => {
  const names = profileNames();
  const remedy = `name one of ${names.join(', ')}, or a file such as ./${name}.yaml`;
  return `There is no profile ${name}${didYouMean(name, names)}: ${remedy}`;
};

const unreadable = (path: string, code: string): string => `${path}: ${UNREADABLE[code] ?? `cannot be read (${code})`}`;

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_PROFILE_BYTES} bytes and so no load profile`,
  'not-utf8': 'is not UTF-8; save it as UTF-8 text',
  ENOENT: 'is not there (ENOENT); name a profile file, or one of the package such as smoke',
  EISDIR: 'is a folder; name one profile',
  EACCES: 'this user may not read it',
};
