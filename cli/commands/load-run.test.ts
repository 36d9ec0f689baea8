// `banknet load run`: small profiles over real sockets. Counts and correct answers are asserted, never times.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { checksOf, hasPassed } from '../../load/load-verdict.ts';
import { parseResult } from '../../load/read-result.ts';
import { runCommand } from '../command-fixture.ts';
import { startTestNetwork } from '../network-fixture.ts';
import { spawnBanknet } from '../spawn-suite.ts';

const folderOfTest = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'banknet-load-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Eight users in two seconds, at two banks that answer at once. */
const SMALL = {
  name: 'small',
  warmUp: '0s',
  arrivals: [{ perSecond: 4, for: '2s' }],
  people: 100,
  drain: '50s',
  banks: ['ICBC', 'CMB'],
  issuers: { defaults: { latency: { fixed: '1ms' } } },
  thresholds: ['lost == 0', 'doubled == 0', 'wrongReports == 0', 'leaks == 0', 'violations == 0', 'report.errors == 0'],
};
/** As a network that runs would not be set by a profile. */
const { issuers: _, ...RUNNING } = SMALL;

const profileFile = (folder: string, profile: object): string => {
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, JSON.stringify(profile));
  return file;
};

const resultIn = (text: string) => {
  const result = parseResult(text);
  if (!result.ok) throw new Error(result.failure);
  return result.value;
};

/**
 * Runs to the end and gives the result, of which all must hold but the schedule: whether that is kept is the affair of
 * the machine, and one that is busy with other work does not keep it.
 */
const resultOfRun = async (file: string, ...args: readonly string[]) => {
  const { stdout, code } = await runCommand('load', 'run', file, '--json', ...args);
  const result = resultIn(stdout);
  const broken = checksOf(result).filter(({ held, kind }) => !held && kind !== 'schedule');
  expect(broken).toEqual([]);
  expect(code).toBe(hasPassed(result) ? 0 : 1);
  return result;
};

const startTarget = () =>
  startTestNetwork({ issuers: { defaults: { latency: { fixed: '1ms' } } } }, { passwordCost: 256 });

