// Waits for the ends of many queries over one stream (`GET /control/ends`): ten thousand users who wait cost the
// network no more than one. Where the stream breaks the records are asked, so nobody waits for an end that was missed.
import { Latest } from '../scenarios/oracle/latest.ts';
import type { HttpLink } from './http-link.ts';
import { LoadProblem } from './load-problem.ts';

/** `unended`: not by the end of the drain; `abandoned`: nobody waits any longer, and it may yet end. */
export type End = 'READY' | 'FAILED' | 'unended' | 'abandoned';

/** Asks the record of a query; undefined: it runs, or nobody answers. */
export type Look = () => Promise<'READY' | 'FAILED' | undefined>;

/** An end may be heard before the acceptance is: so many are remembered for whoever is still to ask. */
const MAX_UNCLAIMED = 20_000;
/** Records that are asked at a time. */
const LOOKS_AT_ONCE = 32;
/** A stream that breaks so often without a single end in between is not opened again. */
const MAX_BROKEN = 5;

export class EndWatch {
  readonly #link: HttpLink;
  readonly #token: string | undefined;
  readonly #waiting = new Map<string, { readonly look: Look; readonly resolve: (end: End) => void }>();
  readonly #unclaimed = new Latest<'READY' | 'FAILED'>(MAX_UNCLAIMED);
  readonly #leaving = new AbortController();
  #broken = 0;

  private constructor(link: HttpLink, token: string | undefined) {
    this.#link = link;
    this.#token = token;
  }

  /**
   * Resolves once the stream is open: no end after it is missed. @throws {LoadProblem} where there is none to be had
   */
  static async open(link: HttpLink, controlToken: string | undefined): Promise<EndWatch> {
    const watch = new EndWatch(link, controlToken);
    void watch.#follow(await watch.#stream());
    return watch;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  wait(queryId: string, look: Look): Promise<End> {
    const known = this.#unclaimed.get(queryId);
    if (known !== undefined) return Promise.resolve(known);
    return new Promise((resolve) => this.#waiting.set(queryId, { look, resolve }));
  }

  /** Looks once more at what has not ended, and leaves. */
  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#lookAtAll();
    this.#resolveAll('unended');
  }

  /** Leaves at once. */
  abandon(): void {
    this.#leaving.abort();
    this.#resolveAll('abandoned');
  }

  #resolveAll(end: End): void {
    for (const { resolve } of this.#waiting.values()) resolve(end);
    this.#waiting.clear();
  }

  async #stream(): Promise<AsyncIterable<Uint8Array>> {
    try {
      return await this.#link.stream('/control/ends', this.#token, this.#leaving.signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new LoadProblem(`the ends of queries cannot be listened to (${why}): is it a banknet of this version?`);
    }
  }

  async #follow(first: AsyncIterable<Uint8Array>): Promise<void> {
    for (let stream: AsyncIterable<Uint8Array> | undefined = first; stream !== undefined; ) {
      await this.#read(stream);
      if (this.#leaving.signal.aborted || ++this.#broken > MAX_BROKEN) return;
      stream = await this.#stream().catch(() => undefined);
      await this.#lookAtAll();
    }
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
    this.#broken = 0;
    this.#ended(queryId, status);
  }

  #ended(queryId: string, status: 'READY' | 'FAILED'): void {
    const waiting = this.#waiting.get(queryId);
    if (waiting === undefined) this.#unclaimed.set(queryId, status);
    this.#waiting.delete(queryId);
    waiting?.resolve(status);
  }

  async #lookAtAll(): Promise<void> {
    const queue = [...this.#waiting].values();
    const lookOn = async (): Promise<void> => {
      for (const [queryId, { look }] of queue) {
        const status = await look();
        if (status !== undefined) this.#ended(queryId, status);
      }
    };
    await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, lookOn));
  }
}

/** As the network writes it. */
const END_LINE = /^data: \{"queryId":"([A-Za-z0-9_-]{1,64})","status":"([A-Z]+)"\}$/;
