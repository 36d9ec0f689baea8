// The configuration of a network: from banknet.yaml, or all defaults. A file that is wrong ends with exit 2.
import { dirname } from 'node:path';
import type { IssuerCode } from '../core/banks.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { DEFAULT_ISSUER_SETTINGS, type IssuerSettings } from '../simulator/issuer/settings.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import type { ConfigFile } from './config-schema.ts';
import { readConfigText } from './config-text.ts';
import { EXIT } from './exit-codes.ts';
import { recordedFilesIn } from './latency-files.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';

/** A configuration is written by hand; what is larger is another file. */
const MAX_CONFIG_BYTES = 1_048_576;
const DEFAULT_FILE = 'banknet.yaml';

/** A network's configuration as the program uses it; what is left out has its default elsewhere. */
export interface NetworkConfig {
  readonly seed: number | undefined;
  readonly population: Partial<PopulationSettings>;
  readonly issuerSettings: (bank: IssuerCode) => IssuerSettings;
  readonly engine: Partial<EngineSettings>;
}

/**
 * The configuration of `file`, or of banknet.yaml where there is one, else the defaults.
 * @throws {CliProblem} exit 2 with a line for each mistake, or for a file that cannot be read
 */
export const loadConfig = (file: string | undefined): NetworkConfig => {
  const path = file ?? DEFAULT_FILE;
  const text = readFileText(path, file === undefined);
  return text === undefined ? networkConfigOf({}) : parseConfig(text, path);
};

/** What a text says; `path` names it in the lines of the problem, and files that it names are relative to that. */
export const parseConfig = (text: string, path: string): NetworkConfig => {
  const read = readConfigText(text, path, recordedFilesIn(dirname(path)));
  if (!read.ok) throw new CliProblem(EXIT.usage, ...read.failure);
  return networkConfigOf(read.value);
};

const readFileText = (path: string, optional: boolean): string | undefined => {
  const read = readSmallFile(path, MAX_CONFIG_BYTES);
  if (read.ok) return read.value;
  const { failure } = read;
  if (failure === 'ENOENT' && optional) return undefined;
  throw new CliProblem(EXIT.usage, `${path}: ${UNREADABLE[failure] ?? `cannot be read (${failure})`}`);
};

const UNREADABLE: Readonly<Record<string, string>> = {
  'too-large': `is over ${MAX_CONFIG_BYTES} bytes and so no configuration; name another with --config`,
  'not-utf8': 'is not UTF-8; save it as UTF-8 text',
  ENOENT: 'cannot be read (ENOENT); name another with --config',
  EISDIR: 'is a folder; name the file in it with --config',
  EACCES: 'this user may not read it',
};

const networkConfigOf = ({ seed, population = {}, issuers = {}, engine = {} }: ConfigFile): NetworkConfig => {
  const { issuerTimeout, deadline, interval, ...same } = engine;
  const byBank: Readonly<Record<string, Settable | undefined>> = issuers;
  return {
    seed,
    population: defined(population),
    issuerSettings: (bank) => ({
      ...DEFAULT_ISSUER_SETTINGS,
      ...defined(byBank.defaults ?? {}),
      ...defined(byBank[bank] ?? {}),
    }),
    engine: defined({ ...same, issuerTimeoutMs: issuerTimeout, deadlineMs: deadline, intervalMs: interval }),
  };
};

type Settable = { readonly [Name in keyof IssuerSettings]?: IssuerSettings[Name] | undefined };

type Defined<Given> = { [Name in keyof Given]?: Exclude<Given[Name], undefined> };

/** Without the members that are undefined: they would hide a default. */
const defined = <Given extends object>(given: Given): Defined<Given> => {
  const kept: Defined<Given> = { ...given } as Defined<Given>;
  for (const name of Object.keys(kept) as (keyof Given)[]) if (kept[name] === undefined) delete kept[name];
  return kept;
};
