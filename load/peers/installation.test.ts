// How a program of others gets onto the machine: by an npm of the test's own, which shows what is done with a real one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fakeNpm, folderOfTest, leftIn } from './contestant-fixture.ts';
import { type InstallOptions, installed, peersFolder } from './installation.ts';
import { openProcessGuard } from './process-guard.ts';

const WANTED = { npm: '@some/thing', version: '1.2.3', licence: 'MIT', sizeMb: 5, program: 'bin/run.js' };

/** Does what npm does with `install --prefix DIR`, and writes down how it was called. */
const INSTALLS = `
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const [command, ...args] = process.argv.slice(2);
if (command === 'config') { console.log('https://user:secret@npm.example/'); process.exit(0); }
const folder = args[args.indexOf('--prefix') + 1];
appendFileSync(process.env.CALLS, args.join(' ') + '\\n');
const home = folder + '/node_modules/@some/thing';
mkdirSync(home + '/bin', { recursive: true });
writeFileSync(home + '/package.json', readFileSync(folder + '/package.json'));
writeFileSync(home + '/bin/run.js', '');
`;

const optionsOf = (folder: string, npm: string): { readonly options: InstallOptions; readonly notes: string[] } => {
  const notes: string[] = [];
  const guard = openProcessGuard();
  onTestFinished(() => guard.close());
  const env = { ...process.env, CALLS: join(folder, 'calls') };
  return { options: { folder: join(folder, 'peers'), env, guard, onNote: (line) => notes.push(line), npm }, notes };
};

test('it is installed once, in its version, without its scripts, and the user is told what and from where', async () => {
  const folder = folderOfTest();
  const { options, notes } = optionsOf(folder, fakeNpm(folder, INSTALLS));
  const home = join(folder, 'peers', 'some-thing-1.2.3');
  const program = join(home, 'node_modules/@some/thing/bin/run.js');
  expect(await installed(WANTED, options)).toEqual({ ok: true, value: program });
  expect(await installed(WANTED, options)).toEqual({ ok: true, value: program });
  expect(JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).dependencies).toEqual({ '@some/thing': '1.2.3' });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(/^--prefix \S+ --ignore-scripts [^\n]*\n$/);
  // Whoever has put a password into the address of the registry does not see it here.
  expect(notes).toEqual([`npm installs @some/thing 1.2.3 (MIT) from npm.example, about 5 MB, once, into ${home}`]);
  expect(readdirSync(join(folder, 'peers'))).toEqual(['some-thing-1.2.3']);
});

test('an npm that fails says why, and leaves nothing behind', async () => {
  const folder = folderOfTest();
  const { options } = optionsOf(folder, fakeNpm(folder, `console.error('npm error code ENOTFOUND'); process.exit(1);`));
  expect(await installed(WANTED, options)).toEqual({
    ok: false,
    failure: 'npm could not install it (it ended with 1: npm error code ENOTFOUND)',
  });
  expect(readdirSync(join(folder, 'peers'))).toEqual([]);
});

test('without an npm, or a place for it, that is said', async () => {
  const folder = folderOfTest();
  const { options } = optionsOf(folder, join(folder, 'no-npm'));
  expect(await installed(WANTED, options)).toMatchObject({ failure: expect.stringContaining('ENOENT') });
  const nowhere = { ...options, folder: join(fakeNpm(folder, ''), 'peers') };
  expect(await installed(WANTED, nowhere)).toMatchObject({ failure: expect.stringContaining('ENOTDIR') });
});

test('an interrupted installation is ended and removed', async () => {
  const folder = folderOfTest();
  const started = join(folder, 'started');
  const hangs = `if (process.argv[2] !== 'config') {
  require('node:fs').writeFileSync(${JSON.stringify(started)}, '');
  setInterval(() => undefined, 1000);
}`;
  const { options } = optionsOf(folder, fakeNpm(folder, hangs));
  const interruption = new AbortController();
  const outcome = installed(WANTED, { ...options, signal: interruption.signal });
  while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve));
  interruption.abort();
  expect(await outcome).toEqual({ ok: false, failure: 'npm could not install it (interrupted)' });
  expect(readdirSync(join(folder, 'peers'))).toEqual([]);
  expect(leftIn(folder)).toEqual([]);
});

test('programs are kept where a user keeps what can be fetched again', () => {
  expect(peersFolder({}, '/home/wang')).toBe('/home/wang/.cache/banknet/peers');
  expect(peersFolder({ XDG_CACHE_HOME: '/cache' }, '/home/wang')).toBe('/cache/banknet/peers');
  expect(peersFolder({ XDG_CACHE_HOME: 'relative' }, '/home/wang')).toBe('/home/wang/.cache/banknet/peers');
});
