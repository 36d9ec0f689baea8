// Waits for the ends of many queries over one stream (`GET /control/ends`): ten thousand users who wait cost the
// network no more than one. Where the stream breaks the records are asked, so nobody waits for an end that was missed,
// and an end that was found there counts from when the record says that it was, not from when it was found.
import type { Clock } from '../core/clock.ts';
import { Latest } from '../scenarios/oracle/latest.ts';
import { ANSWER_WITHIN_MS, type HttpLink } from './http-link.ts';
import { LoadProblem } from './load-problem.ts';
import type { EndsHeard } from './load-result.ts';

type Status = 'READY' | 'FAILED';

/** `unended`: not by the end of the drain; `abandoned`: nobody waits any longer, and it may yet end. */
export type End =
  | { readonly kind: 'ended'; readonly status: Status; readonly atMs: number }
  | { readonly kind: 'unended' }
  | { readonly kind: 'abandoned' };

/** What the record of a query says, and since when, on the clock of the watch, where it tells. */
export interface RecordedEnd {
  readonly status: Status;
  readonly atMs: number | undefined;
}

/** Asks the record of a query; undefined: it runs, or nobody answers. */
export type Look = () => Promise<RecordedEnd | undefined>;

/** An end may be heard before the acceptance is: so many are remembered for whoever is still to ask. */
const MAX_UNCLAIMED = 20_000;
/** Records that are asked at a time. */
const LOOKS_AT_ONCE = 32;
/**
 * Before a stream that broke is opened again: twice as long each time in which nothing was heard, up to the longest. It
 * goes on until the run is over: a network that comes back is heard again.
 */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

interface Waiting {
  readonly look: Look;
  readonly resolve: (end: End) => void;
}

export interface EndWatchOptions {
  readonly link: Pick<HttpLink, 'stream'>;
  readonly controlToken: string | undefined;
  readonly clock: Pick<Clock, 'now' | 'at'>;
  /** Said once, at the first break. */
  readonly onBroken: (line: string) => void;
}

const BROKEN =
  'the stream of ends broke: it is opened again, and ends missed meanwhile are timed by the records of the network';

export class EndWatch {
  readonly #options: EndWatchOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #unclaimed = new Latest<Status>(MAX_UNCLAIMED);
  readonly #leaving = new AbortController();
  readonly #heard = { breaks: 0, fromRecords: 0, undated: 0 };
  /** Breaks and vain tries since an end was heard. */
  #vain = 0;
  /** An application that was under way during a break is answered by then: its end may lie in the break. */
  #lookUntilMs = Number.NEGATIVE_INFINITY;

  private constructor(options: EndWatchOptions) {
    this.#options = options;
  }

  /**
   * Resolves once the stream is open: no end after it is missed. @throws {LoadProblem} where there is none to be had
   */
  static async open(options: EndWatchOptions): Promise<EndWatch> {
    const watch = new EndWatch(options);
    void watch.#follow(await watch.#stream());
    return watch;
  }

  /** How the ends became known. */
  get heard(): EndsHeard {
    return { ...this.#heard };
  }

  wait(queryId: string, look: Look): Promise<End> {
    const atMs = this.#options.clock.now();
    const known = this.#unclaimed.get(queryId);
    if (known !== undefined) return Promise.resolve({ kind: 'ended', status: known, atMs });
    return new Promise((resolve) => {
      const waiting = { look, resolve };
      this.#waiting.set(queryId, waiting);
      if (atMs < this.#lookUntilMs) void this.#lookAt(queryId, waiting);
    });
  }

  /** Looks once more at what has not ended, and leaves. */
  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#lookAtAll();
    this.#resolveAll({ kind: 'unended' });
  }

  /** Leaves at once. */
  abandon(): void {
    this.#leaving.abort();
    this.#resolveAll({ kind: 'abandoned' });
  }

  #resolveAll(end: End): void {
    for (const { resolve } of this.#waiting.values()) resolve(end);
    this.#waiting.clear();
  }

  async #stream(): Promise<AsyncIterable<Uint8Array>> {
    const { link, controlToken } = this.#options;
    try {
      return await link.stream('/control/ends', controlToken, this.#leaving.signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new LoadProblem(`the ends of queries cannot be listened to (${why}): is it a banknet of this version?`);
    }
  }

  async #follow(first: AsyncIterable<Uint8Array>): Promise<void> {
    for (let stream: AsyncIterable<Uint8Array> | undefined = first; stream !== undefined; ) {
      await this.#read(stream);
      if (this.#leaving.signal.aborted) return;
      if (this.#heard.breaks++ === 0) this.#options.onBroken(BROKEN);
      stream = await this.#streamAgain();
      this.#lookUntilMs = this.#options.clock.now() + ANSWER_WITHIN_MS;
      // Beside the reading: what ends meanwhile is heard when it ends.
      if (stream !== undefined) void this.#lookAtAll();
    }
  }

  /** Undefined where the run was over before it could be opened. */
  async #streamAgain(): Promise<AsyncIterable<Uint8Array> | undefined> {
    while (!this.#leaving.signal.aborted) {
      await this.#pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#vain++));
      const stream = await this.#stream().catch(() => undefined);
      if (stream !== undefined) return stream;
      if (!this.#leaving.signal.aborted) await this.#lookAtAll();
    }
    return undefined;
  }

  /** Over at once where the run is. */
  #pause(delayMs: number): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#leaving;
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        signal.removeEventListener('abort', over);
        resolve();
      };
      const cancel = clock.at(clock.now() + delayMs, over);
      signal.addEventListener('abort', over);
    });
  }

  async #read(stream: AsyncIterable<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let held = '';
    try {
      for await (const chunk of stream) {
        held += decoder.decode(chunk, { stream: true });
        const lines = held.split('\n');
        held = lines.pop() ?? '';
        for (const line of lines) this.#line(line);
      }
    } catch {
      // Broken off, by us or by the network: what comes next is the same.
    }
  }

  #line(line: string): void {
    const [, queryId, status] = END_LINE.exec(line) ?? [];
    if (queryId === undefined || (status !== 'READY' && status !== 'FAILED')) return;
    this.#vain = 0;
    const waiting = this.#waiting.get(queryId);
    if (waiting === undefined) this.#unclaimed.set(queryId, status);
    this.#waiting.delete(queryId);
    waiting?.resolve({ kind: 'ended', status, atMs: this.#options.clock.now() });
  }

  async #lookAtAll(): Promise<void> {
    const queue = [...this.#waiting].values();
    const lookOn = async (): Promise<void> => {
      for (const [queryId, waiting] of queue) await this.#lookAt(queryId, waiting);
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, lookOn));
  }

  async #lookAt(queryId: string, waiting: Waiting): Promise<void> {
    if (this.#waiting.get(queryId) !== waiting) return;
    const record = await waiting.look();
    // Heard while the record was asked, it was heard in time.
    if (record === undefined || !this.#waiting.delete(queryId)) return;
    this.#heard.fromRecords++;
    if (record.atMs === undefined) this.#heard.undated++;
    const nowMs = this.#options.clock.now();
    waiting.resolve({ kind: 'ended', status: record.status, atMs: Math.min(nowMs, record.atMs ?? nowMs) });
  }
}

/** As the network writes it. */
const END_LINE = /^data: \{"queryId":"([A-Za-z0-9_-]{1,64})","status":"([A-Z]+)"\}$/;
