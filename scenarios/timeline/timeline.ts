// What a picture of a scenario shows, out of what was seen: a lane for each bank asked with its calls, the queries, the
// steps, crashes. Data alone; timeline-picture.ts draws it.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import type { ScenarioResult, SeenViolation, StepResult } from '../scenario-result.ts';
import { type FaultSpan, faultSpansOf } from './fault-spans.ts';

export interface Call {
  readonly queryId: string;
  readonly attempt: number;
  /** `ask`, `status` or `probe`. */
  readonly operation: string;
  readonly fromMs: number;
  untilMs: number;
  /** An outcome of the engine; `cut` where the engine did not live to hear it. */
  outcome: string;
  /** What came back: `503/02`, `ECONNRESET`. */
  said: string;
  nextAtMs: number | undefined;
  /** When its bank was done with its query: nobody waits longer. */
  doneMs: number | undefined;
}

export interface Lane {
  readonly bank: IssuerCode;
  /** e.g. 招商银行; the code where the bank is a new one. */
  readonly name: string;
  readonly calls: Call[];
  readonly endings: { readonly atMs: number; readonly disposition: string }[];
  readonly callbacks: { readonly atMs: number; readonly receipt: string }[];
  /** While its circuit was open. */
  readonly circuits: { readonly fromMs: number; untilMs: number }[];
  readonly faults: readonly FaultSpan[];
}

export interface QueryBar {
  /** What the scenario calls it, else its number. */
  readonly label: string;
  readonly fromMs: number;
  untilMs: number;
  readonly deadlineMs: number;
  /** READY, FAILED; RUNNING where it never ended. */
  status: string;
}

export interface Timeline {
  readonly startMs: number;
  readonly endMs: number;
  readonly lanes: readonly Lane[];
  readonly queries: readonly QueryBar[];
  readonly steps: readonly StepResult[];
  readonly violations: readonly SeenViolation[];
  /** From the death of the engine to its return. */
  readonly crashes: readonly { readonly fromMs: number; readonly untilMs: number }[];
}

export const timelineOf = (result: ScenarioResult): Timeline => {
  const { startMs, endMs, steps, violations } = result;
  const reader = new SightReader(result);
  const crashes: { fromMs: number; untilMs: number }[] = [];
  for (const sight of result.sights) {
    if (sight.kind === 'engine') reader.see(sight.event);
    else if (sight.kind === 'crashed') {
      crashes.push({ fromMs: sight.atMs, untilMs: endMs });
      reader.cut(sight.atMs);
    } else if (sight.kind === 'restarted') {
      const crash = crashes.at(-1);
      if (crash !== undefined) crash.untilMs = sight.atMs;
    }
  }
  reader.cut(endMs);
  return { startMs, endMs, lanes: reader.lanes(), queries: [...reader.queries.values()], steps, violations, crashes };
};

const NAMES = new Map(BANKS.map(({ code, shortNameZh }) => [code, shortNameZh]));
const ORDER = new Map(BANKS.map(({ code }, at) => [code, at]));

class SightReader {
  readonly queries = new Map<string, QueryBar>();
  readonly #lanes = new Map<IssuerCode, Lane>();
  readonly #open = new Map<string, Call>();
  readonly #result: ScenarioResult;
  readonly #faults: readonly FaultSpan[];

  constructor(result: ScenarioResult) {
    this.#result = result;
    this.#faults = faultSpansOf(result);
  }

  /** In the network's order; a new bank after those. */
  lanes(): readonly Lane[] {
    const place = ({ bank }: Lane): number => ORDER.get(bank) ?? ORDER.size;
    return [...this.#lanes.values()].sort((one, other) => place(one) - place(other));
  }

  /** Calls under way are lost at this instant. */
  cut(atMs: number): void {
    for (const call of this.#open.values()) call.untilMs = atMs;
    this.#open.clear();
  }

  see(event: EngineEvent): void {
    switch (event.type) {
      case 'query-accepted':
        for (const bank of event.banks) this.#lane(bank);
        this.queries.set(event.queryId, {
          label: this.#labelAt(event.atMs) ?? `query ${this.queries.size + 1}`,
          fromMs: event.atMs,
          untilMs: this.#result.endMs,
          deadlineMs: event.deadlineMs,
          status: 'RUNNING',
        });
        break;
      case 'call-started':
        this.#begin(event);
        break;
      case 'call-ended':
        this.#end(event);
        break;
      case 'bank-done':
        this.#done(event);
        break;
      case 'callback-received':
        this.#lane(event.bank).callbacks.push({ atMs: event.atMs, receipt: event.receipt });
        break;
      case 'circuit-changed':
        this.#circuit(event);
        break;
      case 'query-ended': {
        const query = this.queries.get(event.queryId);
        if (query !== undefined) Object.assign(query, { untilMs: event.atMs, status: event.status });
        break;
      }
      default:
        break;
    }
  }

  #begin({ bank, queryId, traceparent, attempt, operation, isProbe, atMs }: Of<'call-started'>): void {
    const call: Call = {
      queryId,
      attempt,
      operation: isProbe ? 'probe' : operation,
      fromMs: atMs,
      untilMs: atMs,
      outcome: 'cut',
      said: '',
      nextAtMs: undefined,
      doneMs: undefined,
    };
    this.#open.set(traceparent, call);
    this.#lane(bank).calls.push(call);
  }

  #end({ traceparent, atMs, outcome, status, respCode, failure, reason, nextAtMs }: Of<'call-ended'>): void {
    const call = this.#open.get(traceparent);
    if (call === undefined) return;
    this.#open.delete(traceparent);
    const reply = [status, respCode].filter((one) => one !== undefined).join('/');
    const said = [...new Set([reply, failure ?? '', reason ?? ''])].filter((one) => one !== '').join(', ');
    Object.assign(call, { untilMs: atMs, outcome, said, nextAtMs });
  }

  #done({ bank, queryId, disposition, atMs }: Of<'bank-done'>): void {
    const { calls, endings } = this.#lane(bank);
    endings.push({ atMs, disposition });
    for (const call of calls) if (call.queryId === queryId) call.doneMs = atMs;
  }

  #circuit({ bank, state, atMs }: Of<'circuit-changed'>): void {
    const { circuits } = this.#lane(bank);
    const last = circuits.at(-1);
    const isOpen = last !== undefined && last.untilMs === this.#result.endMs;
    if (state === 'closed' && isOpen) last.untilMs = atMs;
    if (state !== 'closed' && !isOpen) circuits.push({ fromMs: atMs, untilMs: this.#result.endMs });
  }

  #lane(bank: IssuerCode): Lane {
    let lane = this.#lanes.get(bank);
    if (lane === undefined) {
      const faults = this.#faults.filter((one) => one.bank === bank);
      lane = { bank, name: NAMES.get(bank) ?? '', calls: [], endings: [], callbacks: [], circuits: [], faults };
      this.#lanes.set(bank, lane);
    }
    return lane;
  }

  /** The name that the last step up to this instant gives its query, where no other query has it yet. */
  #labelAt(atMs: number): string | undefined {
    const step = this.#result.steps.findLast((one) => one.atMs <= atMs);
    const action = step && this.#result.scenario.steps[step.index]?.action;
    const label = action?.kind === 'apply' ? action.as : undefined;
    const isTaken = [...this.queries.values()].some((query) => query.label === label);
    return isTaken ? undefined : label;
  }
}

type Of<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;
