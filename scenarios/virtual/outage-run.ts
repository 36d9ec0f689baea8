// An outage of some banks under load, in virtual time: people apply at a steady rate while it lasts and for a while
// after, and what the banks that were down got of calls is counted (R18). Serves a test and a benchmark.
import type { IssuerCode } from '../../core/banks.ts';
import { DEFAULT_START_MS } from '../../core/virtual-clock.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../../engine/settings.ts';
import type { User } from '../../engine/store/port.ts';
import { DEFAULT_ISSUER_SETTINGS } from '../../simulator/issuer/settings.ts';
import { issuerSettingsFrom } from '../../simulator/issuer/settings-schema.ts';
import { registerAndApply } from '../play/app-user.ts';
import { createVirtualNetwork, type VirtualNetwork } from './virtual-network.ts';

export interface OutageOptions {
  readonly seed: number;
  /** Each bank that is down, and how: a breakage as an `outage` of banknet.yaml has it. */
  readonly down: Readonly<Record<IssuerCode, object | string>>;
  readonly queriesPerSecond: number;
  readonly beforeMs: number;
  readonly outageMs: number;
  readonly afterMs: number;
  readonly settings?: Partial<EngineSettings>;
  readonly onEvent?: (event: EngineEvent) => void;
  /** Told after each application. */
  readonly onApplied?: (network: VirtualNetwork) => Promise<void>;
}

/** What one bank that was down got to see. */
export interface BankTally {
  /** Inquiries that it owed an answer to while it was down. */
  owed: number;
  /** Calls from the first moment of the outage until the last of those was delivered. */
  calls: number;
  probes: number;
  /** The most calls in flight, and the most that began within one second after the outage. */
  peakInFlight: number;
  peakPerSecond: number;
  /** When the last inquiry of the outage was delivered, counted from the end of the outage. */
  deliveredAfterMs: number;
}

export interface OutageResult {
  readonly network: VirtualNetwork;
  readonly users: readonly User[];
  readonly tallies: ReadonlyMap<IssuerCode, BankTally>;
  /** The longest that a query of the outage took at the banks that were up. */
  readonly slowestHealthyMs: number;
}

export const playOutage = async (options: OutageOptions): Promise<OutageResult> => {
  const { seed, down, queriesPerSecond, beforeMs, outageMs, afterMs, onEvent } = options;
  const fromMs = DEFAULT_START_MS + beforeMs;
  const network = createVirtualNetwork({
    seed,
    settings: {
      throttle: { burst: DEFAULT_SETTINGS.throttle.burst, perSecond: Math.max(100, 2 * queriesPerSecond) },
      ...options.settings,
    },
    issuerSettings: (bank) => (down[bank] === undefined ? DEFAULT_ISSUER_SETTINGS : downWith(down[bank], options)),
  });
  const { engine, clock, events } = network;
  const observer = new OutageObserver(Object.keys(down), { fromMs, untilMs: fromMs + outageMs });
  events.subscribe((event) => observer.see(event));
  if (onEvent !== undefined) events.subscribe(onEvent);
  await engine.start();
  const users = await applyAtRate(network, { ...options, untilMs: fromMs + outageMs + afterMs });
  // A minute at least: calls in flight end, and stopping waits for them.
  for (let waited = 0; waited === 0 || (observer.pending > 0 && waited < 24 * 60); waited++) {
    await clock.runUntil(clock.now() + 60_000);
  }
  if (observer.pending > 0) throw new Error(`${observer.pending} inquiries of the outage have not ended after a day`);
  await engine.stop();
  return { network, users, tallies: observer.tallies, slowestHealthyMs: observer.slowestHealthyMs };
};

const downWith = (as: object | string, { beforeMs, outageMs }: OutageOptions) =>
  issuerSettingsFrom(
    { faults: [{ kind: 'outage', as, from: `${beforeMs}ms`, for: `${outageMs}ms` }] },
    { originMs: DEFAULT_START_MS },
  );

