// A client of the app API, as an app would be one: typed calls, refusals as values, progress as it happens.
import type { Report } from '../engine/report.ts';
import { CliProblem, EXIT } from './problem.ts';

/** A problem answer of the network (interfaces.md). */
export interface AppRefusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** For the user, in Chinese. */
  readonly message: string;
  readonly [member: string]: unknown;
}

/** A call that was refused. */
export class AppRefused extends Error {
  override readonly name = 'AppRefused';
  readonly refusal: AppRefusal;

  constructor(refusal: AppRefusal) {
    super(`${refusal.code}: ${refusal.detail}`);
    this.refusal = refusal;
  }
}

export interface ProgressEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Acceptance {
  readonly queryId: string;
  readonly deadline: string;
  readonly title: string;
  readonly message: string;
}

/** Calls of one app to the network at `baseUrl`. Every method throws {@link AppRefused} where the network refuses. */
export class AppClient {
  readonly #baseUrl: string;
  #token: string | undefined;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl.replace(/\/$/, '');
  }

  async register(registration: object): Promise<void> {
    this.#token = String((await this.#call('POST', '/v1/users', registration)).token);
  }

  async signIn(credentials: object): Promise<void> {
    this.#token = String((await this.#call('POST', '/v1/sessions', credentials)).token);
  }

  async requestCode(): Promise<void> {
    await this.#call('POST', '/v1/sms-codes', { purpose: 'QUERY' });
  }

  /** The texts on the simulated phone, oldest first. */
  async messagesOn(mobile: string): Promise<readonly string[]> {
    const { messages } = await this.#call('GET', `/control/sms?mobile=${mobile}`);
    return Array.isArray(messages) ? messages.map((message: { text?: unknown }) => String(message.text)) : [];
  }

  async verify(verification: object): Promise<string> {
    return String((await this.#call('POST', '/v1/verifications', verification)).verificationId);
  }

  async apply(application: object): Promise<Acceptance> {
    return (await this.#call('POST', '/v1/queries', application)) as unknown as Acceptance;
  }

  /** RUNNING, READY, FAILED or EXPIRED. */
  async status(queryId: string): Promise<string> {
    return String((await this.#call('GET', `/v1/queries/${queryId}`)).status);
  }

  async report(queryId: string, paymentPassword: string): Promise<Report> {
    return (await this.#call('POST', `/v1/queries/${queryId}/report`, { paymentPassword })) as unknown as Report;
  }

  /** Progress of a query until its end, or until the network closes the stream. */
  async *events(queryId: string, signal?: AbortSignal): AsyncGenerator<ProgressEvent> {
    const response = await this.#fetch('GET', `/v1/queries/${queryId}/events`, undefined, signal);
    if (response.body === null) return;
    let held = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      held += chunk;
      const blocks = held.split('\n\n');
      held = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.+)$/m.exec(block)?.[1];
        const data = /^data: (.+)$/m.exec(block)?.[1];
        if (event !== undefined && data !== undefined) yield { event, data: JSON.parse(data) };
      }
    }
  }

  async #call(method: string, path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    const response = await this.#fetch(method, path, body);
    return (await response.json()) as Readonly<Record<string, unknown>>;
  }

  async #fetch(method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (this.#token !== undefined && path.startsWith('/v1/')) headers.authorization = `Bearer ${this.#token}`;
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((error: unknown) => {
      if (signal?.aborted === true) throw error;
      throw unreachable(this.#baseUrl, error);
    });
    if (response.ok) return response;
    const text = await response.text();
    if (!/json/.test(response.headers.get('content-type') ?? '')) {
      throw new CliProblem(
        EXIT.environment,
        `${this.#baseUrl} is no banknet network: it answered ${response.status} without a problem`,
      );
    }
    throw new AppRefused(JSON.parse(text) as AppRefusal);
  }
}

const unreachable = (url: string, error: unknown): CliProblem => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new CliProblem(EXIT.environment, `No network answers at ${url} (${code}); start one with \`banknet up\``);
};
