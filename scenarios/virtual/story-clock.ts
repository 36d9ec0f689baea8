// Lets time pass in a story, and tells the oracle when nothing will break any more (I11): after the last step that
// breaks or heals something, once the last window of a fault is over.
import type { Recorder } from '../play/recorder.ts';
import type { Entry } from '../play/timetable.ts';
import type { Stage } from '../stage.ts';
import type { ActionKind } from '../story/scenario.ts';

const TROUBLE: readonly ActionKind[] = ['fault', 'heal', 'crash'];

export class StoryClock {
  readonly #stage: Stage;
  readonly #recorder: Recorder;
  /** Entries to come that break or heal something. */
  #toCome: number;
  /** An engine that was killed is back by then. */
  #restartedAtMs = 0;
  #healedAtMs: number | undefined;
  #isTold = false;

  constructor(stage: Stage, recorder: Recorder, entries: readonly Entry[]) {
    this.#stage = stage;
    this.#recorder = recorder;
    this.#toCome = entries.filter(isTrouble).length;
  }

  /** Before the first entry. */
  async begin(): Promise<void> {
    if (this.#toCome === 0) await this.#lookAhead();
  }

  /** An entry has been played. */
  async played(entry: Entry): Promise<void> {
    if (!isTrouble(entry)) return;
    const { action } = entry.step;
    if (action.kind === 'crash') this.#restartedAtMs = this.#stage.now() + action.restartAfterMs;
    this.#toCome--;
    if (this.#toCome === 0) await this.#lookAhead();
  }

  async advanceTo(atMs: number): Promise<void> {
    if (atMs <= this.#stage.now()) return;
    if (this.#healedAtMs !== undefined && !this.#isTold && this.#healedAtMs < atMs) {
      await this.#stage.advanceTo(this.#healedAtMs);
      this.#tell();
    }
    await this.#stage.advanceTo(atMs);
  }

  /** Until nothing is left to happen, or up to `latestMs`. @returns whether nothing is left */
  async advanceToRest(latestMs: number): Promise<boolean> {
    const healedAtMs = this.#healedAtMs;
    if (healedAtMs === undefined || this.#isTold || healedAtMs > latestMs) return this.#stage.advanceToRest(latestMs);
    const isAtRest = await this.#stage.advanceToRest(Math.max(healedAtMs, this.#stage.now()));
    if (this.#stage.now() >= healedAtMs) this.#tell();
    return isAtRest || this.#stage.advanceToRest(latestMs);
  }

  async #lookAhead(): Promise<void> {
    const endMs = await this.#stage.faultsEndAtMs?.();
    if (endMs !== undefined) this.#healedAtMs = Math.max(endMs, this.#restartedAtMs, this.#stage.now());
  }

  #tell(): void {
    this.#isTold = true;
    this.#recorder.see({ kind: 'healed', atMs: this.#stage.now() });
  }
}

const isTrouble = ({ step }: Entry): boolean => TROUBLE.includes(step.action.kind);
