// Carries out a Delivery on a server's response: waits, writes, breaks, and leaves the connection in order. Decides
// nothing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cancel, Clock } from '../../core/clock.ts';
import type { Delivery, Respond } from '../issuer/delivery.ts';
import { actWords } from './act-words.ts';
import { answerOf, halfOf, headersOf } from './answer.ts';

/** After an answer to a body that is too large, so much more of it is read and dropped before the connection ends... */
const LINGER_BYTES = 1_048_576;
/** ... or what comes in so long: a client that is still sending would otherwise get a reset and not see the answer. */
const LINGER_MS = 2000;

/** What became of a call, in the words of the journal. */
export const CLIENT_GONE = 'caller gone';

/**
 * Delivers after `afterMs` on the clock; a client that goes away before ends the waiting. `onEnd` is told once what
 * happened, when nothing of it waits for the clock any more: the act, or that the caller went away before it.
 */
export const carryOut = (
  { act, afterMs }: Delivery,
  response: ServerResponse,
  clock: Clock,
  onEnd: (did: string) => void = () => undefined,
): void => {
  if (act.kind === 'hang') {
    response.once('close', () => onEnd('hang'));
    return;
  }
  const perform = (): void => {
    const onDone = (): void => onEnd(actWords(act));
    if (act.kind === 'respond') {
      respond(act, response, clock, onDone);
      return;
    }
    if (act.kind === 'reset') response.socket?.resetAndDestroy();
    else response.socket?.destroySoon();
    onDone();
  };
  if (afterMs <= 0) {
    perform();
    return;
  }
  const onClose = (): void => {
    cancel();
    onEnd(CLIENT_GONE);
  };
  const cancel = clock.at(clock.now() + afterMs, () => {
    response.removeListener('close', onClose);
    perform();
  });
  response.once('close', onClose);
};

const respond = (act: Respond, response: ServerResponse, clock: Clock, onDone: () => void): void => {
  const { transport, raw } = act;
  if (transport === undefined && raw === undefined) {
    // What nearly every answer is goes out as a text: as bytes of its own it takes longer.
    const text = JSON.stringify(act.body);
    response.writeHead(act.status, headersOf(act, Buffer.byteLength(text)));
    response.end(text);
    onDone();
    return;
  }
  const { status, headers, bytes } = answerOf(act);
  response.writeHead(status, headers);
  if (transport?.kind === 'dribble') {
    dribble(bytes, transport, response, clock, onDone);
    return;
  }
  if (transport === undefined) response.end(bytes);
  else {
    const { socket } = response;
    response.write(halfOf(bytes), () =>
      transport.kind === 'reset' ? socket?.resetAndDestroy() : socket?.destroySoon(),
    );
  }
  onDone();
};

const dribble = (
  bytes: Uint8Array,
  { chunkBytes, pauseMs }: { readonly chunkBytes: number; readonly pauseMs: number },
  response: ServerResponse,
  clock: Clock,
  onDone: () => void,
): void => {
  let cancel: Cancel = () => undefined;
  const finish = (): void => {
    response.removeListener('close', onClose);
    onDone();
  };
  const onClose = (): void => {
    cancel();
    onDone();
  };
  const next = (at: number): void => {
    const end = at + chunkBytes;
    if (end >= bytes.byteLength) {
      response.end(bytes.subarray(at));
      finish();
      return;
    }
    response.write(bytes.subarray(at, end));
    cancel = clock.at(clock.now() + pauseMs, () => next(end));
  };
  response.once('close', onClose);
  next(0);
};

/** Answers a request whose body was not read to its end, then reads a little further and closes the connection. */
export const answerAndClose = (
  act: Respond,
  request: IncomingMessage,
  response: ServerResponse,
  clock: Clock,
): void => {
  const { status, headers, bytes } = answerOf(act);
  response.writeHead(status, { ...headers, connection: 'close' });
  response.write(bytes);
  let lingeredBytes = 0;
  const finish = (): void => {
    cancel();
    response.end();
  };
  const cancel: Cancel = clock.at(clock.now() + LINGER_MS, finish);
  request.on('data', (chunk: Uint8Array) => {
    lingeredBytes += chunk.byteLength;
    if (lingeredBytes > LINGER_BYTES) finish();
  });
  request.once('end', finish);
  response.once('close', cancel);
};
