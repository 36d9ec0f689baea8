// Where the endpoint under verification calls back: one listener a run, a box for each inquiry. It takes what comes,
// says whether the signature holds, and answers what the check wants.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import { nodeDigests } from '../../core/node-digests.ts';
import { decodeUtf8, readBody } from '../../core/read-body.ts';
import { keyIdOf, verifyMessage } from '../../core/signature.ts';
import type { CallbackBox, ReceivedCallback } from '../check.ts';

/** A result of 200 cards has about 25 KB. */
const MAX_CALLBACK_BYTES = 262_144;
/** The query of a callback that has followed a redirect. */
export const REDIRECTED = 'redirected';
/** An endpoint that calls back without end is not kept count of for ever. */
const MAX_CALLBACKS_PER_BOX = 100;

export interface CallbackListenerOptions {
  readonly issuer: string;
  readonly key: string;
  readonly clock: Clock;
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** How the endpoint reaches it, without a last slash; undefined: at the address where it listens. */
  readonly publicUrl: string | undefined;
}

export interface CallbackListener {
  /** Whoever waits for callbacks in it waits no longer when the signal is raised. */
  openBox(signal: AbortSignal): CallbackBox;
  close(): Promise<void>;
}

interface Box {
  readonly callbacks: ReceivedCallback[];
  status: (nth: number) => number;
  afterMs: (nth: number) => number;
  /** Told of each that comes. */
  readonly watchers: Set<() => void>;
}

/** @throws Node's own error where the address cannot be listened on */
export const listenForCallbacks = async (options: CallbackListenerOptions): Promise<CallbackListener> => {
  const { clock, host, port } = options;
  const boxes = new Map<string, Box>();
  const server = createServer((request, response) => void take(request, response, boxes, options));
  const address = await listen(server, port, host);
  const base = options.publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
  return {
    openBox(signal) {
      const name = randomUUID();
      const box: Box = { callbacks: [], status: () => 204, afterMs: () => 0, watchers: new Set() };
      boxes.set(name, box);
      return {
        url: `${base}/callbacks/${name}`,
        answerWith(status, afterMs = () => 0) {
          box.status = status;
          box.afterMs = afterMs;
        },
        received: () => [...box.callbacks],
        waitFor: (count, withinMs) => waitFor(box, count, withinMs, { clock, signal }),
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const listen = (server: Server, port: number, host: string): Promise<{ readonly port: number }> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error(`${host}:${port} is no TCP address`));
      else resolve(address);
    });
  });

const take = async (
  request: IncomingMessage,
  response: ServerResponse,
  boxes: ReadonlyMap<string, Box>,
  { issuer, key, clock, publicUrl }: CallbackListenerOptions,
): Promise<void> => {
  const { method = '', url: target = '', headers } = request;
  const read = await readBody(request, MAX_CALLBACK_BYTES);
  const box = boxes.get(/\/callbacks\/([0-9a-f-]{36})(?:\?.*)?$/.exec(target)?.[1] ?? '');
  if (box === undefined || !read.ok || box.callbacks.length >= MAX_CALLBACKS_PER_BOX) {
    response.writeHead(box === undefined ? 404 : 413).end();
    return;
  }
  const [path = '', query] = target.split(/(?=\?)/);
  // Whatever carries it here from a public address may have taken the first part of the path away: it was signed.
  const base = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  const signedPath = path.startsWith(`${base}/`) ? path : base + path;
  const atMs = clock.now();
  box.callbacks.push({
    atMs,
    method,
    target,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    text: decodeUtf8(read.value) ?? Buffer.from(read.value).toString('latin1'),
    signatureProblem: verifyMessage(
      { method, path: signedPath, query, body: read.value },
      {
        ...headers,
        'signature-input': headers['signature-input']?.toString(),
        signature: headers.signature?.toString(),
        'content-digest': headers['content-digest']?.toString(),
      },
      { keyId: keyIdOf(issuer), key },
      Math.floor(atMs / 1000),
      nodeDigests,
    ),
  });
  const nth = box.callbacks.length;
  for (const tell of [...box.watchers]) tell();
  const delayMs = box.afterMs(nth);
  if (delayMs > 0) await clock.sleep(delayMs);
  answer(response, box.status(nth), target);
};

/** Whoever follows a redirect, which nobody should, comes to the same box. */
const answer = (response: ServerResponse, status: number, target: string): void => {
  const path = target.split('?')[0] ?? '';
  response.writeHead(status, status > 299 && status < 400 ? { location: `${path}?${REDIRECTED}` } : {}).end();
};

const waitFor = (
  box: Box,
  count: number,
  withinMs: number,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (hasCome: boolean): void => {
      cancel();
      box.watchers.delete(look);
      signal.removeEventListener('abort', giveUp);
      resolve(hasCome);
    };
    const look = (): void => {
      if (box.callbacks.length >= count) end(true);
    };
    const giveUp = (): void => end(false);
    const cancel = clock.at(clock.now() + withinMs, giveUp);
    box.watchers.add(look);
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
    look();
  });
