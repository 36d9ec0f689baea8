// I1: an accepted query that has not ended a minute after its deadline is lost.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Invariant, Sight, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

/** The rule's own allowance for making the report after the deadline. */
const GRACE_MS = 60_000;

export const everyQueryEnds: Invariant = {
  id: 'I1',
  title: 'every accepted query ends in a report or in FAILED by its deadline plus one minute',
  isBeyondCalls: true,
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

  see(sight: Sight): readonly Violation[] {
    if (sight.kind === 'engine') return this.#happened(sight.event);
    if (sight.kind === 'record') return this.#shown(sight);
    if (sight.kind === 'crashed') this.#downSinceMs ??= sight.atMs;
    if (sight.kind === 'restarted') this.#restarted(sight.atMs);
    return NONE;
  }

  end(atMs: number): readonly Violation[] {
    return [...this.#running].flatMap(([queryId, { latestMs, shownEnded }]) => {
      if (shownEnded || atMs <= latestMs || this.#wasOff(latestMs)) return [];
      return broken('I1', queryId, `has not ended; it had to by ${shanghaiTimestamp(latestMs)}`);
    });
  }

  #happened(event: EngineEvent): readonly Violation[] {
    if (event.type === 'query-accepted') {
      this.#running.set(event.queryId, { latestMs: event.deadlineMs + GRACE_MS, shownEnded: false });
    }
    return event.type === 'query-ended' ? this.#ended(event.queryId, event.atMs) : NONE;
  }

  #shown({ record, atMs }: Extract<Sight, { kind: 'record' }>): readonly Violation[] {
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

  /** An engine that is off ends nothing; once it is back it has the minute. */
  #restarted(atMs: number): void {
    for (const running of this.#running.values()) {
      if (this.#wasOff(running.latestMs)) running.latestMs = Math.max(running.latestMs, atMs + GRACE_MS);
    }
    this.#downSinceMs = undefined;
  }

  #wasOff(atMs: number): boolean {
    return this.#downSinceMs !== undefined && this.#downSinceMs <= atMs;
  }
}
