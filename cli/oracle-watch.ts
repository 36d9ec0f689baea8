// The oracle inside a live network: it sees every event of the engine in the network's own process, and counts what
// happens by the second and by bank. Bounded, and cheap enough to stay on under load: it makes no text for an event.
import { BANKS, type IssuerCode } from '../core/banks.ts';
import type { Engine } from '../engine/engine.ts';
import type { EngineEvent } from '../engine/events.ts';
import { createViolationCounts } from '../load/violation-counts.ts';
import { createOracle } from '../scenarios/oracle/oracle.ts';
import type { RunContext } from '../scenarios/oracle/sight.ts';
import { BankTally } from './bank-tally.ts';
import type { IssuerCallFeed } from './issuer-call-feed.ts';
import { SecondTally } from './second-tally.ts';
import { ThrottleStart } from './throttle-start.ts';

export interface OracleWatchOptions {
  readonly engine: Pick<Engine, 'events' | 'settings' | 'circuits'>;
  readonly issuerCalls: Pick<IssuerCallFeed, 'subscribe'>;
  readonly now: () => number;
  /** Left in the throttle, as far as the engine knows; undefined: nobody has applied yet. */
  readonly tokens: number | undefined;
}

export class OracleWatch {
  readonly startedAtMs: number;
  readonly #now: () => number;
  readonly #oracle: ReturnType<typeof createOracle>;
  readonly #found = createViolationCounts();
  readonly #banks = new Map<IssuerCode, BankTally>(BANKS.map(({ code }) => [code, new BankTally(code)]));
  readonly #seconds: SecondTally;
  readonly #throttle: ThrottleStart;
  readonly #counts = { accepted: 0, throttled: 0, ready: 0, failed: 0, calls: 0, statusCalls: 0, retries: 0 };
  /** Refusals but THROTTLED, by code. */
  readonly #refused: Record<string, number> = {};
  /** Accepted since the beginning, and not ended. */
  readonly #running = new Set<string>();
  #leave: readonly (() => unknown)[];

  constructor({ engine, issuerCalls, now, tokens }: OracleWatchOptions) {
    this.#now = now;
    this.startedAtMs = now();
    this.#seconds = new SecondTally(this.startedAtMs);
    this.#oracle = createOracle(contextOf(engine.settings, this.startedAtMs));
    this.#throttle = new ThrottleStart(engine.settings.throttle, tokens, this.startedAtMs);
    for (const circuit of engine.circuits()) {
      const { bank, state } = circuit;
      const untilMs = circuit.state === 'open' ? circuit.untilMs : undefined;
      this.#see({ type: 'circuit-changed', bank, state, untilMs, atMs: this.startedAtMs });
    }
    this.#leave = [
      engine.events.subscribe((event) => this.#happened(event)),
      issuerCalls.subscribe((record) => this.#banks.get(record.issuer)?.answered(record)),
    ];
  }

  /** Everything up to now, and of the seconds those after this one. */
  view(afterSecond = -1) {
    return {
      startedAtMs: this.startedAtMs,
      counts: { ...this.#counts, refused: { ...this.#refused }, running: this.#running.size },
      violations: this.#found.view(),
      seconds: this.#seconds.after(afterSecond),
    };
  }

  banks() {
    return [...this.#banks.values()].map((tally) => tally.view());
  }

  /** Sees nothing more. What only the end shows is told from then on, too. */
  stop(): void {
    if (this.#leave.length === 0) return;
    for (const leave of this.#leave) leave();
    this.#leave = [];
    this.#found.add(this.#oracle.end(this.#now()));
  }

  #happened(event: EngineEvent): void {
    switch (event.type) {
      case 'call-started':
        this.#started(event);
        break;
      case 'call-ended':
        this.#banks.get(event.bank)?.ended(event);
        break;
      case 'bank-done':
        this.#banks.get(event.bank)?.done(event.queryId);
        break;
      case 'query-accepted':
        this.#accepted(event);
        break;
      case 'query-ended':
        this.#running.delete(event.queryId);
        this.#counts[event.status === 'READY' ? 'ready' : 'failed']++;
        this.#seconds.count('ended', this.#seconds.secondOf(event.atMs));
        break;
      case 'application-refused':
        if (!this.#refusedIsToBeSeen(event)) return;
        break;
      case 'throttle-changed':
        this.#throttle.changed(event, event.atMs);
        break;
    }
    this.#see(event);
  }

  #started(event: Extract<EngineEvent, { type: 'call-started' }>): void {
    const second = this.#seconds.secondOf(event.atMs);
    this.#banks.get(event.bank)?.started(event, second);
    this.#seconds.count('calls', second);
    if (event.operation === 'status') this.#counts.statusCalls++;
    else this.#counts.calls++;
    if (event.operation === 'status' || event.attempt === 1) return;
    this.#counts.retries++;
    this.#seconds.count('retries', second);
  }

  #accepted({ queryId, banks, atMs }: Extract<EngineEvent, { type: 'query-accepted' }>): void {
    this.#counts.accepted++;
    this.#running.add(queryId);
    this.#throttle.accepted(atMs);
    this.#seconds.count('accepted', this.#seconds.secondOf(atMs));
    for (const bank of banks) this.#banks.get(bank)?.owed();
  }

  #refusedIsToBeSeen({ code, atMs }: Extract<EngineEvent, { type: 'application-refused' }>): boolean {
    if (code !== 'THROTTLED') {
      this.#refused[code] = (this.#refused[code] ?? 0) + 1;
      return true;
    }
    this.#counts.throttled++;
    this.#seconds.count('throttled', this.#seconds.secondOf(atMs));
    return this.#throttle.isKnownAt(atMs);
  }

  #see(event: EngineEvent): void {
    this.#found.add(this.#oracle.see({ kind: 'engine', event, atMs: event.atMs }));
  }
}

/** Of people it knows nothing: whether a report is true is judged where it is seen. */
const contextOf = (settings: RunContext['settings'], startMs: number): RunContext => ({
  startMs,
  settings,
  idNumberOf: () => undefined,
  people: () => NOBODY,
  truths: () => [],
});

const NOBODY: ReturnType<RunContext['people']> = [];
