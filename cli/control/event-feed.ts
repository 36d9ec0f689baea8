// What happens in a network as one stream of server-sent events for several readers: the engine's events, calls of the
// journal, changes by testers. Bounded in readers and in what each leaves unread.
import type { ServerResponse } from 'node:http';
import type { IssuerCode } from '../../core/banks.ts';
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
  readonly change:
    | 'issuer'
    | 'incidents'
    | 'healed'
    | 'provider-state'
    | 'person'
    | 'throttle'
    | 'face'
    | 'clock'
    | 'reset';
  readonly issuer?: string;
}

export interface ToldChange extends ControlChange {
  readonly at: string;
}

/** What a reader wants to hear of; changes by testers and marks are for everybody. */
export interface Wanted {
  readonly queryId?: string | undefined;
  readonly issuer?: IssuerCode | undefined;
}

export class EventFeed {
  readonly #options: EventFeedOptions;
  readonly #readers = new Map<ServerEvents, Wanted>();
  readonly #changeListeners = new Set<(change: ToldChange) => void>();
  #unsubscribe: readonly (() => unknown)[] = [];

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  get isFull(): boolean {
    return this.#readers.size >= MAX_READERS;
  }

  /** Streams what is wanted, by default everything, until the reader leaves or falls behind. */
  open(response: ServerResponse, wanted: Wanted = {}): void {
    if (response.closed || response.destroyed) return;
    if (this.#readers.size === 0) this.#listen();
    const reader = openServerEvents(response, { maxUnreadBytes: MAX_UNREAD_BYTES, onEnd: () => this.#leave(reader) });
    this.#readers.set(reader, wanted);
    reader.write(eventText('ready', { at: shanghaiTimestamp(this.#options.now()) }));
  }

  /** Tells of a change that is in force. */
  changed(change: ControlChange): void {
    const told = { ...change, at: shanghaiTimestamp(this.#options.now()) };
    this.#tell('control', () => told);
    for (const listener of this.#changeListeners) listener(told);
  }

  /** Hears of each change until the returned function is called. */
  onChange(listener: (change: ToldChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => void this.#changeListeners.delete(listener);
  }

  /** Puts a word of a reader's own into the stream: what happened before it has been told. */
  mark(mark: string): void {
    this.#tell('mark', () => ({ mark, at: shanghaiTimestamp(this.#options.now()) }));
  }

  close(): void {
    for (const reader of [...this.#readers.keys()]) reader.end();
  }

  #listen(): void {
    const { journal, events } = this.#options;
    this.#unsubscribe = [
      journal.subscribe((entry) => {
        if (isComplete(entry)) this.#tell('journal', () => entry, entry);
      }),
      events?.subscribe((event) => {
        const queryId = 'queryId' in event ? event.queryId : undefined;
        const issuer = 'bank' in event ? event.bank : undefined;
        this.#tell(event.type, () => shown(event), { queryId, issuer });
      }) ?? (() => undefined),
    ];
  }

  #leave(reader: ServerEvents): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
  }

  /** `about` undefined: for everybody. The text is made once, and only where somebody wants it. */
  #tell(name: string, data: () => object, about?: Wanted): void {
    let text: string | undefined;
    for (const [reader, wanted] of this.#readers) {
      if (about !== undefined && !isWanted(wanted, about)) continue;
      text ??= eventText(name, data());
      reader.write(text);
    }
  }
}

const isWanted = (wanted: Wanted, about: Wanted): boolean =>
  (wanted.queryId === undefined || wanted.queryId === about.queryId) &&
  (wanted.issuer === undefined || wanted.issuer === about.issuer);

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
