// Is the file at this path ours to open? Decided from its own bytes, before SQLite sees it, so that a file that is not
// ours is not touched and gets nothing put beside it.
import { accessSync, closeSync, constants, existsSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { APPLICATION_ID, SCHEMA_VERSION, SEALED_SINCE_VERSION } from './sqlite-schema.ts';
import { StoreProblem } from './store-problem.ts';

/** https://www.sqlite.org/fileformat2.html, "The Database Header". */
const HEADER = {
  sizeBytes: 100,
  magic: 'SQLite format 3\0',
  pageSizeAt: 16,
  changeCounterAt: 24,
  pageCountAt: 28,
  userVersionAt: 60,
  applicationIdAt: 68,
  pageCountValidForAt: 92,
} as const;

/**
 * `new`: there is no file, or an empty one. `plain`, `sealed`: it is one of ours, made before or since records are
 * sealed.
 */
export type FileState = 'new' | 'plain' | 'sealed';

/** Throws a StoreProblem where the file is not ours to open. */
export const inspectFile = (path: string): FileState => {
  const stats = statsOf(path);
  if (stats === undefined) {
    checkFolder(path);
    return 'new';
  }
  if (!stats.isFile()) throw notADatabase(path, 'it is no file');
  checkAccess(path);
  if (stats.size === 0) return 'new';
  return stateIn(path, readHeader(path), stats.size);
};

const statsOf = (path: string): Stats | undefined => {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw unwritable(path, cause);
  }
};

const checkFolder = (path: string): void => {
  const folder = dirname(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new StoreProblem(
      'unwritable',
      path,
      `cannot create the database ${path}: the folder ${folder} does not exist. Create it, or name another file.`,
    );
  }
  checkAccess(folder, path);
};

const checkAccess = (target: string, path: string = target): void => {
  try {
    accessSync(target, constants.R_OK | constants.W_OK);
  } catch (cause) {
    throw unwritable(path, cause);
  }
};

const readHeader = (path: string): Buffer => {
  const header = Buffer.alloc(HEADER.sizeBytes);
  const file = openSync(path, 'r');
  try {
    return header.subarray(0, readSync(file, header, 0, HEADER.sizeBytes, 0));
  } finally {
    closeSync(file);
  }
};

const stateIn = (path: string, header: Buffer, fileBytes: number): FileState => {
  if (header.length < HEADER.sizeBytes || header.toString('latin1', 0, HEADER.magic.length) !== HEADER.magic) {
    throw notADatabase(path, 'it does not begin as one');
  }
  if (header.readUInt32BE(HEADER.applicationIdAt) !== APPLICATION_ID) {
    throw new StoreProblem(
      'other-application',
      path,
      `${path} is a database of another program. It was not touched; name another file.`,
    );
  }
  const version = header.readUInt32BE(HEADER.userVersionAt);
  if (version > SCHEMA_VERSION) {
    throw new StoreProblem(
      'newer-version',
      path,
      `${path} has version ${version}, and this program knows versions up to ${SCHEMA_VERSION}. ` +
        'It was not touched; use a newer banknet, or name another file.',
    );
  }
  if (isCutShort(path, header, fileBytes)) throw notADatabase(path, 'it is cut short');
  return version < SEALED_SINCE_VERSION ? 'plain' : 'sealed';
};

/** With a write-ahead log beside it the rest of the file may be in there. */
const isCutShort = (path: string, header: Buffer, fileBytes: number): boolean => {
  if (header.readUInt32BE(HEADER.changeCounterAt) !== header.readUInt32BE(HEADER.pageCountValidForAt)) return false;
  const stored = header.readUInt16BE(HEADER.pageSizeAt);
  const pageBytes = stored === 1 ? 65_536 : stored;
  return fileBytes < header.readUInt32BE(HEADER.pageCountAt) * pageBytes && !existsSync(`${path}-wal`);
};

/** The file is no database, or a damaged one. */
export const notADatabase = (path: string, what: string, cause?: unknown): StoreProblem =>
  new StoreProblem(
    'not-a-database',
    path,
    `${path} is no database that can be read: ${what}. It was not touched; name another file, or put back a good copy.`,
    cause,
  );

/** The system does not let us read and write there. */
export const unwritable = (path: string, cause: unknown): StoreProblem =>
  new StoreProblem(
    'unwritable',
    path,
    `cannot read and write the database ${path}: ${cause instanceof Error ? cause.message : String(cause)}. ` +
      'Check its rights and the space on its disk, or name another file.',
    cause,
  );

/** What is in it was sealed under another master key. */
export const otherKey = (path: string): StoreProblem =>
  new StoreProblem(
    'other-key',
    path,
    `the database ${path} was sealed under another master key. It was not touched; start with the key it was made ` +
      'with, or name another file.',
  );

/** Somebody else has it open. */
export const inUse = (path: string, cause?: unknown): StoreProblem =>
  new StoreProblem(
    'in-use',
    path,
    `the database ${path} is in use by another process. Stop that one, or name another file.`,
    cause,
  );
