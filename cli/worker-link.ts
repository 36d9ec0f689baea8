// A network's line to one worker: starts the process, asks it, and starts it again when it dies. What was asked and not
// answered by then is asked again of the new one; every question may be asked twice.
import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import type { Cancel } from '../core/clock.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { systemClock } from '../core/system-clock.ts';
import { MASTER_KEY_NAME } from './master-key.ts';
import { receivedError } from './sent-error.ts';
import {
  type Answer,
  type FromWorker,
  type Opening,
  parseAnswer,
  parseFromWorker,
  type Question,
  type ToWorker,
  type WorkerDoor,
} from './worker-messages.ts';

/** A worker is started again so often; what kills it more often would go on doing so. */
export const MAX_RESTARTS = 5;
/** Before a worker is started again: whatever holds its ports has a moment to let go of them. */
const RESTART_PAUSE_MS = 100;
/** A worker that has not closed by then is killed; a network is to stop within ten seconds, its engine first. */
const CLOSE_WITHIN_MS = 1500;

/** Beside this file, in the repository as it is and compiled in the package. */
const WORKER_FILE = join(import.meta.dirname, `issuer-worker${extname(import.meta.filename)}`);

export interface WorkerLinkOptions {
  /** For messages: whom it serves. */
  readonly name: string;
  /** What it is to begin with, as things stand when it is called. */
  readonly opening: () => Opening;
  readonly onCalls: (records: readonly IssuerCallRecord[]) => void;
  readonly onProblem: (error: unknown) => void;
}

interface Asked {
  readonly message: ToWorker;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

type State =
  /** It is not asked anything else until it has its ports. */
  | { readonly kind: 'opening'; readonly child: ChildProcess }
  | { readonly kind: 'running'; readonly child: ChildProcess }
  /** Between two processes. */
  | { readonly kind: 'pausing'; readonly cancel: Cancel }
  /** For good: it has been closed, or was started too often. */
  | { readonly kind: 'gone'; readonly why: string };

/** The number of the question that opens a worker. */
const OPENING = 0;

export class WorkerLink {
  readonly #options: WorkerLinkOptions;
  readonly #started = Promise.withResolvers<readonly WorkerDoor[]>();
  /** What has been asked and not been answered, in the order of asking. */
  readonly #waiting = new Map<number, Asked>();
  #asked = OPENING;
  #restarts = 0;
  #state: State;
  #closing: Promise<void> | undefined;
  #hasBeenOpen = false;

  /** Starts the process. */
  constructor(options: WorkerLinkOptions) {
    this.#options = options;
    this.#state = { kind: 'opening', child: this.#fork() };
  }

  /** Of the process as it is now; undefined where there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Where its issuers listen. @throws as {@link ask} */
  get doors(): Promise<readonly WorkerDoor[]> {
    return this.#started.promise;
  }

