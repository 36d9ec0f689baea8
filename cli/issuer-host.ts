// Where the simulated issuers of a network live: in this process, or in workers (issuer-workers.ts). Both are the same
// to whoever uses them.
import type { StateAnswer } from '../contracts/states/state-desk.ts';
import { createStatedIssuer } from '../contracts/states/stated-issuer.ts';
import type { IssuerCode } from '../core/banks.ts';
import type { Clock } from '../core/clock.ts';
import type { IssuerCallRecord } from '../core/journal.ts';
import { nodeDigests } from '../core/node-digests.ts';
import { createRandom } from '../core/random.ts';
import type { WireWatch } from '../core/wire-watch.ts';
import { listenIssuers } from '../simulator/doors/issuer-server.ts';
import type { IssuerSettings } from '../simulator/issuer/settings.ts';
import type { PersonOverride } from '../simulator/people/overrides.ts';
import type { People } from '../simulator/people/people.ts';

/** One issuer of a host: where it listens, and how it behaves at first. */
export interface HostedIssuer {
  readonly code: IssuerCode;
  /** 0 takes any free one. */
  readonly port: number;
  readonly settings: IssuerSettings;
}

export interface IssuerHost {
  /** In the order in which the issuers were given. */
  readonly doors: readonly { readonly code: IssuerCode; readonly url: string }[];
  /** Puts settings in force; resolves when the issuer works by them, its port included. */
  configure(code: IssuerCode, settings: IssuerSettings): Promise<void>;
  /** Changes one person at every issuer. @throws RangeError where no bank could hold what it says */
  overridePerson(idNumber: string, change: PersonOverride): Promise<void>;
  clearOverrides(): Promise<void>;
  /** Sets up a provider state of the contract at one issuer, or ends it, as the body of its state URL says. */
  changeState(code: IssuerCode, body: unknown): Promise<StateAnswer>;
  /** Ends all provider states of all issuers. */
  clearStates(): Promise<void>;
  /** Callbacks that issuers of this process have still to make; of those elsewhere nothing is known. */
  readonly pendingCallbacks: number;
  close(): Promise<void>;
}

export interface HostOptions {
  readonly issuers: readonly HostedIssuer[];
  readonly host: string;
  readonly seed: number;
  readonly clock: Clock;
  readonly people: People;
  /** Told of a bug, or of a port that cannot be opened again. */
  readonly onProblem: (error: unknown) => void;
  readonly onCall: (record: IssuerCallRecord) => void;
  /** Told what is on its way; issuers in workers have none. */
  readonly wire?: WireWatch;
}

/**
 * All issuers in this process.
 * @throws {PortTaken} a port is in use; nothing is left open then
 */
export const hostIssuers = async (options: HostOptions): Promise<IssuerHost> => {
  const { issuers, host, seed, clock, people, onProblem, onCall, wire } = options;
  const random = createRandom(seed);
  const stated = new Map(
    issuers.map(({ code, settings }) => [code, createStatedIssuer({ bank: code, people, settings, random })]),
  );
  const opened = await listenIssuers({
    issuers: [...stated.values()].map(({ issuer }) => issuer),
    portOf: (_code, at) => issuers[at]?.port ?? 0,
    host,
    clock,
    digests: nodeDigests,
    onBug: onProblem,
    onCall,
    ...(wire && { wire }),
  });
  const doorOf = new Map(opened.doors.map((door) => [door.issuer, door]));
  return {
    doors: opened.doors.map(({ issuer, url }) => ({ code: issuer, url })),
    async configure(code, settings) {
      const door = doorOf.get(code);
      if (door === undefined) throw notHere(code);
      await door.configure(settings);
    },
    async overridePerson(idNumber, change) {
      people.override(idNumber, change);
    },
    async clearOverrides() {
      people.clearOverrides();
    },
    async changeState(code, body) {
      const issuer = stated.get(code);
      if (issuer === undefined) throw notHere(code);
      return issuer.changeState(body);
    },
    async clearStates() {
      for (const { clearStates } of stated.values()) clearStates();
    },
    get pendingCallbacks() {
      return opened.doors.reduce((sum, door) => sum + door.pendingCallbacks, 0);
    },
    close: opened.close,
  };
};

const notHere = (code: IssuerCode): Error => new Error(`${code} is not one of the issuers here`);
