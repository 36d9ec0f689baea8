// What the routes of the control API work with.
import type { Journal } from '../../core/journal.ts';
import type { SteerableClock } from '../../core/steerable-clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SimulatedFaceVerifier } from '../../simulator/checks/face-verifier.ts';
import type { People } from '../../simulator/people/people.ts';
import type { PopulationSettings } from '../../simulator/people/settings.ts';
import type { CircuitLog } from '../circuit-log.ts';
import type { IssuerCallFeed } from '../issuer-call-feed.ts';
import type { MessageLog } from '../message-log.ts';
import type { NetworkIssuers } from '../network-issuers.ts';
import type { QueryLog } from '../query-log.ts';
import type { EventFeed } from './event-feed.ts';
import type { Queue } from './routes.ts';

/** The engine's side of a network. */
export interface EngineSide {
  readonly engine: Pick<
    Engine,
    'messagesTo' | 'settings' | 'setThrottle' | 'events' | 'load' | 'callsInFlight' | 'circuits'
  >;
  readonly face: SimulatedFaceVerifier;
  readonly queryLog: QueryLog;
  readonly circuitLog: CircuitLog;
  readonly messageLog: MessageLog;
  /** Of a registered user; undefined: nobody has this userId. */
  readonly mobileOf: (userId: string) => Promise<string | undefined>;
  readonly isRegistered: (mobile: string) => Promise<boolean>;
  /** Makes a verification of this user beside the app, good up to this instant; undefined: nobody has this userId. */
  readonly arrangeVerification: (userId: string, expiresAtMs: number) => Promise<string | undefined>;
}

/** What a network was started with and nobody can change while it runs. */
export interface NetworkFacts {
  readonly seed: number;
  readonly population: PopulationSettings;
}

export interface NetworkParts {
  readonly facts: NetworkFacts;
  readonly clock: SteerableClock;
  readonly people: People;
  readonly issuers: Pick<NetworkIssuers, 'addresses' | 'control'> & {
    readonly host: Pick<
      NetworkIssuers['host'],
      'overridePerson' | 'clearOverrides' | 'changeState' | 'clearStates' | 'pendingCallbacks'
    >;
  };
  readonly journal: Journal;
  readonly issuerCalls: Pick<IssuerCallFeed, 'subscribe'>;
  /** Undefined where this process only serves issuers. */
  readonly engineSide: EngineSide | undefined;
}

export interface RouteParts extends NetworkParts {
  /** Names this start of the network: what is counted in memory is counted anew in another. */
  readonly startId: string;
  readonly feed: EventFeed;
  /** Every change of a network waits for those that came before it. */
  readonly changes: Queue;
  /** Aborted when the network stops: streams end then. */
  readonly closing: AbortSignal;
}