  /**
   * Resolves with the answer, where need be of a process that has taken the place of the one that was asked.
   * @throws what the worker has thrown, of the same class for PortTaken and RangeError; Error where it is gone for good
   */
  async ask<Asking extends Question>(question: Asking): Promise<Answer<Asking['kind']>> {
    const answer = await new Promise<unknown>((resolve, reject) => {
      const message = { id: ++this.#asked, question };
      this.#waiting.set(message.id, { message, resolve, reject });
      if (this.#state.kind === 'running') post(this.#state.child, message);
      if (this.#state.kind === 'gone') this.#giveUp(this.#state.why);
    });
    return parseAnswer<Asking['kind']>(question.kind, answer);
  }

  /** Closes its issuers and ends the process, by force where it does not end by itself. Twice is once. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const { name, onProblem } = this.#options;
    if (this.#state.kind === 'pausing') this.#state.cancel();
    const child = this.#child;
    if (child === undefined) {
      this.#giveUp('has been closed');
      return;
    }
    const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
    const cancel = systemClock.at(systemClock.now() + CLOSE_WITHIN_MS, () => {
      onProblem(new Error(`the process that serves ${name} did not close within ${CLOSE_WITHIN_MS} ms and was killed`));
      child.kill('SIGKILL');
    });
    // One that is not open has nothing that must come to its end.
    if (this.#state.kind === 'running') {
      const closed = this.ask({ kind: 'close' }).catch((error) => this.#state.kind === 'gone' || onProblem(error));
      await Promise.race([closed, ended]);
    }
    if (child.connected) child.disconnect();
    await ended;
    cancel();
  }

  get #child(): ChildProcess | undefined {
    return this.#state.kind === 'opening' || this.#state.kind === 'running' ? this.#state.child : undefined;
  }

  #fork(): ChildProcess {
    const child = fork(WORKER_FILE, [], {
      // As settings are: with undefined members, and with numbers that JSON does not know.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A bank has no use for it.
      env: { ...process.env, [MASTER_KEY_NAME]: undefined },
    });
    child.on('message', (message) => this.#hear(parseFromWorker(message), child));
    child.once('exit', (code, signal) => this.#onEnd(signal ?? `exit code ${code}`, signal));
    // A process that could not be started has no exit.
    child.on('error', (error) => {
      if (child.pid === undefined) this.#onEnd(error.message, null);
      else this.#options.onProblem(error);
    });
    post(child, { id: OPENING, question: { kind: 'open', opening: this.#options.opening() } });
    return child;
  }

  #hear(said: FromWorker, from: ChildProcess): void {
    const { onCalls, onProblem, name } = this.#options;
    if (said.kind === 'problem') onProblem(receivedError(said.error));
    else if (said.kind === 'calls') {
      onCalls(said.records);
      if (said.missed > 0) onProblem(new Error(`${said.missed} calls at ${name} came too fast for the journal`));
    } else if (said.id === OPENING) {
      // A word of the one before may still come when the next one has been started.
      if (from !== this.#child) return;
      if (said.kind === 'answer') this.#onOpened(parseAnswer('open', said.answer));
      else this.#onNotOpened(receivedError(said.error));
    } else {
      const asked = this.#waiting.get(said.id);
      this.#waiting.delete(said.id);
      if (said.kind === 'answer') asked?.resolve(said.answer);
      else asked?.reject(receivedError(said.error));
    }
  }

  #onOpened(doors: readonly WorkerDoor[]): void {
    if (this.#state.kind !== 'opening') return;
    const { child } = this.#state;
    this.#state = { kind: 'running', child };
    this.#hasBeenOpen = true;
    this.#started.resolve(doors);
    for (const { message } of this.#waiting.values()) post(child, message);
  }

  #onNotOpened(error: Error): void {
    if (!this.#hasBeenOpen) {
      this.#started.reject(error);
      return;
    }
    // The one before it had these ports: where this one cannot have them, the next may.
    this.#options.onProblem(error);
    this.#child?.kill('SIGKILL');
  }

  #onEnd(how: string, signal: NodeJS.Signals | null): void {
    const { name, onProblem } = this.#options;
    if (this.#closing !== undefined) {
      this.#giveUp('has been closed');
      return;
    }
    const ended = `the process that serves ${name} ended by itself (${how})`;
    // What it fails at before it listens it would fail at again; only a signal comes from elsewhere.
    if (!this.#hasBeenOpen && signal === null) {
      this.#giveUp(`ended before it listened (${how}); stderr says why`);
      return;
    }
    if (this.#restarts >= MAX_RESTARTS) {
      this.#giveUp(`ended too often, the last time by ${how}`);
      onProblem(new Error(`${ended}, after ${MAX_RESTARTS} restarts: it stays away; start the network anew`));
      return;
    }
    this.#restarts++;
    const loss = 'it starts again on its ports, and has forgotten the inquiries that it knew';
    onProblem(new Error(`${ended}: ${loss} (restart ${this.#restarts} of ${MAX_RESTARTS})`));
    const cancel = systemClock.at(systemClock.now() + RESTART_PAUSE_MS, () => {
      this.#state = { kind: 'opening', child: this.#fork() };
    });
    this.#state = { kind: 'pausing', cancel };
  }

  /** Nothing more comes from this worker: whoever waits is told why. */
  #giveUp(why: string): void {
    this.#state = { kind: 'gone', why };
    const error = new Error(`the process that serves ${this.#options.name} ${why}`);
    this.#started.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** One that cannot be sent any more has the end of the process after it, and is asked again of the next one. */
const post = (child: ChildProcess, message: ToWorker): void => void child.send(message, () => undefined);
