// The configuration of a network: from banknet.yaml, or all defaults. A file that is wrong ends with exit 2.
import { dirname } from 'node:path';
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { EngineSettings } from '../engine/settings.ts';
import type { ControlBase } from '../simulator/issuer/control-state.ts';
import type { PopulationSettings } from '../simulator/people/settings.ts';
import type { ConfigFile } from './config-schema.ts';
import { readConfigText } from './config-text.ts';
import { controlBaseOf, entryOf } from './control-base.ts';
import { EXIT } from './exit-codes.ts';
import { recordedFilesIn } from './latency-files.ts';
import { CliProblem } from './problem.ts';
import { readSmallFile } from './small-file.ts';

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

const networkConfigOf = ({ seed, population = {}, engine = {}, ...parts }: ConfigFile): NetworkConfig => {
  const { issuerTimeout, deadline, interval, ...same } = engine;
  const realBanks = new Map(BANKS.flatMap(({ code }) => realBankIn(entryOf(parts, code), code)));
  const simulated = BANKS.map(({ code }) => code).filter((code) => !realBanks.has(code));
  return {
    seed,
    population: defined(population),
    control: controlBaseOf(parts, simulated),
    realBanks,
    engine: defined({ ...same, issuerTimeoutMs: issuerTimeout, deadlineMs: deadline, intervalMs: interval }),
  };
};

const realBankIn = ({ url, key }: ReturnType<typeof entryOf>, code: IssuerCode): [IssuerCode, RealBank][] =>
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

type Defined<Given> = { [Name in keyof Given]?: Exclude<Given[Name], undefined> };

/** Without the members that are undefined: they would hide a default. */
const defined = <Given extends object>(given: Given): Defined<Given> => {
  const kept: Defined<Given> = { ...given } as Defined<Given>;
  for (const name of Object.keys(kept) as (keyof Given)[]) if (kept[name] === undefined) delete kept[name];
  return kept;
};
