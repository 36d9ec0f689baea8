// Sends callbacks by a given fetch, each signed anew: for doors without sockets of their own. When to send, and for how
// long, is decided in simulator/issuer/callbacks.ts.
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import type { Digests } from '../../core/signature.ts';
import type { SendCallback } from '../issuer/callbacks.ts';
import { callbackRequest } from './callback-request.ts';

/** Takes one signed callback to its receiver. A 2xx accepts it; any other answer, and a rejection, is a failed send. */
export type CallbackFetch = (request: Request) => Promise<Response>;

export const createFetchCallbackSender =
  ({
    keyOf,
    clock,
    digests,
    fetch,
  }: {
    readonly keyOf: (issuer: IssuerCode) => string;
    readonly clock: Clock;
    readonly digests: Digests;
    readonly fetch: CallbackFetch;
  }): SendCallback =>
  async (order, signal) => {
    const sent = callbackRequest(order, { key: keyOf(order.issuer), nowMs: clock.now(), digests });
    try {
      // A redirect is no 2xx: it is not followed.
      const answer = await fetch(new Request(order.url, { ...sent, redirect: 'manual', signal }));
      // Only the status matters.
      await answer.body?.cancel();
      return answer.ok ? 'accepted' : 'failed';
    } catch {
      // Whatever kept it from a 2xx, a refused connection or the end of the ten seconds: the send has failed.
      return 'failed';
    }
  };
