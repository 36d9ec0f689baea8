// The engine's side of a live network: the engine over its store and its calls to issuers, with the app API and the
// door for callbacks.
import type { Express } from 'express';
import type { Logger } from 'pino';
import { BANKS } from '../core/banks.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import type { SteerableClock } from '../core/steerable-clock.ts';
import { systemClock } from '../core/system-clock.ts';
import { mountAppApi } from '../engine/doors/app-api.ts';
import { createHttpIssuerClient } from '../engine/doors/http-issuer-client.ts';
import { mountIssuerCallbacks } from '../engine/doors/issuer-callbacks.ts';
import { createScryptHasher, nodeSecrets } from '../engine/doors/node-secrets.ts';
import { createNodeVault } from '../engine/doors/node-vault.ts';
import { mountOperations } from '../engine/doors/operations.ts';
import { mountRequestBounds } from '../engine/doors/request-bounds.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { EventBus } from '../engine/events.ts';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { createMemoryStore } from '../engine/store/memory.ts';
import type { Store } from '../engine/store/port.ts';
import { openSqliteStore } from '../engine/store/sqlite.ts';
import { createFaceVerifier, type SimulatedFaceVerifier } from '../simulator/checks/face-verifier.ts';
import { createRealNameCheck } from '../simulator/checks/real-name-check.ts';
import type { People } from '../simulator/people/people.ts';
import { CircuitLog } from './circuit-log.ts';
import type { NetworkConfig } from './config.ts';
import { masterKeyFor } from './master-key.ts';
import { MessageLog } from './message-log.ts';
import type { IssuerAddress } from './network-issuers.ts';
import { QueryLog } from './query-log.ts';

/**
 * Calls that still run when the network stops may end within this time, then they are cut off: with what the doors
 * need to close it makes less than 10 s.
 */
const STOP_WITHIN_MS = 7000;

/** Stands where the version of an accepted consent stands: nobody was asked. */
const ARRANGED = 'arranged';

export interface NetworkEngineOptions {
  readonly app: Express;
  /** Where issuers reach `app`: they call back there. */
  readonly callbackUrl: string;
  readonly addresses: readonly IssuerAddress[];
  readonly store: Store;
  readonly clock: SteerableClock;
  readonly people: People;
  readonly seed: number;
  readonly config: NetworkConfig;
  readonly passwordCost?: number | undefined;
  readonly log: Logger;
}

export interface NetworkEngine {
  readonly engine: Engine;
  readonly face: SimulatedFaceVerifier;
  /** What the console shows of queries, circuits and short messages. */
  readonly queryLog: QueryLog;
  readonly circuitLog: CircuitLog;
  readonly messageLog: MessageLog;
  /** For testers: whether somebody is registered with this mobile. */
  isRegistered(mobile: string): Promise<boolean>;
  /** For testers: where this user's short messages go; undefined where nobody has this userId. */
  mobileOf(userId: string): Promise<string | undefined>;
  /** For testers: a verification that was made beside the app; undefined where nobody has this userId. */
  arrangeVerification(userId: string, expiresAtMs: number): Promise<string | undefined>;
  /** Lets running calls end, and hands queries back. The store stays open. */
  stop(): Promise<void>;
}

/** Mounts the engine's doors on `app`. It does nothing before `engine.start`. */
export const createNetworkEngine = (options: NetworkEngineOptions): NetworkEngine => {
  const { app, callbackUrl, addresses, store, clock, people, seed, config, passwordCost, log } = options;
  const client = createHttpIssuerClient({
    issuers: addresses,
    clock,
    digests: nodeDigests,
    connectionsPerIssuer: config.engine.inFlightPerIssuer ?? DEFAULT_SETTINGS.inFlightPerIssuer,
  });
  const face = createFaceVerifier();
  const events = new EventBus();
  const messageLog = new MessageLog(events);
  const engine = createEngine({
    banks: BANKS,
    store: messageLog.listeningTo(store),
    issuers: client,
    clock,
    random: createRandom(seed).fork('engine'),
    secrets: nodeSecrets,
    passwords: createScryptHasher(passwordCost),
    face,
    realName: createRealNameCheck(people),
    events,
    settings: { ...DEFAULT_SETTINGS, ...config.engine },
    owner: `engine-${process.pid}`,
    callbackBaseUrl: callbackUrl,
    onFault: (error) => log.error({ err: error }, 'The engine met a failure that should not happen'),
  });
  mountOperations(app, engine);
  mountRequestBounds(app, () => clock.now());
  mountAppApi(app, engine);
  mountIssuerCallbacks(app, engine, new Map(addresses.map(({ code, key }) => [code, key])), nodeDigests);
  return {
    engine,
    face,
    queryLog: new QueryLog(events),
    circuitLog: new CircuitLog(events),
    messageLog,
    mobileOf: async (userId) => (await store.userById(userId))?.mobile,
    isRegistered: async (mobile) => (await store.userByMobile(mobile)) !== undefined,
    async arrangeVerification(userId, expiresAtMs) {
      if ((await store.userById(userId)) === undefined) return undefined;
      const verificationId = `v${nodeSecrets.token()}`;
      await store.saveVerification({ verificationId, userId, consentVersion: ARRANGED, expiresAtMs });
      return verificationId;
    },
    async stop() {
      await stopEngine(engine, client.close);
      await client.close();
    },
  };
};

/**
 * The store of an option: `memory`, which writes nothing down and needs no key, or `sqlite:FILE`.
 * @throws {StoreProblem} where the file cannot be used · {CliProblem} where its master key cannot (master-key.ts)
 */
export const openStore = (text: string, env: Readonly<Record<string, string | undefined>>): Store => {
  if (text === 'memory') return createMemoryStore();
  const path = text.replace(/^sqlite:/, '');
  return openSqliteStore({ path, vault: (state) => createNodeVault(masterKeyFor(path, state, env)) });
};

/** Waits for running calls, but not for ever: what is cut off then is an unknown outcome, and asked again later. */
const stopEngine = async (engine: Engine, cutOff: () => Promise<void>): Promise<void> => {
  const cancel = systemClock.at(systemClock.now() + STOP_WITHIN_MS, () => void cutOff());
  await engine.stop();
  cancel();
};
