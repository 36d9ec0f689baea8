// The calls to one issuer (R18): at most so many in flight, none but probes while its circuit is open, retries within
// its budget. Whoever has to wait does so here, first in first out over all queries, and costs the bank nothing. A bad
// bank fills its own lane and nobody else's (R15).
import type { IssuerCode } from '../core/banks.ts';
import type { Cancel } from '../core/clock.ts';
import {
  afterAnswer,
  type Circuit,
  type CircuitRules,
  closedCircuit,
  gateOf,
  probing,
  showsThatBankWorks,
} from './circuit.ts';
import { Fifo } from './fifo.ts';
import type { Outcome } from './outcome.ts';
import type { EngineParts } from './ports.ts';
import { afterFirstCall, afterGoodRetry, fullBudget, spendRetry } from './retry-budget.ts';

/** What a call would be: the first of its inquiry, a repetition, a question for its status, or wanted no more. */
export type CallKind = 'first' | 'retry' | 'status' | 'over';

export interface LaneOptions<Task> {
  readonly bank: IssuerCode;
  readonly kindOf: (task: Task) => CallKind;
  /** Must not reject, and must tell the lane with `answered` before it resolves. */
  readonly call: (task: Task, isProbe: boolean) => Promise<void>;
  /** Told when fewer than `stock` tasks wait: there may be more that are parked. */
  readonly onShort?: () => void;
  readonly stock?: number;
}

export interface LaneView {
  readonly bank: IssuerCode;
  readonly inFlight: number;
  readonly waiting: number;
  readonly circuit: Circuit;
}

type Parts = Pick<EngineParts, 'clock' | 'random' | 'events' | 'settings'>;

export class IssuerLane<Task> {
  readonly #parts: Parts;
  readonly #options: LaneOptions<Task>;
  /** First calls and status queries: a retry that has to wait for the budget is not in their way. */
  readonly #fresh = new Fifo<Task>();
  readonly #retries = new Fifo<Task>();
  readonly #rules: CircuitRules;
  #circuit: Circuit;
  #budget;
  #inFlight = 0;
  #wake: { readonly atMs: number; readonly cancel: Cancel } | undefined;
  #onIdle: (() => void)[] = [];

  constructor(parts: Parts, options: LaneOptions<Task>) {
    this.#parts = parts;
    this.#options = options;
    const { random, settings } = parts;
    this.#rules = {
      settings: settings.circuit,
      bound: settings.inFlightPerIssuer,
      deadlineMs: settings.deadlineMs,
      chance: (probesFailed, nowMs) => random.unit('probe', options.bank, probesFailed, nowMs),
    };
    this.#circuit = closedCircuit(settings.inFlightPerIssuer);
    this.#budget = fullBudget(parts.clock.now());
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get view(): LaneView {
    return { bank: this.#options.bank, inFlight: this.#inFlight, waiting: this.#waiting, circuit: this.#circuit };
  }

  /** It could call now, and nothing waits for it. */
  get isIdle(): boolean {
    return this.#circuit.state === 'closed' && this.#waiting === 0;
  }

  get #waiting(): number {
    return this.#fresh.size + this.#retries.size;
  }

