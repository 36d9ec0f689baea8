// Opens the database file of the SQLite store, for this process alone or for several, and brings its tables up to date.
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Vault } from '../ports.ts';
import { SealedRecords } from './sealed-records.ts';
import { Database } from './sqlite-database.ts';
import { type FileState, inspectFile, inUse, notADatabase, otherKey, unwritable } from './sqlite-file.ts';
import { APPLICATION_ID, PAGE_SIZE_BYTES, SCHEMA_STEPS, SCHEMA_VERSION } from './sqlite-schema.ts';

/** What SQLite keeps in memory of the file. */
const CACHE_KIB = 32_768;
/** The write-ahead log is cut back to this after a burst. */
const LARGEST_IDLE_LOG_BYTES = 16 * 1024 * 1024;
/** A process that shares the file waits so long for the groups of the others; its event loop stands still meanwhile. */
const TURN_WITHIN_MS = 5000;

/**
 * Files open in this process. A second look at one would not only fail: closing any descriptor of a file gives up the
 * locks that the process holds on it (POSIX), and another process could then open it as well.
 */
const openFiles = new Set<string>();

/** Who may open the file: this process, or every process that says so too. */
export type Sharing = 'alone' | 'shared';

/** Gives the vault of a file that has turned out to be ours; what it throws ends the opening. */
export type VaultFor = (state: FileState) => Vault;

/** Opens or creates the file. Throws a StoreProblem (store-problem.ts) where that cannot be. */
export const openDatabase = (path: string, vaultFor: VaultFor, sharing: Sharing = 'alone'): Database => {
  const file = canonicalPath(path);
  if (openFiles.has(file)) throw inUse(path);
  const state = inspectFile(path);
  const records = new SealedRecords(vaultFor(state));
  const connection = connect(path);
  try {
    begin(connection, state, sharing);
    // Before the log is switched on: identity and version always stand in the file itself, where they are checked.
    migrate(connection, records, path);
    prepare(connection, sharing);
  } catch (error) {
    connection.close();
    throw problemOf(error, path);
  }
  openFiles.add(file);
  return new Database(path, connection, records);
};

/** Shuts the file; the write-ahead log goes with it. */
export const closeDatabase = (database: Database): void => {
  const file = canonicalPath(database.path);
  database.close();
  openFiles.delete(file);
};

const connect = (path: string): DatabaseSync => {
  try {
    return new DatabaseSync(resolve(path));
  } catch (error) {
    throw problemOf(error, path);
  }
};

const begin = (connection: DatabaseSync, state: FileState, sharing: Sharing): void => {
  connection.exec(sharing === 'alone' ? 'PRAGMA locking_mode = EXCLUSIVE' : `PRAGMA busy_timeout = ${TURN_WITHIN_MS}`);
  // Foreign keys come after the migration, in which tables go and come back.
  connection.exec('PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON');
  connection.exec(`PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -${CACHE_KIB}`);
  if (state === 'new') connection.exec(`PRAGMA page_size = ${PAGE_SIZE_BYTES}`);
};

const prepare = (connection: DatabaseSync, sharing: Sharing): void => {
  connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  connection.exec(`PRAGMA journal_size_limit = ${LARGEST_IDLE_LOG_BYTES}`);
  if (sharing === 'shared') return;
  // The file is ours alone, so whoever owned a query is dead: all running ones are free to be taken up.
  connection.exec("UPDATE queries SET owner = NULL, lease_until_ms = NULL WHERE status = 'RUNNING' AND owner NOT NULL");
};

const migrate = (connection: DatabaseSync, records: SealedRecords, path: string): void => {
  connection.exec('BEGIN EXCLUSIVE');
  const version = Number(connection.prepare('PRAGMA user_version').get()?.user_version);
  for (const step of SCHEMA_STEPS.slice(version)) {
    if (typeof step === 'string') connection.exec(step);
    else step(connection, records);
  }
  const vault = connection.prepare('SELECT key_check, plain_left FROM vault').get();
  if (vault?.key_check !== records.keyCheck) throw otherKey(path);
  if (version === SCHEMA_VERSION && vault.plain_left === 0) {
    connection.exec('ROLLBACK');
    return;
  }
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
  // Also where an earlier start was killed at this point: the file is written anew, without the bytes of before.
  if (vault.plain_left === 1) connection.exec('VACUUM; UPDATE vault SET plain_left = 0');
  connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
};

const canonicalPath = (path: string): string => {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    // A file that does not exist yet: its folder may still be reached by several names.
    return absentPath(whole);
  }
};

const absentPath = (whole: string): string => {
  try {
    return join(realpathSync(dirname(whole)), basename(whole));
  } catch {
    // Without its folder it cannot be open either; inspectFile says so in words.
    return whole;
  }
};

/** https://www.sqlite.org/rescode.html */
const SQLITE = { BUSY: 5, LOCKED: 6, CORRUPT: 11, NOTADB: 26 } as const;

/** What SQLite's error means for this file. Anything else is a bug and stays what it is. */
const problemOf = (error: unknown, path: string): unknown => {
  const code = primaryCodeOf(error);
  if (code === undefined) return error;
  if (code === SQLITE.BUSY || code === SQLITE.LOCKED) return inUse(path, error);
  if (code === SQLITE.CORRUPT || code === SQLITE.NOTADB) return notADatabase(path, 'it is damaged', error);
  return unwritable(path, error);
};

const primaryCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
