// The command line as a whole: help pinned as text, exit codes, wrong usage, an old Node.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runBanknet, spawnBanknet } from './spawn-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-main-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const banknet = (...args: string[]) => runBanknet(args, folder);
/** Two processes have to agree on the ports of issuers; these are below those that the system gives away. */
const ROLE_PORT = 17_201;
const ANY_PORTS = ['--port', '0', '--issuer-port', '0'];

const SCENARIO_COMMANDS = ['scenario', 'scenario run', 'scenario explore', 'scenario new'];
const CONTRACT_PARTS = ['verify', 'export', 'record', 'can-go-live'];
const CONTRACT_COMMANDS = ['contract', ...CONTRACT_PARTS.map((part) => `contract ${part}`)];
const LOAD_COMMANDS = ['load', 'load run', 'load plan', 'load peers'];

for (const command of ['', 'up', 'query', 'people', ...SCENARIO_COMMANDS, ...CONTRACT_COMMANDS, ...LOAD_COMMANDS]) {
  test(`the help of "banknet ${command}" is what it was`, async () => {
    const { code, stdout, stderr } = await banknet(...(command === '' ? [] : command.split(' ')), '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatchSnapshot();
  });
}

test('--version prints the version of the package, also behind a command that has none of its own', async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));
  for (const before of [[], ['people'], ['contract']]) {
    expect(await banknet(...before, '--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  }
});

test('wrong usage ends with 2 and names the nearest right word', async () => {
  const { code, stdout, stderr } = await banknet('peple');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^banknet: unknown command 'peple' \(Did you mean people\?\)\n/);
});

test('an old Node is told which one is needed, and ends with 2', async () => {
  const preload = join(folder, 'old-node.cjs');
  writeFileSync(
    preload,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });",
  );
  const { code, stdout, stderr } = await runBanknet(['people'], folder, ['--require', preload]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^banknet needs Node 22\.19 or newer; this is 20\.20\.2\..*\n$/);
});

test('up --once prints the report of sixteen banks and ends with 0; a second run on the same database works too', async () => {
  for (const run of [1, 2]) {
    const { code, stdout, stderr } = await banknet('up', '--once', ...ANY_PORTS, '--store', 'sqlite:up.db');
    expect([run, code, stderr]).toEqual([run, 0, '']);
    expect(stdout).toMatch(/App API +http:\/\/127\.0\.0\.1:\d+\/v1\n/);
    expect(stdout.match(/ 已反馈 /g)).toHaveLength(16);
    expect(stdout).toContain('诈骗');
  }
});

test('up --once --json prints the report alone on stdout', async () => {
  const { code, stdout } = await banknet('up', '--once', '--json', ...ANY_PORTS, '--store', 'memory');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).banks).toHaveLength(16);
});

test('up stays until Ctrl-C, stops cleanly and ends with 130; query finds it and asks it', async () => {
  const up = spawnBanknet(['up', '--no-demo', ...ANY_PORTS, '--store', 'memory'], folder);
  const [, url = ''] = await up.waitFor(/App API +(http:\S+)\/v1[\s\S]*Ctrl-C/);
  const asked = await banknet('query', '--url', url, '--persona', 'credit-only', '--json');
  expect(asked.code).toBe(0);
  const report = JSON.parse(asked.stdout);
  expect(report.summary.debit).toBe(0);
  expect(report.summary.credit).toBeGreaterThan(0);
  const next = await banknet('query', '--url', url, '--persona', 'credit-only', '--quiet', '--json');
  expect(next.code).toBe(0);
  expect(JSON.parse(next.stdout).queryId).not.toBe(report.queryId);
  const again = await banknet('query', '--url', url, '--persona', 'credit-only', '--index', '0');
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/^短信验证码发送过于频繁，请稍后再试\nSMS_TOO_SOON: /);
  up.child.kill('SIGINT');
  expect((await up.finished).code).toBe(130);
});

test('query starts a network for itself where none is named; a refusal is printed in the words of the source', async () => {
  const region = await banknet('query', '--persona', 'region-closed');
  expect([region.code, region.stdout]).toEqual([1, '']);
  expect(region.stderr).toMatch(/^您所在的地区暂未开放此服务\nREGION_NOT_OPEN: /);
  const bank = await banknet('query', '--banks', 'ICBC,NOPE');
  expect(bank.code).toBe(1);
  expect(bank.stderr).toContain('UNKNOWN_BANK: /banks/1');
});

test('a target where nobody answers ends with 3', async () => {
  const { code, stderr } = await banknet('query', '--url', 'http://127.0.0.1:9');
  expect(code).toBe(3);
  expect(stderr).toMatch(/^No network answers at http:\/\/127\.0\.0\.1:9/);
});

