// Group commit: what calls of one turn share, and what they do not.
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { GroupWriter, STEPS_PER_GROUP } from './group-writer.ts';
import { SealedRecords } from './sealed-records.ts';
import { Database, numberIn } from './sqlite-database.ts';
import { TEST_VAULT } from './test-vault-fixture.ts';

test('the steps of one turn run in their order, in one transaction, and are told after it', async () => {
  const { writer, insert, commits } = newWriter();
  const told: number[] = [];
  await Promise.all([1, 2, 3].map((n) => writer.write(() => insert(n)).then(() => told.push(n))));
  expect([told, commits()]).toEqual([[1, 2, 3], 1]);
});

test('a step that throws after it has written leaves nothing, and the others stay', async () => {
  const { writer, insert, stored } = newWriter();
  const first = writer.write(() => insert(1));
  const bad = writer.write(() => {
    insert(2);
    throw new Error('a bug');
  });
  const last = writer.write(() => insert(3));
  await expect(bad).rejects.toThrow('a bug');
  await Promise.all([first, last]);
  expect(stored()).toEqual([1, 3]);
});

test('a commit that fails rejects the whole group, says so, and the next group works', async () => {
  const { writer, insert, stored, database } = newWriter();
  const group = [1, 2].map((n) =>
    writer.write(() => {
      database.run('INSERT INTO children VALUES (?)', n);
      insert(n);
    }),
  );
  const answers = await Promise.allSettled(group);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(group[0]).rejects.toThrow(/a group of 2 writes to test\.db failed and none of it was kept: FOREIGN KEY/);
  await writer.write(() => insert(3));
  expect(stored()).toEqual([3]);
});

test('a transaction that ends by itself takes its group with it, and nothing is told as done', async () => {
  const { writer, insert, stored, database } = newWriter();
  const group = [
    writer.write(() => insert(1)),
    writer.write(() => {
      database.run('ROLLBACK');
      throw new Error('database or disk is full');
    }),
    writer.write(() => insert(2)),
  ];
  const answers = await Promise.allSettled(group);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(stored()).toEqual([]);
});

test('a burst beyond the bound of a group is written in several, in order', async () => {
  const { writer, insert, stored, commits } = newWriter();
  const numbers = Array.from({ length: 2 * STEPS_PER_GROUP + 1 }, (_, n) => n);
  await Promise.all(numbers.map((n) => writer.write(() => insert(n))));
  expect([stored(), commits()]).toEqual([numbers, 3]);
});

test('closing writes what waits and takes nothing more', async () => {
  const { writer, insert, stored } = newWriter();
  const waiting = writer.write(() => insert(1));
  writer.close();
  expect(stored()).toEqual([1]);
  await waiting;
  await expect(writer.write(() => insert(2))).rejects.toThrow('the store is closed');
});

const newWriter = () => {
  const connection = new DatabaseSync(':memory:');
  onTestFinished(() => connection.close());
  connection.exec('CREATE TABLE numbers (n INTEGER PRIMARY KEY); CREATE TABLE parents (n INTEGER PRIMARY KEY)');
  connection.exec('CREATE TABLE children (n INTEGER REFERENCES parents DEFERRABLE INITIALLY DEFERRED)');
  let commits = 0;
  class Counted extends Database {
    override run(sql: string, ...values: Parameters<Database['row']> extends [string, ...infer Rest] ? Rest : never) {
      if (sql === 'COMMIT') commits++;
      return super.run(sql, ...values);
    }
  }
  const database = new Counted('test.db', connection, new SealedRecords(TEST_VAULT));
  return {
    database,
    writer: new GroupWriter(database),
    insert: (n: number) => database.run('INSERT INTO numbers VALUES (?)', n),
    stored: () => database.rows('SELECT n FROM numbers ORDER BY n').map((row) => numberIn(row, 'n')),
    commits: () => commits,
  };
};
