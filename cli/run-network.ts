// A network of one's own: from the options of a command to a running network.
import type { Logger } from 'pino';
import type { IssuerCode } from '../core/banks.ts';
import { DEFAULT_SEED } from '../core/random.ts';
import { type NetworkConfig, withRealBanks } from './config.ts';
import type { LogLevel } from './log-levels.ts';
import type { Network } from './network.ts';
import type { Role } from './roles.ts';

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 7100;
export const DEFAULT_ISSUER_PORT = 7101;

export interface NetworkArguments {
  readonly host: string;
  readonly port: number;
  readonly issuerPort: number;
  readonly store: string;
  readonly timeScale: number;
  readonly controlToken?: string;
  readonly callbackUrl?: string;
  readonly seed?: number;
  readonly role?: Role;
  readonly workers?: number;
  readonly logLevel?: LogLevel;
  /** Real banks in place of simulated ones (`--issuer`). */
  readonly issuer?: ReadonlyMap<IssuerCode, string>;
}

/** Starts the network that the arguments ask for. Loaded only here: the other commands do without all its parts. */
export const startOwnNetwork = async (args: NetworkArguments, config: NetworkConfig): Promise<Network> => {
  const [{ startNetwork }, { createLog }] = await Promise.all([import('./network.ts'), import('./log.ts')]);
  const {
    host,
    port,
    issuerPort,
    store,
    timeScale,
    controlToken,
    callbackUrl,
    role = 'all',
    workers = 1,
    issuer = new Map(),
  } = args;
  const log: Logger = createLog(args.logLevel);
  return startNetwork({
    host,
    port,
    issuerPort,
    store,
    timeScale,
    ...(controlToken === undefined ? {} : { controlToken }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    seed: seedFrom(args.seed, config),
    role,
    workers,
    config: withRealBanks(config, issuer),
    log,
  });
};

/** The seed of a run: that of the command line, else of the configuration, else the default. */
export const seedFrom = (given: number | undefined, config: NetworkConfig): number =>
  given ?? config.seed ?? DEFAULT_SEED;
