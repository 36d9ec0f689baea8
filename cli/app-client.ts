// A client of the app API, as an app would be one: typed calls over fetch, refusals and strange answers as errors.
import type { z } from 'zod';
import {
  type Acceptance,
  acceptanceSchema,
  banksSchema,
  clockSchema,
  codeSentSchema,
  type PhoneMessage,
  phoneSchema,
  type QueryDetail,
  type QueryRow,
  type QueryStatus,
  queryDetailSchema,
  recordSchema,
  recordsSchema,
  reportSchema,
  type Session,
  sessionSchema,
  verificationSchema,
} from '../core/app-answers.ts';
import type { Report } from '../engine/report.ts';
import { NetworkCaller } from './network-caller.ts';

export { AppRefused } from './network-caller.ts';

/** One step of a query, as the network tells it. */
export interface ProgressEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface AppClientOptions {
  /** Sent to /control where the network is on another host. */
  readonly controlToken?: string | undefined;
  /** Ends every call; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Of a session that there is already. */
  readonly token?: string | undefined;
}

/**
 * Calls of one app to the network at `baseUrl`. Every method throws {@link AppRefused} where the network refuses, and
 * a CliProblem (exit 3) where nothing answers there or what answers is no banknet.
 */
export class AppClient {
  readonly #caller: NetworkCaller;
  readonly #controlToken: string | undefined;
  #token: string | undefined;

  constructor(baseUrl: string, { controlToken, signal, token }: AppClientOptions = {}) {
    this.#caller = new NetworkCaller(baseUrl, signal);
    this.#controlToken = controlToken;
    this.#token = token;
  }

  async register(registration: object): Promise<Session> {
    return this.#enter('/v1/users', registration);
  }

  async signIn(credentials: object): Promise<Session> {
    return this.#enter('/v1/sessions', credentials);
  }

  /** Returns after how many seconds the next may be sent. */
  async requestCode(): Promise<number> {
    return (await this.#post('/v1/sms-codes', { purpose: 'QUERY' }, codeSentSchema)).resendAfter;
  }

  async verify(verification: object): Promise<string> {
    return (await this.#post('/v1/verifications', verification, verificationSchema)).verificationId;
  }

  /** With a key the same application may be sent again where its answer was lost (R14). */
  async apply(application: object, idempotencyKey?: string): Promise<Acceptance> {
    const call = {
      method: 'POST',
      path: '/v1/queries',
      body: application,
      idempotencyKey,
      token: this.#token,
    } as const;
    return this.#caller.ask(call, acceptanceSchema);
  }

  /** The queries of this user, newest first. */
  async records(): Promise<readonly QueryRow[]> {
    return (await this.#get('/v1/queries', recordsSchema)).queries;
  }

  async status(queryId: string): Promise<QueryStatus> {
    return (await this.#get(`/v1/queries/${queryId}`, recordSchema)).status;
  }

  /** One record, with how each of its banks stands. */
  async record(queryId: string): Promise<QueryDetail> {
    return this.#get(`/v1/queries/${queryId}`, queryDetailSchema);
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
    const call = { method: 'GET', path: `/v1/queries/${queryId}/events`, token: this.#token } as const;
    for await (const { event, data } of this.#caller.stream(call)) {
      yield { event, data: this.#caller.read(data, objectOf) };
    }
  }

  async #enter(path: string, body: object): Promise<Session> {
    const session = await this.#post(path, body, sessionSchema);
    this.#token = session.token;
    return session;
  }

  #get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const token = path.startsWith('/control/') ? this.#controlToken : this.#token;
    return this.#caller.ask({ method: 'GET', path, token }, schema);
  }

  #post<Schema extends z.ZodType>(path: string, body: object, schema: Schema): Promise<z.output<Schema>> {
    return this.#caller.ask({ method: 'POST', path, body, token: this.#token }, schema);
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
