// Options that several commands share, and how their values are read. A wrong value is collected, not thrown, so that
// a command line with three mistakes says all three (exit 2).
import { Option } from 'commander';
import { BANKS, type IssuerCode } from '../core/banks.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { PERSONA_NAMES, type PersonaName } from '../simulator/people/personas.ts';
import { bankUrlOf } from './bank-url.ts';
import type { CommandRun } from './command-line.ts';
import { LOG_LEVELS, type LogLevel } from './log-levels.ts';
import { ROLES, type Role } from './roles.ts';

/** Where a command line's reading goes. */
export interface Collector {
  /** One value that cannot be, and what would be right. */
  readonly complain: (line: string) => void;
  /** The command to run, if nothing is wrong. */
  readonly choose: (run: CommandRun) => void;
}

/** A value, or what would be right. */
export type Reader<Value> = (text: string) => Result<Value, string>;

/** An option with a value; `flags` such as `--port <n>`. */
export const valueOption = <Value>(
  collector: Collector,
  flags: string,
  description: string,
  read: Reader<Value>,
): Option =>
  new Option(flags, description).argParser((text: string) => {
    const value = read(text);
    if (value.ok) return value.value;
    collector.complain(`${flags.split(' ')[0]} is ${JSON.stringify(text)}: it ${value.failure}`);
    return undefined;
  });

/** A whole number from `min` to `max`, in plain digits. */
export const wholeNumber =
  (min: number, max: number): Reader<number> =>
  (text) => {
    const value = Number(text);
    const fits = /^[0-9]{1,16}$/.test(text) && value >= min && value <= max;
    return fits ? ok(value) : fail(`must be a whole number from ${min} to ${max}`);
  };

const port = wholeNumber(0, 65_535);

/** Faster than this, and a timer of the network's own would be due before it is set. */
const MAX_TIME_SCALE = 100_000;

const timeScale: Reader<number> = (text) => {
  const value = Number(text);
  const fits = /^[0-9]+(\.[0-9]+)?$/.test(text) && value > 0 && value <= MAX_TIME_SCALE;
  return fits ? ok(value) : fail(`must be a number above 0, up to ${MAX_TIME_SCALE}: 60 makes a minute of a second`);
};

const store: Reader<string> = (text) =>
  text === 'memory' || /^sqlite:./.test(text) ? ok(text) : fail('must be sqlite:FILE or memory');

const baseUrl: Reader<string> = (text) => {
  const url = bankUrlOf(text);
  return url === undefined ? fail('must be an http or https address without query and password') : ok(url);
};

const notEmpty: Reader<string> = (text) => (text === '' ? fail('must not be empty') : ok(text));

const role: Reader<Role> = (text) => {
  const name = ROLES.find((known) => known === text);
  return name === undefined ? fail(`must be one of ${ROLES.join(', ')}${didYouMean(text, ROLES)}`) : ok(name);
};

const logLevel: Reader<LogLevel> = (text) => {
  const level = LOG_LEVELS.find((known) => known === text);
  return level === undefined
    ? fail(`must be one of ${LOG_LEVELS.join(', ')}${didYouMean(text, LOG_LEVELS)}`)
    : ok(level);
};

const personaName: Reader<PersonaName> = (text) => {
  const name = PERSONA_NAMES.find((known) => known === text);
  return name === undefined
    ? fail(`is no persona${didYouMean(text, PERSONA_NAMES)}; there are ${PERSONA_NAMES.join(', ')}`)
    : ok(name);
};

/** The address of a running network. */
export const httpUrl: Reader<string> = (text) =>
  /^https?:\/\//.test(text) && URL.canParse(text) ? ok(text) : fail('must be an address such as http://127.0.0.1:7100');

/** `CODE=URL`, given as often as there are real banks: all of them by code. */
export const issuerOption = (collector: Collector): Option =>
  new Option(
    '--issuer <code=url>',
    'a real bank in place of a simulated one, its key in BANKNET_KEY_CODE (else the development key); repeatable',
  ).argParser((text: string, before: ReadonlyMap<IssuerCode, string> = new Map()) => {
    const read = readIssuer(text, before);
    if (read.ok) return new Map([...before, read.value]);
    for (const wrong of read.failure) collector.complain(`--issuer ${wrong}, as CMB=https://bank.example`);
    return before;
  });

/** The bank and its address. An address is not repeated: a password may be in it. */
const readIssuer = (
  text: string,
  before: ReadonlyMap<IssuerCode, string>,
): Result<readonly [IssuerCode, string], readonly string[]> => {
  const [, name, address] = /^([^=:/]*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return fail(['must be a bank and its address']);
  const codes = BANKS.map(({ code }) => code);
  const code = codes.find((known) => known === name);
  const url = bankUrlOf(address);
  if (code !== undefined && url !== undefined && !before.has(code)) return ok([code, url]);
  return fail([
    ...(code === undefined ? [`is for ${JSON.stringify(name)}: it must name a bank${didYouMean(name, codes)}`] : []),
    ...(url === undefined ? [`for ${name} must give an http or https address without query and password`] : []),
    ...(code !== undefined && before.has(code) ? [`is given twice for ${code}: it must be given once for a bank`] : []),
  ]);
};

/** The shared options, by name. Defaults are the caller's. */
export const sharedOptions = (collector: Collector) => ({
  port: () => valueOption(collector, '--port <n>', 'port of app API and control; 0 takes any free one', port),
  issuerPort: () =>
    valueOption(collector, '--issuer-port <n>', 'port of the first issuer, the others follow; 0: any free ones', port),
  host: () => valueOption(collector, '--host <address>', 'address to listen on', notEmpty),
  store: () => valueOption(collector, '--store <store>', 'where queries are kept: sqlite:FILE or memory', store),
  timeScale: () =>
    valueOption(collector, '--time-scale <n>', "seconds of the network's clock in one real second", timeScale),
  controlToken: () =>
    valueOption(collector, '--control-token <token>', 'lets whoever has it use /control from another host', notEmpty),
  callbackUrl: () =>
    valueOption(
      collector,
      '--callback-url <url>',
      'where real banks reach this network to call back (default: where it listens)',
      baseUrl,
    ),
  role: () =>
    valueOption(collector, '--role <role>', 'what runs in this process: all, only the issuers, only the engine', role),
  workers: () =>
    valueOption(
      collector,
      '--workers <n>',
      'processes that serve the issuers, for more than one core; 1 is the one that runs the engine',
      wholeNumber(1, BANKS.length),
    ),
  seed: (description = 'seed of all people and all chance (default: that of the configuration, else 42)') =>
    valueOption(collector, '--seed <n>', description, wholeNumber(0, Number.MAX_SAFE_INTEGER)),
  config: () => new Option('--config <file>', 'configuration (default: ./banknet.yaml where there is one)'),
  persona: (purpose: string) =>
    valueOption(collector, '--persona <name>', `${purpose}: ${PERSONA_NAMES.join(', ')}`, personaName),
  logLevel: () =>
    valueOption(collector, '--log-level <level>', `what is logged on stderr: ${LOG_LEVELS.join(', ')}`, logLevel),
  quiet: () => new Option('--quiet', 'results and errors only'),
});
