// The SQLite store in another process: killed with -9, and holding the file.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { QueryRecord, Store } from './port.ts';
import { openSqliteStore } from './sqlite.ts';
import { mobileOf, reportNamed, userIdOf } from './suite-fixtures.ts';
import { temporaryFolder } from './temporary-store-fixture.ts';
import { TEST_VAULT } from './test-vault-fixture.ts';

/** So much is told to be durable before the process is killed: in the middle of the next group. */
const KILL_AFTER_LINES = 700;

test('killed with -9 in the middle of writing, all that was told is there (R14)', async () => {
  const path = await newPath();
  const { child, lines } = startWriter(path);
  const told: string[] = [];
  for await (const line of lines) {
    told.push(line);
    if (told.length === KILL_AFTER_LINES) child.kill('SIGKILL');
  }
  expect(told.length).toBeGreaterThanOrEqual(KILL_AFTER_LINES);
  const store = openSqliteStore({ path, vault: () => TEST_VAULT });
  onTestFinished(() => store.close());
  for (const line of told) await expectTold(store, line);
});

test('a file that another process has open is in use, and not touched', async () => {
  const path = await newPath();
  const { child, lines } = startWriter(path);
  for await (const line of lines) if (line.startsWith('accepted')) break;
  expect(() => openSqliteStore({ path, vault: () => TEST_VAULT })).toThrow(
    `the database ${path} is in use by another process`,
  );
  child.kill('SIGKILL');
  await once(child, 'close');
  const before = readFileSync(path);
  expect(before.toString('latin1', 0, 15)).toBe('SQLite format 3');
  await openSqliteStore({ path, vault: () => TEST_VAULT }).close();
});

/** One line of crash-writer-fixture.ts against the store. */
const expectTold = async (store: Store, line: string): Promise<void> => {
  const [what, n, queryId] = line.split(' ');
  if (what === 'open' || queryId === undefined) return;
  const userId = userIdOf(Number(n));
  const record = await store.queryOf(userId, queryId);
  const report = await store.reportOf(userId, queryId);
  const messages = (await store.messagesTo(mobileOf(Number(n)), 10)).map(({ messageId }) => messageId);
  const whole =
    record?.status === 'READY'
      ? { report: reportNamed(queryId), messages: [queryId] }
      : { report: undefined, messages: [] };
  expect({ report, messages }).toEqual(whole);
  if (what === 'accepted') expect(record).toBeDefined();
  if (what === 'progress')
    expect(record?.dispositions).toContainEqual({ bank: 'CMB', disposition: deliveredOr(record) });
  if (what === 'ended') expect(record?.status).toBe('READY');
};

/** The fixture's ending says DENIED for the bank that had delivered: so that the two can be told apart. */
const deliveredOr = (record: QueryRecord | undefined): string => (record?.status === 'READY' ? 'DENIED' : 'DELIVERED');

const newPath = async (): Promise<string> => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  return join(folder, 'banknet.db');
};

const startWriter = (path: string): { readonly child: ChildProcess; readonly lines: AsyncIterable<string> } => {
  const program = join(import.meta.dirname, 'crash-writer-fixture.ts');
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, lines: createInterface({ input: child.stdout }) };
};
