// A server that answers every request after a fixed time, and stands still once. Arguments: the time, when it stands
// still (from its first request) and for how long, all in milliseconds.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { preciseClock } from '../load/precise-clock.ts';
import { serveBench } from './child.ts';

const [answerMs = 0, stallAtMs = 0, stallMs = 0] = process.argv.slice(2).map(Number);
let stallDueMs = Number.POSITIVE_INFINITY;

/** Nothing goes on meanwhile, as in a long collection of garbage; and no processor time is used. */
const standStill = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
};

const server = createServer((request, response) => {
  const nowMs = preciseClock.now();
  if (stallMs > 0 && stallDueMs === Number.POSITIVE_INFINITY) stallDueMs = nowMs + stallAtMs;
  if (nowMs >= stallDueMs) {
    stallDueMs = Number.NaN;
    standStill();
  }
  request.resume();
  preciseClock.at(nowMs + answerMs, () => response.end('ok'));
});
server.listen(0, '127.0.0.1', () => serveBench([(server.address() as AddressInfo).port]));
