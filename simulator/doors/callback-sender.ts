// Sends callbacks over sockets, each signed anew with the key that the network shares with the issuer
// (issuer-api.yaml, "Callback"). When to send, and for how long, is decided in simulator/issuer/callbacks.ts.
import { Agent, request } from 'undici';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import type { Digests } from '../../core/signature.ts';
import type { WireWatch } from '../../core/wire-watch.ts';
import { CALLBACK_LIMIT_MS, type SendCallback } from '../issuer/callbacks.ts';
import { callbackRequest } from './callback-request.ts';

/** So many callbacks at a time to one receiver; more wait their turn. */
const CONNECTIONS_PER_RECEIVER = 16;
/** Of a receiver's answer only the status matters; so much of its body is read to keep the connection. */
const MAX_ANSWER_BYTES = 65_536;

export interface CallbackSenderOptions {
  readonly keyOf: (issuer: IssuerCode) => string;
  readonly clock: Clock;
  readonly digests: Digests;
  /** Told of each send that is under way. */
  readonly wire?: WireWatch;
}

export interface CallbackSender {
  readonly send: SendCallback;
  /** Ends connections; running sends end as failed. */
  close(): Promise<void>;
}

export const createCallbackSender = ({ keyOf, clock, digests, wire }: CallbackSenderOptions): CallbackSender => {
  const dispatcher = new Agent({
    connections: CONNECTIONS_PER_RECEIVER,
    connectTimeout: CALLBACK_LIMIT_MS,
    headersTimeout: CALLBACK_LIMIT_MS,
    bodyTimeout: CALLBACK_LIMIT_MS,
  });
  const send: SendCallback = async (order, signal) => {
    const sent = callbackRequest(order, { key: keyOf(order.issuer), nowMs: clock.now(), digests });
    try {
      const answer = await request(order.url, { dispatcher, ...sent, signal });
      await answer.body.dump({ limit: MAX_ANSWER_BYTES, signal });
      return answer.statusCode >= 200 && answer.statusCode < 300 ? 'accepted' : 'failed';
    } catch {
      // Whatever kept it from a 2xx, a refused connection or the end of the ten seconds: the send has failed.
      return 'failed';
    }
  };
  return {
    send: wire === undefined ? send : (order, signal) => wire.calling(send(order, signal)),
    close: () => dispatcher.destroy(),
  };
};
