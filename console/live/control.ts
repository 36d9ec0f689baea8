// Calls of the network's own interfaces, control and app API alike: an answer by its schema, or what went wrong in
// words.
import { signal } from '@preact/signals';
import type { z } from 'zod';

/** Longer than anything that the network does within one call takes; a step of the clock says its own time. */
const TIMEOUT_MS = 15_000;

/** The control token, where the network wants one: of this window alone, kept nowhere. */
export const controlToken = signal<string | undefined>(undefined);

/** Why a call was not answered as asked. `code` is the problem's own (RFC 9457), or one of the three below. */
export interface Problem {
  readonly code: 'UNREACHABLE' | 'NOT_UNDERSTOOD' | 'TIMED_OUT' | (string & {});
  /** For the developer, in English. */
  readonly detail: string;
  /** For the user, in Chinese; of the app API alone. */
  readonly message?: string;
  /** Members of a form that are wrong, with what would be right. */
  readonly errors: readonly { readonly pointer: string; readonly message: string }[];
  /** All members of the problem, such as `triesLeft`, `until`, `opensAt`. */
  readonly more: Readonly<Record<string, unknown>>;
}

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** A user's session, for the app API; default: the control token, where there is one. */
  readonly token?: string;
  /** With it the same application may be sent again where its answer was lost (R14). */
  readonly idempotencyKey?: string;
  readonly timeoutMs?: number;
}

const problemOf = (code: Problem['code'], detail: string): { readonly ok: false; readonly problem: Problem } => ({
  ok: false,
  problem: { code, detail, errors: [], more: {} },
});

export const headersOf = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

/** Asks `path` of this network for an answer of this form. Never throws. */
export const ask = async <Value>(path: string, schema: z.ZodType<Value>, call: Call = {}): Promise<Answer<Value>> => {
  const answer = await exchange(path, call);
  if (!answer.ok) return answer;
  const read = schema.safeParse(answer.value);
  if (read.success) return { ok: true, value: read.data };
  return problemOf('NOT_UNDERSTOOD', `${placeOf(path, call)} answered in another form than this page knows`);
};

/** Asks for something to be done, of which only matters whether it was. Never throws. */
export const tell = async (path: string, call: Call): Promise<Answer<undefined>> => {
  const answer = await exchange(path, call);
  return answer.ok ? { ok: true, value: undefined } : answer;
};

/** Without what stands behind the question mark. */
const placeOf = (path: string, { method = 'GET' }: Call): string => `${method} ${path.split('?')[0]}`;

const exchange = async (path: string, call: Call): Promise<Answer<unknown>> => {
  const { method = 'GET', body, token = controlToken.value, idempotencyKey, timeoutMs = TIMEOUT_MS } = call;
  try {
    const response = await fetch(path, {
      method,
      headers: {
        ...headersOf(token),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = parsed(await response.text());
    return response.ok ? { ok: true, value: json } : { ok: false, problem: readProblem(response.status, json) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError') {
      return problemOf('TIMED_OUT', `${placeOf(path, call)} was not answered within ${timeoutMs / 1000} s`);
    }
    return problemOf('UNREACHABLE', `${placeOf(path, call)}: the network does not answer (${String(error)})`);
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is no answer of ours: whoever reads it finds that it has no form.
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readProblem = (status: number, json: unknown): Problem => {
  const more = isRecord(json) ? json : {};
  const { code, detail, message, errors } = more;
  return {
    code: typeof code === 'string' ? code : `HTTP_${status}`,
    detail: typeof detail === 'string' ? detail : `the network answered with status ${status}`,
    ...(typeof message === 'string' ? { message } : {}),
    errors: (Array.isArray(errors) ? errors : []).flatMap((one) =>
      isRecord(one) && typeof one.pointer === 'string' && typeof one.message === 'string'
        ? [{ pointer: one.pointer, message: one.message }]
        : [],
    ),
    more,
  };
};
