// What a network shows by itself, over its stream of events: the engine's events in their order, and nothing of queries
// that were there before. A mark in the stream says that everything up to now has been heard.
import type { EngineEvent } from '../engine/events.ts';
import type { Sight } from '../scenarios/oracle/sight.ts';
import type { ControlClient } from './control-client.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import { toldEvent } from './told-event.ts';

export class HttpSights {
  readonly #control: ControlClient;
  readonly #leave = new AbortController();
  readonly #queries = new Set<string>();
  /** Who waits for which mark. */
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();
  readonly #ready = Promise.withResolvers<void>();
  #listener: (sight: Sight) => void = () => undefined;
  #marks = 0;
  #failure: unknown;

  private constructor(control: ControlClient) {
    this.#control = control;
  }

  /** Resolves when everything from now on is heard. */
  static async open(control: ControlClient): Promise<HttpSights> {
    const sights = new HttpSights(control);
    void sights.#listen();
    await sights.#ready.promise;
    return sights;
  }

  subscribe(listener: (sight: Sight) => void): void {
    this.#listener = listener;
  }

  /** Resolves when all that has happened up to now has been told. */
  async heard(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const mark = `heard-${process.pid}-${++this.#marks}`;
    const told = Promise.withResolvers<void>();
    this.#waiting.set(mark, told);
    await Promise.all([told.promise, this.#control.mark(mark)]);
  }

  close(): void {
    this.#leave.abort();
  }

  async #listen(): Promise<void> {
    try {
      for await (const { event, data } of this.#control.events(this.#leave.signal)) this.#hear(event, data);
      this.#fail(new CliProblem(EXIT.environment, CUT_OFF));
    } catch (error) {
      if (!this.#leave.signal.aborted) this.#fail(error);
    }
  }

  #hear(name: string, data: string): void {
    if (name === 'ready') this.#ready.resolve();
    if (name === 'mark') this.#reached(markIn(data));
    const event = toldEvent(name, data);
    if (event !== undefined && this.#isOurs(event)) this.#listener({ kind: 'engine', event, atMs: event.atMs });
  }

  #reached(mark: string): void {
    this.#waiting.get(mark)?.resolve();
    this.#waiting.delete(mark);
  }

  #isOurs(event: EngineEvent): boolean {
    if (event.type === 'query-accepted') this.#queries.add(event.queryId);
    return !('queryId' in event) || this.#queries.has(event.queryId);
  }

  /** Whoever waits is told now, and whoever comes next. */
  #fail(error: unknown): void {
    this.#failure = error;
    this.#ready.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

const CUT_OFF =
  'The network broke off its stream of events (GET /control/events): it stopped, or told more than was read in time';

const markIn = (data: string): string => {
  const told: unknown = JSON.parse(data);
  return typeof told === 'object' && told !== null && 'mark' in told ? String(told.mark) : '';
};
