// I1: an accepted query that has not ended a minute after its deadline is lost.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

/** The rule's own allowance for making the report after the deadline. */
const GRACE_MS = 60_000;

export const everyQueryEnds: Invariant = {
  id: 'I1',
  title: 'every accepted query ends in a report or in FAILED by its deadline plus one minute',
  watch: () => new Endings(),
};

interface Running {
  latestMs: number;
  /** Its record says that it has ended: the event of it may have died with the engine. */
  shownEnded: boolean;
}

class Endings implements Watch {
  readonly #running = new Map<string, Running>();
  #downSinceMs: number | undefined;

  'query-accepted'({ queryId, deadlineMs }: SeenAs<'query-accepted'>): readonly Violation[] {
    this.#running.set(queryId, { latestMs: deadlineMs + GRACE_MS, shownEnded: false });
    return NONE;
  }

  'query-ended'({ queryId, atMs }: SeenAs<'query-ended'>): readonly Violation[] {
    return this.#ended(queryId, atMs);
  }

  crashed({ atMs }: SeenAs<'crashed'>): readonly Violation[] {
    this.#downSinceMs ??= atMs;
    return NONE;
  }

  /** An engine that is off ends nothing; once it is back it has the minute. */
  restarted({ atMs }: SeenAs<'restarted'>): readonly Violation[] {
    for (const running of this.#running.values()) {
      if (this.#wasOff(running.latestMs)) running.latestMs = Math.max(running.latestMs, atMs + GRACE_MS);
    }
    this.#downSinceMs = undefined;
    return NONE;
  }

  end(atMs: number): readonly Violation[] {
    return [...this.#running].flatMap(([queryId, { latestMs, shownEnded }]) => {
      if (shownEnded || atMs <= latestMs || this.#wasOff(latestMs)) return [];
      return broken('I1', queryId, `has not ended; it had to by ${shanghaiTimestamp(latestMs)}`);
    });
  }

  record({ record, atMs }: SeenAs<'record'>): readonly Violation[] {
    const { queryId, status, generatedAtMs } = record;
    const running = this.#running.get(queryId);
    if (running === undefined) return NONE;
    if (generatedAtMs !== undefined) return this.#ended(queryId, generatedAtMs);
    if (status !== 'RUNNING') running.shownEnded = true;
    else if (atMs > running.latestMs && !this.#wasOff(running.latestMs)) {
      this.#running.delete(queryId);
      const message = `is still RUNNING at ${shanghaiTimestamp(atMs)}; it had to end by`;
      return broken('I1', queryId, `${message} ${shanghaiTimestamp(running.latestMs)}`);
    }
    return NONE;
  }

  #ended(queryId: string, atMs: number): readonly Violation[] {
    const running = this.#running.get(queryId);
    this.#running.delete(queryId);
    if (running === undefined || atMs <= running.latestMs) return NONE;
    const message = `ended only at ${shanghaiTimestamp(atMs)}; it had to by ${shanghaiTimestamp(running.latestMs)}`;
    return broken('I1', queryId, message);
  }

  #wasOff(atMs: number): boolean {
    return this.#downSinceMs !== undefined && this.#downSinceMs <= atMs;
  }
}