  enqueue(task: Task): void {
    const queue = this.#options.kindOf(task) === 'retry' ? this.#retries : this.#fresh;
    queue.push(task);
    // Behind an open circuit nobody takes out what its deadline has ended: the oldest are in front.
    if (this.#circuit.state !== 'closed') this.#firstOf(queue);
    this.#pump();
  }

  /** What a call of this lane came to, told before its inquiry goes on. */
  answered(outcome: Outcome, kind: CallKind, isProbe: boolean): void {
    if (kind === 'retry' && !isProbe && showsThatBankWorks(outcome)) this.#budget = afterGoodRetry(this.#budget);
    this.#turn(afterAnswer(this.#circuit, { outcome, isProbe, nowMs: this.#parts.clock.now() }, this.#rules));
  }

  /** Drops what is over, wherever it stands. What was spent, and the circuit, stay as they are. */
  dropOver(): void {
    const isWanted = (task: Task): boolean => this.#options.kindOf(task) !== 'over';
    this.#fresh.keepOnly(isWanted);
    this.#retries.keepOnly(isWanted);
  }

  /** Drops what waits and resolves when nothing is in flight any more. */
  drain(): Promise<void> {
    this.#wake?.cancel();
    this.#fresh.clear();
    this.#retries.clear();
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#onIdle.push(resolve));
  }

  #pump(): void {
    this.#begin();
    const { onShort, stock = 0 } = this.#options;
    if (this.#waiting < stock) onShort?.();
  }

  /** Begins as many calls as may be. */
  #begin(): void {
    const { clock, settings } = this.#parts;
    while (this.#inFlight < settings.inFlightPerIssuer && this.#waiting > 0) {
      const circuit = this.#circuit;
      const gate = gateOf(circuit, clock.now(), this.#inFlight);
      if (gate === 'shut') {
        if (circuit.state === 'open') this.#wakeAt(circuit.untilMs);
        return;
      }
      const task = gate === 'probe' ? this.#takeForProbe() : this.#take();
      if (task === undefined) return;
      if (circuit.state === 'open') this.#turn(probing(circuit));
      this.#inFlight++;
      void this.#options.call(task, gate === 'probe').then(this.#landed);
    }
  }

  /** A retry where the budget has room, for retries are of the older queries; else what is fresh. */
  #take(): Task | undefined {
    const { clock, settings } = this.#parts;
    if (this.#retries.size > 0 && this.#firstOf(this.#retries) !== undefined) {
      const spent = spendRetry(this.#budget, clock.now(), settings.retryBudget);
      if (spent.taken) {
        this.#budget = spent.bucket;
        return this.#retries.take();
      }
      this.#wakeAt(clock.now() + spent.retryAfterMs);
    }
    const task = this.#firstOf(this.#fresh);
    if (task === undefined) return undefined;
    // Most of the time nothing is spent, and so nothing to be earned.
    if (this.#budget.spent > 0 && this.#options.kindOf(task) === 'first') {
      this.#budget = afterFirstCall(this.#budget, settings.retryBudget);
    }
    return this.#fresh.take();
  }

  /** A fresh one first: one that has failed before may fail for a reason of its own. */
  #takeForProbe(): Task | undefined {
    const queue = this.#firstOf(this.#fresh) === undefined ? this.#retries : this.#fresh;
    return this.#firstOf(queue) && queue.take();
  }

  /** The first that is still wanted. */
  #firstOf(queue: Fifo<Task>): Task | undefined {
    for (let task = queue.first; task !== undefined; task = queue.first) {
      if (this.#options.kindOf(task) !== 'over') return task;
      queue.take();
    }
    return undefined;
  }

  #turn(circuit: Circuit): void {
    const { state } = this.#circuit;
    this.#circuit = circuit;
    if (circuit.state === state) return;
    const { clock, events } = this.#parts;
    const untilMs = circuit.state === 'open' ? circuit.untilMs : undefined;
    events.emit({
      type: 'circuit-changed',
      bank: this.#options.bank,
      state: circuit.state,
      untilMs,
      atMs: clock.now(),
    });
  }

  #wakeAt(atMs: number): void {
    if (this.#wake !== undefined && this.#wake.atMs <= atMs) return;
    this.#wake?.cancel();
    const cancel = this.#parts.clock.at(atMs, () => {
      this.#wake = undefined;
      this.#pump();
    });
    this.#wake = { atMs, cancel };
  }

  readonly #landed = (): void => {
    this.#inFlight--;
    if (this.#inFlight === 0) for (const resolve of this.#onIdle.splice(0)) resolve();
    this.#pump();
  };
}
