// What the engine needs from outside and does not care how it is done. Everything is injected: nothing here is real
// time, chance or network by itself.
import type { Bank } from '../core/banks.ts';
import type { Clock } from '../core/clock.ts';
import type { IssuerClient } from '../core/issuer-client.ts';
import type { Random } from '../core/random.ts';
import type { EventBus } from './events.ts';
import type { PasswordHasher } from './password.ts';
import type { EngineSettings } from './settings.ts';
import type { Store } from './store/port.ts';

/** Values that nobody may guess. */
export interface Secrets {
  /** A session token: at least 128 bits in URL-safe characters. */
  token(): string;
  /** Six digits. */
  smsCode(): string;
  /** A one-way fingerprint of a token, which is all that is stored of it. */
  fingerprint(token: string): string;
}

/** Compares a face with the person's document (R7). */
export interface FaceVerifier {
  matches(idNumber: string, sample: string): Promise<boolean>;
}

/** Whether name, ID number, mobile and bound card belong to one person (R5). */
export interface RealNameCheck {
  holds(claim: {
    readonly name: string;
    readonly idNumber: string;
    readonly mobile: string;
    readonly boundCard: { readonly bank: string; readonly last4: string };
  }): Promise<boolean>;
}

/** Seals records under a key of its own, which no other seal has. */
export interface Seal {
  /**
   * The record with its key, wrapped by the master key: nothing else opens it, and where its bytes go the key goes.
   * `context` says which record it is; it is not kept, and must be the same when it is opened.
   */
  close(plain: string, context: string): Uint8Array;
}

/** Keeps what nobody but its owner may read (R26), for stores that write to a disk. */
export interface Vault {
  newSeal(): Seal;
  /** What was sealed. Throws where it was changed, is another record's, or was sealed under another master key. */
  open(sealed: Uint8Array, context: string): string;
  /** The same for the same text, so that a record is found by it; without the master key nothing can be guessed. */
  fingerprint(kind: string, text: string): string;
  /** Tells one master key from another, and nothing more about it. */
  readonly keyCheck: string;
}

export interface EngineParts {
  readonly banks: readonly Bank[];
  readonly store: Store;
  readonly issuers: IssuerClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly secrets: Secrets;
  readonly passwords: PasswordHasher;
  readonly face: FaceVerifier;
  readonly realName: RealNameCheck;
  readonly events: EventBus;
  readonly settings: EngineSettings;
  /** This engine among those that share a store. */
  readonly owner: string;
  /** Where issuers reach `/v1/issuer-callbacks/:issuer`; undefined where nobody can call back. */
  readonly callbackBaseUrl: string | undefined;
  /** Told of a failure that must not happen (a store that is gone): the program ends or goes on as it sees fit. */
  readonly onFault: (error: unknown) => void;
}
