// What the call-by-call run of a plan comes to, counted from the engine's events alone; the figures that a run in time
// steps has, too.
import type { IssuerCode } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';

/** What both ways to run a plan tell of a bank. */
export interface ComparedBank {
  readonly bank: IssuerCode;
  readonly calls: number;
  readonly answered: number;
  readonly peakBacklog: number;
}

/** What both ways to run a plan tell. */
export interface ComparedRun {
  readonly applications: number;
  readonly accepted: number;
  readonly refused: number;
  readonly missed: number;
  readonly report: { readonly p50Ms: number; readonly p90Ms: number; readonly p99Ms: number } | undefined;
  readonly banks: readonly ComparedBank[];
}

interface BankCount {
  calls: number;
  answered: number;
  ended: number;
  peakBacklog: number;
}

export class CallTally {
  readonly #banks: ReadonlyMap<IssuerCode, BankCount>;
  readonly #acceptedAtMs = new Map<string, number>();
  readonly #late = new Set<string>();
  readonly #tookMs: number[] = [];
  #accepted = 0;
  #refused = 0;

  constructor(banks: readonly IssuerCode[]) {
    this.#banks = new Map(banks.map((code) => [code, { calls: 0, answered: 0, ended: 0, peakBacklog: 0 }]));
  }

  /** Queries that have not ended. */
  get running(): number {
    return this.#acceptedAtMs.size;
  }

  see(event: EngineEvent): void {
    if (event.type === 'query-accepted') this.#accept(event.queryId, event.atMs);
    else if (event.type === 'application-refused') this.#refused++;
    else if (event.type === 'call-started') this.#count(event.bank, (bank) => bank.calls++);
    else if (event.type === 'bank-done') {
      if (event.disposition === 'TIMEOUT') this.#late.add(event.queryId);
      this.#count(event.bank, (bank) => {
        bank.ended++;
        if (event.disposition === 'DELIVERED') bank.answered++;
      });
    } else if (event.type === 'query-ended') {
      this.#tookMs.push(event.atMs - (this.#acceptedAtMs.get(event.queryId) ?? event.atMs));
      this.#acceptedAtMs.delete(event.queryId);
    }
  }

  get told(): ComparedRun {
    const took = this.#tookMs.toSorted((one, other) => one - other);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.ceil(share * took.length) - 1)] ?? 0;
    return {
      applications: this.#accepted + this.#refused,
      accepted: this.#accepted,
      refused: this.#refused,
      missed: this.#late.size,
      report: took.length === 0 ? undefined : { p50Ms: at(0.5), p90Ms: at(0.9), p99Ms: at(0.99) },
      banks: [...this.#banks].map(([bank, { calls, answered, peakBacklog }]) => ({
        bank,
        calls,
        answered,
        peakBacklog,
      })),
    };
  }

  #accept(queryId: string, atMs: number): void {
    this.#accepted++;
    this.#acceptedAtMs.set(queryId, atMs);
    for (const bank of this.#banks.values()) {
      bank.peakBacklog = Math.max(bank.peakBacklog, this.#accepted - bank.ended);
    }
  }

  #count(code: IssuerCode, change: (bank: BankCount) => void): void {
    const bank = this.#banks.get(code);
    if (bank !== undefined) change(bank);
  }
}
