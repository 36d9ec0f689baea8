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
  activeQueries: 2000,
  leaseMs: 5 * MINUTE_MS,
};
