// Sends a request to the letter and takes whatever comes back as data: no redirect is followed, no header is made up
// but what carries the message (Host, its framing, Connection), and nothing an endpoint does becomes an exception.
import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { parseJson } from '../../core/json.ts';
import { decodeUtf8 } from '../../core/read-body.ts';
import type { RawAnswer, RawRequest } from '../check.ts';

/** So much of an answer is read. The longest that the document allows (200 cards) has about 25 KB. */
export const MAX_ANSWER_BYTES = 1_048_576;
/** Of all headers of an answer together; more is HPE_HEADER_OVERFLOW. */
const MAX_ANSWER_HEADER_BYTES = 65_536;

/** Codes of our own, beside those of the system and of Node. */
export const TOO_LARGE = 'TOO_LARGE';
/** The connection ended before the answer did. */
export const CUT_OFF = 'CUT_OFF';
/** Nobody took the connection in time, which is another thing than taking it and not answering. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';
/** Connected, and no complete answer in time. */
export const TIMED_OUT = 'ETIMEDOUT';
/** Given up by the verifier itself. */
export const INTERRUPTED = 'ABORT_ERR';

export interface RawClientOptions {
  /** Origin and base path; `target` of a request is put behind it. */
  readonly url: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Ends what is under way, as a failure ABORT_ERR. */
  readonly signal?: AbortSignal | undefined;
}

export interface RawClient {
  /** On a connection of its own. */
  send(request: RawRequest): Promise<RawAnswer>;
  /** One after the other on one connection, as far as the endpoint keeps it. */
  sendInTurn(requests: readonly RawRequest[]): Promise<readonly RawAnswer[]>;
}

type Agent = HttpAgent | HttpsAgent;

export const createRawClient = (options: RawClientOptions): RawClient => {
  const isSecure = options.url.startsWith('https:');
  const agentFor = (keepAlive: boolean): Agent =>
    new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive, maxSockets: keepAlive ? 1 : Number.POSITIVE_INFINITY });
  const own = agentFor(false);
  return {
    send: (request) => exchange(request, options, own, 'close'),
    async sendInTurn(requests) {
      const agent = agentFor(true);
      const answers: RawAnswer[] = [];
      try {
        for (const request of requests) answers.push(await exchange(request, options, agent, 'keep-alive'));
      } finally {
        agent.destroy();
      }
      return answers;
    },
  };
};

const exchange = (
  raw: RawRequest,
  { url, clock, timeoutMs, signal }: RawClientOptions,
  agent: Agent,
  connection: 'close' | 'keep-alive',
): Promise<RawAnswer> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve({ kind: 'failure', code: INTERRUPTED });
      return;
    }
    const base = new URL(url);
    const sent = (base.protocol === 'https:' ? httpsRequest : httpRequest)({
      agent,
      host: base.hostname.replace(/^\[|\]$/g, ''),
      port: base.port,
      method: raw.method,
      path: base.pathname.replace(/\/$/, '') + raw.target,
      headers: headersOf(raw, base.host, connection).flat(),
      maxHeaderSize: MAX_ANSWER_HEADER_BYTES,
    });
    let isConnected = false;
    const end = (answer: RawAnswer): void => {
      cancel();
      signal?.removeEventListener('abort', interrupt);
      resolve(answer);
    };
    const fail = (code: string): void => {
      end({ kind: 'failure', code });
      sent.destroy();
    };
    const interrupt = (): void => fail(INTERRUPTED);
    const cancel = clock.at(clock.now() + timeoutMs, () => fail(isConnected ? TIMED_OUT : CONNECT_TIMEOUT));
    signal?.addEventListener('abort', interrupt, { once: true });
    sent.on('socket', (socket: Socket) => {
      if (!socket.connecting) isConnected = true;
      else socket.once('connect', () => (isConnected = true));
    });
    // Also after the end: what is destroyed may still say so.
    sent.on('error', (error) => fail(errorCodeOf(error)));
    sent.on('response', (response) =>
      read(response, (answer) => (typeof answer === 'string' ? fail(answer) : end(answer))),
    );
    writeBody(sent, raw, clock, interrupt);
  });

/** At once, or piece by piece; whoever hangs up has sent no more than that. */
const writeBody = (
  sent: ClientRequest,
  { body, pieces, hangUpAfterBytes }: RawRequest,
  clock: Clock,
  hangUp: () => void,
): void => {
  if (body === undefined) {
    sent.end();
    return;
  }
  const bytes = Buffer.from(body).subarray(0, hangUpAfterBytes);
  const { sizeBytes, pauseMs } = pieces ?? { sizeBytes: bytes.byteLength, pauseMs: 0 };
  const next = (at: number): void => {
    if (sent.destroyed) return;
    const end = at + sizeBytes;
    const isLast = end >= bytes.byteLength;
    if (isLast && hangUpAfterBytes === undefined) sent.end(bytes.subarray(at));
    else if (isLast) sent.write(bytes.subarray(at), hangUp);
    else sent.write(bytes.subarray(at, end), () => clock.at(clock.now() + pauseMs, () => next(end)));
  };
  next(0);
};

/** What carries the message is added where the request does not say it itself. */
const headersOf = (
  { method, headers, body, framing }: RawRequest,
  host: string,
  connection: string,
): readonly (readonly [string, string])[] => {
  const has = (name: string): boolean => headers.some(([given]) => given.toLowerCase() === name);
  const isFramed = has('content-length') || has('transfer-encoding');
  const frame: readonly (readonly [string, string])[] =
    framing === 'chunked'
      ? [['Transfer-Encoding', 'chunked']]
      : body !== undefined || /^(POST|PUT|PATCH)$/.test(method)
        ? [['Content-Length', String(Buffer.byteLength(body ?? ''))]]
        : [];
  return [
    ...(has('host') ? [] : [['Host', host] as const]),
    ...headers,
    ...(isFramed ? [] : frame),
    ...(has('connection') ? [] : [['Connection', connection] as const]),
  ];
};

/** Reads up to the limit; a text is the code of what went wrong. */
const read = (response: IncomingMessage, done: (answer: RawAnswer | string) => void): void => {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  response.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > MAX_ANSWER_BYTES) done(TOO_LARGE);
    else chunks.push(chunk);
  });
  response.on('error', () => done(CUT_OFF));
  response.on('end', () => {
    if (!response.complete) return done(CUT_OFF);
    const bytes = Buffer.concat(chunks);
    const text = decodeUtf8(bytes);
    const json = text === undefined ? undefined : parseJson(text);
    done({
      kind: 'answer',
      status: response.statusCode ?? 0,
      headers: joined(response.rawHeaders),
      bytes,
      text: text ?? bytes.toString('latin1'),
      json: json?.ok === true ? json.value : undefined,
    });
  });
};

const joined = (rawHeaders: readonly string[]): Readonly<Record<string, string>> => {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase();
    const before = headers.get(name);
    const value = rawHeaders[at + 1] ?? '';
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
};

/** Of several addresses that were tried in vain the first one's code speaks for all. */
const errorCodeOf = (error: Error & { readonly code?: string }): string => {
  const [first] = error instanceof AggregateError ? error.errors : [];
  if (error.code === undefined && first instanceof Error) return errorCodeOf(first);
  return error.code ?? 'UNKNOWN';
};
