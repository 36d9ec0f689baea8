// The store as the engine sees it. Whatever must be exact (R9, R11, R13, R14, handing out work, making a report once)
// is one atomic step here, so that it holds across processes and crashes. A returned promise resolves only when the
// step is durable. Rules are decided by the pure functions handed in; a store only reads, calls them and writes.
import type { IssuerCode } from '../../core/banks.ts';
import type { RegionCode } from '../../core/regions.ts';
import type { Admission, AdmissionFacts } from '../admission.ts';
import type { PasswordState, PasswordVerdict } from '../password.ts';
import type { Disposition, Report } from '../report.ts';
import type { Progress } from '../retry.ts';
import type { CodeCheck, SmsCode } from '../verification.ts';

export interface User {
  readonly userId: string;
  readonly name: string;
  readonly idNumber: string;
  readonly mobile: string;
  readonly passwordHash: string;
  readonly boundCard: { readonly bank: string; readonly last4: string };
  readonly registeredAtMs: number;
}

export interface Session {
  /** Of the token, which itself is stored nowhere. */
  readonly tokenHash: string;
  readonly userId: string;
  readonly expiresAtMs: number;
}

export interface Login {
  readonly userId: string;
  readonly region: RegionCode;
  readonly atMs: number;
}

export interface Verification {
  readonly verificationId: string;
  readonly userId: string;
  readonly consentVersion: string;
  readonly expiresAtMs: number;
}

/** What an accepted application becomes. */
export interface NewQuery {
  readonly queryId: string;
  readonly userId: string;
  readonly verificationId: string;
  readonly banks: readonly IssuerCode[];
  readonly acceptedAtMs: number;
  readonly deadlineMs: number;
  readonly idempotencyKey: string | undefined;
  /** Where issuers call back. Kept with the query: a repeated inquiry must be the same (issuer-api.yaml). */
  readonly callbackBaseUrl: string | undefined;
  /** Of the app's own trace, where it sent one: a later engine goes on with it. */
  readonly traceId?: string | undefined;
}

export type QueryStatus = 'RUNNING' | 'READY' | 'FAILED' | 'EXPIRED';

export interface BankDisposition {
  readonly bank: IssuerCode;
  readonly disposition: Disposition | 'PENDING';
}

export interface QueryRecord extends NewQuery {
  readonly status: QueryStatus;
  /** One a chosen bank, in the order of `banks` (I2). */
  readonly dispositions: readonly BankDisposition[];
  /** When the report was made; absent while RUNNING and when FAILED. */
  readonly generatedAtMs: number | undefined;
  /** When the report goes, or went. */
  readonly expiresAtMs: number | undefined;
}

/** What is known of one inquiry of a running query. A bank without a row has not been asked yet. */
export interface InquiryRow {
  readonly queryId: string;
  readonly bank: IssuerCode;
  readonly progress: Progress;
}

/** A running query handed to an engine, with all that it needs to go on where the last one stopped. */
export interface ClaimedQuery {
  readonly query: NewQuery;
  readonly user: User;
  readonly inquiries: readonly InquiryRow[];
}

export interface Claim {
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseUntilMs: number;
  readonly limit: number;
}

/** How a query ends (R21): with a report, or FAILED. */
export interface Ending {
  readonly queryId: string;
  readonly owner: string;
  readonly dispositions: readonly BankDisposition[];
  readonly endedAtMs: number;
  readonly outcome:
    | { readonly status: 'READY'; readonly report: Report; readonly expiresAtMs: number }
    | { readonly status: 'FAILED' };
  /** The one short message of this outcome (R23); its messageId is the queryId. */
  readonly message: string;
}

/** A short message in the outbox. At most one of each (userId, messageId). */
export interface ShortMessage {
  readonly messageId: string;
  readonly userId: string;
  readonly text: string;
  readonly atMs: number;
}

/** An application with what the store needs to find its facts and to write it down. */
export interface Application {
  readonly userId: string;
  readonly verificationId: string;
  readonly idempotencyKey: string | undefined;
  readonly nowMs: number;
  readonly owner: string | undefined;
  readonly leaseUntilMs: number;
}

