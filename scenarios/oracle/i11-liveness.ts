// I11: once every fault is over the engine brings to an end whatever it can: it asks again every bank that owes it an
// answer, takes what they say, and ends every query. Safety is the affair of the others.
import type { IssuerCode } from '../../core/banks.ts';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { EngineSettings } from '../../engine/settings.ts';
import type { Invariant, Sight, Violation, Watch } from './sight.ts';
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

  see(sight: Sight): readonly Violation[] {
    switch (sight.kind) {
      case 'engine':
        return this.#happened(sight.event);
      case 'record':
        if (sight.record.status !== 'RUNNING') this.#shownEnded(sight.record.queryId);
        return NONE;
      case 'crashed':
        this.#isDown = true;
        this.#restedAtMs = undefined;
        for (const running of this.#running.values()) running.crashed = true;
        return NONE;
      case 'restarted':
        this.#isDown = false;
        this.#restartedAtMs = sight.atMs;
        return NONE;
      case 'healed':
        this.#healedAtMs = sight.atMs;
        return NONE;
      case 'at-rest':
        return this.#atRest(sight.atMs);
      default:
        return NONE;
    }
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

  #happened(event: EngineEvent): readonly Violation[] {
    if (event.type === 'query-accepted') this.#running.set(event.queryId, runningOf(event));
    if (event.type === 'query-ended') this.#running.delete(event.queryId);
    if (event.type !== 'call-started' && event.type !== 'call-ended' && event.type !== 'bank-done') return NONE;
    if (event.type === 'call-started' && event.isProbe) this.#probedAtMs.set(event.bank, event.atMs);
    const running = this.#running.get(event.queryId);
    if (running === undefined) return NONE;
    const at = running.banks.indexOf(event.bank);
    if (at === -1) return NONE;
    if (event.type === 'bank-done') {
      const found = this.#done(event, running, at);
      running.freeFromMs[at] = Number.POSITIVE_INFINITY;
      return found;
    }
    if (event.type === 'call-started') running.lastCallMs[at] = event.atMs;
    running.freeFromMs[at] = event.atMs + (event.type === 'call-ended' ? (event.retryAfterMs ?? 0) : 0);
    return NONE;
  }

  /** DENIED may be what a bank has to say. FAILED and TIMEOUT are not, unless the fault or the deadline came first. */
  #done(event: Extract<EngineEvent, { type: 'bank-done' }>, running: Running, at: number): readonly Violation[] {
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

  #shownEnded(queryId: string): void {
    const running = this.#running.get(queryId);
    if (running !== undefined) running.shownEnded = true;
  }

  #atRest(atMs: number): readonly Violation[] {
    if (this.#healedAtMs === undefined || this.#isDown) return NONE;
    this.#restedAtMs = atMs;
    return this.#unended(atMs, ({ crashed }) => !crashed);
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

const runningOf = (event: Extract<EngineEvent, { type: 'query-accepted' }>): Running => ({
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
