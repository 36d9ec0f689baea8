// One call through the MSW door: reads the Request, asks the port and the issuer, waits, and gives the Response.
import type { Clock } from '../../core/clock.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { MAX_REQUEST_BYTES } from '../../core/messages.ts';
import { answerRequest, type HttpRequest, type IssuerAccess } from '../issuer/http-exchange.ts';
import { actWords } from './act-words.ts';
import type { CallbackDesk } from './callback-desk.ts';
import { noAnswer, replyOf, waitFor } from './msw-reply.ts';
import { CLIENT_GONE } from './reply.ts';

export interface ExchangeOptions {
  readonly clock: Clock;
  readonly callbacks: CallbackDesk;
  readonly onCall: ((record: IssuerCallRecord) => void) | undefined;
  /** The door closes. */
  readonly closed: AbortSignal | undefined;
}

/** Answers the calls to one issuer. */
export const exchangeAt = (access: IssuerAccess, { clock, callbacks, onCall, closed }: ExchangeOptions) => {
  const { issuer } = access;
  return async (request: Request): Promise<Response> => {
    const port = issuer.port(clock.now());
    if (port.kind !== 'open') return noAnswer(port.kind === 'refuse' ? 'ECONNREFUSED' : 'ECONNRESET');
    const received = await receivedFrom(request);
    const atMs = clock.now();
    const delivery = answerRequest(received, access, atMs);
    const { act, afterMs, about, faults = [] } = delivery;
    if (delivery.callbacks !== undefined) callbacks.take(delivery, issuer);
    const caller = { clock, gone: request.signal, closed };
    const isNow = afterMs <= 0 && act.kind !== 'hang';
    const end = isNow ? 'due' : await waitFor(delivery, caller);
    onCall?.({
      issuer: issuer.code,
      operation: received.method === 'GET' ? 'status' : 'ask',
      inquiryId: about?.inquiryId,
      attempt: about?.attempt,
      traceparent: request.headers.get('traceparent') ?? undefined,
      faults,
      did: end === 'due' || act.kind === 'hang' ? actWords(act) : CLIENT_GONE,
      plannedMs: afterMs,
      atMs,
      tookMs: clock.now() - atMs,
    });
    if (end === 'gone') return nobodyWaits();
    return end === 'closed' || act.kind === 'hang' ? noAnswer('UND_ERR_SOCKET') : replyOf(act, caller);
  };
};

/** The request as a socket would have brought it. */
const receivedFrom = async (request: Request): Promise<HttpRequest> => {
  const { pathname, search } = new URL(request.url);
  // It is in memory already: MSW has read it.
  const body = new Uint8Array(await request.arrayBuffer());
  return {
    method: request.method,
    target: pathname + search,
    headers: Object.fromEntries(request.headers),
    body: body.byteLength > MAX_REQUEST_BYTES ? 'too-large' : body,
  };
};

/** MSW takes it as a mistake when a call that its caller has given up is answered. Nothing holds on to this promise. */
const nobodyWaits = (): Promise<Response> => new Promise(() => undefined);
