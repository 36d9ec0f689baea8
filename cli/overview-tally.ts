// Counts what happens in a network between two looks at it, bank by bank, for the console's overview. It hears the
// engine, or, where this process only serves issuers, the issuers.
import type { BankOverview } from '../console/wire/overview.ts';
import type { IssuerCode } from '../core/banks.ts';
import type { EngineEvent, EventBus } from '../engine/events.ts';
import type { IssuerCallFeed } from './issuer-call-feed.ts';

/** Of a bank so many latencies are kept between two looks: far more than it can get. Later ones are only counted. */
const MAX_SAMPLES = 10_000;
/** What is no sign of a bank that works (R18). */
const FAILED_OUTCOMES = new Set(['unknown', 'later', 'broken']);

export type CallTally = Pick<BankOverview, 'calls' | 'failed' | 'p50Ms' | 'p99Ms'>;

export interface Tallied {
  readonly accepted: number;
  readonly ended: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly callsOf: (bank: IssuerCode) => CallTally;
}

interface Calls {
  calls: number;
  failed: number;
  readonly tookMs: number[];
}

const noCalls = (): Calls => ({ calls: 0, failed: 0, tookMs: [] });

export class OverviewTally {
  readonly #leave: () => unknown;
  #banks = new Map<string, Calls>();
  #accepted = 0;
  #ended = 0;
  #refused = new Map<string, number>();

  /** Listens until it is closed. */
  constructor(events: EventBus | undefined, issuerCalls: Pick<IssuerCallFeed, 'subscribe'>) {
    this.#leave =
      events === undefined
        ? issuerCalls.subscribe(({ issuer, operation, did, tookMs }) => {
            if (operation !== 'callback') this.#call(issuer, !/^2\d\d\/\d\d$/.test(did), tookMs);
          })
        : events.subscribe((event) => this.#hear(event));
  }

  /** What has happened since the last time, and counts anew. */
  take(): Tallied {
    const [accepted, ended, banks] = [this.#accepted, this.#ended, this.#banks];
    const refused = Object.fromEntries(this.#refused);
    this.#banks = new Map();
    this.#refused = new Map();
    this.#accepted = 0;
    this.#ended = 0;
    return { accepted, ended, refused, callsOf: (bank) => shownCalls(banks.get(bank) ?? noCalls()) };
  }

  close(): void {
    this.#leave();
  }

  #hear(event: EngineEvent): void {
    switch (event.type) {
      case 'call-ended':
        this.#call(event.bank, FAILED_OUTCOMES.has(event.outcome), event.tookMs);
        return;
      case 'query-accepted':
        this.#accepted++;
        return;
      case 'query-ended':
        this.#ended++;
        return;
      case 'application-refused':
        this.#refused.set(event.code, (this.#refused.get(event.code) ?? 0) + 1);
    }
  }

  #call(bank: string, isFailed: boolean, tookMs: number): void {
    const calls = this.#banks.get(bank) ?? noCalls();
    this.#banks.set(bank, calls);
    calls.calls++;
    if (isFailed) calls.failed++;
    if (calls.tookMs.length < MAX_SAMPLES) calls.tookMs.push(tookMs);
  }
}

const shownCalls = ({ calls, failed, tookMs }: Calls): CallTally => {
  tookMs.sort((one, other) => one - other);
  const at = (share: number): number | null => tookMs[Math.ceil(share * tookMs.length) - 1] ?? null;
  return { calls, failed, p50Ms: at(0.5), p99Ms: at(0.99) };
};
