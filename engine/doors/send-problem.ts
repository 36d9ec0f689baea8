// Sends a refusal as a problem answer: the one place where it becomes bytes.
import type { Response } from 'express';
import type { Refusal } from '../refusal.ts';
import { type DoorRefusal, problemOf } from './problems.ts';

/** Ends `response` with the problem that a refusal is at this instant (epoch ms). */
export const sendProblem = (response: Response, refusal: Refusal | DoorRefusal, nowMs: number): void => {
  const { status, headers, body } = problemOf(refusal, nowMs);
  // A body that we did not read to its end must not be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close');
  response.status(status).set(headers).type('application/problem+json').send(JSON.stringify(body));
};
