// For tests only: a right simulated endpoint, and servers that do what no bank should.
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { nodeDigests } from '../../core/node-digests.ts';
import { createRandom } from '../../core/random.ts';
import { developmentKeyOf } from '../../core/signature.ts';
import { systemClock } from '../../core/system-clock.ts';
import { listenIssuer } from '../../simulator/doors/issuer-server.ts';
import { createIssuer } from '../../simulator/issuer/issuer.ts';

/** The simulated ICBC as it is, with nobody on file. */
export const openSimulated = async (): Promise<string> => {
  const issuer = createIssuer({
    bank: 'ICBC',
    people: { identity: () => undefined, holding: () => undefined },
    settings: { latency: { fixedMs: 0 }, mode: 'sync' },
    random: createRandom(42),
  });
  const key = developmentKeyOf('ICBC');
  const door = await listenIssuer({
    issuer,
    port: 0,
    key,
    host: '127.0.0.1',
    clock: systemClock,
    digests: nodeDigests,
  });
  onTestFinished(() => door.close());
  return door.url;
};

const opened = async (server: Server, protocol = 'http'): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `${protocol}://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Answers HTTP. */
export const serve = (listener: RequestListener): Promise<string> => opened(createServer(listener));

/** Gets the connection and does with it what it wants. */
export const serveSockets = (onSocket: (socket: Socket) => void): Promise<string> =>
  opened(createSocketServer(onSocket));

/** Answers HTTPS with this certificate. */
export const serveTls = (key: string, cert: string): Promise<string> =>
  opened(
    createTlsServer({ key, cert }, (_request, response) => response.end()),
    'https',
  );

/** An address where nobody listens: of a server that has just been closed. */
export const refusingUrl = async (): Promise<string> => {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
};
