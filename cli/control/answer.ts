// What a control request comes to, as a value, and the one place where it becomes bytes.
import type { Response } from 'express';
import type { MemberError } from '../../core/failures.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { DoorRefusal } from '../../engine/doors/problems.ts';
import { sendProblem } from '../../engine/doors/send-problem.ts';
import type { Refusal } from '../../engine/refusal.ts';

export type ProblemStatus = 400 | 403 | 404 | 409 | 500 | 503;

export type ControlAnswer =
  | { readonly kind: 'done'; readonly status: 200 | 201; readonly body: unknown }
  | { readonly kind: 'nothing-to-say' }
  /** `open` answers by itself, and goes on answering. */
  | { readonly kind: 'stream'; readonly open: (response: Response) => void }
  /** The same refusal as of the app API. */
  | { readonly kind: 'refused'; readonly refusal: Refusal | DoorRefusal }
  /** A refusal that only the control API has. */
  | {
      readonly kind: 'problem';
      readonly status: ProblemStatus;
      readonly code: string;
      readonly detail: string;
    };

export const done = (body: unknown, status: 200 | 201 = 200): ControlAnswer => ({ kind: 'done', status, body });

export const NOTHING_TO_SAY: ControlAnswer = { kind: 'nothing-to-say' };

/** 422: nothing has changed. */
export const wrong = (errors: readonly MemberError[]): ControlAnswer => ({
  kind: 'refused',
  refusal: { code: 'VALIDATION', errors },
});

export const problem = (status: ProblemStatus, code: string, detail: string): ControlAnswer => ({
  kind: 'problem',
  status,
  code,
  detail,
});

/** Of a name in an address so much is repeated. */
const MAX_SHOWN_CHARACTERS = 64;

/** 404: there is no `kind` of this name, and which there are. */
export const unknownName = (kind: string, name: string, known: readonly string[]): ControlAnswer => {
  const shown = name.length > MAX_SHOWN_CHARACTERS ? `${name.slice(0, MAX_SHOWN_CHARACTERS)}…` : name;
  const others = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  return problem(404, 'NOT_FOUND', `There is no ${kind} ${shown}${didYouMean(name, known)}; ${others}`);
};

/** The names of things that the control API shows. */
export const namesIn = (list: readonly unknown[]): readonly string[] =>
  list.flatMap((one) =>
    typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string' ? [one.name] : [],
  );

/** Ends `response` with an answer, at an instant (epoch ms). */
export const sendAnswer = (response: Response, answer: ControlAnswer, nowMs: number): void => {
  // What a tester set is what is so now, and never what a cache remembers.
  response.setHeader('cache-control', 'no-store');
  switch (answer.kind) {
    case 'done':
      response.status(answer.status).json(answer.body);
      return;
    case 'nothing-to-say':
      response.status(204).end();
      return;
    case 'stream':
      answer.open(response);
      return;
    case 'refused':
      sendProblem(response, answer.refusal, nowMs);
      return;
    case 'problem': {
      const { status, code, detail } = answer;
      const title = code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');
      const body = { type: `urn:banknet:problem:${code}`, title, status, detail, code };
      response.status(status).type('application/problem+json').send(JSON.stringify(body));
    }
  }
};
