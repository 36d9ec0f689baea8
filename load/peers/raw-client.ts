// A load client as cheap as possible, so that the server is the limit: prebuilt requests over plain sockets, one in
// flight a connection, each reply looked at and nothing more. Loopback only. Its latency is service time, from when a
// request left: the next one waits for the answer.
import { connect, type Socket } from 'node:net';
import { createRecorder, type LatencyRecorder } from '../distribution.ts';
import type { Distribution } from '../load-result.ts';
import { outcomeOfError } from '../open-driver.ts';

export interface RawLoad {
  readonly port: number;
  readonly connections: number;
  /** Complete HTTP requests, sent in turn. */
  readonly requests: readonly Buffer[];
  /** Whether they are sent over again when all have been; else the load is over then. */
  readonly repeats: boolean;
  readonly durationMs: number;
  /** False sleeps while there is nothing to do: for servers that can use every core. */
  readonly staysAwake: boolean;
  /** Whether the body of a reply with status 200 is the right one to the request at `at`. Default: any. */
  readonly isRight?: (at: number, body: string) => boolean;
  /** Ends the load at once. */
  readonly signal?: AbortSignal;
}

export interface RawResult {
  readonly right: number;
  /** How many requests came to what else: see {@link replyTrouble}, {@link UNANSWERED}, and codes of sockets. */
  readonly errors: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
  /** Of the right ones. */
  readonly serviceTime: Distribution | undefined;
}

/** What is said of a request that nothing whole came back to: the connection was closed, or the load was over. */
export const UNANSWERED = 'unanswered';

/** Why a reply is not right: `status 503`, or `wrong body`; undefined where it is. */
export const replyTrouble = (status: number, hasRightBody: () => boolean): string | undefined => {
  if (status !== 200) return `status ${status}`;
  return hasRightBody() ? undefined : 'wrong body';
};

const HEAD_END = Buffer.from('\r\n\r\n');
/** Whoever has not been answered so long after the end is not waited for. */
const DRAIN_MS = 2000;
/** A server that takes no connections is not asked in every turn of the event loop. */
const RECONNECT_MS = 20;

/** Runs the load to its end. What fails is counted; it never rejects. */
export const runRawLoad = async (load: RawLoad): Promise<RawResult> => {
  const run = new RawRun(load);
  // Never asleep: a server that is the limit would otherwise pay for waking this process with every reply, which on a
  // virtual machine costs more than the reply itself, and only the slower of two servers would pay it.
  let spinning = load.staysAwake;
  const spin = (): void => {
    if (spinning) setImmediate(spin);
  };
  spin();
  await run.whole();
  spinning = false;
  return run.result();
};

class RawRun {
  readonly #load: RawLoad;
  readonly #startMs = performance.now();
  readonly #lanes = new Set<Lane>();
  readonly #serviceTime: LatencyRecorder = createRecorder();
  #next = 0;
  #right = 0;
  readonly #errors: Record<string, number> = {};
  #lastMs = this.#startMs;
  #isOver = false;

  constructor(load: RawLoad) {
    this.#load = load;
  }

