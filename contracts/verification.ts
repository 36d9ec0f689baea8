// What came of holding one endpoint to the contract: data alone, as reports, records and the wrong-endpoint test read
// it. No key, no address with a password, no personal data but that of the contract's own synthetic customers, masked.
import type { IssuerCode } from '../core/banks.ts';
import type { Need } from './check.ts';

/** Whose affair it is that something is not as it must be. */
export type Blame = 'bank' | 'environment';

/** One thing that is not as it must be. */
export interface Finding {
  /** What was sent, masked: `POST /v1/card-inquiries, signed, created 301 s ago`. */
  readonly sent: string;
  readonly expected: string;
  readonly got: string;
  /** Request and answer as they were, masked, for whoever wants to see them side by side. */
  readonly exchange?: ShownExchange | undefined;
}

export interface ShownExchange {
  readonly request: string;
  readonly answer: string;
}

export type LeftOutCause = Need | 'not-applicable';

export type CheckVerdict =
  | { readonly kind: 'held' }
  | { readonly kind: 'broken'; readonly findings: readonly Finding[] }
  /** It could not run, which is no pass. */
  | { readonly kind: 'not-run'; readonly why: string; readonly blame: Blame }
  /** It was not asked for (`--only`), or needs what was not given (`--state-url`); the report says so. */
  | {
      readonly kind: 'left-out';
      readonly why: string;
      /** What was not given, or that it has no meaning for this bank; undefined where it was not asked for. */
      readonly cause?: LeftOutCause | undefined;
    };

export interface CheckResult {
  /** `signature/stale`: group and name. */
  readonly name: string;
  /** What the endpoint has to do, one sentence. */
  readonly title: string;
  /** Where that is said: `issuer-api.yaml, Signature`, `R3`. */
  readonly source: string;
  readonly verdict: CheckVerdict;
  readonly tookMs: number;
}

export interface Verification {
  readonly issuer: IssuerCode;
  /** Origin and path, without credentials and query. */
  readonly url: string;
  readonly hasStates: boolean;
  /** Of the pact that it was held to, SHA-256, hex. */
  readonly pactHash: string;
  /** What the bank says that this is, where it said (`--endpoint-version`). */
  readonly endpointVersion: string | undefined;
  /** Of this program. */
  readonly toolVersion: string;
  readonly startedAt: string;
  readonly tookMs: number;
  readonly checks: readonly CheckResult[];
}

/** Whether everything that was asked for held: what could not run did not. */
export const hasHeld = ({ checks }: Verification): boolean =>
  checks.some(({ verdict }) => verdict.kind === 'held') &&
  checks.every(({ verdict }) => verdict.kind === 'held' || verdict.kind === 'left-out');

/** Whether only the environment kept checks from running, and nothing is known against the bank. */
export const isEnvironmentsFault = ({ checks }: Verification): boolean =>
  checks.some(({ verdict }) => verdict.kind === 'not-run') &&
  checks.every(({ verdict }) => verdict.kind !== 'broken' && !(verdict.kind === 'not-run' && verdict.blame === 'bank'));
