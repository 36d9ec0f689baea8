// A program for sqlite-crash.test.ts: writes to the store without end, and says on standard output what is durable.
// Its argument is the database file.
import { writeSync } from 'node:fs';
import { openSqliteStore } from './sqlite.ts';
import { addQuery, delivered, readyEnding } from './suite-fixtures.ts';
import { TEST_VAULT } from './test-vault-fixture.ts';

const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};

/** Users whose queries are worked on at the same time. */
const AT_ONCE = 20;

const store = openSqliteStore({ path: process.argv[2] ?? '', vault: () => TEST_VAULT });
say('open');
const work = async (n: number): Promise<void> => {
  const queryId = await addQuery(store, n, { owner: 'engine' });
  say(`accepted ${n} ${queryId}`);
  await store.saveProgress({ queryId, bank: 'CMB', progress: delivered('CMB') }, 'engine');
  say(`progress ${n} ${queryId}`);
  if (n % 2 === 0) return;
  await store.endQuery(readyEnding(queryId, 'engine', Number.MAX_SAFE_INTEGER));
  say(`ended ${n} ${queryId}`);
};
for (let first = 0; ; first += AT_ONCE) {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => work(first + n)));
}
