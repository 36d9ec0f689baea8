// The file of a load profile: read, or every mistake in it with its place.
import type { Profile } from '../load/profile.ts';
import { profileSchema } from '../load/profile-schema.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';
import { readYamlText } from './yaml-text.ts';

/** A profile is written by hand; what is larger is another file. */
const MAX_PROFILE_BYTES = 1_048_576;

/** @throws {CliProblem} exit 2 with a line for each mistake, or for a file that cannot be read */
export const loadProfileFile = (path: string): Profile => {
  const read = readSmallFile(path, MAX_PROFILE_BYTES);
  if (!read.ok)
    throw new CliProblem(EXIT.usage, `${path}: ${UNREADABLE[read.failure] ?? `cannot be read (${read.failure})`}`);
  const content = readYamlText(read.value, path, profileSchema);
  if (!content.ok) throw new CliProblem(EXIT.usage, ...content.failure);
  return content.value.value;
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_PROFILE_BYTES} bytes and so no load profile; name another file`,
  'not-utf8': 'is not UTF-8; save it as UTF-8 text',
  ENOENT: 'is not there (ENOENT); load/profiles has some to begin with',
  EISDIR: 'is a folder; name a profile in it',
  EACCES: 'this user may not read it',
};
