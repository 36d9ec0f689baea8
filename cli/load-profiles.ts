// Load profiles for the commands: a path, or the name of one of the package, to a profile, or every mistake at once.
import type { Profile } from '../load/profile.ts';
import { profileSchema } from '../load/profile-schema.ts';
import { packagedFiles } from './packaged-files.ts';

const PROFILES = packagedFiles({
  folder: new URL('../load/profiles/', import.meta.url),
  what: 'profile',
  whole: 'load profile',
  example: 'smoke',
});

/** The profiles of the package. */
export const profileNames = (): readonly string[] => PROFILES.names();

/**
 * The profile in this file, or, where it is a name alone, that of the package.
 * @throws {CliProblem} exit 2 with a line for each mistake in it
 */
export const loadProfile = (named: string): Profile => PROFILES.read(named, profileSchema);
