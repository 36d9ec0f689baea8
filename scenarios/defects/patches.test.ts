// How a defect gets into the product: by its source while that is loaded, exactly where its table says, or not at all.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Defect, filesOf, patchedSource } from './defect.ts';
import { DEFECTS } from './defects.ts';

const ROOT = join(import.meta.dirname, '../..');
const sourceOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const run = (name: string, program: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './scenarios/defects/load-defect.ts', '--input-type=module', '--eval', program],
    { cwd: ROOT, env: { ...process.env, BANKNET_DEFECT: name }, encoding: 'utf8' },
  );
  return { status, stdout: stdout.trim(), stderr };
};

const EXAMPLE: Defect = {
  name: 'example',
  what: 'an example',
  rules: ['R1'],
  caughtBy: 'I1',
  patches: [{ file: 'a.ts', find: 'one', replace: '$& two' }],
};

test('every patch of the table fits its file, and what comes of it is still TypeScript', () => {
  for (const defect of DEFECTS) {
    for (const file of filesOf(defect)) {
      const before = sourceOf(file);
      const after = patchedSource(defect, file, before);
      expect(after, defect.name).not.toBe(before);
      expect(() => stripTypeScriptTypes(after), defect.name).not.toThrow();
    }
  }
});

test('there are more than forty defects, each with a name of its own', () => {
  expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  expect(DEFECTS.length).toBeGreaterThanOrEqual(44);
});

test('a text that is not there exactly once is an error that says so', () => {
  expect(patchedSource(EXAMPLE, 'a.ts', 'a one b')).toBe('a $& two b');
  expect(() => patchedSource(EXAMPLE, 'a.ts', 'two')).toThrow('in a.ts the text "one" is not there');
  expect(() => patchedSource(EXAMPLE, 'a.ts', 'one one')).toThrow('in a.ts the text "one" is there 2 times');
  expect(patchedSource(EXAMPLE, 'b.ts', 'one one')).toBe('one one');
});

const SHOW_EXPIRY = `
  const { expiryOf } = await import('./engine/retention.ts');
  console.log(expiryOf(0, { length: 7, unit: 'natural-days' }) / 3_600_000)`;

test('a program that is started with a defect has it, and without one does not', () => {
  expect(run('expires-a-day-late', SHOW_EXPIRY)).toMatchObject({ status: 0, stdout: '208', stderr: '' });
  expect(run('expires-a-day-early', SHOW_EXPIRY)).toMatchObject({ status: 0, stdout: '160', stderr: '' });
  expect(run('card-dropped', SHOW_EXPIRY)).toMatchObject({ status: 0, stdout: '184' });
});

test('a program that never loads the file with the defect says so', () => {
  expect(run('card-dropped', SHOW_EXPIRY).stderr).toContain(
    'defect card-dropped was not in this run: engine/report.ts was not loaded',
  );
});

test('an unknown name stops the program before it begins', () => {
  const { status, stdout, stderr } = run('card-droped', "console.log('began')");
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('there is no defect "card-droped" (did you mean card-dropped?)');
  expect(run('', '').stderr).toContain('BANKNET_DEFECT does not say which');
});
