// How long a step of a live network's clock waits for what it has set going: until nothing is on its way between engine
// and issuers of this process, and a moment for calls to banks elsewhere, of which nobody here knows.
import type { IssuerCode } from '../core/banks.ts';
import { nextTurn, systemClock } from '../core/system-clock.ts';
import { WireWatch } from '../core/wire-watch.ts';
import type { EventBus } from '../engine/events.ts';
import type { NetworkConfig } from './config.ts';

/** A call on this machine takes a few milliseconds; one that is away for longer is not waited for. */
const LONGEST_WAIT_MS = 2000;
/** What is under way elsewhere gets so much real time to come and go. */
const ELSEWHERE_MS = 20;
/** A write of the store, and what follows it, takes no more turns of the event loop. */
const WRITE_TURNS = 4;

export interface NetworkPaceOptions {
  /** Whether the simulated issuers are in this process. */
  readonly inThisProcess: boolean;
  readonly config: Pick<NetworkConfig, 'realBanks'>;
}

export class NetworkPace {
  /** To be told by the issuers of this process. */
  readonly wire = new WireWatch();
  readonly #options: NetworkPaceOptions;
  /** Calls under way to issuers that are elsewhere. */
  #elsewhere = 0;

  constructor(options: NetworkPaceOptions) {
    this.#options = options;
  }

  /** Listens to the engine's calls. */
  follow(events: EventBus): void {
    events.subscribe((event) => {
      if (event.type === 'call-started') {
        if (this.#isHere(event.bank)) this.wire.callBegan(event.traceparent);
        else this.#elsewhere++;
      }
      if (event.type !== 'call-ended') return;
      if (this.#isHere(event.bank)) this.wire.callEnded(event.traceparent);
      else this.#elsewhere--;
    });
  }

  /** Lets one step of time come to rest. `ranElsewhere`: workers, too, had something to do at it. */
  async settle(ranElsewhere: boolean): Promise<void> {
    if (ranElsewhere || this.#elsewhere > 0) await systemClock.sleep(ELSEWHERE_MS);
    const untilMs = systemClock.now() + LONGEST_WAIT_MS;
    // Whatever comes in begins the count anew: an answer may begin the next call.
    for (let quietTurns = 0; quietTurns < WRITE_TURNS && systemClock.now() < untilMs; ) {
      await nextTurn();
      quietTurns = this.wire.isQuiet ? quietTurns + 1 : 0;
    }
  }

  #isHere(bank: IssuerCode): boolean {
    return this.#options.inThisProcess && !this.#options.config.realBanks.has(bank);
  }
}
