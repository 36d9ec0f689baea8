// Carries out a Delivery as a Response that MSW gives to a fetch, in Node or in a browser: waits, answers, breaks. What
// of it a client can see is in README.md ("The MSW door"). Decides nothing.
import { HttpResponse } from 'msw';
import type { Cancel, Clock } from '../../core/clock.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { Act, Delivery, Respond, Transport } from '../issuer/delivery.ts';
import { answerOf, halfOf } from './answer.ts';

/** Whom a reply is for, and what ends it early. */
export interface Caller {
  readonly clock: Clock;
  /** The caller has gone. In a browser MSW does not learn of it. */
  readonly gone: AbortSignal;
  /** The door closes. */
  readonly closed: AbortSignal | undefined;
}

/**
 * A fetch without an answer. In Node this very object becomes the `cause` of fetch's error, so that `error.cause.code`
 * is what it is with a socket; nothing else that carries a code gets there without a stack trace on the console.
 */
export const noAnswer = (code: 'ECONNREFUSED' | 'ECONNRESET' | 'UND_ERR_SOCKET'): Response =>
  Object.assign(Response.error(), { code });

/** How the wait for a reply ended. */
export type WaitEnd = 'due' | 'closed' | 'gone';

/** Waits until a delivery is due. A hang is due never: it ends with its caller or with the door. */
export const waitFor = ({ afterMs, act }: Delivery, { clock, gone, closed }: Caller): Promise<WaitEnd> =>
  new Promise((resolve) => {
    const settle = (how: WaitEnd): void => {
      cancelTimer?.();
      closed?.removeEventListener('abort', onClosed);
      gone.removeEventListener('abort', onGone);
      resolve(how);
    };
    const onClosed = (): void => settle('closed');
    const onGone = (): void => settle('gone');
    const cancelTimer = act.kind === 'hang' ? undefined : clock.at(clock.now() + afterMs, () => settle('due'));
    closed?.addEventListener('abort', onClosed);
    gone.addEventListener('abort', onGone);
    if (closed?.aborted) onClosed();
    else if (gone.aborted) onGone();
  });

/** What a delivery that is due gives to its caller. */
export const replyOf = (act: Exclude<Act, { readonly kind: 'hang' }>, caller: Caller): Response => {
  if (act.kind === 'respond') return answer(act, caller);
  return noAnswer(act.kind === 'reset' ? 'ECONNRESET' : 'UND_ERR_SOCKET');
};

const answer = (act: Respond, caller: Caller): Response => {
  const { status, headers, bytes } = answerOf(act);
  const body = act.transport === undefined ? bytes : bodyIn(act.transport, bytes, caller);
  return new HttpResponse(body, { status, headers });
};

type Bytes = Uint8Array<ArrayBuffer>;

const bodyIn = (transport: Transport, bytes: Bytes, caller: Caller): ReadableStream<Bytes> => {
  if (transport.kind === 'dribble') return dribbling(bytes, transport, caller);
  return cutOff(halfOf(bytes), transport.kind);
};

/**
 * When a body fails, what its client has not read yet is thrown away, the headers too. So the first half gets this
 * long, in real time: far more than a busy page needs to get it.
 */
const CUT_AFTER_MS = 50;

const cutOff = (half: Bytes, how: 'truncate' | 'reset'): ReadableStream<Bytes> =>
  new ReadableStream(
    {
      start: (controller) => controller.enqueue(half),
      async pull(controller) {
        await systemClock.sleep(CUT_AFTER_MS);
        controller.error(new Error(`the body ends after ${half.byteLength} bytes, by the fault ${how}`));
      },
    },
    READ_BY_READ,
  );

/** Nothing is made before somebody reads. */
const READ_BY_READ = { highWaterMark: 0 };

const dribbling = (
  bytes: Bytes,
  { chunkBytes, pauseMs }: Extract<Transport, { readonly kind: 'dribble' }>,
  { clock, closed }: Caller,
): ReadableStream<Bytes> => {
  let sentBytes = 0;
  let stop: Cancel = () => undefined;
  return new ReadableStream(
    {
      pull: (controller) =>
        new Promise((resolve) => {
          const send = (): void => {
            stop();
            controller.enqueue(bytes.slice(sentBytes, sentBytes + chunkBytes));
            sentBytes += chunkBytes;
            if (sentBytes >= bytes.byteLength) controller.close();
            resolve();
          };
          if (sentBytes === 0) {
            send();
            return;
          }
          const close = (): void => {
            stop();
            controller.error(new Error(`the door closed after ${sentBytes} bytes of the body`));
          };
          const cancelTimer = clock.at(clock.now() + pauseMs, send);
          closed?.addEventListener('abort', close);
          stop = () => {
            cancelTimer();
            closed?.removeEventListener('abort', close);
          };
        }),
      cancel: () => stop(),
    },
    READ_BY_READ,
  );
};
