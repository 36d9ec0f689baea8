// The newest short messages of a live network, whoever they are to. A code is masked before it is kept; the mobile is
// looked up, and masked, only when somebody looks.
import { maskCode } from '../core/mask.ts';
import type { EventBus } from '../engine/events.ts';
import type { ShortMessage, Store } from '../engine/store/port.ts';
import { FAILED_MESSAGE, READY_MESSAGE } from '../engine/texts.ts';

/** Messages that are kept, the oldest goes first: more than anybody reads. */
export const MAX_LOGGED_MESSAGES = 2000;

export interface LoggedMessage {
  /** Counts up from 1. */
  readonly seq: number;
  readonly userId: string;
  readonly text: string;
  readonly atMs: number;
  /** Of a message about a query's end. */
  readonly queryId: string | undefined;
}

export class MessageLog {
  #messages: LoggedMessage[] = [];
  #lastSeq = 0;

  /** Hears of the ends of queries for as long as the engine lives. */
  constructor(events: Pick<EventBus, 'subscribe'>) {
    events.subscribe((event) => {
      if (event.type !== 'query-ended') return;
      const { userId, queryId, status, atMs } = event;
      this.#add({ userId, text: status === 'READY' ? READY_MESSAGE : FAILED_MESSAGE, atMs, queryId });
    });
  }

  /** The same store, of which this log hears when a code has been sent. */
  listeningTo(store: Store): Store {
    return {
      ...store,
      sendSmsCode: async (userId, decide) => {
        let sent: ShortMessage | undefined;
        const refusal = await store.sendSmsCode(userId, (present) => {
          const decision = decide(present);
          sent = 'message' in decision ? decision.message : undefined;
          return decision;
        });
        if (sent !== undefined) this.#add({ userId, text: maskCode(sent.text), atMs: sent.atMs, queryId: undefined });
        return refusal;
      },
    };
  }

  /** Newest last: with `after` the first of those that follow that number, else the last. */
  list({ after, limit }: { readonly after?: number | undefined; readonly limit: number }): readonly LoggedMessage[] {
    if (after === undefined) return this.#messages.slice(-limit);
    return this.#messages.filter(({ seq }) => seq > after).slice(0, limit);
  }

  #add(message: Omit<LoggedMessage, 'seq'>): void {
    this.#messages.push({ seq: ++this.#lastSeq, ...message });
    // In steps: one by one each would move all the others.
    if (this.#messages.length >= 2 * MAX_LOGGED_MESSAGES) this.#messages = this.#messages.slice(-MAX_LOGGED_MESSAGES);
  }
}
