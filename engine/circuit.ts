// The circuit of one bank (R18): a bank that is down gets no calls but a probe now and then. Pure; fed with what every
// call to that bank came to, over all queries. It stops calls to a bank that serves nobody; where a bank serves some,
// it stays closed and the retry budget (retry-budget.ts) does the restraining.
import type { Outcome } from './outcome.ts';
import type { CircuitSettings } from './settings.ts';

export type Circuit =
  | {
      readonly state: 'closed';
      /** Calls in a row that the bank did not serve. */
      readonly failedInRow: number;
      /** Calls that may be in flight: what has waited resumes one by one, and one more for each good answer. */
      readonly room: number;
    }
  | { readonly state: 'open'; readonly untilMs: number; readonly probesFailed: number }
  /** One call is in flight, and its answer decides. */
  | { readonly state: 'half-open'; readonly probesFailed: number };

type Open = Extract<Circuit, { state: 'open' }>;

/** Of a bank of which nothing bad is known, with this bound on calls in flight; also after a restart. */
export const closedCircuit = (bound: number): Circuit => ({ state: 'closed', failedInRow: 0, room: bound });

/** Whether a call may begin now: as any other, as the probe, or not. */
export const gateOf = (circuit: Circuit, nowMs: number, inFlight: number): 'call' | 'probe' | 'shut' => {
  if (circuit.state === 'closed') return inFlight < circuit.room ? 'call' : 'shut';
  return circuit.state === 'open' && nowMs >= circuit.untilMs ? 'probe' : 'shut';
};

/** The circuit while its probe is in flight. */
export const probing = ({ probesFailed }: Open): Circuit => ({ state: 'half-open', probesFailed });

/** Any answer that keeps the contract, but "later", shows that the bank works; also a denial, also a 400. */
export const showsThatBankWorks = ({ kind }: Outcome): boolean =>
  kind !== 'unknown' && kind !== 'later' && kind !== 'broken';

/** What a call came to. */
export interface Answered {
  readonly outcome: Outcome;
  readonly isProbe: boolean;
  readonly nowMs: number;
}

/** What holds for the circuit of one bank. */
export interface CircuitRules {
  readonly settings: CircuitSettings;
  /** The bound on calls in flight to this bank. */
  readonly bound: number;
  /** R19: no pause of a circuit may be long beside the deadline of a query. */
  readonly deadlineMs: number;
  /** In [0, 1), keyed: engines and banks do not probe in step. */
  readonly chance: (probesFailed: number, nowMs: number) => number;
}

/** The circuit after a call came to this. While it is not closed only its probe counts: others began before. */
export const afterAnswer = (circuit: Circuit, answered: Answered, rules: CircuitRules): Circuit => {
  const works = showsThatBankWorks(answered.outcome);
  if (circuit.state !== 'closed') {
    if (!answered.isProbe) return circuit;
    return works ? { state: 'closed', failedInRow: 0, room: 1 } : openAfter(circuit.probesFailed + 1, answered, rules);
  }
  const { bound, settings } = rules;
  if (!works) {
    const failedInRow = circuit.failedInRow + 1;
    return failedInRow < settings.failuresInRow ? { ...circuit, failedInRow } : openAfter(0, answered, rules);
  }
  if (circuit.failedInRow === 0 && circuit.room === bound) return circuit;
  return { state: 'closed', failedInRow: 0, room: Math.min(bound, circuit.room + 1) };
};

/** Pauses double up to the longest, the latter half of each by chance; Retry-After is a floor, up to a bound (R17). */
const openAfter = (probesFailed: number, { outcome, nowMs }: Answered, rules: CircuitRules): Circuit => {
  const { settings, deadlineMs, chance } = rules;
  const { firstProbePauseMs, longestProbePauseMs, longestHoldMs, shareOfDeadline } = settings;
  const doubledMs = Math.min(longestProbePauseMs, firstProbePauseMs * 2 ** probesFailed);
  const jitteredMs = Math.round((doubledMs * (1 + chance(probesFailed, nowMs))) / 2);
  const floorMs = outcome.kind === 'later' ? Math.min(longestHoldMs, outcome.retryAfterMs ?? 0) : 0;
  const pauseMs = Math.min(Math.max(jitteredMs, floorMs), deadlineMs * shareOfDeadline);
  return { state: 'open', untilMs: nowMs + pauseMs, probesFailed };
};
