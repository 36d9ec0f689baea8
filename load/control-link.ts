// The control API as a load run uses it: what the network is, incidents, and what the oracle inside it has seen.
import { z } from 'zod';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { DEFAULT_POPULATION } from '../simulator/people/settings.ts';
import type { HttpLink, LinkAnswer, LinkRequest } from './http-link.ts';
import { LoadProblem } from './load-problem.ts';
import type { BankResult, Distribution } from './load-result.ts';

/** As long as it is of the form that this version has: then it is of this version. */
const likeThat = <Value extends object>(example: Value) =>
  z.custom<Value>(
    (given) =>
      typeof given === 'object' &&
      given !== null &&
      Object.entries(example).every(([name, value]) => typeof Reflect.get(given, name) === typeof value),
  );

const networkSchema = z.object({
  seed: z.number(),
  population: likeThat(DEFAULT_POPULATION),
  engine: likeThat(DEFAULT_SETTINGS),
});
const issuersSchema = z.object({ issuers: z.array(z.object({ code: z.string(), kind: z.string() })) });
const clockSchema = z.object({ now: z.string().transform((text) => Date.parse(text)), scale: z.number() });
const throttleSchema = z.object({ burst: z.number(), perSecond: z.number() });
const startedSchema = z.object({ startedAt: z.string().transform((text) => Date.parse(text)) });
const oracleSchema = z.object({
  counts: z.object({ accepted: z.number(), ready: z.number(), failed: z.number(), running: z.number() }),
  violations: z.array(z.object({ invariant: z.string(), count: z.number(), first: z.string() })),
  seconds: z.array(z.object({ second: z.number(), accepted: z.number(), calls: z.number(), retries: z.number() })),
});
const distributionSchema: z.ZodType<Distribution> = z.object({
  count: z.number(),
  minMs: z.number(),
  meanMs: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  p99Ms: z.number(),
  p999Ms: z.number(),
  maxMs: z.number(),
  histogram: z.string(),
});
const bankSchema = z.object({
  bank: z.string(),
  inquiries: z.number(),
  calls: z.number(),
  statusCalls: z.number(),
  amplification: z.number(),
  peakPerSecond: z.number(),
  latency: distributionSchema.optional(),
  plannedLatency: distributionSchema.optional(),
  outcomes: z.record(z.string(), z.number()),
  retryAfterBroken: z.number(),
});
const banksSchema = z.object({ banks: z.array(bankSchema) });
const nothing = z.unknown();

export type NetworkFacts = z.output<typeof networkSchema>;
export type OracleView = z.output<typeof oracleSchema>;

/** Every method throws {@link LoadProblem} where the network does not do it. */
export class ControlLink {
  readonly #link: HttpLink;
  readonly #url: string;
  readonly #token: string | undefined;

  constructor(link: HttpLink, url: string, token: string | undefined) {
    this.#link = link;
    this.#url = url;
    this.#token = token;
  }

  /** The first word with a network. */
  async facts(): Promise<NetworkFacts> {
    const answer = await this.#link.send(this.#request('GET', '/network'), networkSchema);
    if (answer.kind === 'ok') return answer.value;
    if (answer.kind === 'failed') {
      throw new LoadProblem(`No network answers at ${this.#url} (${answer.word}); start one with \`banknet up\``);
    }
    if (answer.word !== 'strange' && !answer.word.startsWith('status ')) throw this.#refused('tell what it is', answer);
    throw new LoadProblem(`What answers at ${this.#url} is no banknet with an engine, or one of another version`);
  }

  /** Banks that are not simulated there: nobody knows what they must answer. */
  async realBanks(): Promise<readonly string[]> {
    const { issuers } = await this.#ask('GET', '/issuers', 'tell its issuers', issuersSchema);
    return issuers.filter(({ kind }) => kind !== 'simulated').map(({ code }) => code);
  }

  async clock(): Promise<z.output<typeof clockSchema>> {
    return this.#ask('GET', '/clock', 'tell its time', clockSchema);
  }

  async throttle(): Promise<z.output<typeof throttleSchema>> {
    return this.#ask('GET', '/throttle', 'tell its throttle', throttleSchema);
  }

  /** When the watch began, on the network's clock. */
  async startOracle(): Promise<number> {
    return (await this.#ask('POST', '/oracle', 'let the oracle watch it', startedSchema)).startedAt;
  }

  async oracle(afterSecond: number | undefined): Promise<OracleView> {
    const question = afterSecond === undefined ? '' : `?after=${afterSecond}`;
    return this.#ask('GET', `/oracle${question}`, 'tell what the oracle saw', oracleSchema);
  }

  async banks(): Promise<readonly BankResult[]> {
    const { banks } = await this.#ask('GET', '/oracle/banks', 'tell what the oracle counted', banksSchema);
    return banks.map((bank) => ({ ...bank, latency: bank.latency, plannedLatency: bank.plannedLatency }));
  }

  async stopOracle(): Promise<OracleView> {
    return this.#ask('DELETE', '/oracle', 'end the watch of the oracle', oracleSchema);
  }

  async addIncident(incident: object): Promise<void> {
    await this.#ask('POST', '/incidents', 'begin an incident', nothing, incident);
  }

  /** One that is over by itself is no problem. */
  async removeIncident(name: string): Promise<void> {
    const request = this.#request('DELETE', `/incidents/${encodeURIComponent(name)}`);
    const answer = await this.#link.send(request, nothing);
    if (answer.kind !== 'ok' && answer.word !== 'NOT_FOUND') throw this.#refused(`end the incident ${name}`, answer);
  }

  async #ask<Value>(
    method: LinkRequest['method'],
    path: string,
    what: string,
    schema: z.ZodType<Value>,
    body?: object,
  ): Promise<Value> {
    const answer = await this.#link.send(this.#request(method, path, body), schema);
    if (answer.kind === 'ok') return answer.value;
    throw this.#refused(what, answer);
  }

  #request(method: LinkRequest['method'], path: string, body?: object): LinkRequest {
    return { method, path: `/control${path}`, body, token: this.#token };
  }

  #refused(what: string, answer: Exclude<LinkAnswer<unknown>, { kind: 'ok' }>): LoadProblem {
    const why = answer.kind === 'refused' ? `${answer.word}: ${answer.detail}` : answer.word;
    return new LoadProblem(`the network at ${this.#url} does not ${what} (${why})`);
  }
}
