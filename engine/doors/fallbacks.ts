// What comes after every route: paths that nobody has, and failures inside that should not happen.
import type { Express, NextFunction, Request, Response } from 'express';
import { isTraceparent } from '../../core/trace-context.ts';
import type { Engine } from '../engine.ts';
import type { Refusal } from '../refusal.ts';
import type { DoorRefusal } from './problems.ts';
import { sendProblem } from './send-problem.ts';

/** Which request failed inside: its query and its trace, where it has them, so that the journal tells the rest. */
export interface FaultPlace {
  readonly method: string;
  readonly path: string;
  readonly queryId?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** What is logged of a failure inside: never a body, and of the headers the trace alone. */
export type FaultLog = (error: unknown, where: FaultPlace) => void;

/** Mounts what comes last: unknown paths and failures inside. Express needs all four parameters to see the latter. */
export const mountFallbacks = (app: Express, engine: Pick<Engine, 'clock'>, logFault: FaultLog): void => {
  const send = (response: Response, refusal: Refusal | DoorRefusal): void =>
    sendProblem(response, refusal, engine.clock.now());
  app.use((request: Request, response: Response) => {
    request.resume();
    send(response, NOT_FOUND);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    if (error instanceof URIError) send(response, NOT_FOUND);
    else {
      logFault(error, placeOf(request));
      if (response.headersSent) response.destroy();
      else send(response, { code: 'INTERNAL' });
    }
  });
};

/** Ids are cut out of the path: a stranger may have put anything there. */
const placeOf = ({ method, path, headers }: Request): FaultPlace => {
  const { traceparent } = headers;
  return {
    method,
    path: path.replace(/\/[^/]{12,}/g, '/…'),
    queryId: /^\/v1\/queries\/(q[a-z0-9]{1,40})(?:\/|$)/.exec(path)?.[1],
    traceparent: typeof traceparent === 'string' && isTraceparent(traceparent) ? traceparent : undefined,
  };
};

const NOT_FOUND = { code: 'NOT_FOUND' } as const;
