// One bank over the time of a plan, in steps: who waits in its lane of the engine (issuer-lane.ts), how many calls
// begin, what becomes of them, who waits to be asked again. Amounts are means, first in first out. Nothing is lost:
// whoever is accepted is answered, ended without cards, or timed out.
import type { EngineSettings } from '../../engine/settings.ts';
import type { BankGate } from './bank-gate.ts';
import { type BankSums, NO_SUMS } from './bank-sums.ts';
import { type BankTrack, emptyTrack } from './bank-track.ts';
import { BudgetFlow } from './budget-flow.ts';
import type { CallMix } from './call-mix.ts';
import { rememberedOutcomes } from './call-outcomes.ts';
import { CircuitFlow } from './circuit-flow.ts';
import { badMsOf, floorOf, holdMsOf, worksOf } from './mix-figures.ts';
import { RetriesDue } from './retries-due.ts';
import { RetryPool, stagesOf } from './retry-pool.ts';

export interface BankFlowOptions {
  readonly engine: EngineSettings;
  /** Of each step, from the first; nobody after the last. */
  readonly accepted: Float64Array;
  readonly stepMs: number;
  /** Until the last deadline. */
  readonly steps: number;
  /** What a call comes to at so many milliseconds from the beginning, if it waits for a server for so long. */
  readonly mixAt: (atMs: number, queuedMs: number) => CallMix;
  readonly gate: BankGate;
}

export interface BankFlow {
  readonly sums: BankSums;
  /** At the end of each step: accepted, and not yet ended at this bank. */
  readonly backlog: Float32Array;
  readonly track: BankTrack;
}

/** Where less than this waits, nobody does: sums of millions are no more exact. */
const NOTHING = 1e-3;

export const bankFlow = (options: BankFlowOptions): BankFlow => new BankFlowRun(options).run();

/** First calls and retries of one step. */
interface Asked {
  readonly fresh: number;
  readonly retries: number;
  /** Of both, those who waited before the step, and could begin at once. */
  readonly waited: number;
}

class BankFlowRun {
  readonly #options: BankFlowOptions;
  readonly #circuit: CircuitFlow;
  readonly #budget: BudgetFlow;
  readonly #pool: RetryPool;
  readonly #due: RetriesDue;
  readonly #statusDue: Float64Array;
  readonly #outcomes;
  readonly #sums: BankSums = { ...NO_SUMS };
  readonly #backlog: Float32Array;
  readonly #track: BankTrack;
  #fresh = 0;
  #waitedFresh = 0;
  #waitedRetries = 0;
  #overdue = 0;
  #freshOut = 0;
  /** Of the calls at the gate, the share that was let in when there were some last. */
  #passShare = 1;
  /** Some ran out of time in their lane just now: those who had their turn do before their answer comes. */
  #isLate = false;
  /** Accepted by the bank (202), the answer still to come. */
  #running = 0;

  constructor(options: BankFlowOptions) {
    this.#options = options;
    const { engine, stepMs, steps, gate } = options;
    const stages = stagesOf(engine.retry);
    this.#circuit = new CircuitFlow(engine);
    this.#budget = new BudgetFlow(engine.retryBudget, stepMs);
    this.#pool = new RetryPool(stages, stepMs, steps);
    this.#due = new RetriesDue(stages);
    this.#statusDue = new Float64Array(steps);
    this.#outcomes = rememberedOutcomes({ engine, gateFloorMs: gate.floorMs });
    this.#backlog = new Float32Array(steps);
    this.#track = emptyTrack(stepMs, steps, gate.floorMs);
  }

