// The closed model of one generator: users who apply again and again, each as somebody who may. Whoever is accepted is
// seen to their end like everybody, beside it.
import { acceptanceSchema, problemSchema } from './app-answers.ts';
import { type ClosedRequest, driveClosed } from './closed-driver.ts';
import { ANSWER_WITHIN_MS, jsonOf } from './http-link.ts';
import type { Journeys } from './journey.ts';
import type { DriveOutcome } from './open-driver.ts';
import { preciseClock } from './precise-clock.ts';
import type { Profile } from './profile.ts';
import type { RunMeter } from './run-meter.ts';
import type { Walker } from './walker.ts';

export interface ClosedPart {
  readonly url: string;
  readonly users: number;
  readonly profile: Pick<Profile, 'banks' | 'drainMs'>;
  readonly walkers: readonly Walker[];
  readonly journeys: Journeys;
  readonly meter: RunMeter;
  /** Whether whoever has had a report may come again at once. */
  readonly mayReturn: boolean;
}

/** From now to `endMs` on the precise clock; what is sent before `countsFromMs` is warm-up. */
export const driveClosedPart = async (
  part: ClosedPart,
  countsFromMs: number,
  endMs: number,
  signal: AbortSignal,
): Promise<DriveOutcome> => {
  const { url, users, profile, meter } = part;
  const people = new People(part);
  let counted = 0;
  const drive = await driveClosed({
    url: new URL(url).origin,
    users,
    forMs: endMs - preciseClock.now(),
    drainMs: profile.drainMs,
    timeoutMs: ANSWER_WITHIN_MS,
    signal,
    next: () => people.next(),
    onSent: (sentMs) => {
      if (sentMs < countsFromMs) return;
      counted++;
      meter.due(sentMs);
      meter.sent(sentMs);
    },
    onAnswer: ({ sentMs, latencyMs, outcome }) => {
      if (sentMs < countsFromMs) return;
      meter.step({ step: 'apply', latencyMs, outcome, atMs: sentMs + latencyMs }, sentMs);
    },
  });
  return { ...drive, due: counted, sent: counted };
};

/** Who applies next: one after the other of those who may. */
class People {
  readonly #part: ClosedPart;
  readonly #free: Walker[];
  #firstFree = 0;
  #turn = 0;

  constructor(part: ClosedPart) {
    this.#part = part;
    this.#free = [...part.walkers];
  }

  next(): ClosedRequest {
    const { url, profile } = this.#part;
    const walker = this.#take();
    const sinceMs = preciseClock.now();
    return {
      method: 'POST',
      path: `${new URL(url).pathname.replace(/\/+$/, '')}/v1/queries`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${walker.token}` },
      body: JSON.stringify({ verificationId: walker.verificationId, banks: profile.banks }),
      answered: (status, body) => this.#answered(walker, sinceMs, status, body),
    };
  }

  #answered(walker: Walker, sinceMs: number, status: number, body: string): string {
    const { journeys, mayReturn } = this.#part;
    const said = jsonOf(body);
    const acceptance = status === 202 ? acceptanceSchema.safeParse(said).data : undefined;
    if (acceptance !== undefined) {
      const way = journeys.accepted(walker, sinceMs, acceptance.queryId);
      if (mayReturn) void way.then(() => this.#free.push(walker));
      return 'accepted';
    }
    this.#free.push(walker);
    return problemSchema.safeParse(said).data?.code ?? (status < 300 ? 'strange' : `status ${status}`);
  }

  /** Where nobody may, somebody comes who may not: a user of this model never rests. */
  #take(): Walker {
    const { walkers } = this.#part;
    const free = this.#free[this.#firstFree];
    if (free !== undefined) {
      this.#firstFree++;
      // What was taken goes now and then, so that taking costs the same however many there are.
      if (this.#firstFree > walkers.length) {
        this.#free.splice(0, this.#firstFree);
        this.#firstFree = 0;
      }
      return free;
    }
    const other = walkers[this.#turn++ % walkers.length];
    if (other === undefined) throw new Error('nobody was prepared for this run');
    return other;
  }
}
