// What a wrong endpoint is: a right one with one mistake, as teams ship them, and the checks that have to find it.
import type { Clock } from '../../core/clock.ts';
import type { CallbackOrder } from '../../simulator/issuer/delivery.ts';
import type { Issuer } from '../../simulator/issuer/issuer.ts';
import type { Reply, Wrong } from '../checks/wrong-proxy-fixture.ts';

export interface WrongEndpoint {
  /** In letters and hyphens; unlike every other. */
  readonly name: string;
  /** What a team got wrong, one sentence without its full stop. */
  readonly mistake: string;
  /** Each of them has to be broken by it. */
  readonly caughtBy: readonly string[];
  /** Anew for each run: what a mistake remembers is of one endpoint. */
  readonly make: () => Mistake;
}

export interface Mistake extends Wrong {
  /** What is wrong inside: with what it calls back, before anything is sent. */
  readonly spoil?: (clock: Clock) => (issuer: Issuer) => Issuer;
  /** The verifier waits so long for an answer, where the mistake is to be slow. */
  readonly timeoutMs?: number;
}

/** A row of a table. */
export const wrong = (
  name: string,
  mistake: string,
  make: () => Mistake,
  ...caughtBy: readonly string[]
): WrongEndpoint => ({ name, mistake, caughtBy, make });

/** Every answer is sent in this form, whatever is in it. */
export const sending = (form: (reply: Reply, text: string) => Reply) => (): Mistake => ({
  answer: (reply) => form(reply, JSON.stringify(reply.body)),
});

/** Does something else with what it would call back. */
export const calling = (change: (order: CallbackOrder, clock: Clock) => readonly CallbackOrder[]) => (): Mistake => ({
  spoil: (clock) => (issuer) => ({
    ...issuer,
    post(body, nowMs) {
      const delivery = issuer.post(body, nowMs);
      if (delivery.callbacks === undefined) return delivery;
      return { ...delivery, callbacks: delivery.callbacks.flatMap((order) => change(order, clock)) };
    },
  }),
});
