// The connection of a load run to a network: requests out, answers as values. What fails is an answer too. Nothing of a
// request or an answer gets into a word that is kept: they are about people.
import { Pool } from 'undici';
import type { z } from 'zod';
import { problemSchema } from './app-answers.ts';
import { outcomeOfError } from './open-driver.ts';

/** Open to one network at a time: more would only wait inside it, on a machine that has cores for a few. */
const MAX_CONNECTIONS = 512;
/** Whoever has not been answered by then has gone. */
export const ANSWER_WITHIN_MS = 30_000;
/** A report of sixteen banks with 200 cards each takes about half a megabyte. */
const MAX_ANSWER_BYTES = 8_388_608;
/** A network says something on its streams every 15 s (a heartbeat): one that is silent three times has gone. */
const STREAM_SILENT_MS = 45_000;
/** Below the five seconds after which Node's server closes an idle connection: a request must not meet that moment. */
const KEEP_ALIVE_MS = 4000;

export interface LinkRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: object | undefined;
  readonly token?: string | undefined;
}

export type LinkAnswer<Value> =
  | { readonly kind: 'ok'; readonly value: Value; readonly status: number }
  /** The network refused, with a code of its own; `strange`: what came is no answer of a banknet. */
  | { readonly kind: 'refused'; readonly word: string; readonly status: number; readonly detail: string }
  /** There was no answer: `timeout`, `ECONNRESET`, … */
  | { readonly kind: 'failed'; readonly word: string };

export class HttpLink {
  readonly #pool: Pool;
  readonly #prefix: string;

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.#prefix = pathname.replace(/\/+$/, '');
    this.#pool = new Pool(origin, {
      connections: MAX_CONNECTIONS,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
      maxResponseSize: MAX_ANSWER_BYTES,
    });
  }

  async send<Value>(request: LinkRequest, schema: z.ZodType<Value>, signal?: AbortSignal): Promise<LinkAnswer<Value>> {
    try {
      const { statusCode: status, text } = await this.#exchange(request, signal);
      const body = jsonOf(text);
      if (status < 300) {
        const parsed = schema.safeParse(body);
        if (parsed.success) return { kind: 'ok', value: parsed.data, status };
        return { kind: 'refused', word: 'strange', status, detail: 'the answer is none of a banknet' };
      }
      const problem = problemSchema.safeParse(body);
      const { code, detail } = problem.data ?? { code: `status ${status}`, detail: '' };
      return { kind: 'refused', word: code, status, detail };
    } catch (error) {
      return { kind: 'failed', word: wordOf(error) };
    }
  }

  /** The bytes of an answer that goes on. @throws what undici throws, and an Error where it is refused */
  async stream(path: string, token: string | undefined, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: this.#prefix + path,
      headers,
      signal,
      bodyTimeout: STREAM_SILENT_MS,
    });
    if (statusCode === 200) return body;
    await body.dump();
    throw new Error(`GET ${path} was answered with ${statusCode}`);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #exchange({ method, path, body, token }: LinkRequest, signal: AbortSignal | undefined) {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const answer = await this.#pool.request({
      method,
      path: this.#prefix + path,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
    return { statusCode: answer.statusCode, text: await answer.body.text() };
  }
}

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'UND_ERR_CONNECT_TIMEOUT']);

const wordOf = (error: unknown): string => {
  const word = outcomeOfError(error);
  return TIMEOUTS.has(word) ? 'timeout' : word;
};

/** What a text says; undefined where it is no JSON. */
export const jsonOf = (text: string): unknown => {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    // Not JSON: no answer of a banknet, and undefined fits none of its shapes.
    return undefined;
  }
};
