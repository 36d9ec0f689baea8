// Carries out a Delivery on a server's response: waits, writes, and leaves the connection in order. Decides nothing.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cancel, Clock } from '../../core/clock.ts';
import type { Act, Delivery } from '../issuer/delivery.ts';
import { ANSWER_CONTENT_TYPE } from './answer.ts';

/** After an answer to a body that is too large, so much more of it is read and dropped before the connection ends... */
const LINGER_BYTES = 1_048_576;
/** ... or what comes in so long: a client that is still sending would otherwise get a reset and not see the answer. */
const LINGER_MS = 2000;

/** Delivers after `afterMs` on the clock; a client that goes away before ends the waiting. */
export const carryOut = (delivery: Delivery, response: ServerResponse, clock: Clock): void => {
  if (delivery.afterMs <= 0) {
    perform(delivery.act, response);
    return;
  }
  const cancel = clock.at(clock.now() + delivery.afterMs, () => {
    response.removeListener('close', cancel);
    perform(delivery.act, response);
  });
  response.once('close', cancel);
};

const perform = (act: Act, response: ServerResponse): void => {
  const text = JSON.stringify(act.body);
  response.writeHead(act.status, headersOf(act, text));
  response.end(text);
};

/** Answers a request whose body was not read to its end, then reads a little further and closes the connection. */
export const answerAndClose = (act: Act, request: IncomingMessage, response: ServerResponse, clock: Clock): void => {
  const text = JSON.stringify(act.body);
  response.writeHead(act.status, { ...headersOf(act, text), connection: 'close' });
  response.write(text);
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

const headersOf = (act: Act, text: string): Record<string, string | number> => {
  const headers: Record<string, string | number> = {
    'content-type': ANSWER_CONTENT_TYPE,
    'content-length': Buffer.byteLength(text),
  };
  if (act.retryAfterS !== undefined) headers['retry-after'] = act.retryAfterS;
  if (act.allow !== undefined) headers.allow = act.allow;
  return headers;
};
