// The door without sockets: calls the pure issuer and waits on the given clock. For virtual time, where it has to be
// fast: no text, no signature, one timer per call.
import type { IssuerCode } from '../../core/banks.ts';
import type { Cancel, Clock } from '../../core/clock.ts';
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

/** A call whose answer is still to come. */
interface RunningCall {
  readonly tell: (result: CallResult) => void;
  /** Of the timer at which it ends. */
  readonly cancel: Cancel;
  /** Stops listening for the caller who wants it to end early; undefined where there is no such caller. */
  readonly unheed: (() => void) | undefined;
}

export interface InProcessOptions {
  readonly issuers: { get(code: IssuerCode): Issuer | undefined };
  readonly clock: Clock;
  /** Takes the sends of issuers in callback mode; without it nothing is called back. */
  readonly deliverCallback?: SendCallback;
  /** Told what an issuer did about each call. */
  readonly onCall?: (record: IssuerCallRecord) => void;
}

export interface InProcessClient extends IssuerClient {
  /** Whether calls are under way or callbacks to come. */
  isBusy(): boolean;
}

/** An issuer that is not in `issuers` refuses the connection. */
export const inProcessClient = ({ issuers, clock, deliverCallback, onCall }: InProcessOptions): InProcessClient => {
  const callbacks =
    deliverCallback === undefined
      ? undefined
      : createCallbackDesk({ clock, send: refusingUnsigned(deliverCallback), ...(onCall && { onCall }) });
  const running = new Set<RunningCall>();
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

  const end = (call: RunningCall, result: CallResult): void => {
    running.delete(call);
    call.unheed?.();
    call.tell(result);
  };
  const abort = (call: RunningCall): void => {
    call.cancel();
    end(call, noReply(ABORTED));
  };

  const wait = (delivery: Delivery, { timeoutMs, signal }: CallOptions, nowMs: number): Promise<CallResult> =>
    new Promise((tell) => {
      const afterMs = endsAfterMs(delivery);
      const isInTime = afterMs < timeoutMs;
      const cancel = clock.at(nowMs + (isInTime ? afterMs : timeoutMs), () =>
        end(call, isInTime ? resultOf(delivery) : noReply(TIMED_OUT)),
      );
      const unheed = signal && heed(signal, () => abort(call));
      const call: RunningCall = { tell, cancel, unheed };
      running.add(call);
    });

  return {
    ask: (code, inquiry, options) =>
      call(code, 'ask', options, (issuer, nowMs) => issuer.post({ kind: 'parsed', inquiry }, nowMs)),
    status: (code, inquiryId, options) =>
      call(code, 'status', options, (issuer, nowMs) => issuer.get(inquiryId, nowMs)),
    isBusy: () => running.size > 0 || (callbacks !== undefined && callbacks.pending() > 0),
    async close() {
      isClosed = true;
      for (const call of [...running]) abort(call);
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

/** Calls `onAbort` once the signal says so, until the returned function is called. */
const heed = (signal: AbortSignal, onAbort: () => void): (() => void) => {
  signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
};

/** When the caller knows how its call has ended, from the call on. */
const endsAfterMs = ({ act, afterMs }: Delivery): number => {
  if (act.kind === 'hang') return Number.POSITIVE_INFINITY;
  if (act.kind !== 'respond' || act.transport?.kind !== 'dribble') return afterMs;
  const chunks = Math.ceil(answerOf(act).bytes.byteLength / act.transport.chunkBytes);
  return afterMs + Math.max(0, chunks - 1) * act.transport.pauseMs;
};

/** How a call has ended that did end: what a socket shows of the same act. */
const resultOf = ({ act }: Delivery): CallResult => {
  if (act.kind !== 'respond') return act.kind === 'reset' ? RESET : CLOSED;
  if (act.transport === undefined || act.transport.kind === 'dribble') return replyOf(act);
  return act.transport.kind === 'reset' ? RESET : CLOSED;
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
