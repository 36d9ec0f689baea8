// The gate of a bank in the mean: its rate limit first (429), then its servers and their queue (503), as
// simulator/issuer/gate.ts has them call by call.
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import { meanOf, spreadOf } from './spread.ts';

/** What one bank can take for ever, and what of it decides. */
export interface Sustained {
  readonly perSecond: number;
  readonly by: 'rate limit' | 'servers' | 'places in flight' | 'nothing';
}

/** How long a Retry-After at the gate is at least: whole seconds, never 0. */
const SECOND_MS = 1000;

export class BankGate {
  readonly #settings: Pick<IssuerSettings, 'rateLimit' | 'capacity'>;
  /** Calls a millisecond that the servers do; Infinity where there are as many as calls. */
  readonly #servedPerMs: number;
  #tokens: number;
  /** Calls in the queue before the servers. */
  #queued = 0;

  constructor(settings: Pick<IssuerSettings, 'rateLimit' | 'capacity'>) {
    this.#settings = settings;
    this.#servedPerMs = servedPerMs(settings);
    this.#tokens = settings.rateLimit?.burst ?? 0;
  }

  get queued(): number {
    return this.#queued;
  }

  /** How long a call waits for a server that comes now. */
  get queueMs(): number {
    return this.#queued / this.#servedPerMs;
  }

  /** The Retry-After of whoever is turned away. */
  get floorMs(): number {
    const { rateLimit } = this.#settings;
    return rateLimit === undefined ? SECOND_MS : Math.ceil(1 / rateLimit.perSecond) * SECOND_MS;
  }

  /**
   * How many calls may begin in such a time, of a caller with so many places, whose calls take so long beside the queue
   * and who gives one up after `patienceMs`: the bank goes on with it, and the place is free.
   */
  room(spanMs: number, { places, holdMs, patienceMs }: Caller): number {
    if (holdMs === 0 && this.#queued === 0) return Number.POSITIVE_INFINITY;
    const turned = holdMs === 0 ? Number.POSITIVE_INFINITY : (places * spanMs) / holdMs;
    const served = this.#servedPerMs;
    // Where servers keep up with all places there is never a queue.
    if (served * holdMs >= places) return turned;
    const waiting = Math.min(this.#queued, served * Math.max(0, patienceMs - holdMs));
    return Math.max(0, Math.min(turned, places - waiting - served * holdMs + served * spanMs));
  }

  /** Calls that are taken in a step. */
  allowance(stepMs: number): number {
    const { rateLimit, capacity } = this.#settings;
    const limited =
      rateLimit === undefined ? Number.POSITIVE_INFINITY : this.#tokens + (rateLimit.perSecond * stepMs) / 1000;
    if (capacity === undefined) return limited;
    return Math.min(limited, this.#servedPerMs * stepMs + Math.max(0, capacity.queue - this.#queued));
  }

  /** A step is over, in which so many were taken. */
  took(calls: number, stepMs: number): void {
    const { rateLimit } = this.#settings;
    if (rateLimit !== undefined) {
      this.#tokens = Math.min(rateLimit.burst, this.#tokens + (rateLimit.perSecond * stepMs) / 1000 - calls);
    }
    const served = this.#servedPerMs * stepMs;
    this.#queued = served > this.#queued + calls ? 0 : this.#queued + calls - served;
  }
}

export interface Caller {
  /** Calls that may be in flight. */
  readonly places: number;
  readonly holdMs: number;
  readonly patienceMs: number;
}

const servedPerMs = ({ capacity }: Pick<IssuerSettings, 'capacity'>): number => {
  const serviceMs = capacity === undefined ? 0 : meanOf(spreadOf(capacity.service));
  return capacity === undefined || serviceMs === 0 ? Number.POSITIVE_INFINITY : capacity.servers / serviceMs;
};

/** Of a bank of which nothing is wrong. `callsPerInquiry`: status questions pass the gate, too. */
export const sustainedOf = (
  settings: Pick<IssuerSettings, 'rateLimit' | 'capacity'>,
  inFlight: number,
  holdMs: number,
  callsPerInquiry: number,
): Sustained => {
  const all = [
    { by: 'rate limit', perSecond: (settings.rateLimit?.perSecond ?? Number.POSITIVE_INFINITY) / callsPerInquiry },
    { by: 'servers', perSecond: (servedPerMs(settings) * 1000) / callsPerInquiry },
    { by: 'places in flight', perSecond: holdMs === 0 ? Number.POSITIVE_INFINITY : (inFlight * 1000) / holdMs },
  ] as const;
  const least = all.reduce((one, other) => (other.perSecond < one.perSecond ? other : one));
  return Number.isFinite(least.perSecond) ? least : { by: 'nothing', perSecond: least.perSecond };
};
