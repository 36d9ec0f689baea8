// The configuration of a network: from banknet.yaml, or all defaults. A file that is wrong ends with exit 2.
import { dirname } from 'node:path';
import type { IssuerCode } from '../core/banks.ts';
import { defined } from '../core/defined.ts';
import type { EngineSettings } from '../engine/settings.ts';
import { engineSettingsFrom } from '../engine/settings-schema.ts';
import { controlBaseOf } from '../simulator/issuer/control-base.ts';
import type { ControlBase } from '../simulator/issuer/control-state.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import { type BankEntry, bankEntriesOf, type ConfigFile, configSchemaWith, simulatedBanksOf } from './config-schema.ts';
import { EXIT } from './exit-codes.ts';
import { recordedFilesIn } from './latency-files.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';
import { readYamlText } from './yaml-text.ts';

/** A configuration is written by hand; what is larger is another file. */
const MAX_CONFIG_BYTES = 1_048_576;
const DEFAULT_FILE = 'banknet.yaml';

/** A real bank in place of a simulated one. */
export interface RealBank {
  readonly url: string;
  /** The variable of the environment that has its key. */
  readonly keyName: string;
  /** Whether the development key serves where the environment has none. */
  readonly keyMayBeMissing: boolean;
}

/** A network's configuration as the program uses it; what is left out has its default elsewhere. */
export interface NetworkConfig {
  readonly seed: number | undefined;
  readonly population: Partial<PopulationSettings>;
  /** What the simulated issuers start with. */
  readonly control: ControlBase;
  /** Banks that are not simulated. */
  readonly realBanks: ReadonlyMap<IssuerCode, RealBank>;
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
  const read = readYamlText(text, path, configSchemaWith(recordedFilesIn(dirname(path))));
  if (!read.ok) throw new CliProblem(EXIT.usage, ...read.failure);
  return networkConfigOf(read.value.value);
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

const networkConfigOf = ({ seed, population = {}, engine = {}, ...parts }: ConfigFile): NetworkConfig => ({
  seed,
  population: defined(population),
  control: controlBaseOf(parts, simulatedBanksOf(parts.issuers)),
  realBanks: new Map([...bankEntriesOf(parts.issuers)].flatMap(([code, entry]) => realBankIn(entry, code))),
  engine: engineSettingsFrom(engine),
});

const realBankIn = ({ url, key }: BankEntry, code: IssuerCode): [IssuerCode, RealBank][] =>
  url === undefined ? [] : [[code, realBank(code, url, key)]];

/** Without a name of its own the key is in BANKNET_KEY_CODE, else it is the development key. */
export const realBank = (code: IssuerCode, url: string, keyName?: string): RealBank => ({
  url,
  keyName: keyName ?? `BANKNET_KEY_${code}`,
  keyMayBeMissing: keyName === undefined,
});

/**
 * The configuration with these banks real (`--issuer`), whatever it says of them.
 * @throws {CliProblem} exit 2 where an incident of it is over one of them
 */
export const withRealBanks = (config: NetworkConfig, banks: ReadonlyMap<IssuerCode, string>): NetworkConfig => {
  const { issuers, incidents } = config.control;
  const named = incidents.flatMap(({ value }) =>
    value.issuers === 'ALL' ? [] : value.issuers.filter((code) => banks.has(code)).map((code) => [value.name, code]),
  );
  if (named.length > 0) {
    const lines = named.map(([name, code]) => `incident ${name} is over ${code}, which --issuer makes a real bank`);
    throw new CliProblem(EXIT.usage, ...lines);
  }
  return {
    ...config,
    control: { issuers: new Map([...issuers].filter(([code]) => !banks.has(code))), incidents },
    realBanks: new Map([...config.realBanks, ...[...banks].map(([code, url]) => [code, realBank(code, url)] as const)]),
  };
};
