// banknet.yaml: what it may say, and every error at once with its place.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { BANKS } from '../core/banks.ts';
import { baseState, settingsIn } from '../simulator/issuer/control-state.ts';
import { loadConfig, type NetworkConfig, parseConfig } from './config.ts';
import { CliProblem } from './problem.ts';

const folder = mkdtempSync(join(tmpdir(), 'banknet-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const problemsOf = (text: string, path = 'banknet.yaml'): readonly string[] => {
  try {
    parseConfig(text, path);
  } catch (error) {
    if (error instanceof CliProblem && error.exitCode === 2) return error.lines;
    throw error;
  }
  return [];
};

const settingsOf = ({ control }: NetworkConfig, code: string) => settingsIn(baseState(control, 0), code);

const load = (text: string) => {
  const file = join(folder, 'good.yaml');
  writeFileSync(file, text);
  return loadConfig(file);
};

test('a full configuration becomes settings in milliseconds and numbers', () => {
  const config = load(`
seed: 7
population: { people: 5000, cardsPerPersonMean: 3, expiredIdShare: 1/20, noReservedMobileShare: 0.1,
  cardlessOffShare: 0 }
issuers:
  defaults: { latency: { p50: 80ms, p99: 600ms }, mode: sync }
  CMB: { latency: { fixed: 40ms } }
  PSBC: { mode: callback, latency: { min: 1s, max: 30m } }
engine:
  throttle: { burst: 200, perSecond: 100 }
  issuerTimeout: 5s
  inFlightPerIssuer: 64
  deadline: 24h
  interval: 7d
  retention: { length: 7, unit: natural-days }
`);
  expect(config.seed).toBe(7);
  expect(config.population).toEqual({
    people: 5000,
    cardsPerPersonMean: 3,
    expiredIdShare: 0.05,
    noReservedMobileShare: 0.1,
    cardlessOffShare: 0,
  });
  expect(settingsOf(config, 'ICBC')).toEqual({ latency: { p50Ms: 80, p99Ms: 600 }, mode: 'sync', faults: [] });
  expect(settingsOf(config, 'CMB')).toEqual({ latency: { fixedMs: 40 }, mode: 'sync', faults: [] });
  expect(settingsOf(config, 'PSBC')).toMatchObject({ latency: { minMs: 1000, maxMs: 1_800_000 }, mode: 'callback' });
  expect(config.engine).toEqual({
    throttle: { burst: 200, perSecond: 100 },
    issuerTimeoutMs: 5000,
    inFlightPerIssuer: 64,
    deadlineMs: 86_400_000,
    intervalMs: 604_800_000,
    retention: { length: 7, unit: 'natural-days' },
  });
});

test('an empty file is the defaults', () => {
  expect(load('')).toMatchObject({ seed: undefined, population: {}, engine: {} });
});

test('every error is told at once, with file, line, column and the nearest right name', () => {
  const lines = problemsOf(`sed: 7
population: { people: 0, expiredIdShare: 1.5 }
issuers:
  CMB: { latency: { p50: 5s, p99: 1s } }
  CMBB: { mode: sync }
  ICBC: { mode: fast, latencyy: { fixed: 1s } }
engine:
  deadlin: 24h
  interval: 7 days
`);
  expect(lines).toEqual([
    'banknet.yaml:1:1: unknown key sed; did you mean seed?',
    expect.stringMatching(/^banknet\.yaml:2:15: population\.people/),
    'banknet.yaml:2:26: population.expiredIdShare: must be a share from 0 to 1, such as 0.05 or 1/20; it is 1.5',
    expect.stringMatching(/^banknet\.yaml:4:10: issuers\.CMB\.latency: must be .* 0 < p50 <= p99/),
    'banknet.yaml:5:3: unknown key CMBB in issuers; did you mean CMB?',
    expect.stringMatching(/^banknet\.yaml:6:11: issuers\.ICBC\.mode/),
    'banknet.yaml:6:23: unknown key latencyy in issuers.ICBC; did you mean latency?',
    'banknet.yaml:8:3: unknown key deadlin in engine; did you mean deadline?',
    'banknet.yaml:9:3: engine.interval: must be a duration from 0ms to 365d, such as 250ms, 5s, 30m, 24h or 7d; it is "7 days"',
  ]);
});

test('a latency of no known shape, or with a wrong duration, says what would be right', () => {
  expect(problemsOf('issuers: { CMB: { latency: { p99: 1s } } }')).toEqual([
    expect.stringMatching(/^banknet\.yaml:1:19: issuers\.CMB\.latency: must be {p50, p99} with .*it is {"p99":"1s"}$/),
  ]);
  expect(problemsOf('issuers: { CMB: { latency: { fixed: soon } } }')).toEqual([
    'banknet.yaml:1:30: issuers.CMB.latency.fixed: must be a duration from 0ms to 1d, such as 250ms, 5s, 30m, 24h or 7d; it is "soon"',
  ]);
});

test('a recorded latency is read from a file beside the configuration', () => {
  writeFileSync(join(folder, 'seen.csv'), 'ms,count\n12,300\n80.5,4\n');
  const latency = load('issuers: { CMB: { latency: { file: seen.csv, outliers: { share: 1/2, p50: 1s } } } }');
  expect(settingsOf(latency, 'CMB').latency).toEqual({
    recorded: [
      { atMs: 12, count: 300 },
      { atMs: 80.5, count: 4 },
    ],
    outliers: { share: 0.5, latency: { fixedMs: 1000 } },
  });
});

test('what is wrong with a recorded latency is told with its file and line, among all other mistakes', () => {
  writeFileSync(join(folder, 'bad.csv'), '12,300\n11,4\nx\n');
  writeFileSync(join(folder, 'latin.csv'), Buffer.from([0x31, 0xe9]));
  writeFileSync(join(folder, 'large.csv'), '\n'.repeat(1_048_577));
  const files = ['bad.csv', 'none.hgrm', '.', 'latin.csv', 'large.csv', 'esc\\eape'];
  const settings = files.map((file, at) => {
    return `  ${BANKS[at]?.code}: { latency: { fixed: 1s, outliers: { share: 1, file: "${file}" } } }\n`;
  });
  const text = `sed: 7\nissuers:\n${settings.join('')}`;
  expect(() => load(text)).toThrow(CliProblem);
  const whats = problemsOf(text, join(folder, 'banknet.yaml')).map((line) =>
    line
      .slice(folder.length + 1)
      .replace(/issuers\.[A-Z]+\.latency\.outliers\.file: must be the name of a file with a recorded latency/, 'file')
      .replace(/^(banknet\.yaml:[0-9]+):[0-9]+/, '$1'),
  );
  expect(whats).toEqual([
    'banknet.yaml:1: unknown key sed; did you mean seed?',
    'banknet.yaml:3: file, but bad.csv:2 is out of order: 11 ms after 12 ms; it is "bad.csv"',
    'banknet.yaml:3: file, but bad.csv:3 is not milliseconds,count such as 12.5,300: "x"; it is "bad.csv"',
    'banknet.yaml:4: file, but none.hgrm is not there (ENOENT); names are relative to the configuration; it is "none.hgrm"',
    'banknet.yaml:5: file, but . is a folder; it is "."',
    'banknet.yaml:6: file, but latin.csv is not UTF-8; it is "latin.csv"',
    'banknet.yaml:7: file, but large.csv is over 1048576 bytes; it is "large.csv"',
    'banknet.yaml:8: file; it is "esc\\u001bape"',
  ]);
});

test('faults, capacity, rate limits, incidents and real banks are read', () => {
  const config = load(`
issuers:
  defaults: { faults: [ { kind: hang, share: 1/100 } ] }
  CMB: { rateLimit: { perSecond: 50, burst: 100 } }
  HXB: { url: "https://sandbox.example/hxb/", key: env:HXB_KEY }
  CGB: { capacity: { servers: 8, queue: 200, service: { p50: 30ms, p99: 120ms } } }
  CZB:
    faults:
      - { name: nightly, kind: maintenance, from: "23:30", until: "00:30" }
      - { name: flaky, kind: status, status: 503, share: 1/20 }
incidents:
  - { name: power-cut, issuers: [CZB, ICBC], kind: outage, from: 1m, until: 5m, stagger: 10s, recovery: 30s }
`);
  expect(config.realBanks).toEqual(
    new Map([['HXB', { url: 'https://sandbox.example/hxb', keyName: 'HXB_KEY', keyMayBeMissing: false }]]),
  );
  expect([...config.control.issuers.keys()]).toEqual(BANKS.map(({ code }) => code).filter((code) => code !== 'HXB'));
  expect(settingsOf(config, 'CMB')).toMatchObject({
    rateLimit: { perSecond: 50, burst: 100 },
    faults: [{ name: 'hang', share: 0.01 }],
  });
  expect(settingsOf(config, 'CGB').capacity).toEqual({ servers: 8, queue: 200, service: { p50Ms: 30, p99Ms: 120 } });
  expect(settingsOf(config, 'CZB').faults).toMatchObject([
    { name: 'nightly', kind: 'maintenance', window: { daily: { fromMs: 84_600_000, untilMs: 1_800_000 } } },
    { name: 'flaky', share: 0.05 },
    { name: 'power-cut', window: { fromMs: 60_000, untilMs: 300_000 } },
  ]);
  expect(settingsOf(config, 'ICBC').faults?.[1]?.window).toEqual({ fromMs: 70_000, untilMs: 330_000 });
});

test('wrong faults are told all at once, each with its place', () => {
  const lines = problemsOf(`issuers:
  ABC:
    faults:
      - { kind: statuss }
      - { kind: status, status: 503, share: 1.2, shre: 1 }
  BOC: { faults: [ { kind: hang }, { kind: close, name: hang } ] }
  CEB: { url: "ftp://bank", mode: sync }
  CMB: { key: env:K, faults: [ { kind: hang }, { kind: close } ] }
  HXB: { url: "https://bank.example", key: secret, latency: { fixed: 1s } }
  PAB: { faults: [ { kind: reset } ] }
incidents:
  - { kind: hang, issuers: [ABC, ICBCC] }
  - { kind: hang, issuers: [PAB] }
`);
  expect(lines).toEqual([
    expect.stringMatching(/^banknet\.yaml:4:11: issuers\.ABC\.faults\.0\.kind: must be one of .*did you mean status\?/),
    expect.stringMatching(/^banknet\.yaml:5:38: issuers\.ABC\.faults\.1\.share: must be a share .*it is 1\.2$/),
    'banknet.yaml:5:50: unknown key shre in issuers.ABC.faults.1; did you mean share?',
    expect.stringMatching(/^banknet\.yaml:6:51: issuers\.BOC\.faults\.1\.name: must not be the name of two faults/),
    expect.stringMatching(/^banknet\.yaml:7:10: issuers\.CEB\.url: must be the http or https address/),
    expect.stringMatching(/^banknet\.yaml:8:50: issuers\.CMB\.faults\.1\.kind: contradicts hang/),
    expect.stringMatching(/^banknet\.yaml:9:39: issuers\.HXB\.key: must name a variable of the environment/),
    expect.stringMatching(/^banknet\.yaml:12:34: incidents\.0\.issuers\.1: must be one of /),
  ]);
  expect(
    problemsOf(`issuers: { PAB: { faults: [ { kind: reset } ] }, HXB: { url: "http://127.0.0.1:1" } }
incidents: [ { kind: hang, issuers: [PAB] }, { kind: outage, name: x, issuers: [HXB] } ]`),
  ).toEqual([
    expect.stringMatching(/^banknet\.yaml:2:14: incidents\.0: kind contradicts reset: .*\(PAB\)/),
    expect.stringMatching(/^banknet\.yaml:2:46: incidents\.1: must not name HXB: it is a real bank/),
  ]);
});

test('repeated keys, broken YAML and aliases that explode are errors', () => {
  expect(problemsOf('seed: 1\nseed: 2')[0]).toMatch(/^banknet\.yaml:2:1: .*unique/);
  expect(problemsOf('seed: [1')[0]).toMatch(/^banknet\.yaml:1:\d+: /);
  const levels = [...'bcdefgh'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`);
  const bomb = `a: &a [${'x,'.repeat(9)}x]\n${levels.join('\n')}`;
  expect(problemsOf(bomb)[0]).toMatch(/alias/i);
});

test('a file that is missing where it was named, or too large, is refused', () => {
  expect(() => loadConfig(join(folder, 'none.yaml'))).toThrow(/none\.yaml: cannot be read \(ENOENT\)/);
  const large = join(folder, 'large.yaml');
  writeFileSync(large, '#'.repeat(1_048_577));
  expect(() => loadConfig(large)).toThrow(/over 1048576 bytes/);
});

test('a file that never ends is read only as far as a configuration may go', () => {
  expect(() => loadConfig('/dev/zero')).toThrow(/over 1048576 bytes/);
});

test('a file that is not UTF-8, or a folder, is refused', () => {
  const latin = join(folder, 'latin.yaml');
  writeFileSync(latin, Buffer.from([0x73, 0xe9]));
  expect(() => loadConfig(latin)).toThrow(/is not UTF-8/);
  expect(() => loadConfig(folder)).toThrow(/is a folder/);
});

test('nesting beyond all measure, a second document and an unknown tag are errors, not crashes', () => {
  const nested = problemsOf('['.repeat(50_000));
  expect(nested[0]).toMatch(/^banknet\.yaml:1:\d+: /);
  expect(nested.length).toBeLessThanOrEqual(51);
  expect(problemsOf('seed: 1\n---\nseed: 2')[0]).toMatch(/^banknet\.yaml:2:1: /);
  expect(problemsOf('seed: !secret 1')[0]).toMatch(/^banknet\.yaml:1:7: .*tag/);
});

test('groups of which everything is commented out are empty, other values are no groups', () => {
  expect(problemsOf('population:\nissuers:\n  CMB:\nengine:\n')).toEqual([]);
  expect(problemsOf('engine: fast')).toEqual([
    expect.stringMatching(/^banknet\.yaml:1:1: engine: must be keys .*"fast"$/),
  ]);
  expect(problemsOf('- seed')).toEqual([expect.stringMatching(/^banknet\.yaml:1:1: the file: must be keys/)]);
});

test('durations and counts that no network could keep are refused', () => {
  expect(problemsOf('engine: { issuerTimeout: 0ms, inFlightPerIssuer: 0, deadline: 9999d }')).toHaveLength(3);
});

test('the value of an unknown key is never repeated: it may be a secret', () => {
  const lines = problemsOf('issuers: { CMB: { url: "http://me:hunter2@bank", key: hunter2, keey: hunter2 } }');
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain('hunter2');
});

test('no text crashes the reader: each gives a configuration or lines with places (property)', () => {
  const piece = fc.constantFrom(
    'seed',
    'engine',
    'CMB',
    ': ',
    '{',
    '}',
    '[',
    ']',
    '\n',
    '  ',
    '-',
    '1',
    '&a',
    '*a',
    '<<',
    '"',
    '!x',
    '#',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const line of problemsOf(pieces.join(''))) expect(line).toMatch(/^banknet\.yaml:\d+:\d+: \S/);
    }),
  );
});
