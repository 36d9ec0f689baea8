// What the oracle of a live network counts of one bank: calls, what they came to, how long they took. Counts and
// histograms alone: no text is made for a call.
import type { IssuerCode } from '../core/banks.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import type { EngineEvent } from '../engine/events.ts';
import { createRecorder } from '../load/distribution.ts';
import type { BankResult } from '../load/load-result.ts';

type Started = Extract<EngineEvent, { type: 'call-started' }>;
type Ended = Extract<EngineEvent, { type: 'call-ended' }>;

export class BankTally {
  readonly #bank: IssuerCode;
  readonly #latency = createRecorder();
  readonly #planned = createRecorder();
  readonly #outcomes = new Map<string, number>();
  /** Until when a bank wants to be left alone about a query, where it has said so: few, and gone with the next call. */
  readonly #floors = new Map<string, number>();
  #inquiries = 0;
  #calls = 0;
  #statusCalls = 0;
  #retryAfterBroken = 0;
  #second = Number.NaN;
  #inSecond = 0;
  #peak = 0;

  constructor(bank: IssuerCode) {
    this.#bank = bank;
  }

  /** A query was accepted that owes this bank a question. */
  owed(): void {
    this.#inquiries++;
  }

  /** `second`: in which it began, on the network's clock. */
  started({ operation, queryId, atMs }: Started, second: number): void {
    if (operation === 'status') this.#statusCalls++;
    else this.#calls++;
    if (second !== this.#second) {
      this.#second = second;
      this.#inSecond = 0;
    }
    this.#peak = Math.max(this.#peak, ++this.#inSecond);
    if (this.#floors.size === 0) return;
    const floorMs = this.#floors.get(queryId);
    if (floorMs === undefined) return;
    this.#floors.delete(queryId);
    if (atMs < floorMs) this.#retryAfterBroken++;
  }

  ended({ queryId, outcome, failure, retryAfterMs, tookMs, atMs }: Ended): void {
    this.#latency.record(tookMs);
    const word = failure ?? outcome;
    this.#outcomes.set(word, (this.#outcomes.get(word) ?? 0) + 1);
    if (retryAfterMs !== undefined) this.#floors.set(queryId, atMs + retryAfterMs);
  }

  done(queryId: string): void {
    if (this.#floors.size > 0) this.#floors.delete(queryId);
  }

  /** What the simulated bank told of a call. */
  answered({ operation, plannedMs }: IssuerCallRecord): void {
    if (operation !== 'callback') this.#planned.record(plannedMs);
  }

  view(): BankResult {
    return {
      bank: this.#bank,
      inquiries: this.#inquiries,
      calls: this.#calls,
      statusCalls: this.#statusCalls,
      amplification: this.#inquiries === 0 ? 0 : this.#calls / this.#inquiries,
      peakPerSecond: this.#peak,
      latency: this.#latency.distribution(),
      plannedLatency: this.#planned.distribution(),
      outcomes: Object.fromEntries(this.#outcomes),
      retryAfterBroken: this.#retryAfterBroken,
    };
  }
}
