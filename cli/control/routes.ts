// The control API as a table of routes: each path with what its methods do. Mounts them; decides nothing itself.
import type { Express, Request, Response } from 'express';
import { z } from 'zod';
import { mistakesIn } from '../../core/fields.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { readJsonBody } from '../../engine/doors/json-body.ts';
import { type ControlAnswer, sendAnswer, wrong } from './answer.ts';

export interface ControlRequest {
  /** A part of the path. */
  part(name: string): string;
  /** What stands behind the question mark. */
  readonly question: URLSearchParams;
  /** The JSON of a body, not looked at yet; undefined where there is none. */
  readonly body: unknown;
}

export type Handler = (request: ControlRequest) => ControlAnswer | Promise<ControlAnswer>;

export const CONTROL_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

export interface ControlRoute {
  readonly path: string;
  readonly methods: Readonly<Partial<Record<(typeof CONTROL_METHODS)[number], Handler>>>;
  /** Of a body, where it may be longer than what the app sends. */
  readonly limitBytes?: number;
}

/** Puts tasks one after the other, in the order in which they come; one that fails keeps no other from its turn. */
export type Queue = <Value>(task: () => Value | Promise<Value>) => Promise<Value>;

export const createQueue = (): Queue => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task);
    // Its failure is told to whoever gave the task.
    last = run.catch(() => undefined);
    return run;
  };
};

/** Mounts the routes on `app`. */
export const mountRoutes = (app: Express, routes: readonly ControlRoute[], now: () => number): void => {
  for (const { path, methods, limitBytes } of routes) {
    const route = app.route(path);
    for (const method of CONTROL_METHODS) {
      const handler = methods[method];
      const verb = METHOD_NAMES[method];
      if (handler !== undefined) {
        route[verb](async (request, response) =>
          sendAnswer(response, await answerTo(request, handler, limitBytes), now()),
        );
      }
    }
    const allow = CONTROL_METHODS.filter((method) => methods[method] !== undefined).join(', ');
    route.all((request: Request, response: Response) => {
      request.resume();
      sendAnswer(response, { kind: 'refused', refusal: { code: 'METHOD_NOT_ALLOWED', allow } }, now());
    });
  }
};

const METHOD_NAMES = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

const answerTo = async (request: Request, handler: Handler, limitBytes?: number): Promise<ControlAnswer> => {
  const body = hasBody(request) ? await readJsonBody(request, z.unknown(), limitBytes) : ok(undefined);
  if (!body.ok) return { kind: 'refused', refusal: body.failure };
  return handler({
    // Express types a part of a path as text or list.
    part: (name) => String(request.params[name]),
    question: new URLSearchParams(request.originalUrl.split('?')[1]),
    body: body.value,
  });
};

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/** What `given` says by this schema, or the answer that says what is wrong with it. */
export const bodyAs = <Value>(schema: z.ZodType<Value>, given: unknown): Result<Value, ControlAnswer> => {
  const parsed = schema.safeParse(given);
  return parsed.success ? ok(parsed.data) : fail(wrong(mistakesIn(parsed.error.issues)));
};

/** The same for what stands behind the question mark; pointers are `?name`. */
export const questionAs = <Value>(
  schema: z.ZodType<Value>,
  question: URLSearchParams,
): Result<Value, ControlAnswer> => {
  const names = [...question.keys()];
  const twice = new Set(names.filter((name, at) => names.indexOf(name) !== at));
  if (twice.size > 0) {
    return fail(wrong([...twice].map((name) => ({ pointer: `?${name}`, message: 'is given more than once' }))));
  }
  const parsed = schema.safeParse(Object.fromEntries(question));
  if (parsed.success) return ok(parsed.data);
  return fail(
    wrong(
      mistakesIn(parsed.error.issues).map(({ pointer, message }) => ({ pointer: `?${pointer.slice(1)}`, message })),
    ),
  );
};
