// I8: counted from the events of calls and circuits alone, bank by bank, without the lane that decides (R18).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { Invariant, RunRecord, Violation } from './run-record.ts';

export const restraint: Invariant = {
  id: 'I8',
  title: 'calls in flight per bank never above the bound; retries within the budget',
  check: ({ events, restraint: limits }) => {
    const banks = new Map<string, BankCalls>();
    return events.flatMap((event) => {
      if (event.type !== 'call-started' && event.type !== 'call-ended' && event.type !== 'circuit-changed') return [];
      let bank = banks.get(event.bank);
      if (bank === undefined) {
        bank = new BankCalls(limits);
        banks.set(event.bank, bank);
      }
      if (event.type === 'circuit-changed') bank.circuit = event.state;
      if (event.type === 'call-ended') bank.end(event);
      return event.type === 'call-started' ? problemsOf(event, bank.begin(event)) : [];
    });
  },
};

type Started = Extract<EngineEvent, { type: 'call-started' }>;
type Ended = Extract<EngineEvent, { type: 'call-ended' }>;

const problemsOf = ({ queryId, bank, attempt, atMs }: Started, problems: readonly string[]): readonly Violation[] =>
  problems.map((problem) => {
    const message = `${bank} was called (attempt ${attempt}) at ${shanghaiTimestamp(atMs)} ${problem}`;
    return { invariant: 'I8', queryId, message };
  });

/** R17: what is no answer of a bank that works. */
const IN_VAIN = new Set(['unknown', 'later', 'broken']);
/** Shares of a retry are counted in whole thousandths. */
const RETRY = 1000;

/** The calls to one bank so far. */
class BankCalls {
  readonly #limits: RunRecord['restraint'];
  circuit: Extract<EngineEvent, { type: 'circuit-changed' }>['state'] = 'closed';
  #inFlight = 0;
  readonly #retriesInFlight = new Set<string>();
  /** The fullest of all windows that end now: retries less those served, less what first calls and time allow. */
  #fullest = 0;
  #atMs = 0;

  constructor(limits: RunRecord['restraint']) {
    this.#limits = limits;
  }

  /** What is wrong with a call that begins now. */
  begin({ operation, attempt, isProbe, traceparent, atMs }: Started): string[] {
    const problems = [
      ...this.#circuitProblems(isProbe),
      ...(this.#inFlight < this.#limits.inFlight ? [] : [`beside ${this.#inFlight} calls in flight`]),
    ];
    this.#inFlight++;
    const { burst, perSecond, share } = this.#limits.retryBudget;
    this.#fullest = Math.max(0, this.#fullest - Math.max(0, atMs - this.#atMs) * perSecond);
    this.#atMs = Math.max(this.#atMs, atMs);
    if (isProbe || operation === 'status') return problems;
    if (attempt === 1) {
      this.#fullest = Math.max(0, this.#fullest - share * RETRY);
      return problems;
    }
    this.#retriesInFlight.add(traceparent);
    this.#fullest += RETRY;
    const over = this.#fullest - burst * RETRY;
    return over > 0 ? [...problems, `${over / RETRY} over its budget of retries`] : problems;
  }

  end({ traceparent, outcome }: Ended): void {
    this.#inFlight--;
    const wasRetry = this.#retriesInFlight.delete(traceparent);
    if (wasRetry && !IN_VAIN.has(outcome)) this.#fullest = Math.max(0, this.#fullest - RETRY);
  }

  #circuitProblems(isProbe: boolean): string[] {
    if (!isProbe) return this.circuit === 'closed' ? [] : [`while its circuit was ${this.circuit}`];
    return this.circuit === 'half-open' ? [] : [`as a probe while its circuit was ${this.circuit}`];
  }
}
