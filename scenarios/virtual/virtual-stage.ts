// A stage in one process under virtual time: engine, store in memory, pure issuers, people, all from one seed, so that
// two runs are the same to the byte (I12). Seven days pass in milliseconds, and the engine can be killed anywhere.
import { DAY_MS } from '../../core/calendar.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { createRandom, type Random } from '../../core/random.ts';
import { promisesSettled } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { DEFAULT_SETTINGS } from '../../engine/settings.ts';
import { createMemoryStore } from '../../engine/store/memory.ts';
import type { Store } from '../../engine/store/port.ts';
import { createPeople } from '../../simulator/people/people.ts';
import type { Sight } from '../oracle/sight.ts';
import { CONSENT_VERSION } from '../play/app-user.ts';
import { knownUsers } from '../play/known-users.ts';
import type { Actor, Stage } from '../stage.ts';
import type { Scenario } from '../story/scenario.ts';
import { EngineHost } from './engine-host.ts';
import type { CrashPoint } from './severance.ts';
import { createVirtualApp } from './virtual-app.ts';
import { createVirtualIssuers } from './virtual-issuers.ts';
import { VirtualPeople } from './virtual-people.ts';

/** One engine at a time works on the store and is released before the next: its leases need no renewal every minute. */
const LEASE_MS = DAY_MS;

export interface VirtualStageOptions {
  /** Kills the engine at this call to the store; the next one starts at once. */
  readonly crashAt?: CrashPoint;
  /** Told what issuers did about each call. */
  readonly onCall?: (record: IssuerCallRecord) => void;
}

export interface VirtualStage extends Stage {
  /** Calls of engines to the store so far: the places at which a crash can be put. */
  storeCalls(): number;
}

/** What a scenario needs of a stage before it begins. */
export type StageSetting = Pick<Scenario, 'seed' | 'given'>;

export const openVirtualStage = async (
  { seed, given }: StageSetting,
  { crashAt, onCall }: VirtualStageOptions = {},
): Promise<VirtualStage> => {
  const { startAtMs: startMs } = given;
  const random = createRandom(seed);
  const clock = new VirtualClock({ settle: promisesSettled, startMs });
  const now = (): number => clock.now();
  const settings = { ...DEFAULT_SETTINGS, leaseMs: LEASE_MS, ...given.engine };
  const population = createPeople({ seed, population: given.population });
  const people = new VirtualPeople(population, now);
  const store = createMemoryStore();
  const owners = new Map<string, string>();
  /** Until somebody listens. */
  const unheard: Sight[] = [];
  let listener = (sight: Sight): void => void unheard.push(sight);

  const host = new EngineHost({
    clock,
    store,
    people: population,
    settings,
    random,
    client: () => issuers.client,
    crashAt,
    onSight: (sight) => listener(sight),
  });
  const issuers = createVirtualIssuers({
    base: given.control,
    people: population,
    random,
    clock,
    deliverCallback: host.takeCallback,
    onCall,
  });
  const app = createVirtualApp(host, store, now);
  const users = knownUsers(app);
  await host.start();

  const advanceTo = async (atMs: number): Promise<void> => {
    await clock.runUntil(atMs);
    host.check();
  };

  return {
    context: {
      startMs,
      settings,
      idNumberOf: users.idNumberOf,
      people: () => people.known,
      truths: people.truths,
    },
    persona: async (name, index) => people.persona(name, index),
    person: async (idNumber) => people.person(idNumber),
    now,
    advanceTo,
    advanceToRest: (latestMs) => advanceToRest({ clock, host, isBusy: issuers.client.isBusy }, latestMs),
    ...app,
    register: users.register,
    signIn: users.signIn,
    async apply(actor, request) {
      const applied = await app.apply(actor, request);
      if (applied.ok) owners.set(applied.value.queryId, actor.userId);
      return applied;
    },
    arrangeVerification: createArrangement(store, random),
    fault: issuers.fault,
    heal: issuers.heal,
    faultsEndAtMs: issuers.faultsEndAtMs,
    throttle: async (throttle) => host.setThrottle(throttle),
    crash: async (restartAfterMs) => host.kill(restartAfterMs),
    change: async (person, change) => people.change(person, change),
    async remainsOf(queryId) {
      return [{ where: 'the store in memory', cards: store.cardsOf(owners.get(queryId) ?? '', queryId) }];
    },
    subscribe: (onSight) => {
      listener = onSight;
      for (const sight of unheard.splice(0)) onSight(sight);
    },
    storeCalls: () => host.storeCalls,
    async close() {
      host.close();
      await issuers.client.close();
    },
  };
};

interface Resting {
  readonly clock: VirtualClock;
  readonly host: EngineHost;
  /** Banks have something to say or to call back. */
  readonly isBusy: () => boolean;
}

const advanceToRest = async ({ clock, host, isBusy }: Resting, latestMs: number): Promise<boolean> => {
  for (let isForced = false; ; isForced = true) {
    const isWanted = (): boolean => {
      const wanted = isForced || host.openQueries > 0 || isBusy();
      isForced = false;
      return wanted;
    };
    const isQuiet = await clock.runWhile(isWanted, latestMs);
    host.check();
    // After a crash an engine has queries that it has told nobody of.
    if (isQuiet && (await host.isIdle())) return true;
    if (isQuiet) continue;
    await clock.runUntil(latestMs);
    host.check();
    return host.isIdle();
  }
};

/** Verifications made beside the app, as if it had been used for each. */
const createArrangement = (store: Store, random: Random) => {
  let made = 0;
  return async ({ userId }: Actor, expiresAtMs: number): Promise<string> => {
    const verificationId = `v${random.id(20, 'arranged verification', made++)}`;
    await store.saveVerification({ verificationId, userId, consentVersion: CONSENT_VERSION, expiresAtMs });
    return verificationId;
  };
};
