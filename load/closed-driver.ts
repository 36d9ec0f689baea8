// The closed model, by autocannon: so many users, each of whom asks again once answered. All of autocannon is in this
// file. It only keeps the connections busy, at the front door and without a rate; what came of each request, and how
// long it took, is counted here, for its own counts leave out time-outs and take a closed connection for no error.
import autocannon from 'autocannon';
import { type DriveOutcome, outcomeOfError, UNFINISHED } from './open-driver.ts';
import { preciseClock } from './precise-clock.ts';

/** How often autocannon looks whether it is over. */
const LOOK_EVERY_MS = 100;
/** What a user sends who has nothing more to ask; the connection is closed right after it. */
const FAREWELL = { method: 'GET', path: '/healthz' } as const;

export interface ClosedRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What came of it, by the answer. */
  readonly answered: (status: number, body: string) => string;
}

export interface ClosedAnswer {
  readonly user: number;
  /** On the precise clock. */
  readonly sentMs: number;
  /** From then: service time. */
  readonly latencyMs: number;
  readonly outcome: string;
}

export interface ClosedDrive {
  /** Origin of the front door. */
  readonly url: string;
  readonly users: number;
  /** How long users ask. */
  readonly forMs: number;
  /** And how long the last answers are waited for. */
  readonly drainMs: number;
  /** Whoever has not been answered by then has gone. */
  readonly timeoutMs: number;
  /** The next request of a user. */
  readonly next: (user: number) => ClosedRequest;
  readonly onSent?: (sentMs: number) => void;
  readonly onAnswer: (answer: ClosedAnswer) => void;
  /** Ends the run at once: what is under way is not counted, for it had no fair chance. */
  readonly signal?: AbortSignal;
}

/** Runs all users to the end of their last request. */
export const driveClosed = async (drive: ClosedDrive): Promise<DriveOutcome> => {
  const { url, users, forMs, drainMs, timeoutMs, signal } = drive;
  let endMs = Number.POSITIVE_INFINITY;
  const everybody: ClosedUser[] = [];
  const run = autocannon(
    {
      url,
      connections: users,
      duration: Math.ceil((forMs + drainMs) / 1000),
      timeout: Math.ceil(timeoutMs / 1000),
      sampleInt: LOOK_EVERY_MS,
      setupClient: (client) => everybody.push(new ClosedUser(drive, everybody.length, () => endMs, client)),
    },
    // Told by the event.
    () => undefined,
  );
  // Everybody has asked once: their time begins.
  endMs = preciseClock.now() + forMs;
  const interrupt = (): void => run.stop();
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  await new Promise<void>((resolve, reject) => {
    run.on('done', () => resolve());
    run.on('error', reject);
  });
  signal?.removeEventListener('abort', interrupt);
  const wasInterrupted = signal?.aborted === true;
  if (!wasInterrupted) for (const user of everybody) user.leave();
  const sent = everybody.reduce((sum, user) => sum + user.sent, 0);
  return { due: sent, sent, late: undefined, fullAtMs: undefined, maxInFlight: users, wasInterrupted };
};

/** One user, who is one connection of autocannon. */
class ClosedUser {
  readonly #drive: ClosedDrive;
  readonly #user: number;
  readonly #endMs: () => number;
  readonly #client: autocannon.Client;
  #pending: { readonly request: ClosedRequest; readonly sentMs: number } | undefined;
  #connectionError: string | undefined;
  sent = 0;

  constructor(drive: ClosedDrive, user: number, endMs: () => number, client: autocannon.Client) {
    this.#drive = drive;
    this.#user = user;
    this.#endMs = endMs;
    this.#client = client;
    // An event that its types do not know.
    const events: NodeJS.EventEmitter = client;
    events.on('connError', (error: unknown) => {
      this.#connectionError = outcomeOfError(error);
    });
    client.setRequests([
      {
        setupRequest: (base) => ({ ...base, ...this.#next() }),
        onResponse: (status, body) => this.#answered(status, body),
      },
    ]);
  }

  /** Whoever still waits when the run is over. */
  leave(): void {
    this.#over(UNFINISHED);
  }

  /** Called once for each request that autocannon writes, also for the one after a connection was lost. */
  #next(): autocannon.Request {
    this.#over(this.#lostBy());
    if (preciseClock.now() >= this.#endMs()) {
      // A client that is asked to end while it is about to send arms its timer again, and lives on.
      setImmediate(() => destroy(this.#client));
      return { ...FAREWELL, headers: {}, body: '' };
    }
    const request = this.#drive.next(this.#user);
    const sentMs = preciseClock.now();
    this.#pending = { request, sentMs };
    this.sent++;
    this.#drive.onSent?.(sentMs);
    const { method, path, headers, body } = request;
    return { method, path, headers: { ...headers }, body };
  }

  #answered(status: number, body: string): void {
    if (this.#pending !== undefined) this.#over(this.#pending.request.answered(status, body));
  }

  #lostBy(): string {
    const waitedMs = preciseClock.now() - (this.#pending?.sentMs ?? 0);
    return this.#connectionError ?? (waitedMs >= this.#drive.timeoutMs ? 'timeout' : 'closed');
  }

  #over(outcome: string): void {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#connectionError = undefined;
    if (pending === undefined) return;
    const { sentMs } = pending;
    this.#drive.onAnswer({ user: this.#user, sentMs, latencyMs: preciseClock.now() - sentMs, outcome });
  }
}

/** Every client has it; only its types do not. */
const destroy = (client: autocannon.Client): void => {
  if ('destroy' in client && typeof client.destroy === 'function') client.destroy();
};
