// I5: a user's accepted queries follow one another, with the interval after each report (R9, R10).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { QueryRecord } from '../../engine/store/port.ts';
import { Latest } from './latest.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const oneQueryAtATime: Invariant = {
  id: 'I5',
  title: 'per user: never two queries running, never an acceptance inside an interval',
  watch: ({ settings }) => new Acceptances(settings.intervalMs),
};

/** The latest accepted query of a user. */
interface Accepted {
  readonly queryId: string;
  /** It lived through a crash, with which the event of its end may have died. */
  crashed: boolean;
  ended?: SeenAs<'query-ended'>;
  /** From its record: the instant to the millisecond. */
  generatedAtMs?: number | undefined;
  status?: QueryRecord['status'];
}

/** One of these queries was accepted after the other, maybe too early: what is still to be seen decides. */
interface Doubt {
  readonly before: Accepted;
  readonly queryId: string;
  readonly acceptedAtMs: number;
}

/**
 * The event of an end comes after the making of the report, in a live network by some milliseconds: within so many of
 * the interval's end the record decides.
 */
const DOUBTFUL_MS = 60_000;

class Acceptances implements Watch {
  readonly #intervalMs: number;
  /** By user. */
  readonly #latest = new Latest<Accepted>();
  readonly #running = new Set<Accepted>();
  /** By the earlier query. */
  readonly #doubts = new Map<string, Doubt>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  crashed(): readonly Violation[] {
    for (const accepted of this.#running) accepted.crashed = true;
    return NONE;
  }

  end(): readonly Violation[] {
    return [...this.#doubts.values()].flatMap((doubt) => {
      const { ended } = doubt.before;
      return ended === undefined ? [] : this.#tooSoon(doubt, ended.atMs);
    });
  }

  'query-accepted'({ queryId, userId, atMs }: SeenAs<'query-accepted'>): readonly Violation[] {
    const before = this.#latest.get(userId);
    const accepted: Accepted = { queryId, crashed: false };
    this.#latest.set(userId, accepted);
    this.#running.add(accepted);
    return before === undefined ? NONE : this.#judge({ before, queryId, acceptedAtMs: atMs });
  }

  #judge(doubt: Doubt): readonly Violation[] {
    const { before, acceptedAtMs } = doubt;
    if (before.generatedAtMs !== undefined) return this.#tooSoon(doubt, before.generatedAtMs);
    if (before.status === 'FAILED' || before.ended?.status === 'FAILED') return NONE;
    if (before.ended === undefined && !before.crashed) return whileRunning(doubt);
    const opensAtMs = before.ended === undefined ? acceptedAtMs : before.ended.atMs + this.#intervalMs;
    if (before.ended !== undefined && acceptedAtMs >= opensAtMs) return NONE;
    if (before.ended !== undefined && acceptedAtMs < opensAtMs - DOUBTFUL_MS) {
      return this.#tooSoon(doubt, before.ended.atMs);
    }
    this.#doubts.set(before.queryId, doubt);
    return NONE;
  }

  'query-ended'(event: SeenAs<'query-ended'>): readonly Violation[] {
    const doubt = this.#doubts.get(event.queryId);
    const accepted = doubt?.before ?? this.#latest.get(event.userId);
    if (accepted?.queryId !== event.queryId || accepted.ended !== undefined) return NONE;
    accepted.ended = event;
    this.#running.delete(accepted);
    // It had not ended before: else nobody would have told of it now.
    return doubt !== undefined && this.#doubts.delete(event.queryId) ? whileRunning(doubt) : NONE;
  }

  record({ record }: SeenAs<'record'>): readonly Violation[] {
    const { queryId, userId, status, generatedAtMs } = record;
    const doubt = this.#doubts.get(queryId);
    const accepted = doubt?.before ?? this.#latest.get(userId);
    if (accepted?.queryId !== queryId) return NONE;
    accepted.generatedAtMs ??= generatedAtMs;
    accepted.status = status;
    if (status !== 'RUNNING') this.#running.delete(accepted);
    if (doubt === undefined) return NONE;
    this.#doubts.delete(queryId);
    return status === 'RUNNING' ? whileRunning(doubt) : this.#judge(doubt);
  }

  #tooSoon({ queryId, acceptedAtMs }: Doubt, generatedAtMs: number): readonly Violation[] {
    const opensAtMs = generatedAtMs + this.#intervalMs;
    if (acceptedAtMs >= opensAtMs) return NONE;
    const open = `open only from ${shanghaiTimestamp(opensAtMs)}`;
    return broken('I5', queryId, `accepted at ${shanghaiTimestamp(acceptedAtMs)}, ${open}`);
  }
}

const whileRunning = ({ before, queryId, acceptedAtMs }: Doubt): readonly Violation[] => {
  const message = `accepted at ${shanghaiTimestamp(acceptedAtMs)} while ${before.queryId} of the same user was running`;
  return broken('I5', queryId, message);
};
