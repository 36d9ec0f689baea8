// What happens in a network as one stream of server-sent events for several readers: the engine's events, calls of the
// journal, changes by testers. Bounded in readers and in what each leaves unread.
import type { ServerResponse } from 'node:http';
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { Journal, JournalEntry } from '../../core/journal.ts';
import { eventText, openServerEvents, type ServerEvents } from '../../engine/doors/server-events.ts';
import type { EngineEvent, EventBus } from '../../engine/events.ts';

/** A console, a log and a test or two; with what each may leave unread at most 64 MiB. */
export const MAX_READERS = 32;
/** About 5,000 events: what a busy network tells in one second. */
export const MAX_UNREAD_BYTES = 2_097_152;

export interface EventFeedOptions {
  readonly journal: Journal;
  /** Of the engine, where there is one. */
  readonly events: EventBus | undefined;
  readonly now: () => number;
}

/** A change by a tester: what it was, and of what, never of whom. */
export interface ControlChange {
  readonly change: 'issuer' | 'incidents' | 'provider-state' | 'person' | 'throttle' | 'face' | 'clock' | 'reset';
  readonly issuer?: string;
}

export interface ToldChange extends ControlChange {
  readonly at: string;
}

export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #readers = new Set<ServerEvents>();
  readonly #changeListeners = new Set<(change: ToldChange) => void>();
  #unsubscribe: readonly (() => unknown)[] = [];

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#readers.size >= MAX_READERS;
  }

  /** Streams until the reader leaves or falls behind. */
  open(response: ServerResponse): void {
    if (response.closed || response.destroyed) return;
    if (this.#readers.size === 0) this.#listen();
    const reader = openServerEvents(response, { maxUnreadBytes: MAX_UNREAD_BYTES, onEnd: () => this.#leave(reader) });
    this.#readers.add(reader);
    reader.write(eventText('ready', { at: shanghaiTimestamp(this.#options.now()) }));
  }

  /** Tells of a change that is in force. */
  changed(change: ControlChange): void {
    const told = { ...change, at: shanghaiTimestamp(this.#options.now()) };
    this.#tell('control', told);
    for (const listener of this.#changeListeners) listener(told);
  }

  /** Hears of each change until the returned function is called. */
  onChange(listener: (change: ToldChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  /** Puts a word of a reader's own into the stream: what happened before it has been told. */
  mark(mark: string): void {
    this.#tell('mark', { mark, at: shanghaiTimestamp(this.#options.now()) });
  }

  close(): void {
    for (const reader of [...this.#readers]) reader.end();
  }

  #listen(): void {
    const { journal, events } = this.#options;
    this.#unsubscribe = [
      journal.subscribe((entry) => {
        if (isComplete(entry)) this.#tell('journal', entry);
      }),
      events?.subscribe((event) => this.#tell(event.type, shown(event))) ?? (() => undefined),
    ];
  }

  #leave(reader: ServerEvents): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  #tell(name: string, data: object): void {
    if (this.#readers.size === 0) return;
    const text = eventText(name, data);
    for (const reader of this.#readers) reader.write(text);
  }
}

/** The engine's side of a call is told when it has ended, and again if the issuer tells its own later. */
const isComplete = ({ caller, operation, outcome }: JournalEntry): boolean =>
  caller === 'other' || operation === 'callback' || outcome !== undefined;

/** Instants as people read them. */
const shown = ({ type, ...event }: EngineEvent): object =>
  Object.fromEntries(
    Object.entries(event).map(([name, value]) => {
      const instant = INSTANTS[name];
      return instant === undefined ? [name, value] : [instant, value && shanghaiTimestamp(Number(value))];
    }),
  );

const INSTANTS: Readonly<Record<string, string>> = { atMs: 'at', deadlineMs: 'deadline', nextAtMs: 'nextAt' };
