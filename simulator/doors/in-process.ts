// The door without sockets: calls the pure issuer and waits on the given clock. For virtual time, where it has to be
// fast: no text, no signature, one timer per call.
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { ABORTED, type CallFailure, callFailureFor, TIMED_OUT } from '../../core/failures.ts';
import type { CallOptions, CallResult, IssuerClient } from '../../core/issuer-client.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { readReplyBody } from '../../core/reply-body.ts';
import type { SendCallback } from '../issuer/callbacks.ts';
import type { Delivery, Respond } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { actWords } from './act-words.ts';
import { ANSWER_CONTENT_TYPE, answerOf } from './answer.ts';
import { createCallbackDesk } from './callback-desk.ts';

export interface InProcessOptions {
  readonly issuers: ReadonlyMap<IssuerCode, Issuer>;
  readonly clock: Clock;
  /** Takes the sends of issuers in callback mode; without it nothing is called back. */
  readonly deliverCallback?: SendCallback;
  /** Told what an issuer did about each call. */
  readonly onCall?: (record: IssuerCallRecord) => void;
}

/** An issuer that is not in `issuers` refuses the connection. */
export const inProcessClient = ({ issuers, clock, deliverCallback, onCall }: InProcessOptions): IssuerClient => {
  const callbacks =
    deliverCallback === undefined
      ? undefined
      : createCallbackDesk({ clock, send: refusingUnsigned(deliverCallback), ...(onCall && { onCall }) });
  /** What ends each running call early. */
  const running = new Set<() => void>();
  let isClosed = false;

  const call = (
    code: IssuerCode,
    operation: 'ask' | 'status',
    options: CallOptions,
    decide: (issuer: Issuer, nowMs: number) => Delivery,
  ): Promise<CallResult> => {
    const issuer = issuers.get(code);
    if (issuer === undefined) return Promise.resolve(REFUSED);
    if (isClosed || options.signal?.aborted === true) return Promise.resolve(noReply(ABORTED));
    const nowMs = clock.now();
    const port = issuer.port(nowMs);
    if (port.kind !== 'open') return Promise.resolve(port.kind === 'refuse' ? REFUSED : RESET);
    const delivery = decide(issuer, nowMs);
    if (delivery.callbacks !== undefined) callbacks?.take(delivery, issuer);
    onCall?.(recordOf(delivery, { issuer: code, operation, traceparent: options.traceparent, atMs: nowMs }));
    const { act } = delivery;
    if (delivery.afterMs <= 0 && act.kind === 'respond' && act.transport === undefined) {
      return Promise.resolve(replyOf(act));
    }
    return wait(delivery, options, nowMs);
  };

  const wait = (delivery: Delivery, { timeoutMs, signal }: CallOptions, nowMs: number): Promise<CallResult> =>
    new Promise((resolve) => {
      const end = endOf(delivery);
      const isInTime = end.afterMs < timeoutMs;
      const settle = (result: CallResult): void => {
        running.delete(abort);
        signal?.removeEventListener('abort', abort);
        resolve(result);
      };
      const cancel = clock.at(nowMs + (isInTime ? end.afterMs : timeoutMs), () =>
        settle(isInTime ? end.result() : noReply(TIMED_OUT)),
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
      call(code, 'ask', options, (issuer, nowMs) => issuer.post({ kind: 'parsed', inquiry }, nowMs)),
    status: (code, inquiryId, options) =>
      call(code, 'status', options, (issuer, nowMs) => issuer.get(inquiryId, nowMs)),
    async close() {
      isClosed = true;
      for (const abort of [...running]) abort();
      callbacks?.close();
    },
  };
};

/** No signature travels here; a callback without one is refused as the engine's own door does. */
const refusingUnsigned =
  (deliver: SendCallback): SendCallback =>
  (order, signal) =>
    order.unsigned === true ? Promise.resolve('failed') : deliver(order, signal);

const noReply = (failure: CallFailure): CallResult => ({ kind: 'no-reply', failure });
const REFUSED = noReply(callFailureFor('ECONNREFUSED'));
const RESET = noReply(callFailureFor('ECONNRESET'));
const CLOSED = noReply(callFailureFor('UND_ERR_SOCKET'));

/** When the caller knows how its call has ended, and how: what a socket shows of the same act. */
const endOf = ({ act, afterMs }: Delivery): { readonly afterMs: number; readonly result: () => CallResult } => {
  if (act.kind === 'hang') return { afterMs: Number.POSITIVE_INFINITY, result: () => CLOSED };
  if (act.kind === 'reset') return { afterMs, result: () => RESET };
  if (act.kind === 'close') return { afterMs, result: () => CLOSED };
  const { transport } = act;
  if (transport?.kind === 'truncate') return { afterMs, result: () => CLOSED };
  if (transport?.kind === 'reset') return { afterMs, result: () => RESET };
  if (transport === undefined) return { afterMs, result: () => replyOf(act) };
  const chunks = Math.ceil(answerOf(act).bytes.byteLength / transport.chunkBytes);
  return { afterMs: afterMs + Math.max(0, chunks - 1) * transport.pauseMs, result: () => replyOf(act) };
};

const replyOf = ({ status, body, raw, retryAfterS }: Respond): CallResult => ({
  kind: 'reply',
  reply: {
    status,
    retryAfter: retryAfterS === undefined ? undefined : String(retryAfterS),
    contentType: raw?.contentType ?? ANSWER_CONTENT_TYPE,
    ...(raw === undefined ? { body } : readReplyBody(raw.bytes)),
  },
});

const recordOf = (
  { act, afterMs, about, faults = [] }: Delivery,
  call: Pick<IssuerCallRecord, 'issuer' | 'operation' | 'traceparent' | 'atMs'>,
): IssuerCallRecord => ({
  ...call,
  inquiryId: about?.inquiryId,
  attempt: about?.attempt,
  faults,
  did: actWords(act),
  plannedMs: afterMs,
  // Nothing comes between in virtual time.
  tookMs: afterMs,
});
