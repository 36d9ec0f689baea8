// The open model: every request leaves when it is due, whatever became of those before it, and its latency counts from
// that moment. Nothing is left out: what failed, timed out, never ended or never left is told with the time it took.
import type { Clock } from '../core/clock.ts';
import { createRecorder } from './distribution.ts';
import type { Distribution } from './load-result.ts';

/** Requests on their way at a time: beyond it a generator measures its own memory and sockets. */
export const MAX_IN_FLIGHT = 20_000;
/** What was called off gets so long to notice. */
const CALLED_OFF_MS = 1000;

/** After so many in one turn of the event loop a generator that is behind looks at what was answered meanwhile. */
const MAX_SENT_PER_TURN = 64;

/** What the driver says of a request that had no answer at the end of the drain, or did not even leave. */
export const UNFINISHED = 'unfinished';
export const UNSENT = 'unsent';

export interface Arrival {
  /** From 0, in the order of the due times. */
  readonly index: number;
  /** On the clock. */
  readonly dueMs: number;
}

export interface Answer extends Arrival {
  /** When it left; undefined where it never did. */
  readonly sentMs: number | undefined;
  /** From due. */
  readonly latencyMs: number;
  readonly outcome: string;
}

export interface OpenDrive {
  /** Ascending, in milliseconds from the start; taken one by one, so that there may be millions. */
  readonly dueTimesMs: Iterable<number>;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  /** When the first millisecond begins, on the clock; default now. */
  readonly startMs?: number;
  /**
   * Resolves, at the answer, to what came of it; a rejection is an outcome too, by {@link outcomeOfError}. The signal
   * is raised when the run is over; what is still under way then is `unfinished`.
   */
  readonly send: (arrival: Arrival, signal: AbortSignal) => Promise<string>;
  readonly onSent?: (arrival: Arrival, sentMs: number) => void;
  readonly onAnswer?: (answer: Answer) => void;
  /** Default {@link MAX_IN_FLIGHT}. Once so many are on their way, who is due waits, and the schedule is broken. */
  readonly maxInFlight?: number;
  /** After the last arrival: how long answers are waited for. */
  readonly drainMs: number;
  /** Ends the run at once: what is under way is not counted, for it had no fair chance. */
  readonly signal?: AbortSignal;
}

/** How the schedule was kept by one generator; {@link scheduleOf} judges those of all. */
export interface DriveOutcome {
  readonly due: number;
  readonly sent: number;
  readonly late: Distribution | undefined;
  /** From the start, when the bound in flight was first reached. */
  readonly fullAtMs: number | undefined;
  readonly maxInFlight: number;
  readonly wasInterrupted: boolean;
  /** Users who were due before they were registered: nothing was sent for them. */
  readonly unprepared?: number;
}

/** Runs the whole schedule, and resolves when all was answered or the drain is over. */
export const driveOpen = (drive: OpenDrive): Promise<DriveOutcome> =>
  new Promise((resolve) => new OpenRun(drive, resolve).begin());

/** `ECONNRESET` and its like by their code, also of the cause; else the name of the error. */
export const outcomeOfError = (error: unknown): string => {
  if (!(error instanceof Error)) return 'error';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  return error.cause instanceof Error ? outcomeOfError(error.cause) : error.name;
};

class OpenRun {
  readonly #drive: OpenDrive;
  readonly #done: (outcome: DriveOutcome) => void;
  readonly #startMs: number;
  readonly #maxInFlight: number;
  readonly #schedule: Iterator<number>;
  readonly #late = createRecorder();
  readonly #calledOff = new AbortController();
  /** Those under way, by index. */
  readonly #underWay = new Map<number, { readonly arrival: Arrival; readonly sentMs: number }>();
  /** Due, and held back by the bound in flight; those before `#firstHeld` have left. */
  readonly #held: Arrival[] = [];
  #firstHeld = 0;
  #next: Arrival | undefined;
  #due = 0;
  #sent = 0;
  #fullAtMs: number | undefined;
  #cancel: () => void = () => undefined;
  #isOver = false;
  #wasInterrupted = false;

