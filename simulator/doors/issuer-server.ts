// The socket door: one port per issuer, Express around the pure issuer. It reads, asks, and carries out; it decides
// nothing about inquiries.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express } from 'express';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import type { IssuerCallRecord } from '../../core/journal.ts';
import { type Digests, developmentKeyOf } from '../../core/signature.ts';
import type { WireWatch } from '../../core/wire-watch.ts';
import type { Delivery } from '../issuer/delivery.ts';
import { answerRequest, type HttpRequest, type IssuerAccess } from '../issuer/http-exchange.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { brokenInside } from '../issuer/refusals.ts';
import type { IssuerSettings } from '../issuer/settings.ts';
import { type CallbackDesk, createCallbackDesk } from './callback-desk.ts';
import { createCallbackSender } from './callback-sender.ts';
import { closeServer, createExpressServer, listen, urlOf } from './http-server.ts';
import { createPortKeeper } from './port-keeper.ts';
import { answerAndClose, carryOut } from './reply.ts';
import { readRequestBody } from './request-body.ts';

export interface ListenOptions {
  readonly host: string;
  readonly clock: Clock;
  readonly digests: Digests;
  /** Told of every bug in the program; the client gets 500/99. Default: a warning of the process. */
  readonly onBug?: (error: unknown) => void;
  /** Told of every call and callback, when it has ended. */
  readonly onCall?: (record: IssuerCallRecord) => void;
  /** Told what is held back until the clock says so, and what is called back. */
  readonly wire?: WireWatch;
}

export interface IssuerDoor {
  readonly issuer: IssuerCode;
  readonly port: number;
  /** `http://127.0.0.1:7101` */
  readonly url: string;
  /** Callbacks that are ordered and not over. */
  readonly pendingCallbacks: number;
  /** From the next call on; resolves when the port, too, is as the settings say. */
  configure(settings: IssuerSettings): Promise<void>;
  /** Stops listening and ends every connection, waiting reply and callback. */
  close(): Promise<void>;
}

/**
 * Opens one issuer's door. `port` 0 takes any free port; `key` is what the network shares with this issuer.
 * @throws {PortTaken} (http-server.ts) where the port is in use; Node's own error for any other reason
 */
export const listenIssuer = async (
  options: ListenOptions & { readonly issuer: Issuer; readonly port: number; readonly key: string },
): Promise<IssuerDoor> => {
  const { issuer, port, key, host, clock, digests, onBug = warnOfBug, onCall, wire } = options;
  const sender = createCallbackSender({ keyOf: () => key, clock, digests, ...(wire && { wire }) });
  const callbacks = createCallbackDesk({ clock, send: sender.send, ...(onCall && { onCall }) });
  const isOpen = (): boolean => keeper === undefined || keeper.state === 'open';
  const parts: AppParts = { clock, callbacks, onBug, isOpen, ...(onCall && { onCall }), ...(wire && { wire }) };
  const server = createExpressServer(issuerApp({ issuer, key, digests }, parts));
  const bound = await listen(server, port, host).catch(async (error: unknown) => {
    await sender.close();
    throw error;
  });
  const keeper = createPortKeeper({ server, port: bound.port, host, clock, issuer, onProblem: onBug });
  await keeper.update();
  return {
    issuer: issuer.code,
    port: bound.port,
    url: urlOf(bound),
    get pendingCallbacks() {
      return callbacks.pending();
    },
    configure(settings) {
      issuer.configure(settings);
      return keeper.update();
    },
    close: once(async () => {
      callbacks.close();
      await keeper.stop();
      await Promise.all([closeServer(server), sender.close()]);
    }),
  };
};

export interface IssuerDoors {
  /** In the order in which the issuers were given. */
  readonly doors: readonly IssuerDoor[];
  readonly urls: ReadonlyMap<IssuerCode, string>;
  close(): Promise<void>;
}

/**
 * Opens the doors of many issuers, all of them or none.
 * @throws as {@link listenIssuer}
 */
