// Everything that is seen of a run, as it comes: shown to the oracle at once, counted, and kept for the log.
import type { IssuerCode } from '../../core/banks.ts';
import type { RunContext, Sight, Violation } from '../oracle/sight.ts';
import type { SeenViolation } from '../scenario-result.ts';
import { Counts } from '../story/counts.ts';
import { tellEventNames } from '../story/event-names.ts';

export interface Oracle {
  see(sight: Sight): readonly Violation[];
  end(atMs: number): readonly Violation[];
}

export interface RecorderOptions {
  readonly context: RunContext;
  readonly oracle: Oracle;
  /** Kept for the log; a long exploration has no use for them. */
  readonly keepSights: boolean;
}

export class Recorder {
  readonly sights: Sight[] = [];
  readonly violations: SeenViolation[] = [];
  /** How often what has happened, by the names of `finally.events`. */
  readonly events = new Counts();
  /** Calls to each bank. */
  readonly attempts = new Map<IssuerCode, number>();
  /** When the last of the accepted queries must have ended, as far as is known (R19). */
  latestDeadlineMs = Number.NEGATIVE_INFINITY;
  /** The last step that has begun. */
  step = -1;
  readonly #options: RecorderOptions;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  get issuerCalls(): number {
    return this.events.of('call-started');
  }

  readonly see = (sight: Sight): void => {
    if (this.#options.keepSights) this.sights.push(sight);
    tellEventNames(sight, this.events.tell);
    this.#note(sight);
    this.#blame(this.#options.oracle.see(sight), sight.atMs);
  };

  /** No sight follows. */
  end(atMs: number): void {
    this.#blame(this.#options.oracle.end(atMs), atMs);
  }

  #note(sight: Sight): void {
    if (sight.kind === 'crashed') {
      // It may have accepted a query that nobody was told of.
      this.#mayRunUntil(sight.atMs + this.#options.context.settings.deadlineMs);
    }
    if (sight.kind !== 'engine') return;
    const { event } = sight;
    if (event.type === 'query-accepted') this.#mayRunUntil(event.deadlineMs);
    if (event.type === 'call-started') this.attempts.set(event.bank, (this.attempts.get(event.bank) ?? 0) + 1);
  }

  #mayRunUntil(deadlineMs: number): void {
    this.latestDeadlineMs = Math.max(this.latestDeadlineMs, deadlineMs);
  }

  #blame(violations: readonly Violation[], atMs: number): void {
    for (const violation of violations) this.violations.push({ ...violation, atMs, afterStep: this.step });
  }
}
