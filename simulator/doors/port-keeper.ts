// Opens and closes a listening port as its issuer's faults say: a refused connection is one that nothing listens for,
// and a reset on accept is a TCP reset.
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Cancel, Clock } from '../../core/clock.ts';
import type { PortState } from '../issuer/delivery.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { listen } from './http-server.ts';

/** A port that another program has taken while ours was closed is tried again after so long. */
const RETRY_MS = 1000;

export interface PortKeeper {
  /** What the port does now. */
  readonly state: PortState['kind'];
  /** Brings the port to what the issuer says now, and keeps it so from then on; resolves when it is. */
  update(): Promise<void>;
  /** Keeps nothing any more; the server is left as it is. */
  stop(): Promise<void>;
}

export interface PortKeeperOptions {
  readonly server: Server;
  readonly port: number;
  readonly host: string;
  readonly clock: Clock;
  readonly issuer: Pick<Issuer, 'port' | 'nextPortChangeMs'>;
  /** Told where the port cannot be opened again; it is tried again. */
  readonly onProblem: (error: unknown) => void;
}

/** Keeps the port of a server that is listening. */
export const createPortKeeper = ({ server, port, host, clock, issuer, onProblem }: PortKeeperOptions): PortKeeper => {
  let state: PortState['kind'] = 'open';
  let cancelTimer: Cancel = () => undefined;
  let isStopped = false;
  /** Changes follow each other: the next waits for the one before. */
  let changing: Promise<void> = Promise.resolve();

  server.on('connection', (socket: Socket) => {
    if (state === 'reset') socket.resetAndDestroy();
  });

  const bring = async (next: PortState['kind']): Promise<void> => {
    if (next === 'refuse' && server.listening) server.close();
    else if (next !== 'open') server.closeIdleConnections();
    state = next;
    if (next !== 'refuse' && !server.listening) await listen(server, port, host);
  };

  const arm = (atMs: number | undefined): void => {
    cancelTimer();
    cancelTimer = atMs === undefined || isStopped ? () => undefined : clock.at(atMs, () => void update());
  };

  const follow = async (): Promise<void> => {
    if (isStopped) return;
    const nowMs = clock.now();
    try {
      const next = issuer.port(nowMs).kind;
      if (next !== state || server.listening === (next === 'refuse')) await bring(next);
      arm(issuer.nextPortChangeMs(nowMs));
    } catch (error) {
      onProblem(error);
      arm(nowMs + RETRY_MS);
    }
  };

  const update = (): Promise<void> => {
    changing = changing.then(follow);
    return changing;
  };

  return {
    get state() {
      return state;
    },
    update,
    async stop() {
      isStopped = true;
      cancelTimer();
      await changing;
    },
  };
};
