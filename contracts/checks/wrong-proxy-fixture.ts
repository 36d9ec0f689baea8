// For tests only: a right endpoint that something in front of it makes wrong in one way.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, verifyMessage } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import type { RawAnswer, RawRequest } from '../check.ts';
import { createRawClient } from '../verify/raw-client.ts';
import { openSimulated, serve } from '../verify/servers-fixture.ts';
import { createSigner } from '../verify/signer.ts';

const KEY = developmentKeyOf('ICBC');
/** However busy the machine is. */
const RIGHT_ANSWERS_WITHIN_MS = 20_000;

export interface Came {
  readonly method: string;
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** As they were written. */
  readonly names: readonly string[];
  readonly body: Buffer;
  /** The body where it is an object in JSON, else nothing. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Why its signature does not hold. */
  readonly problem: string | undefined;
  /** Which request it is on its connection, from 1. */
  readonly nth: number;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: string | undefined;
  /** Sent in place of `body`, which is sent as JSON. */
  readonly raw?: string | Uint8Array;
  /** Beside or in place of the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** So long after it was known. */
  readonly afterMs?: number;
  /** Half of the body is sent, of which all was promised, and then the connection is closed. */
  readonly isCutOff?: boolean;
}

export interface Wrong {
  /** Answers in place of the right one, or gives it another request; nothing leaves it as it is. */
  readonly request?: (came: Came) => Reply | Partial<Pick<Came, 'method' | 'target' | 'headers' | 'body'>> | undefined;
  /** Changes what the right one has answered; `reset` closes the connection in place of an answer. */
  readonly answer?: (reply: Reply, came: Came) => Reply | 'nothing' | 'reset';
  /** Takes what has come first for the whole body. */
  readonly readsOnce?: boolean;
  /** Told of what has come of a body so far. */
  readonly onPiece?: (text: string) => void;
}

export const refusal = (status: number, respCode: string): Reply => ({
  status,
  body: { respCode, respMsg: 'refused', errors: [{ pointer: '', message: 'is refused' }] },
});

/** What the right one says of somebody whom it does not know. */
export const nobodyAt = (inquiryId: unknown): Reply => ({
  status: 200,
  body: { inquiryId, issuer: 'ICBC', respCode: '00', respMsg: 'ok', cards: [], unsupported: [] },
});

/**
 * The address of an endpoint that is wrong like this, and else does what the one at `right` does, by default one that
 * has nobody on file. A request that it changes is rightly signed again.
 */
export const openWrong = async (wrong: Wrong, right?: string, clock: Clock = systemClock): Promise<string> => {
  const url = right ?? (await openSimulated());
  const client = createRawClient({ url, clock: systemClock, timeoutMs: RIGHT_ANSWERS_WITHIN_MS });
  const sign = createSigner({ issuer: 'ICBC', url, key: KEY, clock });
  const counts = new WeakMap<object, number>();
  const forward = async (came: Came): Promise<Reply> => {
    const change = wrong.request?.(came);
    if (change !== undefined && 'status' in change) return change;
    const { method = came.method, target = came.target, headers = came.headers, body = came.body } = change ?? {};
    const raw: RawRequest = {
      method,
      target,
      headers: Object.entries(headers).filter(([name]) => !CARRYING.test(name)),
      body: came.headers['content-length'] === undefined && body.byteLength === 0 ? undefined : body,
    };
    return replyOf(await client.send(change === undefined ? raw : sign(unsigned(raw))));
  };
  return serve((request, response) => {
    const nth = (counts.get(request.socket) ?? 0) + 1;
    counts.set(request.socket, nth);
    void bodyOf(request, wrong).then(async (body) => {
      if (body === undefined) return;
      const came = cameOf(request, body, nth, clock);
      const reply = await forward(came);
      const answer = wrong.answer?.(reply, came) ?? reply;
      if (answer === 'reset') request.socket.destroy();
      else if (answer !== 'nothing') clock.at(clock.now() + (answer.afterMs ?? 0), () => send(response, answer));
    });
  });
};

const CARRYING = /^(host|connection|content-length|transfer-encoding)$/;
const SIGNING = /^(signature|signature-input|content-digest)$/;

const unsigned = (raw: RawRequest): RawRequest => ({
  ...raw,
  headers: raw.headers.filter(([name]) => !SIGNING.test(name)),
});

const bodyOf = (request: IncomingMessage, { readsOnce, onPiece }: Wrong): Promise<Buffer | undefined> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      if (readsOnce === true && chunks.length > 0) return;
      chunks.push(chunk);
      onPiece?.(Buffer.concat(chunks).toString());
    });
    request.on('error', () => resolve(undefined));
    request.on('end', () => resolve(Buffer.concat(chunks)));
  });

const cameOf = (request: IncomingMessage, body: Buffer, nth: number, clock: Clock): Came => {
  const { method = '', url: target = '', rawHeaders } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );
  const [path = '', query] = target.split(/(?=\?)/);
  const isEmpty = body.byteLength === 0 && headers['content-digest'] === undefined;
  return {
    method,
    target,
    headers,
    names: rawHeaders.filter((_text, at) => at % 2 === 0),
    body,
    json: objectIn(body),
    problem: verifyMessage(
      { method, path, query, body: isEmpty ? undefined : body },
      headers,
      { keyId: keyIdOf('ICBC'), key: KEY },
      clock.now() / 1000,
      nodeDigests,
    ),
    nth,
  };
};

const objectIn = (body: Buffer): Came['json'] => {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Many bodies of a verification are no JSON.
    return {};
  }
};

const replyOf = (answer: RawAnswer): Reply => {
  if (answer.kind === 'failure') throw new Error(`the right endpoint gave no answer: ${answer.code}`);
  return { status: answer.status, body: answer.json, retryAfter: answer.headers['retry-after'] };
};

const send = (response: ServerResponse, { status, body, retryAfter, raw, headers, isCutOff = false }: Reply): void => {
  const bytes = Buffer.from(raw ?? JSON.stringify(body) ?? '');
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.byteLength,
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
    ...headers,
  });
  if (!isCutOff) response.end(bytes);
  else response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
};