export interface Store {
  /** Adds a user. `false`, and nothing changes, where the ID number or the mobile is registered already. */
  registerUser(user: User): Promise<boolean>;
  userById(userId: string): Promise<User | undefined>;
  userByMobile(mobile: string): Promise<User | undefined>;
  saveSession(session: Session): Promise<void>;
  /** The user of an unexpired session. */
  userBySession(tokenHash: string, nowMs: number): Promise<User | undefined>;
  saveLogin(login: Login): Promise<void>;
  /** How many logins in each region since `sinceMs` (inclusive). */
  loginCounts(userId: string, sinceMs: number): Promise<ReadonlyMap<RegionCode, number>>;

  /**
   * Replaces the user's code by what `decide` makes of the present one, atomically; where it returns a refusal nothing
   * changes. `message` goes into the outbox in the same step.
   */
  sendSmsCode<Refusal>(
    userId: string,
    decide: (
      present: SmsCode | undefined,
    ) => { readonly code: SmsCode; readonly message: ShortMessage } | { readonly refusal: Refusal },
  ): Promise<Refusal | undefined>;
  /** Checks a code and writes what is left of it (one try fewer, or used) in the same atomic step. */
  checkSmsCode(userId: string, decide: (present: SmsCode | undefined) => CodeCheck): Promise<CodeCheck>;
  saveVerification(verification: Verification): Promise<void>;

  /**
   * The whole of an application as one atomic step: gathers the facts, calls `decide`, and where it accepts writes the
   * query, uses up the verification and the throttle token. With `owner` the query is handed to that engine at once.
   */
  apply(application: Application, decide: (facts: AdmissionFacts) => Admission): Promise<Admission>;

  /** The user's queries, newest first, at most `limit`. */
  queriesOf(userId: string, limit: number): Promise<readonly QueryRecord[]>;
  /** One query of this user; undefined also for somebody else's. */
  queryOf(userId: string, queryId: string): Promise<QueryRecord | undefined>;

  /** Hands out running queries that nobody works on, oldest first, each to one engine only. */
  claim(claim: Claim): Promise<readonly ClaimedQuery[]>;
  /** Running queries of this owner as they stand now, in this order; without those that are its own no more. */
  reload(queryIds: readonly string[], owner: string): Promise<readonly ClaimedQuery[]>;
  /** How many running queries nobody works on. */
  waitingQueries(): Promise<number>;
  /** Keeps the owner's running queries for longer. */
  renewLeases(owner: string, leaseUntilMs: number): Promise<void>;
  /** Gives the owner's running queries back, for a clean stop. */
  release(owner: string): Promise<void>;
  /** Writes down where inquiries of running queries stand. Rows of a query that has ended are ignored. */
  saveProgress(row: InquiryRow, owner: string): Promise<void>;
  /**
   * Ends a query: its status, its report, its message and the end of its inquiry rows in one step.
   * `false`, and nothing changes, where it has ended already or belongs to another engine (R21, I4).
   */
  endQuery(ending: Ending): Promise<boolean>;

  /** The report of a READY query of this user. */
  reportOf(userId: string, queryId: string): Promise<Report | undefined>;
  /** Decides over one password try and writes the new state, atomically (R24). */
  tryPassword(
    userId: string,
    decide: (state: PasswordState) => { readonly state: PasswordState; readonly verdict: PasswordVerdict },
  ): Promise<PasswordVerdict>;
  passwordState(userId: string): Promise<PasswordState>;
  /** Removes every report whose time is over and marks its query EXPIRED (R25); how many there were. */
  expireReports(nowMs: number): Promise<number>;
  /** When the next report goes; undefined where there is none. */
  nextExpiryMs(): Promise<number | undefined>;

  /** The messages to a mobile, oldest first, at most the last `limit`: what the simulated phone shows. */
  messagesTo(mobile: string, limit: number): Promise<readonly ShortMessage[]>;
  /** Every write so far is durable, then the store is shut. */
  close(): Promise<void>;
}
