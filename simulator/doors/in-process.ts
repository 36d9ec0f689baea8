// The door without sockets: calls the pure issuer and waits on the given clock. For virtual time, where it has to be
// fast: no text, no signature, one timer per call.
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { ABORTED, type CallFailure, callFailureFor, TIMED_OUT } from '../../core/failures.ts';
import type { CallOptions, CallResult, IssuerClient } from '../../core/issuer-client.ts';
import type { SendCallback } from '../issuer/callbacks.ts';
import type { Act, Delivery } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { ANSWER_CONTENT_TYPE } from './answer.ts';
import { createCallbackDesk } from './callback-desk.ts';

export interface InProcessOptions {
  readonly issuers: ReadonlyMap<IssuerCode, Issuer>;
  readonly clock: Clock;
  /** Takes the sends of issuers in callback mode; without it nothing is called back. */
  readonly deliverCallback?: SendCallback;
}

/** An issuer that is not in `issuers` refuses the connection. */
export const inProcessClient = ({ issuers, clock, deliverCallback }: InProcessOptions): IssuerClient => {
  const callbacks = deliverCallback === undefined ? undefined : createCallbackDesk({ clock, send: deliverCallback });
  /** What ends each running call early. */
  const running = new Set<() => void>();
  let isClosed = false;

  const call = (
    code: IssuerCode,
    options: CallOptions,
    decide: (issuer: Issuer, nowMs: number) => Delivery,
  ): Promise<CallResult> => {
    const issuer = issuers.get(code);
    if (issuer === undefined) return Promise.resolve(noReply(callFailureFor('ECONNREFUSED')));
    if (isClosed || options.signal?.aborted === true) return Promise.resolve(noReply(ABORTED));
    const nowMs = clock.now();
    const delivery = decide(issuer, nowMs);
    if (delivery.callbacks !== undefined) callbacks?.take(delivery.callbacks, issuer);
    if (delivery.afterMs <= 0) return Promise.resolve(resultOf(delivery.act));
    return wait(delivery, options, nowMs);
  };

  const wait = ({ afterMs, act }: Delivery, { timeoutMs, signal }: CallOptions, nowMs: number): Promise<CallResult> =>
    new Promise((resolve) => {
      const isInTime = afterMs < timeoutMs;
      const settle = (result: CallResult): void => {
        running.delete(abort);
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      const cancel = clock.at(nowMs + (isInTime ? afterMs : timeoutMs), () =>
        settle(isInTime ? resultOf(act) : noReply(TIMED_OUT)),
      );
      const abort = (): void => {
        cancel();
        settle(noReply(ABORTED));
      };
      running.add(abort);
      signal?.addEventListener('abort', abort, { once: true });
    });

  return {
    ask: (code, inquiry, options) =>
      call(code, options, (issuer, nowMs) => issuer.post({ kind: 'parsed', inquiry }, nowMs)),
    status: (code, inquiryId, options) => call(code, options, (issuer, nowMs) => issuer.get(inquiryId, nowMs)),
    async close() {
      isClosed = true;
      for (const abort of [...running]) abort();
      callbacks?.close();
    },
  };
};

const noReply = (failure: CallFailure): CallResult => ({ kind: 'no-reply', failure });

const resultOf = ({ status, body, retryAfterS }: Act): CallResult => ({
  kind: 'reply',
  reply: {
    status,
    retryAfter: retryAfterS === undefined ? undefined : String(retryAfterS),
    contentType: ANSWER_CONTENT_TYPE,
    body,
  },
});
