// Nothing that we start outlives us, whatever becomes of us.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { folderOfTest, leftIn } from './contestant-fixture.ts';
import { openProcessGuard } from './process-guard.ts';

const FOREVER = 'setInterval(() => undefined, 1000);';

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

/** A program in a folder of its own that says when it runs. */
const programIn = (folder: string, script: string) => {
  const home = join(folder, 'banknet-program');
  mkdirSync(home);
  const args = ['-e', `${script}; require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'runs'))}, '');`];
  return { file: process.execPath, args, folder: home, removesFolder: true, env: process.env };
};

test('a program is ended with all that it has started, and its folder goes', async () => {
  const folder = folderOfTest();
  const guard = openProcessGuard();
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(FOREVER)}]);`;
  guard.start(programIn(folder, child + FOREVER));
  await until(() => existsSync(join(folder, 'runs')));
  expect(leftIn(folder).length).toBeGreaterThan(1);
  await guard.close();
  await until(() => leftIn(folder).length === 0);
});

test('one that does not want to end is killed', async () => {
  const folder = folderOfTest();
  const guard = openProcessGuard(50);
  const program = guard.start(programIn(folder, `process.on('SIGTERM', () => undefined); ${FOREVER}`));
  await until(() => existsSync(join(folder, 'runs')));
  await program.stop();
  expect(program.ended.reason).toContain('SIGKILL');
  expect(leftIn(folder)).toEqual([]);
  await guard.close();
});

test('where we are killed the warden ends what is left', async () => {
  const folder = folderOfTest();
  const script = join(folder, 'victim.mjs');
  const guardFile = pathToFileURL(join(import.meta.dirname, 'process-guard.ts')).href;
  const program = JSON.stringify({ ...programIn(folder, FOREVER), env: {} });
  writeFileSync(
    script,
    `import { openProcessGuard } from ${JSON.stringify(guardFile)};\nopenProcessGuard().start(${program});\n`,
  );
  const victim = spawn(process.execPath, [script], { stdio: 'ignore' });
  onTestFinished(() => void victim.kill('SIGKILL'));
  await until(() => existsSync(join(folder, 'runs')));
  victim.kill('SIGKILL');
  await until(() => leftIn(folder).length === 0);
});
