// `banknet scenario explore` as its users meet it: a search that finds nothing, one that finds a defect, one that is
// interrupted, and what it says to a wrong command line.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import type { CommandContext } from '../command-context.ts';
import { readCommandLine } from '../command-line.ts';
import { PLAIN } from '../painter.ts';
import { runBanknet, spawnBanknet } from '../spawn-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-explore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const explore = (...args: string[]) => runBanknet(['scenario', 'explore', ...args], folder);

/** Puts a defect into the command that is started next. */
const LOAD_DEFECT = ['--import', join(import.meta.dirname, '../../scenarios/defects/load-defect.ts')];
const DEFECT = 'retry-after-ignored';

test('a search that finds nothing says what happened, what never did and how fast it was, and ends with 0', async () => {
  const { code, stdout, stderr } = await explore('--seeds', '30', '--seed-start', '100');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^What happened:\n(?: +[0-9,]+ {2}\S.*\n)+\nWhat never happened: /);
  expect(stdout).toMatch(
    /\nSeeds 100 to 129: all held\n[0-9,]+ issuer calls in .* s: [0-9,]+ calls\/s, [0-9,]+ seeds\/s\n$/,
  );
});

test('the same seeds find the same, whatever the machine: only the times differ in the JSON', async () => {
  const same = async () => {
    const { code, stdout } = await explore('--seeds', '12', '--json');
    const { tookMs, callsPerSecond, seedsPerSecond, ...rest } = JSON.parse(stdout);
    expect([code, typeof tookMs, typeof callsPerSecond, typeof seedsPerSecond]).toEqual([
      0,
      'number',
      'number',
      'number',
    ]);
    return rest;
  };
  const first = await same();
  expect(first).toMatchObject({ seedStart: 1, seeds: 12, found: [] });
  expect(await same()).toEqual(first);
});

test('a defect is found, shrunk to a file and replayed by the one command that is printed; or no file can be', {
  timeout: 120_000,
}, async () => {
  vi.stubEnv('BANKNET_DEFECT', DEFECT);
  const args = ['scenario', 'explore', '--seeds', '60', '--save', 'found'];
  const { code, stdout, stderr } = await runBanknet(args, folder, LOAD_DEFECT);
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^banknet scenario explore: I7 does not hold, first at seed [0-9]+\n/),
  ]);
  const [, file = ''] = /replay: banknet scenario run (\S+\.yaml)/.exec(stdout) ?? [];
  expect(file).toMatch(/^found\/[0-9]+-i7\.yaml$/);
  const story = parse(readFileSync(join(folder, file), 'utf8'));
  expect(story.steps.length).toBeLessThanOrEqual(3);
  const replayed = await runBanknet(['scenario', 'run', file], folder, LOAD_DEFECT);
  expect([replayed.code, replayed.stdout + replayed.stderr]).toEqual([1, expect.stringContaining('I7')]);
  const [, seed = ''] = /seed ([0-9]+)/.exec(stderr) ?? [];
  const unsaved = ['scenario', 'explore', '--seed-start', seed, '--seeds', '1', '--save', '/proc/no/folder'];
  const { code: unsavedCode, stderr: why } = await runBanknet(unsaved, folder, LOAD_DEFECT);
  expect([unsavedCode, why]).toEqual([
    3,
    '/proc/no/folder: shrunk stories cannot be written there (ENOENT); see --save\n',
  ]);
  vi.unstubAllEnvs();
  expect((await runBanknet(['scenario', 'run', file], folder)).code).toBe(0);
});

/** What a command gets of a process with a terminal, whose clock goes on by a second whenever it is asked. */
const terminalContext = (signal: AbortSignal, onScreen: (text: string) => void) => {
  let atMs = 0;
  let printed = '';
  const context: CommandContext = {
    print: async (text) => {
      printed += text;
    },
    note: () => undefined,
    columns: 100,
    paint: PLAIN,
    screen: { columns: 100, paint: PLAIN, write: onScreen },
    signal,
    nowMs: () => {
      atMs += 1000;
      return atMs;
    },
  };
  return { context, printed: () => printed };
};

const runLine = async (args: readonly string[], context: CommandContext): Promise<void> => {
  const line = readCommandLine(['scenario', 'explore', ...args]);
  if (line.kind !== 'run') throw new Error('The command line is wrong');
  await line.run(context);
};

test('an interrupted search tells what it has so far; a terminal is told how far it is', async () => {
  const interrupt = new AbortController();
  const drawn: string[] = [];
  const { context, printed } = terminalContext(interrupt.signal, (text) => {
    drawn.push(text);
    if (drawn.length === 3) interrupt.abort('interrupted');
  });
  await runLine(['--seeds', '1000000'], context);
  expect(drawn[0]).toMatch(/^\r1 of 1000000 seeds, [0-9,]+ calls\/s, [0-9,]+ seeds\/s, nothing found.\[K$/);
  expect(drawn.at(-1)).toBe('\r\x1b[K');
  expect(printed()).toMatch(/\nSeeds 1 to 3: all held\n/);
});

/** A child of a test has no terminal, and is told of no progress. */
const WITH_TERMINAL = ['--import', 'data:text/javascript,process.stderr.isTTY = true;'];

test('Ctrl-C ends a search after the story that is played, with what it has found so far and 130', async () => {
  const args = ['scenario', 'explore', '--seeds', '1000000', '--report', 'interrupted'];
  const running = spawnBanknet(args, folder, WITH_TERMINAL);
  await running.waitFor(/[0-9]+ of 1000000 seeds, [0-9,]+ calls\/s/);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.finished;
  expect(code).toBe(130);
  const [, last = ''] = /\nSeeds 1 to ([0-9]+): all held\n/.exec(stdout) ?? [];
  expect(Number(last)).toBeGreaterThan(0);
  expect(Number(last)).toBeLessThan(1_000_000);
  const report = JSON.parse(readFileSync(join(folder, 'interrupted/report.json'), 'utf8'));
  expect(report).toMatchObject({ seeds: Number(last), found: [] });
});

test('a search for some seconds ends with the first story after them', async () => {
  const { context, printed } = terminalContext(new AbortController().signal, () => undefined);
  await runLine(['--seconds', '9', '--quiet'], context);
  expect(printed()).toMatch(/^Seeds 1 to [2-9]: all held\n[0-9,]+ issuer calls in [0-9]+\.0 s: /);
});

test('a report is written: what happened as JSON, and a story on a page', async () => {
  const { code } = await explore('--seeds', '2', '--report', 'reports', '--quiet');
  expect(code).toBe(0);
  const text = (name: string) => readFileSync(join(folder, 'reports', name), 'utf8');
  expect(JSON.parse(text('report.json'))).toMatchObject({ seeds: 2, found: [] });
  expect(text('junit.xml')).toContain('Exploration, seed 1');
  expect(text('report.html')).toContain('Exploration, seed 1');
});

test('a wrong command line is told every mistake and ends with 2', async () => {
  const { code, stdout, stderr } = await explore('--seeds', '0', '--seed-start', 'x');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('banknet scenario explore: --seeds is "0": it must be a whole number from 1 to');
  expect(stderr).toContain('banknet scenario explore: --seed-start is "x": it must be');
});
