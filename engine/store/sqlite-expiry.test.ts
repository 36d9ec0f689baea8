// Gone means gone (R25): after expiry no byte of a report is left in the database file or its log.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { nextTurn } from '../../core/system-clock.ts';
import type { Store } from './port.ts';
import { openSqliteStore } from './sqlite.ts';
import { addQuery, delivered, readyEnding, reportNamed, START_MS, userIdOf } from './suite-fixtures.ts';
import { openTemporaryStore, temporaryFolder } from './temporary-store.ts';

const EXPIRY_MS = START_MS + 7 * 86_400_000;
/** Enough that SQLite moves rows between pages many times: a plain DELETE with secure_delete leaves copies then. */
const QUERIES = 300;
const AT_ONCE = 25;

test('after expiry nothing of a report or of the answers it came from is in the file or its log (R25, I10)', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  for (let first = 0; first < QUERIES; first += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => runQuery(store, first + n)));
  }
  expect(markersIn(path).size).toBe(QUERIES);
  await store.expireReports(EXPIRY_MS);
  const kept = numbers().filter((n) => !goes(n));
  expect([...markersIn(path)].toSorted(byNumber)).toEqual(kept);
  expect(await store.reportOf(userIdOf(1), 'query-user-1-1')).toBeDefined();
  await store.expireReports(EXPIRY_MS + 1);
  // What is left are the answers of queries that still run.
  expect([...markersIn(path)].toSorted(byNumber)).toEqual(kept.filter(isRunning));
});

test('an expiry that was killed before it had removed the traces is finished at the next opening (R25)', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  const { folder, remove } = await temporaryFolder();
  onTestFinished(dispose);
  onTestFinished(remove);
  await runQuery(store, 0);
  const expired = store.expireReports(EXPIRY_MS);
  await nextTurn();
  // The rows are gone, the log still has them: the files as a kill at this moment would leave them.
  const copy = join(folder, 'killed.db');
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix);
  await expired;
  expect(markersIn(copy).size).toBe(1);
  const again = openSqliteStore({ path: copy });
  expect(await again.queryOf(userIdOf(0), 'query-user-0-1')).toMatchObject({ status: 'EXPIRED' });
  expect(markersIn(copy).size).toBe(0);
  await again.close();
});

const numbers = (): readonly number[] => Array.from({ length: QUERIES }, (_, n) => n);
const byNumber = (one: number, other: number): number => one - other;
/** Two of three reports go first, one of three later; every tenth query is still running. */
const goes = (n: number): boolean => n % 3 !== 1 && !isRunning(n);
const isRunning = (n: number): boolean => n % 10 === 7;

const random = createRandom('expiry');
const markerOf = (n: number): string => `marker-${String(n).padStart(6, '0')}-`;

/** Banks answer in several steps, then a report of some length ends the query. */
const runQuery = async (store: Store, n: number): Promise<void> => {
  const queryId = await addQuery(store, n, { owner: 'engine' });
  for (const bank of ['ICBC', 'CMB', 'CZB']) {
    const progress = delivered(bank, markerOf(n).repeat(1 + Math.floor(random.unit(n, bank) * 20)));
    await store.saveProgress({ queryId, bank, progress }, 'engine');
  }
  if (isRunning(n)) return;
  const report = reportNamed(queryId, markerOf(n).repeat(1 + Math.floor(random.unit(n) * 900)));
  const expiresAtMs = goes(n) ? EXPIRY_MS : EXPIRY_MS + 1;
  await store.endQuery(readyEnding(queryId, 'engine', 0, { outcome: { status: 'READY', report, expiresAtMs } }));
};

/** The numbers of all markers that stand anywhere in the file or beside it. */
const markersIn = (path: string): ReadonlySet<number> => {
  const files = [path, `${path}-wal`, `${path}-journal`].filter((file) => existsSync(file));
  const text = files.map((file) => readFileSync(file, 'latin1')).join('\n');
  return new Set([...text.matchAll(/marker-([0-9]{6})/g)].map(([, digits]) => Number(digits)));
};
