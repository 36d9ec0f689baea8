// The engine of a network under virtual time, one after the other: runs it over the network's store, kills it in the
// middle of whatever it does, and starts the next one over what was durable.
import { BANKS } from '../../core/banks.ts';
import type { Cancel } from '../../core/clock.ts';
import type { IssuerClient } from '../../core/issuer-client.ts';
import type { Random } from '../../core/random.ts';
import type { VirtualClock } from '../../core/virtual-clock.ts';
import { AdjustableThrottle } from '../../engine/adjustable-throttle.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import { EventBus } from '../../engine/events.ts';
import type { EngineSettings, ThrottleSettings } from '../../engine/settings.ts';
import type { Store } from '../../engine/store/port.ts';
import { createFaceVerifier } from '../../simulator/checks/face-verifier.ts';
import { createRealNameCheck } from '../../simulator/checks/real-name-check.ts';
import type { SendCallback } from '../../simulator/issuer/callbacks.ts';
import type { People } from '../../simulator/people/people.ts';
import type { Sight } from '../oracle/sight.ts';
import { keyedSecrets, plainPasswords } from './plain-secrets.ts';
import { type CrashPoint, CrashTrigger, never, Severance } from './severance.ts';
import { severedStore } from './severed-store.ts';

export interface EngineHostOptions {
  readonly clock: VirtualClock;
  readonly store: Store;
  readonly people: People;
  readonly settings: EngineSettings;
  /** The seed's own. */
  readonly random: Random;
  readonly client: () => IssuerClient;
  readonly crashAt: CrashPoint | undefined;
  readonly onSight: (sight: Sight) => void;
}

/** What somebody outside gets of an engine that is down, or goes down before it answers. */
export const LOST = Symbol('no answer');

interface Running {
  readonly engine: Engine;
  readonly owner: string;
  readonly severance: Severance;
}

export class EngineHost {
  readonly #options: EngineHostOptions;
  readonly #secrets: ReturnType<typeof keyedSecrets>;
  readonly #trigger: CrashTrigger;
  /** As a tester has set it last: it is a setting of the network, and survives its engines. */
  readonly #throttle: AdjustableThrottle;
  readonly #face = createFaceVerifier();
  readonly #realName: ReturnType<typeof createRealNameCheck>;
  /** Accepted by the engine that runs, and not ended. */
  readonly #open = new Set<string>();
  #running: Running | undefined;
  #latestOwner: string | undefined;
  #boots = 0;
  /** Until the latest engine has come up: who asks meanwhile waits. */
  #booting: Promise<void> | undefined;
  #cancelRestart: Cancel = () => undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#secrets = keyedSecrets(options.random.fork('secrets'));
    this.#trigger = new CrashTrigger(options.crashAt, () => this.kill(0));
    this.#throttle = new AdjustableThrottle(options.settings.throttle);
    this.#realName = createRealNameCheck(options.people);
  }

  /** Calls of engines to the store so far. */
  get storeCalls(): number {
    return this.#trigger.storeCalls;
  }

  start(): Promise<void> {
    const booting = this.#boot().then(() => {
      if (this.#booting === booting) this.#booting = undefined;
    });
    this.#booting = booting;
    return booting;
  }

  /** What the engine says to somebody outside. */
  ask<Value>(question: (engine: Engine) => Promise<Value>): Promise<Value | typeof LOST> {
    return this.#booting === undefined ? this.#askNow(question) : this.#booting.then(() => this.#askNow(question));
  }

  #askNow<Value>(question: (engine: Engine) => Promise<Value>): Promise<Value | typeof LOST> {
    const running = this.#running;
    return running === undefined ? Promise.resolve(LOST) : running.severance.answer(question(running.engine), LOST);
  }

  readonly takeCallback: SendCallback = async ({ issuer, inquiryId, body }) => {
    const receipt = await this.ask((engine) => engine.receiveCallback(issuer, inquiryId, body));
    return receipt === LOST || receipt.kind === 'broken' ? 'failed' : 'accepted';
  };

  setThrottle(settings: ThrottleSettings): void {
    const { clock, onSight } = this.#options;
    const atMs = clock.now();
    this.#throttle.set(settings, atMs);
    // While no engine is there to tell of it, the network does: the next one has it from its beginning.
    if (this.#running === undefined)
      onSight({ kind: 'engine', event: { type: 'throttle-changed', ...settings, atMs }, atMs });
    else this.#running.engine.setThrottle(settings);
  }

  /** Queries that the engine has accepted since it started and has not ended. */
  get openQueries(): number {
    return this.#open.size;
  }

  /** Whether it runs and has nothing to do. */
  async isIdle(): Promise<boolean> {
    const load = await this.ask((engine) => engine.load());
    return load !== LOST && load.activeQueries + load.parkedQueries + load.waitingQueries === 0;
  }

  /** Kills the engine at this instant; another starts after the pause. */
  kill(restartAfterMs: number): void {
    const { clock, onSight } = this.#options;
    this.#running?.severance.cut();
    this.#running = undefined;
    this.#open.clear();
    onSight({ kind: 'crashed', atMs: clock.now() });
    this.#cancelRestart();
    const restart = (): void => void this.start();
    if (restartAfterMs > 0) this.#cancelRestart = clock.at(clock.now() + restartAfterMs, restart);
    else restart();
  }

  /** @throws what an engine has called a failure that must not happen */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  close(): void {
    this.#cancelRestart();
    this.#running?.severance.cut();
    this.#running = undefined;
  }

  async #boot(): Promise<void> {
    const { store, clock, onSight } = this.#options;
    const isFirst = this.#boots === 0;
    const severance = new Severance();
    const owner = `virtual-${++this.#boots}`;
    const before = this.#latestOwner;
    this.#latestOwner = owner;
    try {
      // A store on a disk does so when it is opened: nobody else can be at work on it.
      if (before !== undefined) await store.release(before);
      const engine = this.#create(owner, severance);
      this.#running = { engine, owner, severance };
      // Before whatever it ends and asks as soon as it is there.
      if (!isFirst) onSight({ kind: 'restarted', atMs: clock.now() });
      await severance.answer(engine.start(), undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  #create(owner: string, severance: Severance): Engine {
    const { clock, store, random, settings, onSight } = this.#options;
    const events = new EventBus();
    events.subscribe((event) => {
      if (severance.isCut) return;
      if (event.type === 'query-accepted') this.#open.add(event.queryId);
      if (event.type === 'query-ended') this.#open.delete(event.queryId);
      onSight({ kind: 'engine', event, atMs: event.atMs });
    });
    const own = severedStore(store, (call) => (severance.isCut ? never() : this.#trigger.call(call)));
    return createEngine({
      banks: BANKS,
      store: this.#boots === 1 ? own : this.#withThrottle(own),
      issuers: severance.issuers(this.#options.client()),
      clock: severance.clock(clock),
      random: random.fork('engine'),
      secrets: this.#secrets,
      passwords: plainPasswords,
      face: this.#face,
      realName: this.#realName,
      events,
      settings: { ...settings, throttle: this.#throttle.settings },
      owner,
      callbackBaseUrl: 'http://engine.invalid',
      onFault: (error) => {
        if (!severance.isCut) this.#fail(error);
      },
    });
  }

  /** A later engine has not seen how the throttle was changed before it: what grew back then, grew at that rate. */
  #withThrottle(store: Store): Store {
    return {
      ...store,
      apply: (application, decide) =>
        store.apply(application, (facts) =>
          decide({ ...facts, bucket: facts.bucket && this.#throttle.grown(facts.bucket) }),
        ),
    };
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }
}
