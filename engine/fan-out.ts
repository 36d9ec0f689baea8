// Carries running queries to their end: asks all chosen banks at the same time (R15), writes down every step, and
// ends each query once. The decisions are in outcome.ts, retry.ts and report.ts; here is only their order in time.
import type { IssuerCode } from '../core/banks.ts';
import type { CallResult } from '../core/issuer-client.ts';
import { type Call, callEnded, callStarted } from './call-events.ts';
import { type CallbackReceipt, callbackEndOf, queryIdIn } from './callback.ts';
import { endingOf } from './ending.ts';
import { Lanes } from './lanes.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { chooseParked, type ParkedQuery, stockOf } from './parking.ts';
import type { EngineParts } from './ports.ts';
import { ProgressWriter } from './progress-writer.ts';
import type { BankOutcome } from './report.ts';
import { afterCall, type Progress, type Waiting } from './retry.ts';
import { callKindOf, type Inquiry, type Run, requestOf, runOf } from './run.ts';
import type { ClaimedQuery, Ending } from './store/port.ts';

type Parts = Pick<
  EngineParts,
  'banks' | 'store' | 'issuers' | 'clock' | 'random' | 'events' | 'settings' | 'owner' | 'onFault'
>;

const DONE = Promise.resolve();

export class FanOut {
  readonly #parts: Parts;
  readonly #runs = new Map<string, Run>();
  /** How much each issuer asked so far has to do. */
  readonly lanes: Lanes<Inquiry>;
  readonly #onEnded: (ending: Ending) => void;
  readonly #writer: ProgressWriter;
  readonly #endings = new Set<Promise<void>>();
  #stopped = false;

  /**
   * `onEnded` is told whenever an ending is durable and there is room for another query, `onShort` whenever a bank can
   * take more than waits for it here.
   */
  constructor(parts: Parts, onEnded: (ending: Ending) => void, onShort: () => void) {
    this.#parts = parts;
    this.#onEnded = onEnded;
    this.#writer = new ProgressWriter(parts);
    this.lanes = new Lanes(parts, {
      kindOf: callKindOf,
      call: (inquiry, isProbe) => this.#call(inquiry, isProbe),
      onShort,
      stock: stockOf(parts.settings),
    });
  }

  /** Queries that are worked on now. */
  get active(): number {
    return this.#runs.size;
  }