  whole(): Promise<void> {
    const { connections, durationMs, signal } = this.#load;
    return new Promise((resolve) => {
      const end = (): void => {
        this.#isOver = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        for (const lane of this.#lanes) lane.end();
        resolve();
      };
      const timer = setTimeout(end, durationMs + DRAIN_MS);
      signal?.addEventListener('abort', end, { once: true });
      const laneOver = (lane: Lane): void => {
        this.#lanes.delete(lane);
        if (this.#lanes.size === 0) end();
      };
      for (let at = 0; at < connections; at++) this.#lanes.add(new Lane(this, this.#load.port, laneOver));
      if (signal?.aborted) end();
    });
  }

  result(): RawResult {
    const elapsedMs = this.#lastMs - this.#startMs;
    return { right: this.#right, errors: this.#errors, elapsedMs, serviceTime: this.#serviceTime.distribution() };
  }

  /** The place of the next request; undefined when the time or the requests are over. */
  take(): number | undefined {
    const { requests, repeats, durationMs } = this.#load;
    if (this.#isOver || performance.now() - this.#startMs >= durationMs) return undefined;
    return repeats || this.#next < requests.length ? this.#next++ % requests.length : undefined;
  }

  bytes(at: number): Buffer {
    return this.#load.requests[at] ?? Buffer.alloc(0);
  }

  replied(at: number, sentMs: number, status: number, body: () => string): void {
    const { isRight } = this.#load;
    const nowMs = performance.now();
    const trouble = replyTrouble(status, () => isRight?.(at, body()) ?? true);
    if (trouble !== undefined) this.failed(trouble);
    else {
      this.#lastMs = nowMs;
      this.#right++;
      this.#serviceTime.record(nowMs - sentMs);
    }
  }

  failed(how: string): void {
    this.#lastMs = performance.now();
    this.#errors[how] = (this.#errors[how] ?? 0) + 1;
  }
}

/** One connection, opened again where it breaks or the server closes it. */
class Lane {
  readonly #run: RawRun;
  readonly #port: number;
  readonly #over: (lane: Lane) => void;
  #socket: Socket | undefined;
  #timer: NodeJS.Timeout | undefined;
  #held: Buffer = Buffer.alloc(0);
  #pending: { readonly at: number; readonly sentMs: number } | undefined;

  constructor(run: RawRun, port: number, over: (lane: Lane) => void) {
    this.#run = run;
    this.#port = port;
    this.#over = over;
    this.#open();
  }

  /** What is under way has no answer. */
  end(): void {
    clearTimeout(this.#timer);
    if (this.#pending !== undefined) this.#run.failed(UNANSWERED);
    this.#pending = undefined;
    this.#socket?.destroy();
  }

  #open(): void {
    const at = this.#run.take();
    // Later, for the other lanes are not there yet.
    if (at === undefined) setImmediate(() => this.#over(this));
    else {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
      this.#socket = socket;
      this.#held = Buffer.alloc(0);
      this.#send(at);
      socket.on('data', (chunk) => this.#heard(socket, chunk));
      let how = UNANSWERED;
      socket.on('error', (error) => {
        how = outcomeOfError(error);
        socket.destroy();
      });
      socket.on('close', () => this.#closed(socket, how));
    }
  }

  #send(at: number): void {
    this.#pending = { at, sentMs: performance.now() };
    this.#socket?.write(this.#run.bytes(at));
  }

  #heard(socket: Socket, chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const pending = this.#pending;
    const reply = replyIn(this.#held);
    if (reply === undefined || pending === undefined || socket !== this.#socket) return;
    const held = this.#held;
    this.#pending = undefined;
    this.#run.replied(pending.at, pending.sentMs, reply.status, () => held.toString('utf8', reply.from, reply.to));
    if (reply.closes) {
      this.#socket = undefined;
      socket.end();
      this.#open();
      return;
    }
    this.#held = held.subarray(reply.to);
    const at = this.#run.take();
    if (at !== undefined) this.#send(at);
    else {
      socket.end();
      this.#over(this);
    }
  }

  /** By the other side: with a request under way it has failed. */
  #closed(socket: Socket, how: string): void {
    if (socket !== this.#socket || this.#pending === undefined) return;
    this.#pending = undefined;
    this.#socket = undefined;
    this.#run.failed(how);
    this.#timer = setTimeout(() => this.#open(), RECONNECT_MS);
  }
}

interface Reply {
  readonly status: number;
  /** Its body in the bytes. */
  readonly from: number;
  readonly to: number;
  readonly closes: boolean;
}

/** The reply at the beginning of the bytes; undefined until it is whole. One without a length never is. */
const replyIn = (bytes: Buffer): Reply | undefined => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = /\ncontent-length: *([0-9]+)/i.exec(head)?.[1];
  const from = headEnd + HEAD_END.length;
  if (length === undefined || bytes.length < from + Number(length)) return undefined;
  return {
    status: Number(head.slice(9, 12)),
    from,
    to: from + Number(length),
    closes: /\nconnection: *close/i.test(head),
  };
};

/** All of them together. */
export const errorCount = (errors: Readonly<Record<string, number>>): number =>
  Object.values(errors).reduce((sum, count) => sum + count, 0);
