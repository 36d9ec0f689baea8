// The circuit of one bank (R18) in the mean. Chance that would open or close it is counted until it comes to one: a run
// of failures that comes once in so many calls opens it after so many, and a probe that is answered every second time
// closes it with the second.
import type { EngineSettings } from '../../engine/settings.ts';

type Settings = Pick<EngineSettings, 'circuit' | 'deadlineMs' | 'inFlightPerIssuer'>;

/** Of a pause whose latter half is chance (circuit.ts). */
const MEAN_JITTER = 3 / 4;

/** What a probe would find. */
export interface ProbeChance {
  /** That the bank works. */
  readonly works: number;
  /** How long a call takes that shows that it does, and one that does not. */
  readonly goodMs: number;
  readonly badMs: number;
  /** The longest Retry-After that it may get. */
  readonly floorMs: number;
}

export class CircuitFlow {
  readonly #settings: Settings;
  /** Undefined: calls may go. */
  #openUntilMs: number | undefined;
  #resumesAtMs = 0;
  #probesFailed = 0;
  #toOpen = 0;
  #toClose = 0;
  opened = 0;
  probes = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  get isOpen(): boolean {
    return this.#openUntilMs !== undefined;
  }

  /** Which share of a step calls may be made in; probes that are due in it are made, where there is one to be made. */
  closedShare(fromMs: number, stepMs: number, chance: ProbeChance): number {
    const toMs = fromMs + stepMs;
    while (this.#openUntilMs !== undefined && this.#openUntilMs < toMs) {
      this.#probe(Math.max(fromMs, this.#openUntilMs), chance);
    }
    if (this.#openUntilMs !== undefined) return 0;
    return Math.min(1, Math.max(0, (toMs - this.#resumesAtMs) / stepMs));
  }

  #probe(atMs: number, { works, goodMs, badMs, floorMs }: ProbeChance): void {
    this.probes++;
    this.#toClose += works;
    if (this.#toClose >= 1 - ROUNDING) {
      this.#openUntilMs = undefined;
      this.#toOpen = 0;
      // One call first, and one more for each that is answered: doubled with every round, which all together serve
      // what the last one of them does.
      const rounds = Math.log2(this.#settings.inFlightPerIssuer);
      this.#resumesAtMs = atMs + goodMs + Math.max(0, rounds - 1) * goodMs;
      return;
    }
    this.#probesFailed++;
    this.#openUntilMs = atMs + badMs + this.#pauseMs(floorMs);
  }

  #pauseMs(floorMs: number): number {
    const { circuit, deadlineMs } = this.#settings;
    const { firstProbePauseMs, longestProbePauseMs, longestHoldMs, shareOfDeadline } = circuit;
    const doubledMs = Math.min(longestProbePauseMs, firstProbePauseMs * 2 ** this.#probesFailed);
    const pauseMs = Math.max(MEAN_JITTER * doubledMs, Math.min(longestHoldMs, floorMs));
    return Math.max(1, Math.min(pauseMs, deadlineMs * shareOfDeadline));
  }

  /** How many calls more there will be until it opens, if such a share of them fails. */
  callsToOpen(failing: number): number {
    return (1 - this.#toOpen) * meanCallsToRun(failing, this.#settings.circuit.failuresInRow);
  }

  /** Calls were made. */
  called({ calls, failing, isRun, atMs, floorMs }: CalledInStep): void {
    if (calls <= 0) return;
    // Calls that are all answered end every run.
    if (failing <= 0) this.#toOpen = 0;
    else this.#toOpen += calls / meanCallsToRun(failing, this.#settings.circuit.failuresInRow);
    if (!isRun && this.#toOpen < 1 - ROUNDING) return;
    this.#probesFailed = 0;
    this.#toClose = 0;
    this.opened++;
    this.#openUntilMs = atMs + this.#pauseMs(floorMs);
  }
}

/** The calls of a step. */
export interface CalledInStep {
  readonly calls: number;
  /** The share that was in vain. */
  readonly failing: number;
  /** They ended with so many in vain in a row that the circuit opens. */
  readonly isRun: boolean;
  /** When the last of them was answered. */
  readonly atMs: number;
  /** The Retry-After of those in vain. */
  readonly floorMs: number;
}

const ROUNDING = 1e-9;

/** In how many independent calls there are so many failures in a row, in the mean. */
const meanCallsToRun = (failing: number, inRow: number): number => {
  if (failing <= 0) return Number.POSITIVE_INFINITY;
  if (failing >= 1) return inRow;
  return (failing ** -inRow - 1) / (1 - failing);
};
