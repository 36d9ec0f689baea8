// A port for a program that has to be told one, and cannot tell which it took.
import { createServer } from 'node:net';

/** One of this machine's that is free now; whoever listens there first has it. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
