// Inquiries that wait out their pause before they are asked again (R17): full jitter, so that those who failed together
// become due evenly over the pause. By stage, which is how often they were asked in vain: each has a longer pause.
import type { RetrySettings } from '../../engine/settings.ts';

/** More broken answers in a row than this are never reached before a deadline. */
const MOST_STAGES = 64;

/** How many are told apart: up to the longest pause, and up to the broken answers in a row that end an inquiry. */
export const stagesOf = ({ firstPauseMs, longestPauseMs, brokenAnswers }: RetrySettings): number =>
  Math.max(1 + Math.max(0, Math.ceil(Math.log2(longestPauseMs / firstPauseMs))), Math.min(brokenAnswers, MOST_STAGES));

/** Those of one stage. */
interface Stage {
  /** Due in a step, and the change of how many become due in every step from it on. */
  readonly lumps: Float64Array;
  readonly changes: Float64Array;
  rate: number;
}

export class RetryPool {
  readonly #stepMs: number;
  readonly #steps: number;
  readonly #stages: (Stage | undefined)[];
  /** How many wait. */
  waiting = 0;
  #at = -1;

  constructor(stages: number, stepMs: number, steps: number) {
    this.#stages = Array.from({ length: stages }, () => undefined);
    this.#stepMs = stepMs;
    this.#steps = steps;
  }

  /** `amount` become due evenly from `fromMs` to `toMs`, those before the floor at the floor. */
  add(stage: number, amount: number, fromMs: number, toMs: number, floorMs: number): void {
    if (amount <= 0) return;
    this.waiting += amount;
    const into = this.#stageAt(stage);
    // Nobody is due before the next step.
    const firstMs = Math.max(floorMs, (this.#at + 1) * this.#stepMs);
    const early = toMs <= firstMs ? 1 : Math.max(0, firstMs - fromMs) / (toMs - fromMs);
    if (early > 0) this.#lump(into, firstMs, amount * early);
    if (early < 1) this.#evenly(into, Math.max(fromMs, firstMs), toMs, amount * (1 - early));
  }

  /** Moves to the next step: adds who is due in it to `due`, by stage, and says how many they are. */
  takeDue(due: Float64Array): number {
    const at = ++this.#at;
    if (this.waiting === 0) return 0;
    let sum = 0;
    for (const [stage, one] of this.#stages.entries()) {
      if (one === undefined) continue;
      one.rate += one.changes[at] ?? 0;
      const count = Math.max(0, (one.lumps[at] ?? 0) + one.rate);
      due[stage] = (due[stage] ?? 0) + count;
      sum += count;
    }
    this.waiting = Math.max(0, this.waiting - sum);
    return sum;
  }

  #stageAt(stage: number): Stage {
    const index = Math.min(stage, this.#stages.length - 1);
    const known = this.#stages[index];
    if (known !== undefined) return known;
    const made = { lumps: new Float64Array(this.#steps + 1), changes: new Float64Array(this.#steps + 1), rate: 0 };
    this.#stages[index] = made;
    return made;
  }

  /** Beyond the last step nobody is asked again: they stay in the count of those who wait. */
  #lump({ lumps }: Stage, atMs: number, amount: number): void {
    const at = Math.max(this.#at + 1, Math.floor(atMs / this.#stepMs));
    if (at <= this.#steps) lumps[at] = (lumps[at] ?? 0) + amount;
  }

  #evenly(stage: Stage, fromMs: number, toMs: number, amount: number): void {
    const perMs = amount / (toMs - fromMs);
    const [first, last] = [Math.floor(fromMs / this.#stepMs), Math.floor(toMs / this.#stepMs)];
    if (first === last) {
      this.#lump(stage, fromMs, amount);
      return;
    }
    this.#lump(stage, fromMs, perMs * ((first + 1) * this.#stepMs - fromMs));
    this.#lump(stage, toMs, perMs * (toMs - last * this.#stepMs));
    if (last === first + 1) return;
    const perStep = perMs * this.#stepMs;
    const { changes } = stage;
    if (first + 1 <= this.#steps) changes[first + 1] = (changes[first + 1] ?? 0) + perStep;
    if (last <= this.#steps) changes[last] = (changes[last] ?? 0) - perStep;
  }
}
