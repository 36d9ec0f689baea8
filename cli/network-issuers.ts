// The issuers of a live network: the simulated ones on their ports, under control, and the real banks in place of some.
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { createRandom } from '../core/random.ts';
import { developmentKeyOf } from '../core/signature.ts';
import type { SteerableClock } from '../core/steerable-clock.ts';
import type { WireWatch } from '../core/wire-watch.ts';
import { IssuerControl } from '../simulator/doors/issuer-control.ts';
import { portsFrom } from '../simulator/doors/issuer-server.ts';
import type { People } from '../simulator/people/people.ts';
import type { NetworkConfig, RealBank } from './config.ts';
import { EXIT } from './exit-codes.ts';
import { type HostedIssuer, hostIssuers, type IssuerHost } from './issuer-host.ts';
import { hostIssuersInWorkers } from './issuer-workers.ts';
import { CliProblem } from './problem.ts';

/** Where the engine reaches one bank. */
export interface IssuerAddress {
  readonly code: IssuerCode;
  readonly url: string;
  readonly key: string;
  /** `real`: a bank of somebody's own, over which nothing here has control. */
  readonly kind: 'simulated' | 'real';
}

export interface NetworkIssuers {
  /** In the network's order. */
  readonly addresses: readonly IssuerAddress[];
  readonly control: IssuerControl;
  readonly host: IssuerHost;
}

export interface NetworkIssuersOptions {
  readonly config: NetworkConfig;
  readonly host: string;
  /** Of the first issuer; the others follow in the network's order, real banks leave theirs free. 0: any free ones. */
  readonly issuerPort: number;
  readonly seed: number;
  readonly clock: SteerableClock;
  readonly people: People;
  /** How many processes serve the issuers; 1 is this one. */
  readonly workers?: number;
  readonly onProblem: (error: unknown) => void;
  readonly onCall: (record: IssuerCallRecord) => void;
  /** Told by the issuers of this process what is on its way. */
  readonly wire?: WireWatch;
  /** The environment that has the keys of real banks. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens the doors of all simulated issuers.
 * @throws {PortTaken} a port is in use · {CliProblem} exit 2: a key is not in the environment
 */
export const openNetworkIssuers = async (options: NetworkIssuersOptions): Promise<NetworkIssuers> => {
  const { config, issuerPort, seed, clock, env, workers = 1 } = options;
  const real = realAddresses(config.realBanks, env);
  const control = new IssuerControl({
    base: config.control,
    now: () => clock.now(),
    random: createRandom(seed),
    apply: (code, settings) => host.configure(code, settings),
  });
  const portOf = portsFrom(issuerPort);
  const issuers = BANKS.flatMap(({ code }, at): HostedIssuer[] =>
    real.has(code) ? [] : [{ code, port: portOf(code, at), settings: control.settingsOf(code) }],
  );
  const host = await (workers === 1
    ? hostIssuers({ ...options, issuers })
    : hostIssuersInWorkers({ ...options, issuers, workers, population: config.population }));
  const simulated = new Map(host.doors.map(({ code, url }) => [code, url]));
  const addresses = BANKS.flatMap(({ code }): IssuerAddress[] => {
    const url = simulated.get(code);
    const bank = real.get(code);
    if (bank !== undefined) return [{ code, ...bank, kind: 'real' }];
    return url === undefined ? [] : [{ code, url, key: developmentKeyOf(code), kind: 'simulated' }];
  });
  return { addresses, control, host };
};

const realAddresses = (
  banks: ReadonlyMap<IssuerCode, RealBank>,
  env: NetworkIssuersOptions['env'],
): ReadonlyMap<IssuerCode, { readonly url: string; readonly key: string }> => {
  const missing = [...banks].filter(([, { keyName, keyMayBeMissing }]) => !keyMayBeMissing && !env[keyName]);
  if (missing.length > 0) {
    const lines = missing.map(([code, { keyName }]) => `the key of ${code} is not in the environment: set ${keyName}`);
    throw new CliProblem(EXIT.usage, ...lines);
  }
  return new Map(
    [...banks].map(([code, { url, keyName }]) => [code, { url, key: env[keyName] || developmentKeyOf(code) }]),
  );
};
