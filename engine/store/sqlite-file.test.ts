// Files that the SQLite store must not open, and must not touch.
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openSqliteStore } from './sqlite.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './sqlite-schema.ts';
import { StoreProblem, type StoreProblemKind } from './store-problem.ts';
import { addQuery, START_MS, userIdOf } from './suite-fixtures.ts';
import { openTemporaryStore, temporaryFolder } from './temporary-store-fixture.ts';
import { TEST_VAULT } from './test-vault-fixture.ts';

test('a file that is no database is refused and not touched', async () => {
  const folder = await newFolder();
  for (const text of ['no database at all, whatever its name says', 'x', 'SQLite format 3\0', 'y'.repeat(9000)]) {
    const path = join(folder, 'banknet.db');
    writeFileSync(path, text);
    expectUntouched(path, 'not-a-database');
  }
});

test('a database of a newer version is refused and not touched', async () => {
  const path = await databaseWith((connection) => connection.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`));
  expect(expectUntouched(path, 'newer-version').message).toContain(`has version ${SCHEMA_VERSION + 1}`);
});

test('a database of another program is refused and not touched', async () => {
  const path = await databaseWith((connection) => connection.exec('PRAGMA application_id = 1'));
  expectUntouched(path, 'other-application');
});

test('a database that is cut short is refused and not touched', async () => {
  const path = await databaseWith(() => undefined);
  truncateSync(path, 8192);
  expectUntouched(path, 'not-a-database');
});

test('a database whose tables are damaged is refused and not touched', async () => {
  const path = await databaseWith(() => undefined);
  const bytes = readFileSync(path);
  bytes.fill('?', 200);
  writeFileSync(path, bytes);
  expectUntouched(path, 'not-a-database');
});

test('a folder is no database', async () => {
  const path = join(await newFolder(), 'banknet.db');
  mkdirSync(path);
  expect(problemOf(path)).toMatchObject({ kind: 'not-a-database', path });
});

test('a missing folder is named and not made', async () => {
  const folder = await newFolder();
  const problem = problemOf(join(folder, 'missing', 'banknet.db'));
  expect(problem.kind).toBe('unwritable');
  expect(problem.message).toContain(`the folder ${join(folder, 'missing')} does not exist`);
  expect(readdirSync(folder)).toEqual([]);
});

test('a path through a file is unwritable', async () => {
  const folder = await newFolder();
  writeFileSync(join(folder, 'file'), '');
  expect(problemOf(join(folder, 'file', 'banknet.db')).kind).toBe('unwritable');
});

test('an empty file becomes a database', async () => {
  const path = join(await newFolder(), 'banknet.db');
  writeFileSync(path, '');
  const store = openSqliteStore({ path, vault: () => TEST_VAULT });
  await addQuery(store, 1);
  await store.close();
  const header = readFileSync(path);
  expect([header.readUInt32BE(60), header.readUInt32BE(68)]).toEqual([SCHEMA_VERSION, APPLICATION_ID]);
});

test('identity and version stand in the file itself from the start, and closing leaves nothing beside it', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  const header = readFileSync(path).subarray(0, 100);
  expect([header.readUInt32BE(60), header.readUInt32BE(68)]).toEqual([SCHEMA_VERSION, APPLICATION_ID]);
  await store.close();
  expect(readdirSync(join(path, '..'))).toEqual(['banknet.db']);
});

test('a second opening in the same process is refused, and works once the first has closed', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  expect(problemOf(path).kind).toBe('in-use');
  await store.close();
  await openSqliteStore({ path, vault: () => TEST_VAULT }).close();
});

test('opening frees what an earlier owner held, however long its lease', async () => {
  const opened = await openTemporaryStore();
  onTestFinished(opened.dispose);
  const queryId = await addQuery(opened.store, 1, { owner: 'dead', leaseUntilMs: START_MS + 1_000_000 });
  const store = await opened.reopen?.();
  const claimed = await store?.claim({ owner: 'new', nowMs: START_MS, leaseUntilMs: START_MS, limit: 5 });
  expect(claimed?.map(({ query }) => query.queryId)).toEqual([queryId]);
});

test('a closed store takes nothing, says so, and may be closed again', async () => {
  const { store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  const before = addQuery(store, 1);
  await store.close();
  await expect(before).rejects.toThrow('the store is closed');
  await expect(store.userById(userIdOf(1))).rejects.toThrow();
  await store.close();
});

const newFolder = async (): Promise<string> => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  return folder;
};

/** A database of ours, closed, after `change`. */
const databaseWith = async (change: (connection: DatabaseSync) => void): Promise<string> => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  await addQuery(store, 1);
  await store.close();
  const connection = new DatabaseSync(path);
  change(connection);
  connection.close();
  return path;
};

const problemOf = (path: string): StoreProblem => {
  try {
    void openSqliteStore({ path, vault: () => TEST_VAULT }).close();
  } catch (error) {
    if (error instanceof StoreProblem) return error;
    throw error;
  }
  throw new Error('the store was opened');
};

const expectUntouched = (path: string, kind: StoreProblemKind): StoreProblem => {
  const before = readFileSync(path);
  const problem = problemOf(path);
  expect(problem).toMatchObject({ kind, path });
  expect(problem.message).toContain(path);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['banknet.db']);
  return problem;
};