interface Load extends Pick<OutageOptions, 'queriesPerSecond' | 'onApplied'> {
  readonly untilMs: number;
}

/** One person after another registers and applies, at an even pace. */
const applyAtRate = async (network: VirtualNetwork, { queriesPerSecond, untilMs, onApplied }: Load) => {
  const { people, clock } = network;
  const startMs = clock.now();
  const users: User[] = [];
  for (let at = 0; clock.now() < untilMs; at++) {
    users.push(await registerAndApply(network, people.at(at)));
    await onApplied?.(network);
    await clock.runUntil(startMs + Math.round(((at + 1) * 1000) / queriesPerSecond));
  }
  return users;
};

/** Counts from events alone. */
class OutageObserver {
  readonly tallies: Map<IssuerCode, BankTally>;
  /** Inquiries of the outage that have not ended, at all banks that were down. */
  pending = 0;
  slowestHealthyMs = 0;
  readonly #fromMs: number;
  readonly #untilMs: number;
  /** When each running query of the outage was accepted. */
  readonly #acceptedAtMs = new Map<string, number>();
  readonly #inFlight = new Map<IssuerCode, number>();
  /** Calls of the present second at each bank. */
  readonly #second = new Map<IssuerCode, { readonly index: number; calls: number }>();

  constructor(down: readonly IssuerCode[], { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number }) {
    this.#fromMs = fromMs;
    this.#untilMs = untilMs;
    const none = { owed: 0, calls: 0, probes: 0, peakInFlight: 0, peakPerSecond: 0, deliveredAfterMs: 0 };
    this.tallies = new Map(down.map((bank) => [bank, { ...none }]));
  }

  see(event: EngineEvent): void {
    const { atMs } = event;
    if (event.type === 'query-accepted' && atMs >= this.#fromMs && atMs < this.#untilMs) {
      this.#acceptedAtMs.set(event.queryId, atMs);
      for (const tally of this.tallies.values()) tally.owed++;
      this.pending += this.tallies.size;
    }
    if (event.type === 'query-ended') this.#acceptedAtMs.delete(event.queryId);
    if (event.type === 'bank-done') this.#done(event.queryId, event.bank, atMs);
    if (event.type === 'call-ended') this.#inFlight.set(event.bank, (this.#inFlight.get(event.bank) ?? 0) - 1);
    if (event.type === 'call-started') this.#began(event);
  }

  #done(queryId: string, bank: IssuerCode, atMs: number): void {
    const acceptedAtMs = this.#acceptedAtMs.get(queryId);
    if (acceptedAtMs === undefined) return;
    const tally = this.tallies.get(bank);
    if (tally === undefined) {
      this.slowestHealthyMs = Math.max(this.slowestHealthyMs, atMs - acceptedAtMs);
      return;
    }
    this.pending--;
    tally.deliveredAfterMs = Math.max(tally.deliveredAfterMs, atMs - this.#untilMs);
  }

  /** Of calls only those for queries of the outage count: each of the others owes its bank nothing then. */
  #began({ queryId, bank, isProbe, atMs }: Extract<EngineEvent, { type: 'call-started' }>): void {
    const inFlight = (this.#inFlight.get(bank) ?? 0) + 1;
    this.#inFlight.set(bank, inFlight);
    const tally = this.tallies.get(bank);
    if (tally === undefined || atMs < this.#fromMs) return;
    tally.peakInFlight = Math.max(tally.peakInFlight, inFlight);
    if (isProbe) tally.probes++;
    else if (this.#acceptedAtMs.has(queryId)) tally.calls++;
    if (atMs < this.#untilMs) return;
    const index = Math.floor((atMs - this.#untilMs) / 1000);
    let second = this.#second.get(bank);
    if (second?.index !== index) second = { index, calls: 0 };
    second.calls++;
    this.#second.set(bank, second);
    tally.peakPerSecond = Math.max(tally.peakPerSecond, second.calls);
  }
}
