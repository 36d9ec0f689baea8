// Writes interactions into the pact of one pair (V4), each after the real consumer has been through it against Pact's
// mock of the provider. One file is written by one at a time.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PactV4 } from '@pact-foundation/pact';
import { z } from 'zod';
import type { ProviderState } from './interaction.ts';
import type { Template } from './matchers.ts';

// Pact tells its makers of every use unless told not to.
process.env.PACT_DO_NOT_TRACK = 'true';

export interface PactPair {
  readonly consumer: string;
  readonly provider: string;
  /** Where the pacts lie. */
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

/** What of a pact is ours to put together; the rest is Pact's. */
const pactSchema = z.looseObject({ interactions: z.array(z.unknown()).length(1) });

/**
 * A pact in the order of its table. Each interaction is written by Pact into a file of its own first: into one file
 * Pact would merge it, which drops what looks alike without a word, and reads the whole file again for each.
 */
export class PactFile {
  readonly #pair: PactPair;
  readonly #scratch: string;
  readonly #written: z.output<typeof pactSchema>[] = [];

  private constructor(pair: PactPair, scratch: string) {
    this.#pair = pair;
    this.#scratch = scratch;
  }

  /** The pact that `fill` adds to is saved into the folder of the pair, in place of what is there under its name. */
  static async write(pair: PactPair, fill: (file: PactFile) => Promise<void>): Promise<void> {
    const scratch = await mkdtemp(join(tmpdir(), 'pact-'));
    try {
      const file = new PactFile(pair, scratch);
      await fill(file);
      await file.#save();
    } finally {
      await rm(scratch, { recursive: true });
    }
  }

  /** `use` calls the provider at this address. @throws what it throws, or where it called otherwise than written */
  async addHttp({ description, states, request, response }: HttpTemplate, use: (url: string) => Promise<void>) {
    await this.#add((pact) =>
      states
        .reduce((interaction, { name, params }) => interaction.given(name, plain(params)), pact.addInteraction())
        .uponReceiving(description)
        .withRequest(request.method, plain(request.path), (builder) => {
          builder.headers(plain(request.headers));
          if (request.body !== undefined) builder.jsonBody(request.body);
        })
        .willRespondWith(response.status, (builder) => {
          builder.headers(plain(response.headers));
          if (response.body !== undefined) builder.jsonBody(response.body);
        })
        .executeTest(({ url }) => use(url)),
    );
  }

  /** `take` is given the example of the message. @throws what it throws */
  async addMessage({ description, states, body }: MessageOnItsOwn, take: (body: unknown) => void): Promise<void> {
    await this.#add((pact) =>
      states
        .reduce((message, { name, params }) => message.given(name, plain(params)), pact.addAsynchronousInteraction())
        .expectsToReceive(description, (builder) => {
          builder.withJSONContent(body);
        })
        .executeTest(async ({ contents }) => take(contents.content)),
    );
  }

  async #add(execute: (pact: PactV4) => Promise<unknown>): Promise<void> {
    const { consumer, provider } = this.#pair;
    const dir = join(this.#scratch, String(this.#written.length));
    await execute(new PactV4({ consumer, provider, dir, logLevel: 'error' }));
    this.#written.push(pactSchema.parse(JSON.parse(await readFile(join(dir, this.#name), 'utf8'))));
  }

  async #save(): Promise<void> {
    const [first] = this.#written;
    if (first === undefined) throw new Error(`${this.#name} would be a pact without interactions`);
    const { interactions: _, metadata, ...pair } = first;
    const interactions = this.#written.flatMap((pact) => pact.interactions);
    const text = JSON.stringify({ ...pair, interactions, metadata }, null, 2);
    await writeFile(join(this.#pair.folder, this.#name), `${text}\n`);
  }

  get #name(): string {
    return `${this.#pair.consumer}-${this.#pair.provider}.json`;
  }
}

/** Templates and params are JSON by construction; Pact's own types of JSON are not readonly, so it gets a copy. */
const plain = <Json>(value: unknown): Json => structuredClone(value) as Json;
