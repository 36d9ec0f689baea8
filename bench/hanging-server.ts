// Issuers that take every request and answer none. Argument: how many ports.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveBench } from './child.ts';

const listen = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer((request) => void request.resume());
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

serveBench(await Promise.all(Array.from({ length: Number(process.argv[2]) }, listen)));