  constructor(drive: OpenDrive, done: (outcome: DriveOutcome) => void) {
    this.#drive = drive;
    this.#done = done;
    this.#startMs = drive.startMs ?? drive.clock.now();
    this.#maxInFlight = drive.maxInFlight ?? MAX_IN_FLIGHT;
    this.#schedule = drive.dueTimesMs[Symbol.iterator]();
  }

  begin(): void {
    const { signal } = this.#drive;
    this.#next = this.#takeNext(0);
    if (signal?.aborted) this.#end(true);
    else {
      signal?.addEventListener('abort', this.#interrupt, { once: true });
      this.#arrive();
    }
  }

  readonly #interrupt = (): void => this.#end(true);

  #takeNext(index: number): Arrival | undefined {
    const next = this.#schedule.next();
    return next.done === true ? undefined : { index, dueMs: this.#startMs + next.value };
  }

  /** Sends what is due by now, and comes back for the next. */
  #arrive(): void {
    const { clock, drainMs } = this.#drive;
    for (let count = 0; count < MAX_SENT_PER_TURN; count++) {
      const arrival = this.#next;
      if (arrival === undefined || arrival.dueMs > clock.now()) break;
      this.#next = this.#takeNext(++this.#due);
      if (this.#underWay.size < this.#maxInFlight) this.#send(arrival);
      else this.#hold(arrival);
    }
    if (this.#next !== undefined) this.#cancel = clock.at(this.#next.dueMs, () => this.#arrive());
    else {
      this.#cancel = clock.at(clock.now() + drainMs, () => this.#end(false));
      this.#endIfDone();
    }
  }

  #hold(arrival: Arrival): void {
    this.#fullAtMs ??= this.#drive.clock.now() - this.#startMs;
    this.#held.push(arrival);
  }

  #send(arrival: Arrival): void {
    const sentMs = this.#drive.clock.now();
    this.#sent++;
    this.#late.record(sentMs - arrival.dueMs);
    this.#underWay.set(arrival.index, { arrival, sentMs });
    this.#drive.onSent?.(arrival, sentMs);
    this.#drive.send(arrival, this.#calledOff.signal).then(
      (outcome) => this.#answered(arrival, sentMs, outcome),
      (error: unknown) => this.#answered(arrival, sentMs, outcomeOfError(error)),
    );
  }

  #answered(arrival: Arrival, sentMs: number, outcome: string): void {
    this.#underWay.delete(arrival.index);
    if (!this.#isOver) this.#tell(arrival, sentMs, outcome);
    const held = this.#isOver ? undefined : this.#held[this.#firstHeld];
    if (held !== undefined) {
      this.#firstHeld++;
      this.#send(held);
    }
    this.#endIfDone();
  }

  #tell(arrival: Arrival, sentMs: number | undefined, outcome: string): void {
    const latencyMs = this.#drive.clock.now() - arrival.dueMs;
    this.#drive.onAnswer?.({ ...arrival, sentMs, latencyMs, outcome });
  }

  #endIfDone(): void {
    if (this.#underWay.size > 0) return;
    if (this.#isOver) this.#finish();
    else if (this.#next === undefined) this.#end(false);
  }

  /** Calls off what is under way, and tells what came of it, unless it had no fair chance. */
  #end(wasInterrupted: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#wasInterrupted = wasInterrupted;
    this.#cancel();
    this.#drive.signal?.removeEventListener('abort', this.#interrupt);
    if (!wasInterrupted) {
      for (const { arrival, sentMs } of this.#underWay.values()) this.#tell(arrival, sentMs, UNFINISHED);
      for (const arrival of this.#held.slice(this.#firstHeld)) this.#tell(arrival, undefined, UNSENT);
    }
    const { clock } = this.#drive;
    this.#cancel = clock.at(clock.now() + CALLED_OFF_MS, () => this.#finish());
    this.#calledOff.abort();
    this.#endIfDone();
  }

  #finish(): void {
    this.#cancel();
    this.#done({
      due: this.#due,
      sent: this.#sent,
      late: this.#late.distribution(),
      fullAtMs: this.#fullAtMs,
      maxInFlight: this.#maxInFlight,
      wasInterrupted: this.#wasInterrupted,
    });
  }
}
