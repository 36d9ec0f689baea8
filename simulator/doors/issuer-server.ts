// The socket door: one port per issuer, Express around the pure issuer. It reads, asks, and carries out; it decides
// nothing about inquiries.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express } from 'express';
import type { IssuerCode } from '../../core/banks.ts';
import type { Clock } from '../../core/clock.ts';
import { type Digests, developmentKeyOf } from '../../core/signature.ts';
import { answerRequest, type HttpRequest, type IssuerAccess } from '../issuer/http-exchange.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { brokenInside } from '../issuer/refusals.ts';
import { type CallbackDesk, createCallbackDesk } from './callback-desk.ts';
import { createCallbackSender } from './callback-sender.ts';
import { closeServer, createExpressServer, listen, urlOf } from './http-server.ts';
import { answerAndClose, carryOut } from './reply.ts';
import { readRequestBody } from './request-body.ts';

export interface ListenOptions {
  readonly host: string;
  readonly clock: Clock;
  readonly digests: Digests;
  /** Told of every bug in the program; the client gets 500/99. Default: a warning of the process. */
  readonly onBug?: (error: unknown) => void;
}

export interface IssuerDoor {
  readonly issuer: IssuerCode;
  readonly port: number;
  /** `http://127.0.0.1:7101` */
  readonly url: string;
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
  const { issuer, port, key, host, clock, digests, onBug = warnOfBug } = options;
  const sender = createCallbackSender({ keyOf: () => key, clock, digests });
  const callbacks = createCallbackDesk({ clock, send: sender.send });
  const server = createExpressServer(issuerApp({ issuer, key, digests }, { clock, callbacks, onBug }));
  const bound = await listen(server, port, host).catch(async (error: unknown) => {
    await sender.close();
    throw error;
  });
  return {
    issuer: issuer.code,
    port: bound.port,
    url: urlOf(bound),
    close: once(async () => {
      callbacks.close();
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
 * Opens the doors of many issuers on `firstPort`, `firstPort` + 1 and so on, or on any free ports where it is 0. All of
 * them open, or none.
 * @throws as {@link listenIssuer}
 */
export const listenIssuers = async (
  options: ListenOptions & {
    readonly issuers: Iterable<Issuer>;
    readonly firstPort: number;
    /** Default: the keys for development. */
    readonly keyOf?: (issuer: IssuerCode) => string;
  },
): Promise<IssuerDoors> => {
  const { issuers, firstPort, keyOf = developmentKeyOf } = options;
  const opened = await Promise.allSettled(
    [...issuers].map((issuer, at) =>
      listenIssuer({ ...options, issuer, port: firstPort === 0 ? 0 : firstPort + at, key: keyOf(issuer.code) }),
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

interface AppOptions {
  readonly clock: Clock;
  readonly callbacks: CallbackDesk;
  readonly onBug: (error: unknown) => void;
}

/** The whole API is one handler: routing is part of the exchange, so that every door routes alike. */
const issuerApp = (access: IssuerAccess, { clock, callbacks, onBug }: AppOptions): Express => {
  const app = express();
  app.disable('etag');
  app.disable('x-powered-by');
  app.set('query parser', false);
  const exchange = (request: IncomingMessage, response: ServerResponse, body: HttpRequest['body']): void => {
    const { method = '', url: target = '', headers } = request;
    const delivery = answerRequest({ method, target, headers: headerTexts(headers), body }, access, clock.now());
    if (delivery.callbacks !== undefined) callbacks.take(delivery.callbacks, access.issuer);
    if (body === 'too-large') answerAndClose(delivery.act, request, response, clock);
    else carryOut(delivery, response, clock);
  };
  app.use((request: IncomingMessage, response: ServerResponse): void => {
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
