// Inquiries that are due to be asked again and wait for a place in the lane of their bank, by how often they were asked
// in vain; with the sums of who came and who went, by which one of them can be followed.
import type { RetryPool } from './retry-pool.ts';

export class RetriesDue {
  readonly #byStage: Float64Array;
  /** How many wait. */
  waiting = 0;
  came = 0;
  went = 0;

  constructor(stages: number) {
    this.#byStage = new Float64Array(stages);
  }

  /** Whoever becomes due with the next step. */
  arrive(pool: RetryPool): void {
    const due = pool.takeDue(this.#byStage);
    this.waiting += due;
    this.came += due;
  }

  /** Takes so many out, of each stage its share; `use` gets each stage and how many. */
  take(amount: number, use: (stage: number, amount: number) => void): void {
    if (amount <= 0) return;
    const share = Math.min(1, amount / this.waiting);
    const stages = this.#byStage;
    for (let stage = 0; stage < stages.length; stage++) {
      const count = stages[stage] ?? 0;
      if (count === 0) continue;
      stages[stage] = share === 1 ? 0 : count * (1 - share);
      use(stage, count * share);
    }
    this.went += amount;
    this.waiting = share === 1 ? 0 : this.waiting - amount;
  }
}
