// A client of the control API, as a tester's program would be one: what it sees and changes of a network, as values.
import { z } from 'zod';
import { type PhoneMessage, phoneSchema } from '../core/app-answers.ts';
import type { IssuerCode } from '../core/banks.ts';
import { shanghaiTimestamp } from '../core/calendar.ts';
import type { ServerEvent } from '../core/event-stream.ts';
import type { ThrottleSettings } from '../engine/settings.ts';
import { AppRefused, NetworkCaller } from './network-caller.ts';

/** A step of days may take its time: every call on the way goes over a socket. */
const STEP_WITHIN_MS = 600_000;

const instant = z.string().transform((text) => Date.parse(text));
const clockSchema = z
  .object({ now: instant, scale: z.number(), atRest: z.boolean().optional() })
  .transform(({ now: nowMs, ...more }) => ({ nowMs, ...more }));
const networkSchema = z.object({
  seed: z.number(),
  population: z.record(z.string(), z.unknown()),
  /** Where an engine runs: its settings, those that can be changed as they are now. */
  engine: z.record(z.string(), z.unknown()).optional(),
});
const faultSchema = z.object({ name: z.string(), healsAt: instant.optional() });
const incidentsSchema = z.object({ incidents: z.array(faultSchema) });
const issuerSchema = z.object({
  code: z.string(),
  kind: z.enum(['simulated', 'real']),
  settings: z.record(z.string(), z.unknown()),
  faults: z.array(faultSchema),
  incidents: z.array(z.string()),
});
const issuersSchema = z.object({ issuers: z.array(issuerSchema) });
const ownedPhoneSchema = phoneSchema.extend({ registered: z.boolean() });
const verificationSchema = z.object({ verificationId: z.string() });

export type ClockView = z.output<typeof clockSchema>;
export type NetworkFacts = z.output<typeof networkSchema>;
export type IssuerView = z.output<typeof issuerSchema>;

export interface ControlClientOptions {
  readonly controlToken?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Throws as {@link NetworkCaller} does. */
export class ControlClient {
  readonly #caller: NetworkCaller;
  readonly #token: string | undefined;

  constructor(baseUrl: string, { controlToken, signal }: ControlClientOptions = {}) {
    this.#caller = new NetworkCaller(baseUrl, signal);
    this.#token = controlToken;
  }

  network(): Promise<NetworkFacts> {
    return this.#ask('GET', '/network', undefined, networkSchema);
  }

  clock(): Promise<ClockView> {
    return this.#ask('GET', '/clock', undefined, clockSchema);
  }

  /** 0 holds the clock. */
  setScale(scale: number): Promise<ClockView> {
    return this.#ask('PUT', '/clock', { scale }, clockSchema);
  }

  /** `until: 'rest'`: no further than to where nothing is left to happen. By 0 it waits for what is under way. */
  advance(byMs: number, until?: 'rest'): Promise<ClockView> {
    return this.#ask('POST', '/clock/advance', { by: `${byMs}ms`, ...(until && { until }) }, clockSchema);
  }

  async issuers(): Promise<readonly IssuerView[]> {
    return (await this.#ask('GET', '/issuers', undefined, issuersSchema)).issuers;
  }

  issuer(code: IssuerCode): Promise<IssuerView> {
    return this.#ask('GET', `/issuers/${code}`, undefined, issuerSchema);
  }

  async configure(code: IssuerCode, settings: object): Promise<void> {
    await this.#send('PATCH', `/issuers/${code}`, settings);
  }

  async addFault(code: IssuerCode, fault: object): Promise<void> {
    await this.#send('POST', `/issuers/${code}/faults`, fault);
  }

  /** Whether there was one of this name. */
  removeFault(code: IssuerCode, name: string): Promise<boolean> {
    return this.#remove(`/issuers/${code}/faults/${encodeURIComponent(name)}`);
  }

  /** Those that are not over, each with when it will be, where it has an end. */
  async incidents(): Promise<z.output<typeof incidentsSchema>['incidents']> {
    return (await this.#ask('GET', '/incidents', undefined, incidentsSchema)).incidents;
  }

  async addIncident(incident: object): Promise<void> {
    await this.#send('POST', '/incidents', incident);
  }

  /** Whether there was one of this name. */
  removeIncident(name: string): Promise<boolean> {
    return this.#remove(`/incidents/${encodeURIComponent(name)}`);
  }

  async changePerson(idNumber: string, change: object): Promise<void> {
    await this.#send('PUT', `/people/${idNumber}`, change);
  }

  async setThrottle(throttle: ThrottleSettings): Promise<void> {
    await this.#send('PUT', '/throttle', throttle);
  }

  async arrangeVerification(userId: string, expiresAtMs: number): Promise<string> {
    const arranged = { userId, expiresAt: shanghaiTimestamp(expiresAtMs) };
    return (await this.#ask('POST', '/verifications', arranged, verificationSchema)).verificationId;
  }

  /** The simulated phone, oldest message first, and whether somebody is registered with it. */
  phone(mobile: string): Promise<{ readonly messages: readonly PhoneMessage[]; readonly registered: boolean }> {
    return this.#ask('GET', `/sms?mobile=${mobile}`, undefined, ownedPhoneSchema);
  }

  async mark(mark: string): Promise<void> {
    await this.#send('POST', '/marks', { mark });
  }

  /** What happens in the network, until `leave`. */
  events(leave: AbortSignal): AsyncGenerator<ServerEvent> {
    return this.#caller.stream({ method: 'GET', path: '/control/events', token: this.#token }, leave);
  }

  /** Back to what the network was started with. */
  async reset(): Promise<void> {
    await this.#send('POST', '/reset', undefined);
  }

  async #remove(path: string): Promise<boolean> {
    try {
      await this.#send('DELETE', path, undefined);
      return true;
    } catch (error) {
      if (error instanceof AppRefused && error.code === 'NOT_FOUND') return false;
      throw error;
    }
  }

  #callOf(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: object | undefined) {
    const sent = body === undefined ? {} : { body };
    return { method, path: `/control${path}`, ...sent, token: this.#token, withinMs: STEP_WITHIN_MS };
  }

  #ask<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body: object | undefined,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return this.#caller.ask(this.#callOf(method, path, body), schema);
  }

  async #send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: object | undefined): Promise<void> {
    await this.#caller.send(this.#callOf(method, path, body));
  }
}
