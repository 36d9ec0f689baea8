// A live network, or its issuers or its engine alone: issuers on their ports, engine, app API, control, all on one
// steerable clock. Wires the parts and decides nothing itself.
import type { Logger } from 'pino';
import { BANKS } from '../core/banks.ts';
import { Journal } from '../core/journal.ts';
import { SteerableClock } from '../core/steerable-clock.ts';
import { systemClock } from '../core/system-clock.ts';
import { mountFallbacks } from '../engine/doors/fallbacks.ts';
import { createPeople, type People } from '../simulator/people/people.ts';
import { completePopulation } from '../simulator/people/settings.ts';
import { openAppServer } from './app-server.ts';
import type { NetworkConfig } from './config.ts';
import { mountConsole } from './console-pages.ts';
import { mountControlApi } from './control-api.ts';
import { IssuerCallFeed } from './issuer-call-feed.ts';
import { keepJournal } from './journal-keeper.ts';
import { createNetworkEngine, type NetworkEngine, openStore } from './network-engine.ts';
import { type IssuerAddress, openNetworkIssuers } from './network-issuers.ts';
import { NetworkPace } from './network-pace.ts';
import { mountOpenApi } from './openapi-route.ts';
import { configForRole, type Role } from './roles.ts';

export interface NetworkOptions {
  readonly host: string;
  /** Of the app API; 0 takes any free port. */
  readonly port: number;
  /** Of the first issuer, the others follow; 0 takes any free ports. */
  readonly issuerPort: number;
  readonly seed: number;
  /** `sqlite:FILE` or `memory`. */
  readonly store: string;
  /** 0: the clock is held, and goes only when it is put forward. */
  readonly timeScale: number;
  /** Where the clock begins, epoch ms. Default: now. */
  readonly startAtMs?: number;
  readonly config: NetworkConfig;
  /** What comparing a password costs, as scrypt counts it. Default: what keeps real ones from being guessed. */
  readonly passwordCost?: number;
  readonly controlToken?: string;
  /** Where issuers reach this network to call back; default: where it listens. */
  readonly callbackUrl?: string;
  /** Default `all`. `issuers`: no app API, no store; `engine`: issuers of another process, from `issuerPort` on. */
  readonly role?: Role;
  /** How many processes serve the simulated issuers, one at most for each of them. Default 1: this one. */
  readonly workers?: number;
  readonly log: Logger;
}

export interface Network {
  /** Where app API and control are, e.g. `http://127.0.0.1:7100`. */
  readonly url: string;
  readonly role: Role;
  /** In the network's order: simulated here, or real, which is to say elsewhere. */
  readonly issuers: readonly Pick<IssuerAddress, 'code' | 'url' | 'kind'>[];
  readonly seed: number;
  readonly people: People;
  /** Accepts nothing new, lets running calls end, hands queries back, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a whole network on this machine.
 * @throws {PortTaken} a port is in use · {StoreProblem} the database cannot be used. Nothing is left running then.
 */
export const startNetwork = async (options: NetworkOptions): Promise<Network> => {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    options.log.info('The network stops');
    for (const close of closers.splice(0).reverse()) await close();
    options.log.info('The network has stopped');
  };
  try {
    return await wire(options, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
};

const wire = async (
  options: NetworkOptions,
  closers: (() => Promise<unknown>)[],
  stop: () => Promise<void>,
): Promise<Network> => {
  const { seed, log, role = 'all' } = options;
  const config = configForRole(options.config, role, options);
  let engineSide: NetworkEngine | undefined;
  const pace = new NetworkPace({ inThisProcess: role === 'all' && (options.workers ?? 1) === 1, config });
  const clock = new SteerableClock({
    base: systemClock,
    settle: (ranInWorkers) => pace.settle(ranInWorkers),
    scale: options.timeScale,
    ...(options.startAtMs === undefined ? {} : { startMs: options.startAtMs }),
  });
  closers.push(async () => clock.stop());
  const store = role === 'issuers' ? undefined : openStore(options.store, process.env);
  closers.push(async () => store?.close());
  const people = createPeople({ seed, banks: BANKS, population: config.population });
  const journal = new Journal();
  const issuerCalls = new IssuerCallFeed();
  const issuers = await openNetworkIssuers({
    ...options,
    config,
    clock,
    people,
    env: process.env,
    wire: pace.wire,
    onCall: (record) => {
      journal.issuerDid(record);
      issuerCalls.tell(record);
    },
    onProblem: (error) => log.error({ err: error }, 'An issuer met a failure that should not happen'),
  });
  closers.push(() => issuers.host.close());

  const { addresses } = issuers;
  const { app, url, close } = await openAppServer(options);
  closers.push(close);
  if (store !== undefined) {
    const side = createNetworkEngine({
      app,
      callbackUrl: options.callbackUrl ?? url,
      addresses,
      store,
      clock,
      people,
      seed,
      config,
      passwordCost: options.passwordCost,
      log,
    });
    mountOpenApi(app, { url, issuers: addresses });
    closers.push(side.stop);
    keepJournal(journal, side.engine.events, (code) => issuers.control.port(code));
    pace.follow(side.engine.events);
    engineSide = side;
  }
  const control = mountControlApi(app, {
    facts: { seed, population: completePopulation(config.population) },
    clock,
    people,
    issuers,
    journal,
    issuerCalls,
    engineSide,
    token: options.controlToken,
    url,
  });
  closers.push(control.close);
  mountConsole(app);
  mountFallbacks(app, { clock }, (error, where) => log.error({ err: error, ...where }, 'A request failed inside'));
  await engineSide?.engine.start();
  const load = await engineSide?.engine.load();
  const takenUp = { running: load?.activeQueries, waiting: load?.waitingQueries };
  log.info({ url, seed, role, ...takenUp }, 'The network is ready');
  // Not their keys.
  const shown = addresses.map(({ code, url: at, kind }) => ({ code, url: at, kind }));
  return { url, role, issuers: shown, seed, people, stop };
};
