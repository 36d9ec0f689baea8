// The live network: issuers on their ports, engine, app API, control, all on one steerable clock. Wires the parts and
// decides nothing itself.
import { createServer } from 'node:http';
import type { Logger } from 'pino';
import { BANKS, type IssuerCode } from '../core/banks.ts';
import { Journal } from '../core/journal.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import { SteerableClock } from '../core/steerable-clock.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { bareApp, mountAppApi, mountFallbacks } from '../engine/doors/app-api.ts';
import { createHttpIssuerClient } from '../engine/doors/http-issuer-client.ts';
import { mountIssuerCallbacks } from '../engine/doors/issuer-callbacks.ts';
import { createScryptHasher, nodeSecrets } from '../engine/doors/node-secrets.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { EventBus } from '../engine/events.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { createMemoryStore } from '../engine/store/memory.ts';
import type { Store } from '../engine/store/port.ts';
import { openSqliteStore } from '../engine/store/sqlite.ts';
import { createFaceVerifier } from '../simulator/checks/face-verifier.ts';
import { createRealNameCheck } from '../simulator/checks/real-name-check.ts';
import { closeServer, listen, urlOf } from '../simulator/doors/http-server.ts';
import { createPeople, type People } from '../simulator/people/people.ts';
import type { NetworkConfig } from './config.ts';
import { mountControlApi } from './control-api.ts';
import { keepJournal } from './journal-keeper.ts';
import { openNetworkIssuers } from './network-issuers.ts';

/** A client of the app API that needs longer for its headers or its request is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_APP_CONNECTIONS = 10_000;
/** Calls that still run when the network stops may end within this time, then they are cut off. */
const STOP_WITHIN_MS = 8000;

export interface NetworkOptions {
  readonly host: string;
  /** Of the app API; 0 takes any free port. */
  readonly port: number;
  /** Of the first issuer, the others follow; 0 takes any free ports. */
  readonly issuerPort: number;
  readonly seed: number;
  /** `sqlite:FILE` or `memory`. */
  readonly store: string;
  readonly timeScale: number;
  readonly config: NetworkConfig;
  readonly controlToken?: string;
  readonly log: Logger;
}

export interface Network {
  /** Where the app API is, e.g. `http://127.0.0.1:7100`. */
  readonly url: string;
  readonly issuers: readonly { readonly code: IssuerCode; readonly url: string }[];
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
    for (const close of closers.splice(0).reverse()) await close();
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
  const { host, seed, config, log } = options;
  const clock = new SteerableClock({
    base: systemClock,
    settle: () => settleLive(engine.callsInFlight()),
    scale: options.timeScale,
  });
  closers.push(async () => clock.stop());
  const store = openStore(options.store);
  closers.push(() => store.close());
  const random = createRandom(seed);
  const people = createPeople({ seed, banks: BANKS, population: config.population });
  const journal = new Journal();
  const {
    addresses,
    control,
    host: issuerHost,
  } = await openNetworkIssuers({
    ...options,
    clock,
    people,
    env: process.env,
    onCall: (record) => journal.issuerDid(record),
    onProblem: (error) => log.error({ err: error }, 'An issuer met a failure that should not happen'),
  });
  closers.push(() => issuerHost.close());

  const app = bareApp();
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, app);
  server.maxConnections = MAX_APP_CONNECTIONS;
  const url = urlOf(await listen(server, options.port, host));
  closers.push(() => closeServer(server));

  const issuerClient = createHttpIssuerClient({
    issuers: addresses,
    clock,
    digests: nodeDigests,
    connectionsPerIssuer: config.engine.inFlightPerIssuer ?? DEFAULT_SETTINGS.inFlightPerIssuer,
  });
  const face = createFaceVerifier();
  const events = new EventBus();
  keepJournal(journal, events, (code) => control.port(code));
  const engine: Engine = createEngine({
    banks: BANKS,
    store,
    issuers: issuerClient,
    clock,
    random: random.fork('engine'),
    secrets: nodeSecrets,
    passwords: createScryptHasher(),
    face,
    realName: createRealNameCheck(people),
    events,
    settings: { ...DEFAULT_SETTINGS, ...config.engine },
    owner: `engine-${process.pid}`,
    callbackBaseUrl: url,
    onFault: (error) => log.error({ err: error }, 'The engine met a failure that should not happen'),
  });
  closers.push(() => issuerClient.close());
  closers.push(() => stopEngine(engine, issuerClient.close));

  mountAppApi(app, engine);
  mountIssuerCallbacks(app, engine, new Map(addresses.map(({ code, key }) => [code, key])), nodeDigests);
  mountControlApi(app, { engine, clock, face, token: options.controlToken });
  mountFallbacks(app, engine, (error, where) => log.error({ err: error, ...where }, 'A request failed inside'));
  await engine.start();
  log.info({ url, seed }, 'The network is ready');
  return { url, issuers: addresses.map(({ code, url: at }) => ({ code, url: at })), seed, people, stop };
};

/** A step of a live clock gives calls that are under way this much real time to come and go. */
const SETTLE_MS = 20;

/** Lets one step of time come to rest. Without a call under way there is only the writing of it to wait for. */
const settleLive = async (callsInFlight: number): Promise<void> => {
  if (callsInFlight > 0) await systemClock.sleep(SETTLE_MS);
  await nextTurn();
  await nextTurn();
};

const openStore = (text: string): Store =>
  text === 'memory' ? createMemoryStore() : openSqliteStore({ path: text.replace(/^sqlite:/, '') });

/** Waits for running calls, but not for ever: what is cut off then is an unknown outcome, and asked again later. */
const stopEngine = async (engine: Engine, cutOff: () => Promise<void>): Promise<void> => {
  const cancel = systemClock.at(systemClock.now() + STOP_WITHIN_MS, () => void cutOff());
  await engine.stop();
  cancel();
};
