// Writes down where inquiries stand. What a bank answered to a call may wait a moment for that: most queries end in it,
// and their ending carries all answers in one write.
import type { EngineParts } from './ports.ts';
import type { Inquiry, Run } from './run.ts';

/**
 * How long an answer may stand in memory alone. One that a crash takes is asked for again under the same inquiry id,
 * which costs the bank a repeated answer and changes nothing (R14, R17).
 */
export const HELD_ANSWER_MS = 250;

type Parts = Pick<EngineParts, 'store' | 'clock' | 'owner' | 'onFault'>;

export class ProgressWriter {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Writes at once; resolves when it is durable. */
  write({ run, bank, progress }: Inquiry): Promise<void> {
    const { store, owner, onFault } = this.#parts;
    run.unsaved++;
    return store.saveProgress({ queryId: run.query.queryId, bank, progress }, owner).then(() => {
      run.unsaved--;
    }, onFault);
  }

  /** Writes within {@link HELD_ANSWER_MS}, unless the query ends before. */
  hold(inquiry: Inquiry): void {
    const { run } = inquiry;
    const { clock } = this.#parts;
    if (run.held.length === 0) run.cancelHeld = clock.at(clock.now() + HELD_ANSWER_MS, () => void this.flush(run));
    run.held.push(inquiry);
  }

  /** Writes what is held of a query; resolves when it is durable. */
  async flush(run: Run): Promise<void> {
    const held = this.#takeHeld(run);
    if (held.length > 0) await Promise.all(held.map((inquiry) => this.write(inquiry)));
  }

  /** The ending of the query is being written, with all answers in it. */
  drop(run: Run): void {
    this.#takeHeld(run);
  }

  #takeHeld(run: Run): readonly Inquiry[] {
    const { held } = run;
    if (held.length === 0) return held;
    run.cancelHeld();
    run.held = [];
    return held;
  }
}
