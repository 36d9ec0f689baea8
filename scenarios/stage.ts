// A network as a scenario plays on it: what its people and its testers can do there, and what can be seen. There are
// two: virtual-stage.ts (one process, virtual time) and cli/http-stage.ts (sockets: one's own or a running network).
import type { IssuerCode } from '../core/banks.ts';
import type { Written } from '../core/fields.ts';
import type { Report } from '../engine/report.ts';
import type { ThrottleSettings } from '../engine/settings.ts';
import type { NewQuery, QueryRecord } from '../engine/store/port.ts';
import type { FaultForm } from '../simulator/faults/fault-schema.ts';
import type { Person } from '../simulator/people/person.ts';
import type { PersonForm } from '../simulator/people/person-schema.ts';
import type { PersonaName } from '../simulator/people/personas.ts';
import type { RunContext, Sight } from './oracle/sight.ts';

/** A refusal as a user of the app sees it; members that it does not have are undefined. Instants are epoch ms. */
export interface ShownRefusal {
  readonly code: string;
  /** For the user, in Chinese. */
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
  readonly opensAtMs?: number | undefined;
  readonly triesLeft?: number | undefined;
  readonly untilMs?: number | undefined;
}

/** The code of a refusal that nobody gave: the engine is down, or it was killed before it answered. */
export const NO_ANSWER = 'NO_ANSWER';

export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: ShownRefusal };

/** Somebody who is registered or signed in on this stage. */
export interface Actor {
  readonly person: Person;
  readonly userId: string;
  readonly token: string;
}

export interface ApplyRequest {
  /** Undefined: none was made, and the application carries an id that nobody has given out. */
  readonly verificationId: string | undefined;
  readonly banks: 'ALL' | readonly string[];
  readonly idempotencyKey: string | undefined;
}

export interface Acceptance extends Pick<NewQuery, 'queryId' | 'acceptedAtMs' | 'deadlineMs'> {
  /** The text that the user is shown. */
  readonly message?: string;
}

export interface VerifyRequest {
  readonly consent: boolean;
  readonly face: 'match' | 'mismatch';
  readonly smsCode: string;
}

export interface Stage {
  readonly context: RunContext;
  /** Who plays the index-th person (from 0) of a persona: somebody with whom this network has had nothing to do yet. */
  persona(name: PersonaName, index: number): Promise<Person>;
  /** The person of the population with this ID number, as they are now. */
  person(idNumber: string): Promise<Person>;
  now(): number;
  /** Lets time pass up to this instant; whatever is due on the way happens in order. */
  advanceTo(atMs: number): Promise<void>;
  /**
   * Lets time pass until every accepted query has ended and no inquiry waits, up to `latestMs`.
   * @returns whether all of it has ended
   */
  advanceToRest(latestMs: number): Promise<boolean>;

  register(person: Person): Promise<Answer<Actor>>;
  signIn(person: Person, password: string): Promise<Answer<Actor>>;
  sendCode(actor: Actor): Promise<Answer<{ readonly resendAfterMs: number }>>;
  /** The code that this phone was sent last; undefined where there is none. */
  lastCode(actor: Actor): Promise<string | undefined>;
  verify(actor: Actor, request: VerifyRequest): Promise<Answer<{ readonly verificationId: string }>>;
  /**
   * A verification made beside the app, good up to this instant, which may have passed: for a story in which somebody
   * has verified themselves more often than codes are sent, or long ago. Without it only what the app can do goes.
   */
  readonly arrangeVerification?: (actor: Actor, expiresAtMs: number) => Promise<string>;
  apply(actor: Actor, request: ApplyRequest): Promise<Answer<Acceptance>>;
  view(actor: Actor, queryId: string, password: string): Promise<Answer<Report>>;
  record(actor: Actor, queryId: string): Promise<Answer<QueryRecord>>;
  /** Texts on this phone, oldest first. */
  messages(actor: Actor): Promise<readonly string[]>;

  fault(issuers: 'ALL' | readonly IssuerCode[], fault: Written<FaultForm>): Promise<void>;
  /** Ends that fault there, or with no name every fault; also incidents over them. */
  heal(issuers: 'ALL' | readonly IssuerCode[], name: string | undefined): Promise<void>;
  /**
   * When the last of all faults and incidents that are set now will be over, epoch ms; 0 where there is none, undefined
   * where one has no end. A stage that cannot know leaves it out, and I11 is not judged there.
   */
  readonly faultsEndAtMs?: () => Promise<number | undefined>;
  throttle(throttle: ThrottleSettings): Promise<void>;
  /** Kills the engine at this instant. Undefined where this stage cannot. */
  readonly crash: ((restartAfterMs: number) => Promise<void>) | undefined;
  change(person: Person, change: Written<PersonForm>): Promise<void>;
  /** What is left anywhere of the cards of this query's report (I10); undefined where this stage cannot look. */
  readonly remainsOf: ((queryId: string) => Promise<readonly { where: string; cards: number }[]>) | undefined;

  /** Told of everything that the network shows by itself, in order, until `close`. */
  subscribe(onSight: (sight: Sight) => void): void;
  close(): Promise<void>;
}
