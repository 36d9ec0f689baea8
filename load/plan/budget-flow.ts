// The retry budget of one bank (R18) in the mean, as engine/retry-budget.ts has it call by call.
import type { RetryBudgetSettings } from '../../engine/settings.ts';

export class BudgetFlow {
  readonly #settings: RetryBudgetSettings;
  readonly #perStep: number;
  #tokens: number;

  constructor(settings: RetryBudgetSettings, stepMs: number) {
    this.#settings = settings;
    this.#perStep = (settings.perSecond * stepMs) / 1000;
    this.#tokens = settings.burst;
  }

  /**
   * How many retries may begin in a step with so many first calls, of which such a share is served. One that is served
   * gives back what it has cost, once it is answered: `rounds` of calls, one after the other, fit into a step.
   */
  allowed(first: number, served: number, rounds: number): number {
    const left = Math.max(0, this.#tokens + this.#perStep + this.#settings.share * first);
    return left * Math.min(rounds, served >= 1 ? Number.POSITIVE_INFINITY : 1 / (1 - served));
  }

  /** A step is over, with so many of them. What was spent too much, because fewer were served, is paid back. */
  spend(first: number, retries: number, served: number): void {
    const earned = this.#perStep + this.#settings.share * first;
    this.#tokens = Math.min(this.#settings.burst, this.#tokens + earned - retries * (1 - served));
  }
}
