// Calls to the HTTP side of a network: bytes to values by a schema, refusals and strange answers as errors.
import type { z } from 'zod';
import { problemSchema } from '../core/app-answers.ts';
import { readEvents, type ServerEvent } from '../core/event-stream.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem, codeOf } from './problem.ts';

/** A network that needs longer for one answer is taken for gone. */
const ANSWER_WITHIN_MS = 30_000;
/** A report of sixteen banks with 200 cards each takes about half a megabyte. */
const MAX_ANSWER_CHARACTERS = 8_388_608;

/** A call that the network refused. */
export class AppRefused extends Error {
  override readonly name = 'AppRefused';
  readonly code: string;
  /** For the developer, in English. */
  readonly detail: string;
  /** For the user, in Chinese: the source's own words where it has them. */
  readonly userMessage: string;
  /** What else the refusal says. */
  readonly more: RefusalMembers;

  constructor({ code, detail, message, ...more }: z.output<typeof problemSchema> & RefusalMembers) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.userMessage = message;
    this.more = more;
  }
}

/** Members that some refusals have; instants are texts as in the app API. */
export interface RefusalMembers {
  readonly retryAfterSeconds?: number | undefined;
  readonly opensAt?: string | undefined;
  readonly until?: string | undefined;
  readonly triesLeft?: number | undefined;
}

export interface NetworkCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string | undefined;
  readonly token?: string | undefined;
  /** Default 30 s. */
  readonly withinMs?: number | undefined;
}

/**
 * Every method throws {@link AppRefused} where the network refuses, and a CliProblem (exit 3) where nothing answers
 * there or what answers is no banknet.
 */
export class NetworkCaller {
  readonly #baseUrl: string;
  readonly #signal: AbortSignal;

  /** `signal` ends every call; it then throws the signal's reason. */
  constructor(baseUrl: string, signal: AbortSignal = new AbortController().signal) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#signal = signal;
  }

  async ask<Schema extends z.ZodType>(call: NetworkCall, schema: Schema): Promise<z.output<Schema>> {
    const text = await this.send(call);
    return this.read(text, (value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : undefined;
    });
  }

  /** The text of an answer that is no refusal. */
  async send(call: NetworkCall): Promise<string> {
    const { withinMs = ANSWER_WITHIN_MS } = call;
    const deadline = AbortSignal.any([this.#signal, AbortSignal.timeout(withinMs)]);
    return this.#text(await this.#answer(call, deadline));
  }

  /** A stream of server-sent events until it ends, or until `leave`. */
  async *stream(call: NetworkCall, leave: AbortSignal = this.#signal): AsyncGenerator<ServerEvent> {
    const response = await this.#answer(call, leave);
    if (response.body === null) return;
    try {
      yield* readEvents(response.body);
    } catch (error) {
      // A stream cut off ends like one that was closed: the caller asks what there is and may listen again.
      if (codeOf(causeOf(error)) === undefined || this.#signal.aborted) throw error;
    }
  }

  /** What a text of this network's says. @throws {CliProblem} where it says nothing of the kind */
  read<Value>(text: string, parse: (value: unknown) => Value | undefined): Value {
    const value = parse(jsonOf(text));
    if (value === undefined) throw this.#stranger();
    return value;
  }

  async #answer({ method, path, body, idempotencyKey, token }: NetworkCall, signal: AbortSignal): Promise<Response> {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#reaching(fetch(this.#baseUrl + path, { method, headers, ...sent, signal }));
    if (response.ok) return response;
    const problem = this.read(await this.#text(response), (value) => problemSchema.safeParse(value).data);
    const retryAfter = response.headers.get('retry-after');
    throw new AppRefused({ ...problem, ...(retryAfter === null ? {} : { retryAfterSeconds: Number(retryAfter) }) });
  }

  async #text(response: Response): Promise<string> {
    const text = await this.#reaching(response.text());
    if (text.length > MAX_ANSWER_CHARACTERS) throw this.#stranger();
    return text;
  }

  #stranger(): CliProblem {
    const line = `What answers at ${this.#baseUrl} is no banknet, or one of another version: look at --url`;
    return new CliProblem(EXIT.environment, line);
  }

  /** What cannot be reached is the environment's fault, unless the call was ended from here. */
  async #reaching<Value>(call: Promise<Value>): Promise<Value> {
    try {
      return await call;
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      const cause = causeOf(error);
      const reason = codeOf(cause) ?? (cause instanceof Error ? cause.message : String(cause));
      const line = `No network answers at ${this.#baseUrl} (${reason}); start one with \`banknet up\``;
      throw new CliProblem(EXIT.environment, line);
    }
  }
}

/** fetch wraps what happened into a TypeError that says nothing. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined ? error.cause : error;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: no answer of a banknet, and undefined fits none of its shapes.
    return undefined;
  }
};
