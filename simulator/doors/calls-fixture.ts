// For tests only: signed calls to a door over a real socket, and a clock that tells when somebody begins to wait on it.
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { request } from 'undici';
import type { Clock } from '../../core/clock.ts';
import { INQUIRIES_PATH } from '../../core/issuer-client.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { developmentKeyOf, keyIdOf, signMessage } from '../../core/signature.ts';
import { nextTurn, systemClock } from '../../core/system-clock.ts';
import { VirtualClock } from '../../core/virtual-clock.ts';
import { expectInDocument } from '../issuer/customers-fixture.ts';

export interface SignedCall {
  readonly method?: 'POST' | 'GET' | 'HEAD' | 'PUT';
  readonly path?: string;
  readonly body?: string | Uint8Array;
  readonly issuer?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly createdS?: number;
  /** Sends the body in chunks of 1000 bytes, its length not said before. */
  readonly isChunked?: boolean;
  readonly signal?: AbortSignal;
}

/** Signs and sends, and holds the answer to the document. */
export const callDoor = async (url: string, call: SignedCall = {}) => {
  const { method = 'POST', path = INQUIRIES_PATH, body, issuer = 'ICBC', isChunked = false, headers = {} } = call;
  const { createdS = Math.floor(systemClock.now() / 1000) } = call;
  const credentials = { keyId: keyIdOf(issuer), key: developmentKeyOf(issuer) };
  const signature = signMessage({ method, path, body }, credentials, createdS, nodeDigests);
  const answer = await request(url + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...signature, ...headers },
    body: body !== undefined && isChunked ? Readable.from(inChunks(body)) : (body ?? null),
    signal: call.signal ?? null,
  });
  const text = await answer.body.text();
  const parsed: unknown = text === '' ? undefined : JSON.parse(text);
  if (parsed !== undefined) expectInDocument(answer.statusCode, parsed);
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: parsed as { readonly respCode?: string } | undefined,
  };
};

async function* inChunks(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** Writes to a fresh connection and reads until the server ends it; `send` says whether there is still a connection. */
export const exchangeBytes = (port: number, write: (send: (bytes: string) => boolean) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      received += text;
    });
    socket.once('close', () => resolve(received));
    socket.once('error', (error) => (received === '' ? reject(error) : resolve(received)));
    socket.once('connect', () =>
      write((bytes) => {
        if (socket.writable) socket.write(bytes);
        return socket.writable;
      }),
    );
  });

/** A virtual clock whose `nextWait` resolves once somebody waits on it, and `nextCancel` once somebody gives up. */
export const watchedClock = () => {
  const clock = new VirtualClock({ settle: nextTurn });
  let onWait = (): void => undefined;
  let onCancel = (): void => undefined;
  const watched: Clock = {
    now: () => clock.now(),
    sleep: (delayMs) => clock.sleep(delayMs),
    at(atMs, task) {
      const cancel = clock.at(atMs, task);
      onWait();
      return () => {
        cancel();
        onCancel();
      };
    },
  };
  return {
    clock: watched,
    virtual: clock,
    nextWait: () =>
      new Promise<void>((resolve) => {
        onWait = resolve;
      }),
    nextCancel: () =>
      new Promise<void>((resolve) => {
        onCancel = resolve;
      }),
  };
};
