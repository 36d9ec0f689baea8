// What the SQLite store leaves on a disk can be read by nobody without the master key (R26), and after expiry by nobody
// at all (R25).
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createNodeVault, MASTER_KEY_BYTES } from '../doors/node-vault.ts';
import type { Progress } from '../retry.ts';
import type { Ending, Store } from './port.ts';
import { openSqliteStore } from './sqlite.ts';
import { SCHEMA_STEPS } from './sqlite-schema.ts';
import { StoreProblem } from './store-problem.ts';
import { addQuery, BANKS, codeSent, mobileOf, readyEnding, START_MS, userIdOf, userNumber } from './suite-fixtures.ts';
import { openTemporaryStore, temporaryFolder } from './temporary-store-fixture.ts';
import { TEST_VAULT, tellingVault } from './test-vault-fixture.ts';

const EXPIRY_MS = START_MS + 7 * 86_400_000;
const PEOPLE = 60;
const numbers = Array.from({ length: PEOPLE }, (_, n) => n);
const CODE = '409173';
/** Digits that stand in nothing else that is written. */
const cardOf = (n: number) => ({ cardType: 'DEBIT', panFirst4: '6283', panLast4: String(7000 + n) }) as const;

const answered = (n: number, bank: string): Progress => ({
  state: 'DONE',
  attempts: 1,
  outcome: { bank, disposition: 'DELIVERED', answer: { cards: [cardOf(n)], unsupported: [] } },
});

const endingWith = (queryId: string, n: number, expiresAtMs = EXPIRY_MS): Ending => {
  const ending = readyEnding(queryId, 'engine', expiresAtMs);
  if (ending.outcome.status !== 'READY') return ending;
  const cards = [{ bank: 'ICBC', bankName: '工商银行', ...cardOf(n) }];
  return { ...ending, outcome: { ...ending.outcome, report: { ...ending.outcome.report, cards } } };
};

/** Everybody asks, one bank answers, a code is sent. */
const askAll = async (store: Store): Promise<readonly string[]> => {
  const ids = await Promise.all(numbers.map((n) => addQuery(store, n, { owner: 'engine' })));
  await Promise.all(
    numbers.flatMap((n) => [
      store.saveProgress({ queryId: ids[n] ?? '', bank: 'CMB', progress: answered(n, 'CMB') }, 'engine'),
      store.sendSmsCode(userIdOf(n), () => ({
        code: codeSent(CODE),
        message: { messageId: 'code', userId: userIdOf(n), text: `${CODE} ${mobileOf(n)}`, atMs: START_MS },
      })),
    ]),
  );
  return ids;
};

/** Every personal text of {@link numbers}. */
const SECRETS: readonly string[] = [
  CODE,
  ...numbers.flatMap((n) => {
    const { name, idNumber, mobile } = userNumber(n);
    const { panFirst4, panLast4 } = cardOf(n);
    const shown = [`"panLast4":"${panLast4}"`, `${panFirst4}${panLast4}`, `${panFirst4} **** ${panLast4}`];
    return [name, idNumber, mobile, ...shown];
  }),
];

const bytesBeside = (path: string): Buffer =>
  Buffer.concat(
    ['', '-wal', '-shm', '-journal'].flatMap((suffix) =>
      existsSync(path + suffix) ? [readFileSync(path + suffix)] : [],
    ),
  );

/** Those of the secrets that stand in the files as UTF-8 or UTF-16. */
const plainIn = (path: string, secrets: readonly string[] = SECRETS): readonly string[] => {
  const bytes = bytesBeside(path);
  return secrets.filter((secret) => {
    const little = Buffer.from(secret, 'utf16le');
    return [Buffer.from(secret), little, Buffer.from(little).swap16()].some((form) => bytes.includes(form));
  });
};