test('every user of a profile is seen to a right report, on a network of its own', async () => {
  const folder = folderOfTest();
  const report = join(folder, 'reports');
  const result = await resultOfRun(profileFile(folder, { ...SMALL, warmUp: '500ms' }), '--report', report);
  expect(resultIn(readFileSync(join(report, 'report.json'), 'utf8'))).toEqual(result);
  expect(result).toMatchObject({
    target: 'own',
    wasInterrupted: false,
    schedule: { due: 8, sent: 8 },
    // Two more warm up the network, and are no part of what is measured.
    correctness: { queriesAccepted: 10, queriesEnded: 10, lost: 0, wrongReports: 0, violations: [], amplification: 1 },
  });
  const outcomes = Object.fromEntries(result.steps.map((step) => [step.step, step.outcomes]));
  const [all, measured] = [{ accepted: 10 }, { accepted: 8 }];
  expect(outcomes).toEqual({ register: all, verify: all, apply: measured, report: measured, view: measured });
  expect(result.slices.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(8);
  expect(result.slices.at(-1)?.acceptedTotal).toBeGreaterThanOrEqual(8);
  expect(result.banks.map(({ bank, calls }) => [bank, calls])).toEqual([
    ['ICBC', 10],
    ['CMB', 10],
  ]);
  for (const name of ['junit.xml', 'report.html', 'metrics.prom']) expect(existsSync(join(report, name))).toBe(true);
});

test('a broken engine fails the run, which names what is broken', async () => {
  const folder = folderOfTest();
  const hook = pathToFileURL(join(import.meta.dirname, '../../scenarios/defects/load-defect.ts')).href;
  process.env.BANKNET_DEFECT = 'card-dropped';
  onTestFinished(() => void delete process.env.BANKNET_DEFECT);
  const { finished } = spawnBanknet(['load', 'run', profileFile(folder, SMALL)], folder, ['--import', hook]);
  const { code, stdout, stderr } = await finished;
  expect(code).toBe(1);
  expect(stdout).toMatch(/reports? not as the banks know it/);
  expect(stderr).toMatch(/answers are wrong/);
  expect(stderr).toMatch(/I3 broken/);
  expect(stderr).toMatch(/wrongReports == 0/);
  expect(stderr).toMatch(/^ {2}replay: banknet load run \S+profile\.yaml --seed 42$/m);
});

test('a run that is interrupted writes the report of what was measured, and leaves the network as it was', async () => {
  const network = await startTarget();
  const folder = folderOfTest();
  const incidents = [{ at: '0s', for: '60s', issuers: ['ICBC'], fault: { kind: 'hang' } }];
  const file = profileFile(folder, { ...RUNNING, arrivals: [{ perSecond: 4, for: '40s' }], people: 200, incidents });
  const { child, finished } = spawnBanknet(
    ['load', 'run', file, '--url', network.url, '--report', 'reports', '--quiet'],
    folder,
  );
  const accepted = async (): Promise<number> => {
    const { counts } = JSON.parse(await (await fetch(`${network.url}/control/oracle`)).text());
    return counts?.accepted ?? 0;
  };
  while ((await accepted()) < 4) await new Promise((resolve) => setImmediate(resolve));
  child.kill('SIGINT');
  expect(await finished).toMatchObject({ code: 130 });
  const result = resultIn(readFileSync(join(folder, 'reports', 'report.json'), 'utf8'));
  expect(result).toMatchObject({ wasInterrupted: true, correctness: { lost: 0, wrongReports: 0 } });
  expect(result.correctness.queriesAccepted).toBeGreaterThanOrEqual(1);
  expect((await fetch(`${network.url}/control/oracle`)).status).toBe(404);
  expect(await (await fetch(`${network.url}/control/incidents`)).json()).toEqual({ incidents: [] });
});

test('several generators send what one would, each its share, and are merged', async () => {
  const network = await startTarget();
  const file = profileFile(folderOfTest(), RUNNING);
  expect(await resultOfRun(file, '--url', network.url, '--workers', '2')).toMatchObject({
    target: network.url,
    generators: 2,
    seed: network.seed,
    schedule: { due: 8, sent: 8 },
    correctness: { queriesAccepted: 8, queriesEnded: 8, lost: 0, doubled: 0 },
  });
});

test('a second run on the same network takes other people', async () => {
  const network = await startTarget();
  const file = profileFile(folderOfTest(), RUNNING);
  for (const registered of [{ accepted: 8 }, { accepted: 8, ALREADY_REGISTERED: expect.any(Number) }]) {
    const { steps } = await resultOfRun(file, '--url', network.url);
    expect(steps.find(({ step }) => step === 'register')?.outcomes).toEqual(registered);
    expect(steps.find(({ step }) => step === 'report')?.outcomes).toEqual({ accepted: 8 });
  }
});

test('users of a closed model come again and again, and whoever is throttled costs the network nothing', async () => {
  const profile = {
    ...SMALL,
    arrivals: { users: 3, for: '2s' },
    engine: { throttle: { burst: 2, perSecond: 1 } },
  };
  const { model, steps, correctness } = await resultOfRun(profileFile(folderOfTest(), profile));
  expect(model).toBe('closed');
  const apply = steps.find(({ step }) => step === 'apply');
  expect(apply?.latency).toBe('service-time');
  expect(Object.keys(apply?.outcomes ?? {}).toSorted()).toEqual(['THROTTLED', 'accepted']);
  expect(correctness).toMatchObject({ lost: 0, throttleExcess: 0, violations: [] });
});

test('a bank that breaks while users come is asked again, and nobody is lost', async () => {
  const incidents = [{ at: '0s', for: '1s', issuers: ['ICBC'], fault: { kind: 'status', status: 503 } }];
  const {
    banks,
    correctness,
    incidents: played,
  } = await resultOfRun(profileFile(folderOfTest(), { ...SMALL, incidents }));
  expect(played).toEqual([{ name: 'status', atMs: 0, forMs: 1000, issuers: ['ICBC'] }]);
  const [icbc, cmb] = banks;
  expect(icbc?.outcomes).toMatchObject({ delivered: 8, later: expect.any(Number) });
  expect(icbc?.amplification).toBeGreaterThan(1);
  expect(cmb).toMatchObject({ bank: 'CMB', outcomes: { delivered: 8 }, amplification: 1 });
  expect(correctness).toMatchObject({ queriesEnded: 8, lost: 0, violations: [] });
});

test('a search for capacity runs a rate after the other, and tells of each', async () => {
  const { arrivals: _none, ...others } = SMALL;
  const profile = { ...others, capacity: { from: 2, to: 4, for: '1s' } };
  const { stdout } = await runCommand('load', 'run', profileFile(folderOfTest(), profile));
  // A machine that is busy with other work does not keep the schedule of a rate, which then has not held.
  expect(stdout).toMatch(/^Capacity: (not even the lowest rate held|\d per second)/m);
  expect(stdout).toMatch(/^ {2}2 per second: (held|the schedule was kept did not hold)/m);
  if (stdout.includes('  2 per second: held')) expect(stdout).toMatch(/^ {2}4 per second: /m);
});

test('a run is compared with an earlier one', async () => {
  const network = await startTarget();
  const folder = folderOfTest();
  const run = ['load', 'run', profileFile(folder, RUNNING), '--url', network.url];
  await runCommand(...run, '--report', folder);
  // The folder of its report, as well as the file in it.
  for (const named of [folder, join(folder, 'report.json')]) {
    const { stdout } = await runCommand(...run, '--baseline', named);
    expect(stdout).toMatch(/apply\.p99/);
    expect(stdout).toMatch(/^beside 1 earlier run: /m);
  }
  const { stdout } = await runCommand(...run, '--baseline', folder, '--json');
  expect(JSON.parse(stdout).comparison).toMatchObject({ runs: 1, figures: expect.any(Array) });
});

test('a seed makes other people of an own network; a running one has its own, and another is refused', async () => {
  const folder = folderOfTest();
  const own = profileFile(folder, { ...SMALL, seed: 3 });
  expect(await resultOfRun(own)).toMatchObject({ seed: 3 });
  expect(await resultOfRun(own, '--seed', '7')).toMatchObject({ seed: 7, correctness: { wrongReports: 0 } });
  const network = await startTarget();
  const file = profileFile(folder, RUNNING);
  const url = ['--url', network.url];
  expect(await resultOfRun(file, ...url, '--seed', String(network.seed))).toMatchObject({ seed: network.seed });
  expect(await runCommand('load', 'run', file, ...url, '--seed', '7')).toMatchObject({
    code: 2,
    problem: expect.stringContaining(`--seed is 7, and the network has ${network.seed}`),
  });
});

/** A way to the network on which the first stream of ends breaks with the first end, before that arrives. */
const startBreakingWay = async (url: string): Promise<string> => {
  let isBroken = false;
  const server = createServer((question, answer) => {
    const { method, headers, url: path } = question;
    const onward = request(`${url}${path}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      answer.flushHeaders();
      reply.on('data', (chunk: Buffer) => {
        if (path === '/control/ends' && !isBroken && chunk.includes('event: end')) {
          isBroken = true;
          answer.destroy();
        } else answer.write(chunk);
      });
      reply.on('end', () => answer.end());
    });
    // Who asked has gone, or whom is asked: the other is left as well.
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    question.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

test('a stream of ends that breaks is opened again, which is said once, and what it missed is found', async () => {
  const network = await startTarget();
  const url = await startBreakingWay(network.url);
  const folder = folderOfTest();
  const run = ['load', 'run', profileFile(folder, RUNNING), '--json', '--url', url];
  const { stdout, stderr } = await spawnBanknet(run, folder).finished;
  const { correctness, endsHeard } = resultIn(stdout);
  expect(correctness).toMatchObject({ queriesAccepted: 8, queriesEnded: 8, lost: 0 });
  expect(endsHeard).toMatchObject({ breaks: 1, undated: 0 });
  expect(endsHeard.fromRecords).toBeGreaterThanOrEqual(1);
  expect(stderr.match(/the stream of ends broke/g)).toHaveLength(1);
});

test('a network that is not there, or is none, is said before anything is sent', async () => {
  const file = profileFile(folderOfTest(), RUNNING);
  const gone = await startTarget();
  await gone.stop();
  expect(await runCommand('load', 'run', file, '--url', gone.url)).toMatchObject({
    code: 3,
    problem: expect.stringContaining('No network answers at'),
  });
  const network = await startTarget();
  const [issuer] = network.issuers;
  expect(await runCommand('load', 'run', file, '--url', issuer?.url ?? '')).toMatchObject({
    code: 3,
    problem: expect.stringContaining('is no banknet'),
  });
});

test('a network that is not as the profile says is not loaded', async () => {
  const network = await startTarget();
  const profile = {
    ...RUNNING,
    engine: { throttle: { burst: 1, perSecond: 1 } },
    population: { cardsPerPersonMean: 9 },
  };
  const file = profileFile(folderOfTest(), profile);
  const { code, problem } = await runCommand('load', 'run', file, '--url', network.url);
  expect(code).toBe(2);
  expect(problem).toContain('population.cardsPerPersonMean: the profile has 9, the network 4.3');
  expect(problem).toContain('engine.throttle: the profile has {"burst":1,"perSecond":1}');
});

test('what the command line or the profile has wrong is said at once, with exit 2', async () => {
  const folder = folderOfTest();
  const remote = await runCommand('load', 'run', 'x.yaml', '--url', 'http://bank.example', '--max-change', 'much');
  expect(remote.code).toBe(2);
  expect(remote.problem).toContain('--allow-remote says that it is ours to load');
  expect(remote.problem).toContain('--max-change is "much": it must be a share');
  expect(await runCommand('load', 'run', 'smoke', '--url', 'nonsense', '--report', folder)).toMatchObject({
    code: 2,
    problem: expect.stringContaining('--url is "nonsense": it must be an address'),
  });
  const file = profileFile(folder, { ...SMALL, thresholds: ['aply.p99 < 250ms'], people: 0 });
  const { code, problem } = await runCommand('load', 'run', file);
  expect(code).toBe(2);
  expect(problem).toMatch(/profile\.yaml:1:\d+: .*did you mean apply\.p99\?/);
  expect(problem).toMatch(/people/);
  expect(await runCommand('load', 'run', join(folder, 'none.yaml'))).toMatchObject({ code: 2 });
  const right = profileFile(folder, SMALL);
  const noBaseline = await runCommand(
    'load',
    'run',
    right,
    '--baseline',
    join(folder, 'none.json'),
    '--baseline',
    folder,
  );
  expect(noBaseline.code).toBe(2);
  expect(noBaseline.problem).toMatch(/none\.json: is not there \(ENOENT\)/);
  expect(noBaseline.problem).toMatch(/[^/]\/report\.json: is not there \(ENOENT\)/);
});