test('a taken port is one clear line and 3, and nothing is left running', async () => {
  const up = spawnBanknet(['up', '--no-demo', ...ANY_PORTS, '--store', 'memory'], folder);
  const [, port = ''] = await up.waitFor(/App API +http:\/\/127\.0\.0\.1:(\d+)[\s\S]*Ctrl-C/);
  const { code, stdout, stderr } = await banknet('up', '--port', port, '--issuer-port', '0', '--store', 'memory');
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toBe(
    `Port ${port} on 127.0.0.1 is taken: stop what listens there, or choose others with --port and --issuer-port.\n`,
  );
  up.child.kill('SIGTERM');
  expect((await up.finished).code).toBe(130);
});

test('a file that is no database ends with 3, its name, and is not touched', async () => {
  const file = join(folder, 'notes.txt');
  writeFileSync(file, 'my notes');
  const { code, stderr } = await banknet('up', '--once', ...ANY_PORTS, '--store', 'sqlite:notes.txt');
  expect(code).toBe(3);
  expect(stderr).toContain('notes.txt');
  expect(readFileSync(file, 'utf8')).toBe('my notes');
});

test('a wrong configuration ends with 2 before anything starts', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'sed: 7\n');
  const { code, stderr } = await banknet('up', '--once', ...ANY_PORTS, '--config', 'wrong.yaml');
  expect([code, stderr]).toEqual([2, 'wrong.yaml:1:1: unknown key sed; did you mean seed?\n']);
});

/** Latency so long that no query ends by itself in a test. */
const SLOW = 'issuers: { defaults: { mode: poll, latency: { fixed: 10h } } }';

test('Ctrl-C in the middle of a query stops its network cleanly and ends with 130', async () => {
  writeFileSync(join(folder, 'slow.yaml'), SLOW);
  const up = spawnBanknet(['up', '--once', ...ANY_PORTS, '--store', 'memory', '--config', 'slow.yaml'], folder);
  await up.waitFor(/asks all 16 banks/);
  up.child.kill('SIGINT');
  expect(await up.finished).toMatchObject({ code: 130, stderr: '' });
});

test('a server that is no banknet ends with 3 and is named', async () => {
  const server = createServer((_request, response) => response.end('<html>hello</html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { code, stderr } = await banknet('query', '--url', `http://127.0.0.1:${port}`);
  server.close();
  expect([code, stderr]).toEqual([
    3,
    `What answers at http://127.0.0.1:${port} is no banknet, or one of another version: look at --url\n`,
  ]);
});

test('a person of another seed is refused, and the hint says so', async () => {
  const up = spawnBanknet(['up', '--no-demo', ...ANY_PORTS, '--store', 'memory', '--seed', '7'], folder);
  const [, url = ''] = await up.waitFor(/App API +(http:\S+)\/v1[\s\S]*Ctrl-C/);
  const { code, stderr } = await banknet('query', '--url', url);
  expect(code).toBe(1);
  expect(stderr).toContain('The person is of seed 42');
  up.child.kill('SIGTERM');
  expect((await up.finished).code).toBe(130);
});

test('quiet prints the report and nothing else', async () => {
  const { code, stdout, stderr } = await banknet('up', '--once', '--quiet', ...ANY_PORTS, '--store', 'memory');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^查询报告 q/);
  expect(stdout).not.toContain('App API');
});

test('issuers in one process and the engine in another make one network', async () => {
  const issuers = spawnBanknet(['up', '--role', 'issuers', '--port', '0', '--issuer-port', String(ROLE_PORT)], folder);
  const [shown] = await issuers.waitFor(/^[\s\S]*Ctrl-C/);
  expect(shown).not.toContain('App API');
  const engine = ['--role', 'engine', '--issuer-port', String(ROLE_PORT), '--port', '0', '--store', 'memory'];
  const { code, stdout } = await banknet('up', '--once', ...engine);
  expect(code).toBe(0);
  expect(stdout.match(/ 已反馈 /g)).toHaveLength(16);
  expect(stdout).toContain(`Issuers   ICBC http://127.0.0.1:${ROLE_PORT} … CZB http://127.0.0.1:${ROLE_PORT + 15}\n`);
  issuers.child.kill('SIGTERM');
  expect((await issuers.finished).code).toBe(130);
});

test('--once and --no-demo together start the network and stop it again', async () => {
  const { code, stderr } = await banknet('up', '--once', '--no-demo', ...ANY_PORTS, '--store', 'memory');
  expect([code, stderr]).toEqual([0, '']);
});
