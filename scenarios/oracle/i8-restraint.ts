// I8: counted from the events of calls and circuits alone, bank by bank, without the lane that decides (R18).
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { EngineSettings } from '../../engine/settings.ts';
import type { Invariant, SeenAs, Violation, Watch } from './sight.ts';
import { broken, NONE } from './violations.ts';

export const restraint: Invariant = {
  id: 'I8',
  title: 'calls in flight per bank never above the bound; retries within the budget',
  watch: ({ settings }) => new Banks(settings),
};

type Started = SeenAs<'call-started'>;
type Ended = SeenAs<'call-ended'>;
type Turned = SeenAs<'circuit-changed'>;

class Banks implements Watch {
  readonly #settings: EngineSettings;
  readonly #banks = new Map<string, BankCalls>();

  constructor(settings: EngineSettings) {
    this.#settings = settings;
  }

  'call-started'(event: Started): readonly Violation[] {
    const problems = this.#callsOf(event.bank).begin(event);
    return problems.length === 0 ? NONE : broken('I8', event.queryId, ...problems.map((one) => told(event, one)));
  }

  'call-ended'(event: Ended): readonly Violation[] {
    this.#callsOf(event.bank).end(event);
    return NONE;
  }

  'circuit-changed'(event: Turned): readonly Violation[] {
    this.#callsOf(event.bank).turn(event);
    return NONE;
  }

  /** What is in flight, circuits and budgets live in the engine's memory alone. */
  crashed(): readonly Violation[] {
    this.#banks.clear();
    return NONE;
  }

  #callsOf(code: string): BankCalls {
    let bank = this.#banks.get(code);
    if (bank === undefined) {
      bank = new BankCalls(this.#settings);
      this.#banks.set(code, bank);
    }
    return bank;
  }
}

const told = ({ bank, attempt, atMs }: Started, problem: string): string =>
  `${bank} was called (attempt ${attempt}) at ${shanghaiTimestamp(atMs)} ${problem}`;

/** R17: what is no answer of a bank that works. */
const IN_VAIN = new Set(['unknown', 'later', 'broken']);
/** Shares of a retry are counted in whole thousandths. */
const RETRY = 1000;

type Limits = Pick<EngineSettings, 'inFlightPerIssuer' | 'retryBudget' | 'circuit'>;

/** The calls to one bank so far. */
class BankCalls {
  readonly #limits: Limits;
  #circuit: Turned['state'] = 'closed';
  /** Of the circuit as it was opened last. */
  #probeFromMs = Number.NEGATIVE_INFINITY;
  /** Calls in a row, over all queries, that a closed circuit has seen come to nothing. */
  #inVain = 0;
  /** By trace context. */
  readonly #inFlight = new Set<string>();
  readonly #retriesInFlight = new Set<string>();
  /** The fullest of all windows that end now: retries less those served, less what first calls and time allow. */
  #fullest = 0;
  #atMs = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** What is wrong with a call that begins now. */
  begin({ operation, attempt, isProbe, traceparent, atMs }: Started): readonly string[] {
    const problems: string[] = [];
    if (this.#circuit !== (isProbe ? 'half-open' : 'closed')) {
      problems.push(`${isProbe ? 'as a probe ' : ''}while its circuit was ${this.#circuit}`);
    }
    if (isProbe && atMs < this.#probeFromMs) {
      problems.push(`as a probe before ${shanghaiTimestamp(this.#probeFromMs)}`);
    }
    if (!isProbe && this.#inVain >= this.#limits.circuit.failuresInRow) {
      problems.push(`after ${this.#inVain} calls in a row that came to nothing`);
    }
    if (this.#inFlight.size >= this.#limits.inFlightPerIssuer) {
      problems.push(`beside ${this.#inFlight.size} calls in flight`);
    }
    this.#inFlight.add(traceparent);
    const { perSecond, share, burst } = this.#limits.retryBudget;
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
    if (over > 0) problems.push(`${over / RETRY} over its budget of retries`);
    return problems;
  }

  turn({ state, untilMs }: Turned): void {
    this.#circuit = state;
    if (untilMs !== undefined) this.#probeFromMs = untilMs;
  }

  /** A circuit has turned by this call before it is told of. */
  end({ traceparent, outcome }: Ended): void {
    this.#inVain = this.#circuit === 'closed' && IN_VAIN.has(outcome) ? this.#inVain + 1 : 0;
    this.#inFlight.delete(traceparent);
    const wasRetry = this.#retriesInFlight.size > 0 && this.#retriesInFlight.delete(traceparent);
    if (wasRetry && !IN_VAIN.has(outcome)) this.#fullest = Math.max(0, this.#fullest - RETRY);
  }
}
