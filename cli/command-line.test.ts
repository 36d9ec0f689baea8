// What a command line asks for, without running it: every mistake at once.
import { expect, test } from 'vitest';
import { readCommandLine } from './command-line.ts';

const mistakesIn = (...args: string[]): readonly string[] => {
  const line = readCommandLine(args);
  return line.kind === 'wrong' ? line.lines : [];
};

test('every mistake of a command line is told at once, with the nearest right name', () => {
  expect(mistakesIn('up', '--port', '99999', '--sed', '3', '--store=redis', '--onec')).toEqual([
    'banknet up: --port is "99999": it must be a whole number from 0 to 65535',
    'banknet up: --store is "redis": it must be sqlite:FILE or memory',
    "banknet up: unknown option '--sed' (Did you mean --seed?)",
    "banknet up: unknown option '--onec' (Did you mean --once?)",
    '"banknet up --help" says what can be given.',
  ]);
});

test.each([
  [['people', '--count', '0'], '--count is "0"'],
  [['people', '--count', '1e3'], '--count is "1e3"'],
  [['people', '--count', ''], '--count is ""'],
  [['people', '--json', '--csv'], 'cannot be used with option'],
  [['people', '--persona', 'ordinari'], 'is no persona (did you mean ordinary?)'],
  [['people', 'three'], 'too many arguments'],
  [['people', '--count'], 'argument missing'],
  [['query', '--url', 'localhost:7100'], 'must be an address such as http://127.0.0.1:7100'],
  [['query', '--banks', 'ICBC,,CMB'], 'must be ALL, or bank codes'],
  [['query', '--url', 'http://x', '--store', 'memory'], 'cannot be used with option'],
  [['up', '--time-scale', '0'], 'must be a number above 0'],
  [['up', '--role', 'isuers'], 'must be one of all, issuers, engine (did you mean issuers?)'],
  [['up', '--role', 'engine', '--issuer-port', '0'], 'must be where the first issuer listens'],
  [['up', '--role', 'engine', '--workers', '2'], 'none is served here: leave it out'],
  [['up', '--callback-url', 'bank.example'], 'must be an http or https address'],
  [['up', '--issuer', 'CMB'], '--issuer must be a bank and its address, as CMB=https://bank.example'],
  [[], 'name a command'],
])('%j is wrong, and the line says why', (args, why) => {
  expect(mistakesIn(...args).join('\n')).toContain(why);
});

test('every real bank that cannot be is told at once, and no address, which may have a password, is repeated', () => {
  const given = [
    'CBM=https://bank.example',
    'CMB=ftp://bank.example',
    'HXB=http://a',
    'HXB=http://b',
    'https://u:geheim@x',
  ];
  expect(mistakesIn('up', ...given.flatMap((one) => ['--issuer', one]))).toEqual([
    'banknet up: --issuer is for "CBM": it must name a bank (did you mean CMB?), as CMB=https://bank.example',
    'banknet up: --issuer for CMB must give an http or https address without query and password, as CMB=https://bank.example',
    'banknet up: --issuer is given twice for HXB: it must be given once for a bank, as CMB=https://bank.example',
    'banknet up: --issuer must be a bank and its address, as CMB=https://bank.example',
    '"banknet up --help" says what can be given.',
  ]);
  expect(readCommandLine(['up', '--issuer', 'CMB=https://a.example', '--issuer', 'HXB=http://b:1/hxb']).kind).toBe(
    'run',
  );
});

test('a line without a mistake is one command to run; help is shown whatever else stands there', () => {
  expect(readCommandLine(['people', '--count', '3']).kind).toBe('run');
  expect(readCommandLine(['people', '--help']).kind).toBe('shown');
});
