// The server under the app API: its limits, and its end, which lets requests that are under way have their answers.
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import { systemClock } from '../core/system-clock.ts';
import { bareApp } from '../engine/doors/app-api.ts';
import { closeServer, listen, urlOf } from '../simulator/doors/http-server.ts';

/** A client of the app API that needs longer for its headers or its request is cut off. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 10_000;
/** What is under way when the server ends may end within this time; streams and slow uploads are cut off then. */
const DRAIN_WITHIN_MS = 500;

export interface AppServer {
  readonly app: Express;
  /** Where it is reached, e.g. `http://127.0.0.1:7100`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens, with an app that has no routes yet; port 0 takes any free one. @throws {PortTaken} */
export const openAppServer = async ({ host, port }: { host: string; port: number }): Promise<AppServer> => {
  const app = bareApp();
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }, app);
  server.maxConnections = MAX_CONNECTIONS;
  const url = urlOf(await listen(server, port, host));
  return { app, url, close: () => drain(server) };
};

/** Takes no connection more, and waits for what is under way, but not for long. */
const drain = async (server: Server): Promise<void> => {
  const drained = new Promise<void>((resolve) => server.close(() => resolve()));
  const cancel = systemClock.at(systemClock.now() + DRAIN_WITHIN_MS, () => void server.closeAllConnections());
  await drained;
  cancel();
  await closeServer(server);
};
