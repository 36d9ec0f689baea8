// Keeps the callbacks of a door going: starts those that a Delivery orders, and ends them with the door.
import type { Cancel, Clock } from '../../core/clock.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { type SendCallback, startCallback } from '../issuer/callbacks.ts';
import type { CallbackOrder, Delivery } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';

export interface CallbackDesk {
  /** Starts what a delivery of this issuer has ordered. */
  take(delivery: Delivery, issuer: Issuer): void;
  /** How many callbacks are not over yet. An issuer has at most two for each inquiry that it remembers. */
  pending(): number;
  /** Ends all of them, also those being sent. */
  close(): void;
}

export interface CallbackDeskOptions {
  readonly clock: Clock;
  readonly send: SendCallback;
  /** Told of every send, when it has ended. */
  readonly onCall?: (record: IssuerCallRecord) => void;
}

export const createCallbackDesk = ({ clock, send, onCall }: CallbackDeskOptions): CallbackDesk => {
  const going = new Set<Cancel>();
  /** Sends, and tells of every send of this order. */
  const telling = (faults: readonly string[]): SendCallback => {
    let sends = 0;
    return async (order, signal) => {
      const atMs = clock.now();
      const attempt = ++sends;
      const result = await send(order, signal);
      onCall?.({ ...recordOf(order), faults, attempt, did: `callback ${result}`, atMs, tookMs: clock.now() - atMs });
      return result;
    };
  };
  return {
    take({ callbacks = [], faults = [] }, issuer) {
      for (const order of callbacks) {
        const cancel = startCallback({
          order,
          clock,
          send: onCall === undefined ? send : telling(faults),
          isOwed: () => order.regardless === true || issuer.owesCallback(order.inquiryId, clock.now()),
          onEnd: () => going.delete(cancel),
        });
        going.add(cancel);
      }
    },
    // No accessor: a literal with one is slow, and keeps its clock until the next full collection.
    pending: () => going.size,
    close() {
      for (const cancel of [...going]) cancel();
    },
  };
};

const recordOf = ({ issuer, inquiryId }: CallbackOrder) =>
  ({ issuer, inquiryId, operation: 'callback', traceparent: undefined, plannedMs: 0 }) as const;