  run(): BankFlow {
    const { steps, stepMs, mixAt, accepted, gate } = this.#options;
    for (let at = 0; at < steps; at++) {
      const mix = mixAt((at + 0.5) * stepMs, gate.queueMs);
      [this.#waitedFresh, this.#waitedRetries] = [this.#fresh, this.#due.waiting];
      this.#fresh += accepted[at] ?? 0;
      this.#due.arrive(this.#pool);
      this.#expire(at);
      this.#note(at, mix, this.#call(at, mix));
    }
    this.#sums.timedOut += this.#fresh + this.#due.waiting + this.#pool.waiting;
    this.#sums.probes = this.#circuit.probes;
    this.#sums.circuitOpened = this.#circuit.opened;
    return { sums: this.#sums, backlog: this.#backlog, track: this.#track };
  }

  /** R19: what was accepted a deadline ago is over. First in first out, and those who are due again are the oldest. */
  #expire(at: number): void {
    const { accepted, engine, stepMs } = this.#options;
    this.#overdue += accepted[at - Math.ceil(engine.deadlineMs / stepMs)] ?? 0;
    const late = Math.max(0, Math.min(this.#fresh, this.#overdue - this.#freshOut));
    this.#fresh -= late;
    this.#freshOut += late;
    this.#sums.timedOut += late;
    this.#isLate = late > 0;
    const { answered, ended, timedOut } = this.#sums;
    this.#due.take(Math.min(this.#due.waiting, this.#overdue - answered - ended - timedOut), (_stage, amount) => {
      this.#sums.timedOut += amount;
    });
  }

  /** The calls of one step. @returns how many are in flight, in the mean */
  #call(at: number, mix: CallMix): number {
    const { stepMs, gate } = this.#options;
    const status = this.#statusDue[at] ?? 0;
    const holdMs = holdMsOf(mix);
    const closed = this.#closedShare(at, mix, holdMs, this.#fresh + this.#due.waiting + status);
    if (closed === 0) return this.#idle(at);
    const wanted = this.#wanted(this.#room(closed * stepMs, holdMs, status, mix), mix.works, holdMs);
    const { share, passShare } = this.#restrained(wanted, status, mix);
    const asked = { ...wanted, fresh: wanted.fresh * share, retries: wanted.retries * share };
    const calls = asked.fresh + asked.retries + status;
    this.#budget.spend(asked.fresh, asked.retries, worksOf(mix, passShare));
    const floorMs = passShare < 1 ? Math.max(floorOf(mix), gate.floorMs) : floorOf(mix);
    this.#circuit.called({
      calls,
      failing: 1 - worksOf(mix, passShare),
      isRun: share < 1,
      atMs: (at + share) * stepMs + badMsOf(mix),
      floorMs,
    });
    gate.took(((calls - status) * mix.atGate + status) * passShare, stepMs);
    this.#track.queuedMs[at] = gate.queueMs;
    this.#track.passShare[at] = passShare;
    this.#passShare = passShare;
    this.#sums.statusCalls += status;
    this.#make(at, mix, passShare, asked);
    return ((calls - status) * (holdMs - mix.atGate * (1 - passShare) * mix.passed.holdMs)) / stepMs;
  }

  /** Which share of the step calls may be made in: 0 where nobody waits, or the circuit is open. */
  #closedShare(at: number, mix: CallMix, goodMs: number, waiting: number): number {
    if (waiting < NOTHING) return 0;
    const { stepMs } = this.#options;
    const chance = { works: mix.works, goodMs, badMs: badMsOf(mix), floorMs: floorOf(mix) };
    return this.#circuit.closedShare(at * stepMs, stepMs, chance);
  }

  /** How many calls may begin in such a time, for places in flight and for the bank's servers. */
  #room(spanMs: number, holdMs: number, status: number, { atGate }: CallMix): number {
    const { engine, gate } = this.#options;
    const caller = { places: engine.inFlightPerIssuer, holdMs, patienceMs: engine.issuerTimeoutMs };
    const room = gate.room(spanMs, caller);
    return atGate === 0 ? room : Math.max(0, room - status / atGate);
  }

  #idle(at: number): number {
    const { gate, stepMs } = this.#options;
    gate.took(0, stepMs);
    this.#track.queuedMs[at] = gate.queueMs;
    this.#track.passShare[at] = this.#passShare;
    this.#budget.spend(0, 0, 0);
    return 0;
  }

  /** Retries as far as their budget goes, then first calls: as a lane takes them. */
  #wanted(room: number, works: number, holdMs: number): Asked {
    const rounds = 1 + this.#options.stepMs / Math.max(1, holdMs);
    const allowed = this.#budget.allowed(Math.min(this.#fresh, room), works * this.#passShare, rounds);
    const retries = Math.min(this.#due.waiting, room, allowed);
    const fresh = Math.min(this.#fresh, room - retries);
    return { retries, fresh, waited: Math.min(fresh, this.#waitedFresh) + Math.min(retries, this.#waitedRetries) };
  }

  /** What the gate lets in of these calls, and which share of them is made before the circuit opens. */
  #restrained({ fresh, retries, waited }: Asked, status: number, mix: CallMix) {
    const { engine, gate, stepMs } = this.#options;
    const asked = fresh + retries;
    const allowance = gate.allowance(stepMs);
    const passShareOf = (made: number): number => {
      const atGate = made * mix.atGate + status;
      return atGate <= allowance ? 1 : allowance / atGate;
    };
    const whole = passShareOf(asked);
    // Who waited already comes at once, and is refused in a row: after what the bank takes, so many in vain are all
    // that there will be. Those who come evenly over the step are refused in between others.
    const inRow = allowance / Math.max(mix.atGate, NOTHING) + engine.circuit.failuresInRow;
    const toOpen = this.#circuit.callsToOpen(1 - worksOf(mix, whole));
    const most = (waited > inRow ? Math.min(inRow, toOpen) : toOpen) - status;
    if (asked <= most || asked === 0) return { share: 1, passShare: whole };
    const share = Math.max(0, most) / asked;
    return { share, passShare: passShareOf(asked * share) };
  }

  #make(at: number, mix: CallMix, passShare: number, { fresh, retries }: Asked): void {
    this.#fresh -= fresh;
    this.#freshOut += fresh;
    this.#sums.firstCalls += fresh;
    this.#sums.retries += retries;
    let answered = this.#tell(at, mix, passShare, 0, fresh);
    this.#due.take(retries, (stage, amount) => {
      answered += this.#tell(at, mix, passShare, stage + 1, amount);
    });
    if (mix.passed.runningMs > 0) this.#running += answered;
    for (const { share, afterMs } of mix.passed.statusCalls) {
      const due = at + Math.max(1, Math.round(afterMs / this.#options.stepMs));
      if (due < this.#statusDue.length) this.#statusDue[due] = (this.#statusDue[due] ?? 0) + answered * share;
    }
  }

  /** What becomes of calls for inquiries that were asked so often in vain. @returns how many are answered */
  #tell(at: number, mix: CallMix, passShare: number, inVain: number, amount: number): number {
    if (amount <= 0) return 0;
    const { answered, ended, again } = this.#outcomes(mix, passShare, inVain);
    if (inVain === 0 && this.#isLate) this.#sums.timedOut += amount * answered;
    else this.#sums.answered += amount * answered;
    this.#sums.ended += amount * ended;
    const nowMs = (at + 0.5) * this.#options.stepMs;
    for (const { share, fromMs, toMs, floorMs } of again) {
      this.#pool.add(inVain, amount * share, nowMs + fromMs, nowMs + toMs, nowMs + floorMs);
    }
    return amount * answered;
  }

  #note(at: number, mix: CallMix, inFlight: number): void {
    const { freshOut, retryIn, retryOut, mixes } = this.#track;
    freshOut[at] = this.#freshOut;
    retryIn[at] = this.#due.came;
    retryOut[at] = this.#due.went;
    mixes.push(mix);
    const { gate, stepMs } = this.#options;
    const waiting = this.#fresh + this.#due.waiting + this.#pool.waiting;
    this.#backlog[at] = waiting + inFlight + gate.queued + this.#running;
    if (this.#running > 0) this.#running *= Math.max(0, 1 - stepMs / Math.max(stepMs, mix.passed.runningMs));
  }
}