test('at no time does a name, number, code or card stand in the files in plain, nor the master key (R26)', async () => {
  const { path, store, reopen, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  const ids = await askAll(store);
  expect(plainIn(path)).toEqual([]);
  await Promise.all(numbers.map((n) => store.endQuery(endingWith(ids[n] ?? '', n))));
  expect(plainIn(path)).toEqual([]);
  const again = await reopen?.();
  expect(plainIn(path)).toEqual([]);
  expect(bytesBeside(path).includes(Buffer.alloc(MASTER_KEY_BYTES, 7))).toBe(false);
  // It is all there for who has the key.
  expect(await again?.userByMobile(mobileOf(3))).toEqual(userNumber(3));
  expect((await again?.reportOf(userIdOf(3), ids[3] ?? ''))?.cards[0]).toMatchObject(cardOf(3));
});

test('after expiry no sealed byte of a report or an answer is left, nor a key: no master key brings it back', async () => {
  const sealed: { readonly bytes: Uint8Array; readonly context: string }[] = [];
  const vault = tellingVault((bytes, context) => sealed.push({ bytes, context }));
  const { path, store, dispose } = await openTemporaryStore(vault);
  onTestFinished(dispose);
  const ids = await askAll(store);
  await Promise.all(numbers.map((n) => store.endQuery(endingWith(ids[n] ?? '', n))));
  const cards = sealed.filter(({ context }) => /^(report|answer) /.test(context)).map(({ bytes }) => bytes);
  expect(cards).toHaveLength(2 * PEOPLE);
  expect(tracesOf(cards, path)).toBeGreaterThanOrEqual(PEOPLE);
  expect(await store.expireReports(EXPIRY_MS)).toBe(PEOPLE);
  expect(tracesOf(cards, path)).toBe(0);
  const users = sealed.filter(({ context }) => context.startsWith('user ')).map(({ bytes }) => bytes);
  expect(tracesOf(users, path)).toBe(PEOPLE);
});

/** How many have left their wrapped key (the first 40 bytes) or a piece of their text. */
const tracesOf = (sealed: readonly Uint8Array[], path: string): number => {
  const bytes = bytesBeside(path);
  return sealed.filter((one) =>
    [one.subarray(0, 40), one.subarray(68, 100)].some((part) => bytes.includes(Buffer.from(part))),
  ).length;
};

test('with another master key the database is refused, and nothing of it is lost', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  await store.registerUser(userNumber(1));
  await store.close();
  const before = readFileSync(path);
  const other = createNodeVault(new Uint8Array(MASTER_KEY_BYTES).fill(8));
  expect(() => openSqliteStore({ path, vault: () => other })).toThrow(StoreProblem);
  expect(() => openSqliteStore({ path, vault: () => other })).toThrow(`${path} was sealed under another master key`);
  expect(readFileSync(path).equals(before)).toBe(true);
  const again = openSqliteStore({ path, vault: () => TEST_VAULT });
  expect(await again.userByMobile(mobileOf(1))).toEqual(userNumber(1));
  await again.close();
});

test('a vault is asked for once the file is known to be ours, and told whether it needs the key it had', async () => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const path = join(folder, 'banknet.db');
  const states: string[] = [];
  const open = () =>
    openSqliteStore({
      path,
      vault: (state) => {
        states.push(state);
        return TEST_VAULT;
      },
    });
  await open().close();
  await open().close();
  expect(() => openSqliteStore({ path: folder, vault: () => expect.fail('it was asked for') })).toThrow(
    'it is no file',
  );
  expect(states).toEqual(['new', 'sealed']);
});

test('a database of version 0.1.0 is sealed when it is opened: all of it is there, none of it in plain', async () => {
  const { folder, remove } = await temporaryFolder();
  onTestFinished(remove);
  const path = join(folder, 'banknet.db');
  writeOldDatabase(path);
  expect(plainIn(path).length).toBeGreaterThan(4 * PEOPLE);
  const store = openSqliteStore({ path, vault: (state) => (state === 'plain' ? TEST_VAULT : expect.fail(state)) });
  onTestFinished(() => store.close());
  expect(plainIn(path)).toEqual([]);
  for (const n of numbers) {
    const [running, ready] = [`running-${n}`, `ready-${n}`];
    expect(await store.userById(userIdOf(n))).toEqual(userNumber(n));
    expect(await store.registerUser({ ...userNumber(n), userId: 'new', idNumber: '0' })).toBe(false);
    expect((await store.reportOf(userIdOf(n), ready))?.cards[0]).toMatchObject(cardOf(n));
    expect(await store.messagesTo(mobileOf(n), 5)).toEqual([
      { messageId: ready, userId: userIdOf(n), text: `to ${mobileOf(n)}`, atMs: START_MS },
    ]);
    const code = await store.checkSmsCode(userIdOf(n), (present) => ({ code: present, verdict: 'RIGHT' }));
    expect(code.code).toEqual(codeSent(CODE));
    expect(await store.queryOf(userIdOf(n), running)).toMatchObject({ status: 'RUNNING' });
  }
  const claimed = await store.claim({ owner: 'new', nowMs: START_MS, leaseUntilMs: START_MS + 1, limit: 1000 });
  expect(claimed.map(({ inquiries }) => inquiries.map(({ progress }) => progress))).toEqual(
    numbers.map((n) => [answered(n, 'CMB')]),
  );
});

