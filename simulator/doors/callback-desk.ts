// Keeps the callbacks of a door going: starts those that a Delivery orders, and ends them with the door.
import type { Cancel, Clock } from '../../core/clock.ts';
import { type SendCallback, startCallback } from '../issuer/callbacks.ts';
import type { CallbackOrder } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';

export interface CallbackDesk {
  take(orders: readonly CallbackOrder[], issuer: Issuer): void;
  /** How many callbacks are not over yet. An issuer has at most one for each inquiry that it remembers. */
  readonly pending: number;
  /** Ends all of them, also those being sent. */
  close(): void;
}

export const createCallbackDesk = ({
  clock,
  send,
}: {
  readonly clock: Clock;
  readonly send: SendCallback;
}): CallbackDesk => {
  const going = new Set<Cancel>();
  return {
    take(orders, issuer) {
      for (const order of orders) {
        const cancel = startCallback({
          order,
          clock,
          send,
          isOwed: () => issuer.owesCallback(order.inquiryId, clock.now()),
          onEnd: () => going.delete(cancel),
        });
        going.add(cancel);
      }
    },
    get pending() {
      return going.size;
    },
    close() {
      for (const cancel of [...going]) cancel();
    },
  };
};
