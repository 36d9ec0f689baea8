// Writes interactions into the pact of one pair (V4), each after the real consumer has been through it against Pact's
// mock of the provider. One file is written by one at a time.
import { PactV4 } from '@pact-foundation/pact';
import type { ProviderState } from './interaction.ts';
import type { Template } from './matchers.ts';

// Pact tells its makers of every use unless told not to.
process.env.PACT_DO_NOT_TRACK = 'true';

export interface PactPair {
  readonly consumer: string;
  readonly provider: string;
  /** Where the pacts lie. Pact adds to a file that is there: whoever writes anew empties the folder first. */
  readonly folder: string;
}

interface Described {
  readonly description: string;
  readonly states: readonly ProviderState[];
}

export interface HttpTemplate extends Described {
  readonly request: {
    readonly method: 'GET' | 'POST';
    readonly path: Template;
    readonly headers: Readonly<Record<string, Template>>;
    /** JSON: its content type need not be said, here and in the answer. */
    readonly body?: Template | undefined;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, Template>>;
    readonly body?: Template | undefined;
  };
}

export interface MessageOnItsOwn extends Described {
  readonly body: Template;
}

export class PactFile {
  readonly #pact: PactV4;

  constructor({ consumer, provider, folder }: PactPair) {
    this.#pact = new PactV4({ consumer, provider, dir: folder, logLevel: 'error' });
  }

  /** `use` calls the provider at this address. @throws what it throws, or where it called otherwise than written */
  async addHttp({ description, states, request, response }: HttpTemplate, use: (url: string) => Promise<void>) {
    const unconfigured = states.reduce(
      (interaction, { name, params }) => interaction.given(name, plain(params)),
      this.#pact.addInteraction(),
    );
    // One mock for all would be fewer files written, and is slower: it compares each call with each interaction.
    await unconfigured
      .uponReceiving(description)
      .withRequest(request.method, plain(request.path), (builder) => {
        builder.headers(plain(request.headers));
        if (request.body !== undefined) builder.jsonBody(request.body);
      })
      .willRespondWith(response.status, (builder) => {
        builder.headers(plain(response.headers));
        if (response.body !== undefined) builder.jsonBody(response.body);
      })
      .executeTest(({ url }) => use(url));
  }

  /** `take` is given the example of the message. */
  async addMessage({ description, states, body }: MessageOnItsOwn, take: (body: unknown) => void): Promise<void> {
    const unconfigured = states.reduce(
      (message, { name, params }) => message.given(name, plain(params)),
      this.#pact.addAsynchronousInteraction(),
    );
    await unconfigured
      .expectsToReceive(description, (builder) => {
        builder.withJSONContent(body);
      })
      .executeTest(async ({ contents }) => take(contents.content));
  }
}

/** Templates and params are JSON by construction; Pact's own types of JSON are not readonly, so it gets a copy. */
const plain = <Json>(value: unknown): Json => structuredClone(value) as Json;
