// A client of the app API, as an app would be one: typed calls over fetch, refusals and strange answers as errors.
import type { z } from 'zod';
import type { Report } from '../engine/report.ts';
import {
  type Acceptance,
  acceptanceSchema,
  banksSchema,
  clockSchema,
  type PhoneMessage,
  phoneSchema,
  problemSchema,
  type QueryRow,
  type QueryStatus,
  recordSchema,
  recordsSchema,
  reportSchema,
  sessionSchema,
  verificationSchema,
} from './app-answers.ts';
import { readEvents } from './event-stream.ts';
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

  constructor({ code, detail, message }: z.output<typeof problemSchema>) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.userMessage = message;
  }
}

/** One step of a query, as the network tells it. */
export interface ProgressEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  readonly idempotencyKey?: string | undefined;
}

export interface AppClientOptions {
  /** Sent to /control where the network is on another host. */
  readonly controlToken?: string | undefined;
  /** Ends every call; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Calls of one app to the network at `baseUrl`. Every method throws {@link AppRefused} where the network refuses, and
 * a CliProblem (exit 3) where nothing answers there or what answers is no banknet.
 */
export class AppClient {
  readonly #baseUrl: string;
  readonly #controlToken: string | undefined;
  readonly #signal: AbortSignal;
  #token: string | undefined;

  constructor(baseUrl: string, { controlToken, signal = new AbortController().signal }: AppClientOptions = {}) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.#controlToken = controlToken;
    this.#signal = signal;
  }

  async register(registration: object): Promise<void> {
    this.#token = (await this.#post('/v1/users', registration, sessionSchema)).token;
  }

  async signIn(credentials: object): Promise<void> {
    this.#token = (await this.#post('/v1/sessions', credentials, sessionSchema)).token;
  }

  async requestCode(): Promise<void> {
    await this.#send({ method: 'POST', path: '/v1/sms-codes', body: { purpose: 'QUERY' } });
  }

  async verify(verification: object): Promise<string> {
    return (await this.#post('/v1/verifications', verification, verificationSchema)).verificationId;
  }

  /** With a key the same application may be sent again where its answer was lost (R14). */
  async apply(application: object, idempotencyKey?: string): Promise<Acceptance> {
    return this.#ask({ method: 'POST', path: '/v1/queries', body: application, idempotencyKey }, acceptanceSchema);
  }

  /** The queries of this user, newest first. */
  async records(): Promise<readonly QueryRow[]> {
    return (await this.#get('/v1/queries', recordsSchema)).queries;
  }

  async status(queryId: string): Promise<QueryStatus> {
    return (await this.#get(`/v1/queries/${queryId}`, recordSchema)).status;
  }

  async report(queryId: string, paymentPassword: string): Promise<Report> {
    return this.#post(`/v1/queries/${queryId}/report`, { paymentPassword }, reportSchema);
  }

  /** The codes of the banks that can be chosen. */
  async banks(): Promise<readonly string[]> {
    return (await this.#get('/v1/banks', banksSchema)).banks.map(({ bank }) => bank);
  }

  /** The messages on the simulated phone, oldest first. */
  async phone(mobile: string): Promise<readonly PhoneMessage[]> {
    return (await this.#get(`/control/sms?mobile=${mobile}`, phoneSchema)).messages;
  }

  /** The texts on the simulated phone, oldest first. */
  async messagesOn(mobile: string): Promise<readonly string[]> {
    return (await this.phone(mobile)).map(({ text }) => text);
  }

  /** The present instant of the network's clock, epoch ms. */
  async nowMs(): Promise<number> {
    return Date.parse((await this.#get('/control/clock', clockSchema)).now);
  }

  /** Progress of a query until its end, or until the network closes the stream. */
  async *events(queryId: string): AsyncGenerator<ProgressEvent> {
    const response = await this.#answer({ method: 'GET', path: `/v1/queries/${queryId}/events` }, this.#signal);
    if (response.body === null) return;
    try {
      for await (const { event, data } of readEvents(response.body)) {
        yield { event, data: this.#read(data, objectOf) };
      }
    } catch (error) {
      // A stream cut off ends like one that was closed: the caller asks for the record and may listen again.
      if (codeOf(causeOf(error)) === undefined || this.#signal.aborted) throw error;
    }
  }

  #get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.#ask({ method: 'GET', path }, schema);
  }

  #post<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>> {
    return this.#ask({ method: 'POST', path, body }, schema);
  }

  async #ask<Schema extends z.ZodType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    const text = await this.#send(call);
    return this.#read(text, (value) => {
      const parsed = schema.safeParse(value);
      return parsed.success ? parsed.data : undefined;
    });
  }

  /** The text of an answer that is no refusal. */
  async #send(call: Call): Promise<string> {
    const deadline = AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    return this.#text(await this.#answer(call, deadline));
  }

  async #answer({ method, path, body, idempotencyKey }: Call, signal: AbortSignal): Promise<Response> {
    const token = path.startsWith('/control/') ? this.#controlToken : this.#token;
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await this.#reaching(fetch(this.#baseUrl + path, { method, headers, ...sent, signal }));
    if (response.ok) return response;
    const text = await this.#text(response);
    throw new AppRefused(this.#read(text, (value) => problemSchema.safeParse(value).data));
  }

  async #text(response: Response): Promise<string> {
    const text = await this.#reaching(response.text());
    if (text.length > MAX_ANSWER_CHARACTERS) throw this.#stranger();
    return text;
  }

  #read<Value>(text: string, parse: (value: unknown) => Value | undefined): Value {
    const value = parse(jsonOf(text));
    if (value === undefined) throw this.#stranger();
    return value;
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

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
