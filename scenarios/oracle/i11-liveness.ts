// I11: once every fault is over the engine brings to an end whatever it can: it asks again every bank that owes it an
// answer, takes what they say, and ends every query. Safety is the affair of the others.
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineSettings } from '../../engine/settings.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const liveness: Invariant = {
  id: 'I11',
  title: 'once every fault is healed, everything that can finish does',
  watch: ({ settings }) => new Progress(settings),
};

/** A query that has not ended; of each bank by its place in `banks`. */
interface Running {
  readonly banks: readonly IssuerCode[];
  readonly deadlineMs: number;
  /** When the last call to it began; before that the acceptance. */
  readonly lastCallMs: number[];
  /** Since when nothing but the engine keeps it from being asked: its last call, its Retry-After; never once done. */
  readonly freeFromMs: number[];
  /** It lived through a crash: the event of its end may have died with the engine. */
  crashed: boolean;
  shownEnded: boolean;
}

class Progress implements Watch {
  readonly #patienceMs: number;
  readonly #running = new Map<string, Running>();
  /** When an open circuit tried its bank last, for all that wait for it: while the bank fails they take turns. */
  readonly #probedAtMs = new Map<IssuerCode, number>();
  #healedAtMs: number | undefined;
  #restartedAtMs = Number.NEGATIVE_INFINITY;
  #isDown = false;
  #restedAtMs: number | undefined;

  constructor(settings: EngineSettings) {
    this.#patienceMs = patienceMs(settings);
  }

  'query-accepted'(event: SeenAs<'query-accepted'>): readonly Violation[] {
    this.#running.set(event.queryId, runningOf(event));
    return NONE;
  }

  'query-ended'({ queryId }: SeenAs<'query-ended'>): readonly Violation[] {
    this.#running.delete(queryId);
    return NONE;
  }

  'call-started'({ queryId, bank, isProbe, atMs }: SeenAs<'call-started'>): readonly Violation[] {
    if (isProbe) this.#probedAtMs.set(bank, atMs);
    const running = this.#running.get(queryId);
    const at = running?.banks.indexOf(bank) ?? -1;
    if (running === undefined || at === -1) return NONE;
    running.lastCallMs[at] = atMs;
    running.freeFromMs[at] = atMs;
    return NONE;
  }

  'call-ended'({ queryId, bank, retryAfterMs = 0, atMs }: SeenAs<'call-ended'>): readonly Violation[] {
    const running = this.#running.get(queryId);
    const at = running?.banks.indexOf(bank) ?? -1;
    if (running !== undefined && at !== -1) running.freeFromMs[at] = atMs + retryAfterMs;
    return NONE;
  }

  'bank-done'(event: SeenAs<'bank-done'>): readonly Violation[] {
    const running = this.#running.get(event.queryId);
    const at = running?.banks.indexOf(event.bank) ?? -1;
    if (running === undefined || at === -1) return NONE;
    const found = this.#done(event, running, at);
    running.freeFromMs[at] = Number.POSITIVE_INFINITY;
    return found;
  }

  record({ record: { queryId, status } }: SeenAs<'record'>): readonly Violation[] {
    const running = status === 'RUNNING' ? undefined : this.#running.get(queryId);
    if (running !== undefined) running.shownEnded = true;
    return NONE;
  }

  crashed(): readonly Violation[] {
    this.#isDown = true;
    this.#restedAtMs = undefined;
    for (const running of this.#running.values()) running.crashed = true;
    return NONE;
  }

  restarted({ atMs }: SeenAs<'restarted'>): readonly Violation[] {
    this.#isDown = false;
    this.#restartedAtMs = atMs;
    return NONE;
  }

  healed({ atMs }: SeenAs<'healed'>): readonly Violation[] {
    this.#healedAtMs = atMs;
    return NONE;
  }

  'at-rest'({ atMs }: SeenAs<'at-rest'>): readonly Violation[] {
    if (this.#healedAtMs === undefined || this.#isDown) return NONE;
    this.#restedAtMs = atMs;
    return this.#unended(atMs, ({ crashed }) => !crashed);
  }

  end(atMs: number): readonly Violation[] {
    const unended = this.#restedAtMs === undefined ? NONE : this.#unended(this.#restedAtMs, () => true);
    const neglected = [...this.#running].flatMap(([queryId, running]) =>
      running.shownEnded
        ? []
        : running.banks.flatMap((bank, at) => {
            if (!this.#isNeglected(running, at, atMs)) return [];
            return broken('I11', queryId, `${bank} was PENDING at ${shanghaiTimestamp(atMs)} ${this.#notAsked}`);
          }),
    );
    return [...unended, ...neglected];
  }

  /** DENIED may be what a bank has to say. FAILED and TIMEOUT are not, unless the fault or the deadline came first. */
  #done(event: SeenAs<'bank-done'>, running: Running, at: number): readonly Violation[] {
    const { queryId, bank, disposition, atMs } = event;
    const told = (why: string) =>
      broken('I11', queryId, `${bank} was ${disposition} at ${shanghaiTimestamp(atMs)} ${why}`);
    if (disposition === 'TIMEOUT' && atMs < running.deadlineMs) {
      return told(`before its deadline at ${shanghaiTimestamp(running.deadlineMs)}`);
    }
    if (disposition === 'TIMEOUT' && this.#isNeglected(running, at, atMs)) return told(this.#notAsked);
    const healedAtMs = this.#healedAtMs ?? Number.POSITIVE_INFINITY;
    const isOfNow = (running.lastCallMs[at] ?? 0) > healedAtMs;
    return disposition === 'FAILED' && isOfNow ? told(`of a call that began after all was healed`) : NONE;
  }

  /** Nothing has kept the engine from asking for longer than any of its pauses lasts. */
  #isNeglected({ banks, freeFromMs }: Running, at: number, untilMs: number): boolean {
    if (this.#healedAtMs === undefined || this.#isDown) return false;
    const probedAtMs = this.#probedAtMs.get(banks[at] ?? '') ?? 0;
    const sinceMs = Math.max(this.#healedAtMs, this.#restartedAtMs, probedAtMs, freeFromMs[at] ?? 0);
    return untilMs - sinceMs > this.#patienceMs;
  }

  get #notAsked(): string {
    return `and had not been asked for more than ${this.#patienceMs} ms though all was healed`;
  }

  /** Of those that lived through a crash only their records are sure, and these are looked at when all is at rest. */
  #unended(atMs: number, isSure: (running: Running) => boolean): readonly Violation[] {
    return [...this.#running].flatMap(([queryId, running]) => {
      if (!isSure(running) || running.shownEnded) return [];
      this.#running.delete(queryId);
      return broken('I11', queryId, `has not ended though all was healed and at rest at ${shanghaiTimestamp(atMs)}`);
    });
  }
}

const runningOf = (event: SeenAs<'query-accepted'>): Running => ({
  banks: event.banks,
  deadlineMs: event.deadlineMs,
  lastCallMs: event.banks.map(() => event.atMs),
  freeFromMs: event.banks.map(() => event.atMs),
  crashed: false,
  shownEnded: false,
});

/** Twice the longest that an engine may rightly wait: for its own pause, or for the circuit of that bank. */
const patienceMs = ({ retry, circuit, issuerTimeoutMs }: EngineSettings): number => {
  const { longestPauseMs, longestStatusPauseMs } = retry;
  const circuitMs = circuit.longestHoldMs + circuit.longestProbePauseMs;
  return 2 * (Math.max(longestPauseMs, longestStatusPauseMs, circuitMs) + issuerTimeoutMs);
};
