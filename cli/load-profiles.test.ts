// Profiles by name and by path, and what is said of those that cannot be run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { loadProfile, profileNames } from './load-profiles.ts';
import { CliProblem } from './problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-profiles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileWith = (text: string): string => {
  const path = join(folder, 'profile.yaml');
  writeFileSync(path, text);
  return path;
};

const problemOf = (named: string): CliProblem => {
  try {
    loadProfile(named);
  } catch (error) {
    if (error instanceof CliProblem) return error;
    throw error;
  }
  throw new Error(`${named} was read`);
};

test('every profile of the package is read by its name, which is also the one it has', () => {
  expect(profileNames()).toEqual([
    'bank-outage',
    'capacity',
    'launch-morning',
    'retry-storm',
    'smoke',
    'soak',
    'throttle-edge',
  ]);
  for (const name of profileNames()) expect(loadProfile(name).name).toBe(name);
});

test('a path is a file, also of the package', () => {
  expect(loadProfile(join(import.meta.dirname, '../load/profiles/smoke.yaml'))).toEqual(loadProfile('smoke'));
});

test('a misspelt name is answered with the nearest', () => {
  expect(problemOf('smkoe')).toMatchObject({ exitCode: 2, message: expect.stringContaining('(did you mean smoke?)') });
});

test('every mistake of a file is told with its place', () => {
  const path = fileWith('name: mine\narrivals: [{ perSecond: fast, for: 10s }]\nthresholds: ["aply.p99 < 1s"]\n');
  const { message, exitCode } = problemOf(path);
  expect(exitCode).toBe(2);
  expect(message).toContain(`${path}:2:14: `);
  expect(message).toContain(`${path}:3:14: `);
  expect(message).toContain('did you mean apply.p99?');
});

test('what is no file says what to name', () => {
  expect(problemOf(join(folder, 'no.yaml')).message).toMatch(/no\.yaml: is not there \(ENOENT\); name a profile file/);
  expect(problemOf(folder).message).toMatch(/: is a folder; name one profile$/);
});
