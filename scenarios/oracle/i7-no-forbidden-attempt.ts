// I7: read from the events of calls alone. What must not be called again is not, and a bank's Retry-After is waited
// out. A crash opens again what was not yet durable, and nothing else.
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import { mayBeLost } from './crash-loss.ts';
import { Latest } from './latest.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const noForbiddenAttempt: Invariant = {
  id: 'I7',
  title:
    'no attempt after a final disposition; no retry of what must not be retried; no call before a Retry-After has passed',
  watch: ({ settings }) => new Attempts(settings.retry.brokenAnswers),
};

type Started = SeenAs<'call-started'>;
type Ended = SeenAs<'call-ended'>;

/** What is known of one inquiry so far. */
interface Standing {
  /** What has ended it, and when. */
  end: { readonly what: string; readonly atMs: number; readonly byCall: boolean } | undefined;
  /** No call may begin before. */
  floorMs: number;
  brokenInRow: number;
  /** What the last call taught, and what held before it: a crash at that instant may take it. */
  learntAtMs: number;
  floorBeforeMs: number;
  brokenBefore: number;
}

const UNASKED: Standing = {
  end: undefined,
  floorMs: Number.NEGATIVE_INFINITY,
  brokenInRow: 0,
  learntAtMs: Number.NEGATIVE_INFINITY,
  floorBeforeMs: Number.NEGATIVE_INFINITY,
  brokenBefore: 0,
};

/** R16: answers that end an inquiry at once. */
const FINAL_OUTCOMES = new Set(['delivered', 'denied', 'failed']);

class Attempts implements Watch {
  readonly #brokenAnswers: number;
  /** By query, then by bank. */
  readonly #running = new Map<string, Map<IssuerCode, Standing>>();
  readonly #endedAtMs = new Latest<number>();

  constructor(brokenAnswers: number) {
    this.#brokenAnswers = brokenAnswers;
  }

  'call-ended'(event: Ended): readonly Violation[] {
    const standing = this.#standingOf(event.queryId, event.bank);
    if (standing !== undefined) this.#learn(standing, event);
    return NONE;
  }

  'bank-done'({ queryId, bank, disposition, atMs }: SeenAs<'bank-done'>): readonly Violation[] {
    const standing = this.#standingOf(queryId, bank);
    if (standing !== undefined) standing.end ??= { what: `it was ${disposition}`, atMs, byCall: false };
    return NONE;
  }

  'query-ended'({ queryId, atMs }: SeenAs<'query-ended'>): readonly Violation[] {
    this.#running.delete(queryId);
    this.#endedAtMs.set(queryId, atMs);
    return NONE;
  }

  crashed({ atMs }: SeenAs<'crashed'>): readonly Violation[] {
    for (const banks of this.#running.values()) {
      for (const standing of banks.values()) forget(standing, atMs);
    }
    return NONE;
  }

  /** Undefined where its query has ended. */
  #standingOf(queryId: string, bank: IssuerCode): Standing | undefined {
    let banks = this.#running.get(queryId);
    if (banks === undefined) {
      if (this.#endedAtMs.get(queryId) !== undefined) return undefined;
      banks = new Map();
      this.#running.set(queryId, banks);
    }
    let standing = banks.get(bank);
    if (standing === undefined) {
      standing = { ...UNASKED };
      banks.set(bank, standing);
    }
    return standing;
  }

  'call-started'(event: Started): readonly Violation[] {
    const { queryId, bank, atMs } = event;
    const standing = this.#standingOf(queryId, bank);
    if (standing === undefined) {
      const endedAtMs = this.#endedAtMs.get(queryId) ?? atMs;
      return broken('I7', queryId, told(event, `after its query had ended at ${shanghaiTimestamp(endedAtMs)}`));
    }
    const { end, floorMs } = standing;
    if (end === undefined && atMs >= floorMs) return NONE;
    return broken(
      'I7',
      queryId,
      ...(end === undefined ? [] : [told(event, `after ${end.what} at ${shanghaiTimestamp(end.atMs)}`)]),
      ...(atMs >= floorMs ? [] : [told(event, `though its Retry-After lasts until ${shanghaiTimestamp(floorMs)}`)]),
    );
  }

  #learn(standing: Standing, { outcome, retryAfterMs, atMs }: Ended): void {
    standing.learntAtMs = atMs;
    standing.floorBeforeMs = standing.floorMs;
    standing.brokenBefore = standing.brokenInRow;
    if (retryAfterMs !== undefined) standing.floorMs = Math.max(standing.floorMs, atMs + retryAfterMs);
    if (outcome === 'broken') standing.brokenInRow++;
    else if (outcome !== 'unknown') standing.brokenInRow = 0;
    const isFinal = FINAL_OUTCOMES.has(outcome) || standing.brokenInRow >= this.#brokenAnswers;
    if (isFinal) standing.end ??= { what: `its call came to "${outcome}"`, atMs, byCall: outcome === 'delivered' };
  }
}

const forget = (standing: Standing, crashedAtMs: number): void => {
  const { end, learntAtMs } = standing;
  if (end !== undefined && mayBeLost(end.atMs, crashedAtMs, end.byCall)) standing.end = undefined;
  if (!mayBeLost(learntAtMs, crashedAtMs, false)) return;
  standing.floorMs = standing.floorBeforeMs;
  standing.brokenInRow = Math.min(standing.brokenInRow, standing.brokenBefore);
};

const told = ({ bank, attempt, atMs }: Started, why: string): string =>
  `${bank} was called (attempt ${attempt}) at ${shanghaiTimestamp(atMs)} ${why}`;
