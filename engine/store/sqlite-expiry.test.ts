// Gone means gone (R25): after expiry no byte of a report is left in the database file or its log, not even sealed. The
// vault here seals nothing, so that each byte can be told by what it says.
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { nextTurn } from '../../core/system-clock.ts';
import type { Progress } from '../retry.ts';
import type { Ending } from './port.ts';
import { openSqliteStore } from './sqlite.ts';
import { addQuery, BANKS, delivered, readyEnding, reportNamed, START_MS, userIdOf, waiting } from './suite-fixtures.ts';
import { openTemporaryStore, temporaryFolder } from './temporary-store-fixture.ts';
import { OPEN_VAULT } from './test-vault-fixture.ts';

const EXPIRY_MS = START_MS + 7 * 86_400_000;
/**
 * So many, and of such lengths, that SQLite moves rows between pages: a plain DELETE with secure_delete then leaves
 * copies behind, of reports as of answers (seen with this seed: take either remedy of sqlite-reports.ts away).
 */
const QUERIES = 1200;
const random = createRandom('7');

test('after expiry no byte of a report or of the answers it came from is left on the disk (R25, I10)', async () => {
  const { path, store, dispose } = await openTemporaryStore(OPEN_VAULT);
  onTestFinished(dispose);
  const all = Array.from({ length: QUERIES }, (_, n) => n);
  const ids = await Promise.all(all.map((n) => addQuery(store, n, { owner: 'engine' })));
  const idOf = (n: number) => ids[n] ?? '';
  const asked = shuffled(all.flatMap((n) => BANKS.map((bank) => ({ n, bank }))));
  const save = ({ n, bank }: (typeof asked)[number], progress: Progress) =>
    store.saveProgress({ queryId: idOf(n), bank, progress }, 'engine');
  await Promise.all(asked.map((one) => save(one, waiting)));
  await Promise.all(asked.map((one) => save(one, delivered(one.bank, markersOf(one.n, one.bank, 40)))));
  const ended = shuffled(all.filter((n) => !runsOn(n)));
  await Promise.all(ended.map((n) => store.endQuery(endingOf(idOf(n), n))));
  expect(markersIn(path).size).toBe(QUERIES);
  expect(await store.expireReports(EXPIRY_MS)).toBe(all.filter(goesFirst).length);
  expect([...markersIn(path)].toSorted(byNumber)).toEqual(all.filter((n) => !goesFirst(n)));
  await store.expireReports(EXPIRY_MS + 1);
  // The answers of queries that still run stay.
  expect([...markersIn(path)].toSorted(byNumber)).toEqual(all.filter(runsOn));
});

test('an expiry that was killed before it had removed the traces is finished at the next opening (R25)', async () => {
  const { path, store, dispose } = await openTemporaryStore(OPEN_VAULT);
  const { folder, remove } = await temporaryFolder();
  onTestFinished(dispose);
  onTestFinished(remove);
  await store.endQuery(endingOf(await addQuery(store, 2, { owner: 'engine' }), 2));
  const expired = store.expireReports(EXPIRY_MS);
  await nextTurn();
  // The rows are gone, the log still has them: the files as a kill at this moment would leave them.
  const copy = join(folder, 'killed.db');
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix);
  await expired;
  expect(markersIn(copy).size).toBe(1);
  const again = openSqliteStore({ path: copy, vault: () => OPEN_VAULT });
  expect(await again.queryOf(userIdOf(2), 'query-user-2-1')).toMatchObject({ status: 'EXPIRED' });
  expect(markersIn(copy).size).toBe(0);
  await again.close();
});

const byNumber = (one: number, other: number): number => one - other;
/** One query in seven still runs; of three reports two go first. */
const runsOn = (n: number): boolean => n % 7 === 0;
const goesFirst = (n: number): boolean => n % 3 !== 1 && !runsOn(n);

const shuffled = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item, at) => ({ item, place: random.unit('place', items.length, at) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);

/** A text of some length that says whose it is, over and over. */
const markersOf = (n: number, what: string, most: number): string =>
  `marker-${String(n).padStart(6, '0')}-`.repeat(1 + Math.floor(random.unit(what, n) * most));

const endingOf = (queryId: string, n: number): Ending => {
  const report = reportNamed(queryId, markersOf(n, 'report', 5));
  const expiresAtMs = goesFirst(n) ? EXPIRY_MS : EXPIRY_MS + 1;
  return readyEnding(queryId, 'engine', 0, { outcome: { status: 'READY', report, expiresAtMs } });
};

/** The numbers of all markers that stand anywhere in the file or beside it. */
const markersIn = (path: string): ReadonlySet<number> => {
  const files = [path, `${path}-wal`, `${path}-journal`].filter((file) => existsSync(file));
  const text = files.map((file) => readFileSync(file, 'latin1')).join('\n');
  return new Set([...text.matchAll(/marker-([0-9]{6})/g)].map(([, digits]) => Number(digits)));
};
