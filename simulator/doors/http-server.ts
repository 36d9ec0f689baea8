// The node:http server under an issuer's door: its limits, what it says to bytes that are no request, its beginning
// and end.
import { createServer, IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { respMsgOf } from '../issuer/refusals.ts';
import { ANSWER_CONTENT_TYPE } from './answer.ts';

/** A client that needs longer for its headers, or for its whole request, is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often those two are looked after. */
const CONNECTIONS_CHECK_MS = 5000;
/** Longer than the pause between the calls of a busy caller, so that its pool keeps its connections. */
const KEEP_ALIVE_MS = 30_000;
/** Per issuer. Far above a caller's bound in flight, and a client that opens thousands takes no other issuer down. */
const MAX_CONNECTIONS = 2048;
/** Of all headers together. */
const MAX_HEADER_BYTES = 16_384;

/** The port is in use, by another program or another run of this one. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  readonly port: number;
  readonly host: string;

  constructor(port: number, host: string) {
    super(`port ${port} on ${host} is taken: stop what listens there, or choose another port`);
    this.port = port;
    this.host = host;
  }
}

/**
 * A server with the limits above around an Express app, not yet listening.
 *
 * Express gives every request and response a new prototype, which costs the engine what it knows about their shape: a
 * third of what a small request takes. Here they are born with that prototype, and Express finds nothing to change.
 */
export const createExpressServer = (app: Express): Server => {
  class DoorRequest extends IncomingMessage {}
  class DoorResponse extends ServerResponse<DoorRequest> {}
  app.request = Object.setPrototypeOf(DoorRequest.prototype, app.request);
  app.response = Object.setPrototypeOf(DoorResponse.prototype, app.response);
  const server = createServer(
    {
      IncomingMessage: DoorRequest,
      ServerResponse: DoorResponse,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // A request without Host is answered like any other: nothing here depends on the name.
      requireHostHeader: false,
    },
    app,
  );
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', answerUnreadable);
  return server;
};

/** What is no HTTP gets 400/10 as far as the connection still takes it; who is too slow is just cut off. */
const answerUnreadable = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (!socket.writable || !error.code?.startsWith('HPE_')) {
    socket.destroy();
    return;
  }
  const errors = [{ pointer: '', message: 'is not an HTTP request that this server can read' }];
  const body = JSON.stringify({ respCode: '10', respMsg: respMsgOf('10'), errors });
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${ANSWER_CONTENT_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/**
 * Listens; port 0 takes any free one.
 * @throws {PortTaken} where the port is in use; Node's own error where the address cannot be listened on otherwise
 */
export const listen = (server: Server, port: number, host: string): Promise<AddressInfo> =>
  new Promise((resolve, reject) => {
    // A port may be opened and closed again and again: nothing of one try may stay for the next.
    const onError = (error: Error & { readonly code?: string }): void => {
      server.off('listening', onListening);
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port, host) : error);
    };
    const onListening = (): void => {
      server.off('error', onError);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error(`${host}:${port} is no TCP address`));
      else resolve(address);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, host);
  });

/** The base address of what listens there: `http://127.0.0.1:7101`. */
export const urlOf = ({ address, family, port }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

/** Stops listening and ends every connection, whatever is going on in it. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    if (server.listening) server.close((error) => (error === undefined ? resolve() : reject(error)));
    else resolve();
    server.closeAllConnections();
  });
