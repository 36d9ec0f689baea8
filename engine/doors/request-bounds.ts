// How much of what apps send may be under way at once. Beyond it a request is refused at its headers, with 503 and a
// time to come back, rather than kept in memory.
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { sendProblem } from './send-problem.ts';

/** Requests of apps: with bodies of 16 KB (json-body.ts) no more than 32 MB. */
export const MAX_APP_REQUESTS = 2000;
/** Callbacks of issuers, with bodies of 256 KB that are read before their signature is known to be right: 128 MB. */
export const MAX_CALLBACKS = 512;
/** Streams of events: with 64 KB unread each (query-events.ts) no more than 64 MB. */
export const MAX_STREAMS = 1000;
/** Of one user: more than their devices have. Otherwise one user could take the places of all. */
export const MAX_STREAMS_OF_USER = 8;

/** Mounts the bounds ahead of app API and callbacks, which take no places from each other; a stream has its own. */
export const mountRequestBounds = (app: Express, nowMs: () => number): void => {
  app.use('/v1/issuer-callbacks', atMostAtOnce(MAX_CALLBACKS, nowMs));
  const isOfApp = ({ path }: Request) => !path.startsWith('/issuer-callbacks/') && !path.endsWith('/events');
  app.use('/v1', atMostAtOnce(MAX_APP_REQUESTS, nowMs, isOfApp));
};

/** Lets at most `limit` requests through at once; `isBounded` says which ones are counted. */
export const atMostAtOnce = (
  limit: number,
  nowMs: () => number,
  isBounded: (request: Request) => boolean = () => true,
): RequestHandler => {
  let underWay = 0;
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!isBounded(request)) {
      next();
      return;
    }
    if (underWay >= limit) {
      request.resume();
      response.setHeader('connection', 'close');
      sendProblem(response, { code: 'BUSY', detail: `${limit} requests are under way already` }, nowMs());
      return;
    }
    underWay++;
    response.once('close', () => underWay--);
    next();
  };
};

/** Places for streams, so many in all and so many of one user. */
export class StreamPlaces {
  readonly #ofUser = new Map<string, number>();
  #taken = 0;

  get taken(): number {
    return this.#taken;
  }

  /** Takes a place until the returned function is called; a text where there is none, which says why. */
  take(userId: string): (() => void) | string {
    const own = this.#ofUser.get(userId) ?? 0;
    if (own >= MAX_STREAMS_OF_USER) return `${MAX_STREAMS_OF_USER} streams of this user are open already`;
    if (this.#taken >= MAX_STREAMS) return `${MAX_STREAMS} streams are open already`;
    this.#taken++;
    this.#ofUser.set(userId, own + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#taken--;
      const others = (this.#ofUser.get(userId) ?? 1) - 1;
      if (others === 0) this.#ofUser.delete(userId);
      else this.#ofUser.set(userId, others);
    };
  }
}
