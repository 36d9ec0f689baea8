// Every number that the rules leave to us, with its default. A setting is read here and nowhere else.

import { DAY_MS } from '../core/calendar.ts';
import { PILOT_REGIONS, type RegionCode } from '../core/regions.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export interface ThrottleSettings {
  /** Applications that may be accepted at once (R11). */
  readonly burst: number;
  /** Applications per second that may be accepted for ever (R11). */
  readonly perSecond: number;
}

/** How long a report is kept (R25). */
export interface RetentionSettings {
  readonly length: number;
  readonly unit: 'natural-days' | 'working-days' | 'hours';
}

export interface EngineSettings {
  readonly throttle: ThrottleSettings;
  /** How long a call to an issuer may take (issuer-api.yaml: "the caller waits 10 s unless configured otherwise"). */
  readonly issuerTimeoutMs: number;
  /** Calls in flight to one issuer, over all queries (R18). */
  readonly inFlightPerIssuer: number;
  /** From acceptance to TIMEOUT of what is still PENDING (R19). */
  readonly deadlineMs: number;
  /** From the making of a report to the next application (R10). */
  readonly intervalMs: number;
  readonly retention: RetentionSettings;
  /** Regions in which the service is open (R6). */
  readonly openRegions: readonly RegionCode[];
  /** How far back logins count for the region (R6: six months). */
  readonly loginWindowMs: number;
  readonly smsCode: {
    readonly validMs: number;
    readonly wrongTries: number;
    readonly resendAfterMs: number;
  };
  /** How long a verification may be used for an application (R7). */
  readonly verificationValidMs: number;
  readonly password: { readonly wrongTries: number; readonly lockMs: number };
  readonly sessionValidMs: number;
  readonly retry: RetrySettings;
  readonly circuit: CircuitSettings;
  readonly retryBudget: RetryBudgetSettings;
  /** Queries whose inquiries are worked on at the same time; further accepted ones wait in the store. */
  readonly activeQueries: number;
  /** A query belongs to the engine that works on it for so long, unless renewed. */
  readonly leaseMs: number;
}

export interface RetrySettings {
  /** The upper limit of the first pause, which doubles with each further attempt; full jitter. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Status queries for a running inquiry come after these pauses, then the last one doubled on and on (R17). */
  readonly statusPausesMs: readonly number[];
  readonly longestStatusPauseMs: number;
  /** Answers in a row that break the contract and end in FAILED (R16). */
  readonly brokenAnswers: number;
}

/** When a bank is left alone, and how it is tried again (R18). */
export interface CircuitSettings {
  /** Calls in a row that it did not serve, over all queries, open the circuit. */
  readonly failuresInRow: number;
  /** The upper limit of the pause before the first probe, which doubles with each that fails; jittered. */
  readonly firstProbePauseMs: number;
  readonly longestProbePauseMs: number;
  /** A Retry-After holds back everybody's calls to that bank at most so long; the inquiry that got it waits it out. */
  readonly longestHoldMs: number;
  /** No pause is longer than this share of the deadline, however short that is set (R19). */
  readonly shareOfDeadline: number;
}

/** How many calls in vain it may cost one bank that it is asked again (R18). */
export interface RetryBudgetSettings {
  /** Retries that each first call allows. */
  readonly share: number;
  /** Retries that time allows, so that they go on where no new query comes. */
  readonly perSecond: number;
  /** Retries that may be saved up. */
  readonly burst: number;
}

export const DEFAULT_SETTINGS: EngineSettings = {
  throttle: { burst: 200, perSecond: 100 },
  issuerTimeoutMs: 10 * SECOND_MS,
  inFlightPerIssuer: 64,
  deadlineMs: 24 * HOUR_MS,
  intervalMs: 7 * DAY_MS,
  retention: { length: 7, unit: 'natural-days' },
  openRegions: PILOT_REGIONS,
  loginWindowMs: 183 * DAY_MS,
  smsCode: { validMs: 5 * MINUTE_MS, wrongTries: 5, resendAfterMs: 60 * SECOND_MS },
  verificationValidMs: 10 * MINUTE_MS,
  password: { wrongTries: 5, lockMs: 30 * MINUTE_MS },
  sessionValidMs: 30 * DAY_MS,
  retry: {
    firstPauseMs: SECOND_MS,
    longestPauseMs: 15 * MINUTE_MS,
    statusPausesMs: [1, 2, 4, 8, 16, 32].map((seconds) => seconds * SECOND_MS),
    longestStatusPauseMs: 30 * MINUTE_MS,
    brokenAnswers: 8,
  },
  circuit: {
    // A bank that fails every second call by chance does so 16 times in a row once in 65,000: it is not taken for down.
    failuresInRow: 16,
    firstProbePauseMs: 5 * SECOND_MS,
    // A bank that is back waits at most a minute to be asked; one that is down for two hours gets some 160 probes.
    longestProbePauseMs: MINUTE_MS,
    longestHoldMs: 15 * MINUTE_MS,
    shareOfDeadline: 1 / 20,
  },
  // A tenth of the load, and a tenth more at the throttle's default of 100 queries a second: together the 1.2 of R18.
  retryBudget: { share: 0.1, perSecond: 10, burst: 64 },
  activeQueries: 2000,
  leaseMs: 5 * MINUTE_MS,
};