test('a migration that was killed before it had removed the plain bytes is finished at the next opening', async () => {
  const { path, store, dispose } = await openTemporaryStore();
  onTestFinished(dispose);
  await store.registerUser(userNumber(1));
  await store.close();
  // Deleted without secure_delete: the bytes stay in unused parts of the file, as they do where a table was dropped.
  const connection = new DatabaseSync(path);
  connection.exec('PRAGMA secure_delete = OFF; UPDATE vault SET plain_left = 1; CREATE TABLE old (text TEXT)');
  connection.prepare('INSERT INTO old VALUES (?)').run(`left behind ${mobileOf(5)}`.repeat(500));
  connection.exec('DROP TABLE old');
  connection.close();
  expect(plainIn(path)).toEqual([mobileOf(5)]);
  const again = openSqliteStore({ path, vault: () => TEST_VAULT });
  onTestFinished(() => again.close());
  expect(plainIn(path)).toEqual([]);
  expect(await again.userByMobile(mobileOf(1))).toEqual(userNumber(1));
});

/** As version 2 of the tables had it: one running query and one with a report for each of {@link numbers}. */
const writeOldDatabase = (path: string): void => {
  const connection = new DatabaseSync(path);
  for (const step of SCHEMA_STEPS.slice(0, 2)) if (typeof step === 'string') connection.exec(step);
  connection.exec('PRAGMA application_id = 0x626e6574; PRAGMA user_version = 2; PRAGMA journal_mode = WAL');
  const insert = (table: string, ...values: readonly (string | number | Uint8Array | null)[]) =>
    connection.prepare(`INSERT INTO ${table} VALUES (${values.map(() => '?').join(', ')})`).run(...values);
  for (const n of numbers) {
    const { userId, name, idNumber, mobile, passwordHash, boundCard, registeredAtMs } = userNumber(n);
    insert('users', userId, name, idNumber, mobile, passwordHash, boundCard.bank, boundCard.last4, registeredAtMs);
    insert('sms_codes', userId, CODE, START_MS, 0, 0);
    insert('messages', n, userId, `ready-${n}`, `to ${mobile}`, START_MS);
    for (const status of ['READY', 'RUNNING']) {
      const id = `${status.toLowerCase()}-${n}`;
      const seq = status === 'READY' ? n : PEOPLE + n;
      const expiresAtMs = status === 'READY' ? EXPIRY_MS : null;
      const banks = JSON.stringify(BANKS);
      const rest = [status, null, null, null, null, expiresAtMs, null] as const;
      insert('queries', seq, id, userId, 'verification', banks, START_MS, START_MS, null, null, ...rest);
      if (status === 'RUNNING') insert('inquiries', seq, 'CMB', JSON.stringify(answered(n, 'CMB')));
      const { outcome } = endingWith(id, n);
      if (status === 'READY' && outcome.status === 'READY') {
        insert('reports', seq, new Uint8Array(4096), JSON.stringify(outcome.report));
      }
    }
  }
  connection.close();
};

test('a lock after wrong passwords is there after a restart (R24)', async () => {
  const opened = await openTemporaryStore();
  onTestFinished(opened.dispose);
  await opened.store.registerUser(userNumber(1));
  const locked = { wrongTries: 5, lockedUntilMs: START_MS + 1_800_000 };
  const verdict = { kind: 'locked', untilMs: locked.lockedUntilMs } as const;
  await opened.store.tryPassword(userIdOf(1), () => ({ state: locked, verdict }));
  const again = await opened.reopen?.();
  expect(await again?.passwordState(userIdOf(1))).toEqual(locked);
});
