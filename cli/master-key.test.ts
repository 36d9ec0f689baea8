// The master key: given, made, kept and refused (R26), and in no error.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keyFileOf, masterKeyFor } from './master-key.ts';
import { openStore } from './network-engine.ts';
import { asProblem, CliProblem } from './problem.ts';

const newDatabase = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'banknet.db');
};

/** How `work` ends for somebody at a command line. */
const problemOf = (work: () => unknown): CliProblem => {
  try {
    work();
  } catch (error) {
    const problem = asProblem(error);
    if (problem instanceof CliProblem) return problem;
    throw error;
  }
  throw new Error('there was no problem');
};

const KEY = Buffer.alloc(32, 0xa7);

test('the first start makes a key file that its owner alone can read; later starts read it', () => {
  const path = newDatabase();
  const made = masterKeyFor(path, 'new', {});
  expect(statSync(keyFileOf(path)).mode & 0o777).toBe(0o600);
  expect(made).toHaveLength(32);
  expect(masterKeyFor(path, 'sealed', {})).toEqual(made);
  expect(readdirSync(join(path, '..'))).toEqual(['banknet.db.key']);
  expect(masterKeyFor(newDatabase(), 'new', {})).not.toEqual(made);
});

test('the key of the environment may be base64 or hex, and then no file is made', () => {
  const path = newDatabase();
  for (const text of [KEY.toString('hex'), KEY.toString('base64'), KEY.toString('base64url')]) {
    expect(Buffer.from(masterKeyFor(path, 'new', { BANKNET_MASTER_KEY: text })).equals(KEY)).toBe(true);
  }
  expect(existsSync(keyFileOf(path))).toBe(false);
});

test('what is no key in the environment is wrong usage, and is not repeated', () => {
  const path = newDatabase();
  for (const text of [KEY.toString('hex').slice(1), KEY.toString('base64').slice(2), `${'g'.repeat(64)}`, 'secret']) {
    const problem = problemOf(() => masterKeyFor(path, 'new', { BANKNET_MASTER_KEY: text }));
    expect(problem.exitCode).toBe(2);
    expect(problem.message).toContain(`BANKNET_MASTER_KEY is no master key (${text.length} characters)`);
    expect(problem.message).not.toContain(text);
  }
  expect(readdirSync(join(path, '..'))).toEqual([]);
});

test('a key file that others may read is refused, with what to do', () => {
  const path = newDatabase();
  const made = masterKeyFor(path, 'new', {});
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(keyFileOf(path), mode);
    const problem = problemOf(() => masterKeyFor(path, 'sealed', {}));
    expect(problem.exitCode).toBe(3);
    expect(problem.message).toContain(`chmod 600 ${keyFileOf(path)}`);
    expect(problem.message).not.toContain(Buffer.from(made).toString('base64'));
  }
  chmodSync(keyFileOf(path), 0o600);
  expect(masterKeyFor(path, 'sealed', {})).toEqual(made);
});

test('a key file with something else in it is refused and kept', () => {
  const path = newDatabase();
  writeFileSync(keyFileOf(path), 'no key', { mode: 0o600 });
  expect(problemOf(() => masterKeyFor(path, 'new', {})).message).toContain(`${keyFileOf(path)} holds no master key`);
  expect(readFileSync(keyFileOf(path), 'utf8')).toBe('no key');
});

test('a sealed database whose key is missing is not opened, and gets no new key', async () => {
  const path = newDatabase();
  await openStore(`sqlite:${path}`, {}).close();
  rmSync(keyFileOf(path));
  const before = readFileSync(path);
  const problem = problemOf(() => openStore(`sqlite:${path}`, {}));
  expect(problem.exitCode).toBe(3);
  expect(problem.message).toContain(`there is no ${keyFileOf(path)}, and BANKNET_MASTER_KEY is not set`);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(join(path, '..'))).toEqual(['banknet.db']);
});

test('a database opened with another master key is refused, and opens again with its own', async () => {
  const path = newDatabase();
  const open = (key: Buffer) => openStore(`sqlite:${path}`, { BANKNET_MASTER_KEY: key.toString('hex') });
  await open(KEY).close();
  const problem = problemOf(() => open(Buffer.alloc(32, 1)));
  expect(problem.exitCode).toBe(3);
  expect(problem.message).toContain('was sealed under another master key');
  await open(KEY).close();
});

test('a place where no database can be gets no key file, and a store in memory needs none', async () => {
  const path = join(newDatabase(), 'banknet.db');
  expect(problemOf(() => openStore(`sqlite:${path}`, {})).message).toContain('does not exist');
  await openStore('memory', { BANKNET_MASTER_KEY: 'no key' }).close();
});