export const listenIssuers = async (
  options: ListenOptions & {
    readonly issuers: Iterable<Issuer>;
    /** The port of an issuer, which stands at `at`; 0 takes any free one. See {@link portsFrom}. */
    readonly portOf: (issuer: IssuerCode, at: number) => number;
    /** Default: the keys for development. */
    readonly keyOf?: (issuer: IssuerCode) => string;
  },
): Promise<IssuerDoors> => {
  const { issuers, portOf, keyOf = developmentKeyOf } = options;
  const opened = await Promise.allSettled(
    [...issuers].map((issuer, at) =>
      listenIssuer({ ...options, issuer, port: portOf(issuer.code, at), key: keyOf(issuer.code) }),
    ),
  );
  const doors = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(doors.map((door) => door.close()));
  };
  const failed = opened.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { doors, urls: new Map(doors.map(({ issuer, url }) => [issuer, url])), close };
};

/** One port after the other from `first` on; 0: any free ones. */
export const portsFrom =
  (first: number) =>
  (_issuer: IssuerCode, at: number): number =>
    first === 0 ? 0 : first + at;

interface AppParts {
  readonly clock: Clock;
  readonly callbacks: CallbackDesk;
  readonly onBug: (error: unknown) => void;
  readonly onCall?: (record: IssuerCallRecord) => void;
  readonly wire?: WireWatch;
  /** Whether the port takes calls: a connection from before may bring one after it has closed. */
  readonly isOpen: () => boolean;
}

/** The whole API is one handler: routing is part of the exchange, so that every door routes alike. */
const issuerApp = (access: IssuerAccess, { clock, callbacks, onBug, onCall, wire, isOpen }: AppParts): Express => {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('query parser', false);
  const exchange = (request: IncomingMessage, response: ServerResponse, body: HttpRequest['body']): void => {
    const { method = '', url: target = '', headers } = request;
    const atMs = clock.now();
    const delivery = answerRequest({ method, target, headers: headerTexts(headers), body }, access, atMs);
    if (delivery.callbacks !== undefined) callbacks.take(delivery, access.issuer);
    if (body === 'too-large' && delivery.act.kind === 'respond') {
      answerAndClose(delivery.act, request, response, clock);
      return;
    }
    const traceparent = headerText(headers.traceparent);
    const release = traceparent === undefined ? undefined : wire?.hold(traceparent);
    carryOut(delivery, response, clock, (did) => {
      release?.();
      onCall?.(recordOf(delivery, request, did, atMs));
    });
  };
  const recordOf = (delivery: Delivery, request: IncomingMessage, did: string, atMs: number): IssuerCallRecord => ({
    issuer: access.issuer.code,
    inquiryId: delivery.about?.inquiryId,
    attempt: delivery.about?.attempt,
    operation: request.method === 'GET' ? 'status' : 'ask',
    traceparent: headerText(request.headers.traceparent),
    faults: delivery.faults ?? [],
    did,
    atMs,
    plannedMs: delivery.afterMs,
    tookMs: clock.now() - atMs,
  });
  app.use((request: IncomingMessage, response: ServerResponse): void => {
    if (!isOpen()) {
      request.socket.resetAndDestroy();
      return;
    }
    readRequestBody(request, (body) => {
      try {
        exchange(request, response, body);
      } catch (error) {
        // Express is long gone when the body is complete, so its error handling is, too.
        onBug(error);
        if (response.headersSent) response.destroy();
        else carryOut(brokenInside, response, clock);
      }
    });
  });
  return app;
};

/** Node gives each of these as one text; its types allow a list for headers that it does not know. */
const headerTexts = (headers: IncomingHttpHeaders): HttpRequest['headers'] => ({
  ...headers,
  'signature-input': headerText(headers['signature-input']),
  signature: headerText(headers.signature),
  'content-digest': headerText(headers['content-digest']),
  'content-type': headers['content-type'],
  'content-encoding': headers['content-encoding'],
});

const headerText = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(', ') : value;

/** Closing twice is closing once. */
const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
};

const warnOfBug = (error: unknown): void => {
  process.emitWarning(error instanceof Error ? error : new Error(`an issuer's door threw ${String(error)}`));
};
