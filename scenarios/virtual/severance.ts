// What stands between one engine and everything else of a network under virtual time, so that it can be killed in the
// middle of whatever it does: after the cut nothing that it does has an effect, and nothing reaches it.
import { type Cancel, type Clock, sleepOn } from '../../core/clock.ts';
import type { IssuerClient } from '../../core/issuer-client.ts';

/** What a dead engine waits for, for ever: each its own, for whoever waits for one that all share is never let go. */
export const never = (): Promise<never> => new Promise(() => undefined);

const nothing: Cancel = () => undefined;

/** A place to kill the engine at, for tests that try all of them. */
export interface CrashPoint {
  /** The n-th call to the store since the network began, from 1. */
  readonly storeCall: number;
  /** Whether that call takes effect. */
  readonly when: 'before' | 'after';
}

export class Severance {
  #isCut = false;
  readonly #onCut = new Set<() => void>();

  get isCut(): boolean {
    return this.#isCut;
  }

  cut(): void {
    this.#isCut = true;
    for (const tell of [...this.#onCut]) tell();
    this.#onCut.clear();
  }

  /** What the engine answers to somebody outside; `lost` where it is killed before. */
  answer<Value, Lost>(asked: Promise<Value>, lost: Lost): Promise<Value | Lost> {
    if (this.#isCut) return Promise.resolve(lost);
    return new Promise((resolve, reject) => {
      const onCut = (): void => resolve(lost);
      this.#onCut.add(onCut);
      asked.then(
        (value) => {
          this.#onCut.delete(onCut);
          resolve(value);
        },
        (error) => {
          this.#onCut.delete(onCut);
          reject(error);
        },
      );
    });
  }

  /** Its timers never come after the cut. */
  clock(clock: Clock): Clock {
    const severed: Pick<Clock, 'now' | 'at'> = {
      now: () => clock.now(),
      at: (atMs, task) => {
        if (this.#isCut) return nothing;
        return clock.at(atMs, () => {
          if (!this.#isCut) task();
        });
      },
    };
    return { ...severed, sleep: (delayMs) => sleepOn(severed, delayMs) };
  }

  /** Calls under way go on at their banks. What comes back finds a dead engine, all of whose ways out are cut. */
  issuers(client: IssuerClient): IssuerClient {
    return {
      ask: (issuer, inquiry, options) => (this.#isCut ? never() : client.ask(issuer, inquiry, options)),
      status: (issuer, inquiryId, options) => (this.#isCut ? never() : client.status(issuer, inquiryId, options)),
      close: () => (this.#isCut ? never() : client.close()),
    };
  }
}

/** Counts calls to a store over all engines of a network, and kills the one that makes the chosen call. */
export class CrashTrigger {
  readonly #point: CrashPoint | undefined;
  readonly #kill: () => void;
  #calls = 0;

  constructor(point: CrashPoint | undefined, kill: () => void) {
    this.#point = point;
    this.#kill = kill;
  }

  get storeCalls(): number {
    return this.#calls;
  }

  /** One call to the store by an engine that is alive. */
  call<Value>(effect: () => Promise<Value>): Promise<Value> {
    this.#calls++;
    if (this.#calls !== this.#point?.storeCall) return effect();
    if (this.#point.when === 'before') {
      this.#kill();
      return never();
    }
    const done = effect();
    this.#kill();
    // Its answer reaches nobody, its failure everybody: a store that throws is a bug and no part of a crash.
    return done.then(() => never());
  }
}
