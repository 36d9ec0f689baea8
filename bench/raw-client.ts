// A load client as cheap as possible, so that the server is the limit: prebuilt requests over plain sockets, one in
// flight a connection, replies only counted. Loopback only.
import { connect, type Socket } from 'node:net';

export interface RawLoad {
  readonly port: number;
  readonly connections: number;
  /** Complete HTTP requests, sent in turn and over again. */
  readonly requests: readonly Buffer[];
  readonly durationMs: number;
  /** False sleeps while there is nothing to do: for servers that can use every core. Default true. */
  readonly staysAwake?: boolean;
}

export interface RawResult {
  readonly replies: number;
  readonly elapsedMs: number;
  /** Replies with another status than 200. */
  readonly others: number;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Runs the load to its end. Rejects where a connection breaks: a benchmark over errors measures nothing. */
export const runRawLoad = async (load: RawLoad): Promise<RawResult> => {
  const { port, connections, requests, durationMs, staysAwake = true } = load;
  let next = 0;
  let replies = 0;
  let others = 0;
  const startMs = performance.now();
  const endMs = startMs + durationMs;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let held = Buffer.alloc(0);
      const send = () => {
        if (performance.now() >= endMs) {
          socket.end();
          resolve();
        } else socket.write(requests[next++ % requests.length] ?? '');
      };
      socket.on('connect', send);
      socket.on('error', reject);
      socket.on('data', (chunk) => {
        held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        const length = replyLength(held);
        if (length === undefined || held.length < length) return;
        if (held.toString('latin1', 9, 12) !== '200') others++;
        held = held.subarray(length);
        replies++;
        send();
      });
    });
  // Never asleep: a server that is the limit would otherwise pay for waking this process with every reply, which on a
  // virtual machine costs more than the reply itself, and only the slower of two servers would pay it.
  let loading = staysAwake;
  const spin = (): void => {
    if (loading) setImmediate(spin);
  };
  spin();
  await Promise.all(Array.from({ length: connections }, one)).finally(() => {
    loading = false;
  });
  return { replies, others, elapsedMs: performance.now() - startMs };
};

const replyLength = (bytes: Buffer): number | undefined => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const length = /content-length: ([0-9]+)/i.exec(bytes.toString('latin1', 0, headEnd))?.[1];
  if (length === undefined) throw new Error('A reply under benchmark has no content-length');
  return headEnd + HEAD_END.length + Number(length);
};
