// What happens in the engine, as values: for progress on a screen, for the oracle, for logs. No personal data (R26).
import type { IssuerCode } from '../core/banks.ts';
import type { Circuit } from './circuit.ts';
import type { RefusalCode } from './refusal.ts';
import type { Disposition } from './report.ts';

export type EngineEvent =
  | {
      readonly type: 'query-accepted';
      readonly queryId: string;
      readonly userId: string;
      readonly banks: readonly IssuerCode[];
      readonly deadlineMs: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'call-started';
      readonly queryId: string;
      readonly bank: IssuerCode;
      readonly inquiryId: string;
      /** W3C trace context of this call and no other. */
      readonly traceparent: string;
      readonly operation: 'ask' | 'status';
      readonly attempt: number;
      /** The one call by which an open circuit tries its bank again (R18). */
      readonly isProbe: boolean;
      readonly atMs: number;
    }
  | {
      readonly type: 'call-ended';
      readonly queryId: string;
      readonly bank: IssuerCode;
      readonly inquiryId: string;
      readonly traceparent: string;
      readonly attempt: number;
      /** What came back: an HTTP status and the respCode in the body, or the error code of a call without an answer. */
      readonly status?: number | undefined;
      readonly respCode?: string | undefined;
      readonly failure?: string | undefined;
      /** The outcome's kind, and its reason where it has one. */
      readonly outcome: string;
      readonly reason?: string | undefined;
      /** The floor that the bank has set for the next call (R17). */
      readonly retryAfterMs?: number | undefined;
      /** When the bank is called next, where it is. */
      readonly nextAtMs?: number | undefined;
      readonly tookMs: number;
      readonly atMs: number;
    }
  | {
      readonly type: 'circuit-changed';
      readonly bank: IssuerCode;
      readonly state: Circuit['state'];
      /** Of an open one: when its next probe may go. */
      readonly untilMs: number | undefined;
      readonly atMs: number;
    }
  | {
      readonly type: 'bank-done';
      readonly queryId: string;
      readonly bank: IssuerCode;
      readonly disposition: Disposition;
      readonly atMs: number;
    }
  | {
      readonly type: 'query-ended';
      readonly queryId: string;
      readonly userId: string;
      readonly status: 'READY' | 'FAILED';
      readonly atMs: number;
    }
  | { readonly type: 'reports-expired'; readonly count: number; readonly atMs: number }
  /** Why an application was not accepted; `IDEMPOTENT_REPEAT`: it had been accepted before (R14). */
  | {
      readonly type: 'application-refused';
      readonly userId: string;
      readonly code: RefusalCode | 'IDEMPOTENT_REPEAT';
      /** Of a THROTTLED one: when there will be room, if nobody else comes first. */
      readonly retryAfterMs?: number | undefined;
      readonly atMs: number;
    }
  | { readonly type: 'throttle-changed'; readonly burst: number; readonly perSecond: number; readonly atMs: number }
  | { readonly type: 'code-sent'; readonly atMs: number }
  | {
      readonly type: 'callback-received';
      readonly bank: IssuerCode;
      readonly receipt: 'taken' | 'ignored' | 'broken';
      readonly atMs: number;
    };

export type EventListener = (event: EngineEvent) => void;

/** Listeners of one engine. A listener must not throw; what it does is its own affair and delays nobody else's. */
export class EventBus {
  readonly #listeners = new Set<EventListener>();
  /** Who listens to one query alone: an app's streams must not cost every other query's events. */
  readonly #ofQuery = new Map<string, Set<EventListener>>();

  /** Listens until the returned function is called. */
  subscribe(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As {@link subscribe}, to the events of one query. */
  subscribeTo(queryId: string, listener: EventListener): () => void {
    const listeners = this.#ofQuery.get(queryId) ?? new Set();
    this.#ofQuery.set(queryId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#ofQuery.get(queryId) === listeners) this.#ofQuery.delete(queryId);
    };
  }

  emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
    const ofQuery = this.#ofQuery.size > 0 && 'queryId' in event ? this.#ofQuery.get(event.queryId) : undefined;
    if (ofQuery !== undefined) for (const listener of ofQuery) listener(event);
  }
}
