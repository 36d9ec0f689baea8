// The master key of a store on a disk: from the environment, or from a file beside the database that is made with it.
// Whoever has the key and the file can read what is sealed, so it is told to nobody, also not in an error.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { MASTER_KEY_BYTES } from '../engine/doors/node-vault.ts';
import type { FileState } from '../engine/store/sqlite-file.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';

export const MASTER_KEY_NAME = 'BANKNET_MASTER_KEY';

/** Beside the database; the owner alone may read it. */
export const keyFileOf = (databasePath: string): string => `${databasePath}.key`;

const OWNER_ALONE = 0o600;
const RIGHTS_OF_OTHERS = 0o077;

/**
 * The key for a database in this state. For one that has none yet a key file is made, unless the environment has a key.
 * @throws {CliProblem} exit 2: the environment's is no key · exit 3: the file is none, is missing, or others may read
 * it
 */
export const masterKeyFor = (
  databasePath: string,
  state: FileState,
  env: Readonly<Record<string, string | undefined>>,
): Uint8Array => {
  const given = env[MASTER_KEY_NAME];
  if (given !== undefined && given !== '') {
    return (
      keyIn(given) ??
      raise(
        EXIT.usage,
        `${MASTER_KEY_NAME} is no master key (${given.length} characters): it must be ${MASTER_KEY_BYTES} random ` +
          'bytes in base64 or hex, as from: openssl rand -base64 32',
      )
    );
  }
  const path = keyFileOf(databasePath);
  const found = readKeyFile(path);
  if (found !== undefined) return found;
  if (state === 'sealed') {
    return raise(
      EXIT.environment,
      `the database ${databasePath} is sealed and its master key is missing: there is no ${path}, and ` +
        `${MASTER_KEY_NAME} is not set. Put the key back; without it nothing in the database can be read.`,
    );
  }
  makeKeyFile(path);
  return readKeyFile(path) ?? raise(EXIT.environment, `the key file ${path} went away while it was read: start again`);
};

const raise = (exitCode: 2 | 3, line: string): never => {
  throw new CliProblem(exitCode, line);
};

/** Undefined where the text is no key. */
const keyIn = (text: string): Uint8Array | undefined => {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[0-9A-Za-z+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
};

/** Undefined where there is no such file. */
const readKeyFile = (path: string): Uint8Array | undefined => {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  // Windows has no such rights: there the folder's protect it.
  if (process.platform !== 'win32' && (stats.mode & RIGHTS_OF_OTHERS) !== 0) {
    const rights = (stats.mode & 0o777).toString(8);
    raise(
      EXIT.environment,
      `the key file ${path} may be read or changed by others than its owner (mode ${rights}): run chmod 600 ${path}, ` +
        'and take it that whoever could read it has the key.',
    );
  }
  const key = keyIn(readFileSync(path, 'utf8').trim());
  return key ?? raise(EXIT.environment, `${path} holds no master key: put back the one its database was made with.`);
};

/** Whole or not at all, and never over one that is there: of two starts at the same time one makes it. */
const makeKeyFile = (path: string): void => {
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  try {
    writeDurably(draft, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
    linkSync(draft, path);
    syncFolder(dirname(path));
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const words = error instanceof Error ? error.message : String(error);
    raise(EXIT.environment, `cannot make the key file ${path}: ${words}. Or set ${MASTER_KEY_NAME}.`);
  } finally {
    rmSync(draft, { force: true });
  }
};

const writeDurably = (path: string, text: string): void => {
  const file = openSync(path, 'wx', OWNER_ALONE);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Before anything is sealed under the key its name must be on the disk as well. */
const syncFolder = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};