  /** Takes up a query where it stands: done banks stay done, waiting ones wait out their time (R17). */
  start(claimed: ClaimedQuery): void {
    const { queryId, deadlineMs } = claimed.query;
    if (this.#stopped || this.#runs.has(queryId)) return;
    const { clock, random } = this.#parts;
    const nowMs = clock.now();
    const run = runOf(claimed, random, nowMs);
    this.#runs.set(queryId, run);
    if (deadlineMs <= nowMs) return void this.#expire(run);
    run.cancelDeadline = clock.at(deadlineMs, () => this.#expire(run));
    for (const inquiry of run.inquiries) if (inquiry.progress.state === 'WAITING') this.#schedule(inquiry);
    if (run.pending === 0) void this.#end(run);
  }

  /**
   * Takes a callback's body; resolves once what it changes is durable. Repeats, late ones and those for no inquiry of
   * ours change nothing (R20).
   */
  async receive(bank: IssuerCode, inquiryId: string, body: unknown): Promise<CallbackReceipt> {
    const told = callbackEndOf(bank, inquiryId, body);
    if (told.kind === 'broken') return told;
    const run = this.#runs.get(queryIdIn(inquiryId, bank));
    const inquiry = run?.inquiries.find((candidate) => candidate.inquiryId === inquiryId);
    if (inquiry === undefined || inquiry.progress.state === 'DONE') return { kind: 'ignored' };
    const { attempts } = inquiry.progress;
    // The bank takes our answer as a promise that it need not tell again.
    await this.#finish(inquiry, { state: 'DONE', attempts, outcome: told.end }, 'write');
    return { kind: 'taken' };
  }

  /** Makes what is known of this query durable, so that whoever reads its record from the store sees all of it. */
  async write(queryId: string): Promise<void> {
    const run = this.#runs.get(queryId);
    if (run !== undefined) await this.#writer.flush(run);
  }

  /** Gives up the memory of queries that only wait, where a bank has nothing to do; they are the caller's now. */
  park(): readonly ParkedQuery[] {
    if (this.#stopped || !this.lanes.isSomeIdle) return [];
    const chosen = chooseParked(this.#runs.values(), this.#parts.clock.now(), stockOf(this.#parts.settings));
    for (const { run } of chosen) {
      this.#silence(run);
      run.parked = true;
      this.#runs.delete(run.query.queryId);
    }
    if (chosen.length > 0) this.lanes.dropOver();
    return chosen.map(({ parked }) => parked);
  }

  /** Starts no further call and waits until those in flight have ended and every ending is durable. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const run of this.#runs.values()) this.#silence(run);
    await this.lanes.drain();
    await Promise.all(this.#endings);
    await Promise.all([...this.#runs.values()].map((run) => this.#writer.flush(run)));
    this.#runs.clear();
  }

  #silence(run: Run): void {
    run.cancelDeadline();
    for (const inquiry of run.inquiries) inquiry.cancelWait?.();
  }

  #schedule(inquiry: Inquiry): void {
    const { progress } = inquiry;
    const { clock } = this.#parts;
    if (progress.state === 'DONE' || this.#stopped) return;
    if (progress.nextAtMs <= clock.now()) this.lanes.of(inquiry.bank).enqueue(inquiry);
    else inquiry.cancelWait = clock.at(progress.nextAtMs, () => this.lanes.of(inquiry.bank).enqueue(inquiry));
  }

  /** Resolves when the call has ended. Not an async function: those cost more, and nothing here runs more often. */
  #call(inquiry: Inquiry, isProbe: boolean): Promise<void> {
    const { run, bank, inquiryId, progress } = inquiry;
    if (progress.state === 'DONE') throw new Error(`the lane of ${bank} calls for an inquiry that is done (I7)`);
    const { events, clock, issuers, settings } = this.#parts;
    const attempt = progress.attempts + 1;
    const traceparent = run.trace(bank, attempt);
    const operation = progress.running ? 'status' : 'ask';
    const call: Call = {
      inquiry,
      bank,
      inquiryId,
      before: progress,
      operation,
      attempt,
      kind: callKindOf(inquiry),
      isProbe,
      traceparent,
      startedAtMs: clock.now(),
    };
    events.emit(callStarted(call));
    inquiry.calling = true;
    const options = { timeoutMs: settings.issuerTimeoutMs, traceparent };
    const answer =
      operation === 'status'
        ? issuers.status(bank, inquiryId, options)
        : issuers.ask(bank, requestOf(inquiry), options);
    return answer.then((result) => this.#answered(call, result));
  }

  #answered(call: Call, result: CallResult): void {
    const { inquiry } = call;
    inquiry.calling = false;
    const outcome = outcomeOf(result, call);
    this.lanes.of(call.bank).answered(outcome, call.kind, call.isProbe);
    const next = this.#after(inquiry, call.before, outcome);
    const { events, clock } = this.#parts;
    events.emit(callEnded(call, result, outcome, next, clock.now()));
    if (inquiry.progress.state !== 'WAITING') return;
    void this.#finish(inquiry, next, outcome.kind === 'delivered' ? 'hold' : 'write');
  }

  #after(inquiry: Inquiry, before: Waiting, outcome: Outcome): Progress {
    const { clock, random, settings } = this.#parts;
    return afterCall(before, outcome, {
      bank: inquiry.bank,
      nowMs: clock.now(),
      settings: settings.retry,
      chance: outcome.kind === 'delivered' ? 0 : random.unit('retry', inquiry.inquiryId, before.attempts),
    });
  }

  /** Goes on from where the inquiry stands now; resolves when that is written down, or held to be. */
  #finish(inquiry: Inquiry, progress: Progress, how: 'write' | 'hold'): Promise<void> {
    const { run } = inquiry;
    inquiry.progress = progress;
    inquiry.cancelWait?.();
    if (progress.state === 'WAITING') {
      const written = this.#writer.write(inquiry);
      this.#schedule(inquiry);
      return written;
    }
    this.#noteDone(run, progress.outcome);
    run.pending--;
    // The last bank's row would be written only to be deleted: the ending carries it.
    if (run.pending === 0) return this.#end(run);
    if (how === 'write') return this.#writer.write(inquiry);
    this.#writer.hold(inquiry);
    return DONE;
  }

  #noteDone({ query }: Run, { bank, disposition }: BankOutcome): void {
    const { events, clock } = this.#parts;
    events.emit({ type: 'bank-done', queryId: query.queryId, bank, disposition, atMs: clock.now() });
  }

  /** R19: whatever is still PENDING becomes TIMEOUT, and the query ends. */
  #expire(run: Run): void {
    for (const inquiry of run.inquiries) {
      const { progress, bank } = inquiry;
      if (progress.state === 'DONE') continue;
      inquiry.cancelWait?.();
      const outcome: BankOutcome = { bank, disposition: 'TIMEOUT' };
      inquiry.progress = { state: 'DONE', attempts: progress.attempts, outcome };
      this.#noteDone(run, outcome);
    }
    run.pending = 0;
    void this.#end(run);
  }

  #end(run: Run): Promise<void> {
    run.cancelDeadline();
    this.#writer.drop(run);
    const ending = this.#writeEnding(run).catch(this.#parts.onFault);
    this.#endings.add(ending);
    return ending.finally(() => this.#endings.delete(ending));
  }

  async #writeEnding(run: Run): Promise<void> {
    const { store, events, clock } = this.#parts;
    const outcomes = run.inquiries.flatMap(({ progress }) => (progress.state === 'DONE' ? [progress.outcome] : []));
    const ending = endingOf(run.query.queryId, outcomes, this.#parts);
    const written = await store.endQuery(ending);
    this.#runs.delete(run.query.queryId);
    if (written) {
      events.emit({
        type: 'query-ended',
        queryId: run.query.queryId,
        userId: run.user.userId,
        status: ending.outcome.status,
        atMs: clock.now(),
      });
    }
    this.#onEnded(ending);
  }
}
