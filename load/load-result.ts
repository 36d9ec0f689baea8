// What came of a load run: data alone, written as JSON and read again for comparing and for the console. Histograms are
// kept whole (compressed, base64), so that results of several generators, and of several machines, merge exactly.
import type { IssuerCode } from '../core/banks.ts';

export const LOAD_RESULT_KIND = 'banknet-load-result';

/**
 * How generators knew that queries had ended: as it happened, over the stream of ends, unless that broke. What they had
 * to ask the records for counts from when these say that it ended; `undated`: these do not, so the latency counts up to
 * when it was found, and is too long rather than too short.
 */
export interface EndsHeard {
  readonly breaks: number;
  readonly fromRecords: number;
  readonly undated: number;
}

/** More came than the throttle lets in. Times are from the first arrival. */
export interface Rush {
  /** The first second with a refusal. */
  readonly fromMs: number;
  /** The end of the excess: after it no more came than the throttle's rate. */
  readonly untilMs: number;
  readonly refused: number;
  /** From there until nobody who came was refused; undefined where the run ended before. */
  readonly recoveryMs: number | undefined;
}

/** What a user waits for, each from the moment it was due. `report`: from application to the report on the screen. */
export const STEP_NAMES = ['register', 'verify', 'apply', 'report', 'view'] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** A latency distribution: what failed or timed out is in it with the time that it took. */
export interface Distribution {
  readonly count: number;
  readonly minMs: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly maxMs: number;
  /** HdrHistogram of microseconds, V2 compressed, base64. */
  readonly histogram: string;
}

/** What happened to the requests of one step. */
export interface StepResult {
  readonly step: StepName;
  /** Open model: from the due moment. Closed: service time, which says nothing of those who could not come. */
  readonly latency: 'from-due' | 'service-time';
  readonly distribution: Distribution;
  /** By what came back: `accepted`, `THROTTLED`, `timeout`, `ECONNRESET`, … */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of `apply`: of those whom the throttle refused alone, which are in the distribution, too. */
  readonly refused: Distribution | undefined;
}

/** One second of the run. */
export interface Slice {
  /** From the first arrival. */
  readonly atMs: number;
  readonly due: number;
  readonly sent: number;
  readonly answered: number;
  readonly errors: number;
  readonly throttled: number;
  readonly accepted: number;
  /**
   * Accepted in all up to here, and the most that the throttle could have let in by then: in no stretch of time more
   * than its burst and its rate.
   */
  readonly allowedTotal: number;
  readonly acceptedTotal: number;
  /** Of `apply` in this second. */
  readonly apply: Distribution | undefined;
  readonly report: Distribution | undefined;
  /** Of those applications whom the throttle refused. */
  readonly refused: Distribution | undefined;
  /** Calls to the banks that began in this second, and retries among them. */
  readonly issuerCalls: number;
  readonly retries: number;
}

export interface BankResult {
  readonly bank: IssuerCode;
  /** Questions that accepted applications owe this bank. */
  readonly inquiries: number;
  /** Times it was asked; asking how a running inquiry stands is no retry and counts apart. */
  readonly calls: number;
  readonly statusCalls: number;
  /** Calls over inquiries. */
  readonly amplification: number;
  /** The most calls that began within one second. */
  readonly peakPerSecond: number;
  /** From the engine's call to the answer. */
  readonly latency: Distribution | undefined;
  /** What the simulated bank meant to take: injected, and queueing at its own servers. */
  readonly plannedLatency: Distribution | undefined;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly retryAfterBroken: number;
}

export interface Schedule {
  readonly due: number;
  readonly sent: number;
  /** How late requests left. */
  readonly late: Distribution | undefined;
  /** Whether the generator kept it: a result of one that did not is not to be trusted. */
  readonly kept: boolean;
  readonly why: string | undefined;
}

export interface Correctness {
  readonly queriesAccepted: number;
  readonly queriesEnded: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrongReports: number;
  readonly throttleExcess: number;
  readonly amplification: number;
  readonly leaks: number;
  /** What the oracle found, the first of each invariant with a count. */
  readonly violations: readonly { readonly invariant: string; readonly count: number; readonly first: string }[];
}

export interface ThresholdResult {
  readonly text: string;
  readonly figure: string;
  readonly bound: number;
  /** Undefined where there is no such figure in this run: then it has not held. */
  readonly value: number | undefined;
  readonly held: boolean;
}

export interface LoadResult {
  readonly kind: typeof LOAD_RESULT_KIND;
  readonly version: 1;
  readonly profile: string;
  readonly seed: number;
  readonly model: 'open' | 'closed';
  readonly startedAt: string;
  readonly durationMs: number;
  /** `own` network, or the address of a running one without credentials. */
  readonly target: string;
  readonly generators: number;
  readonly environment: {
    readonly toolVersion: string;
    readonly commit: string | undefined;
    readonly runtime: string;
    readonly processor: string;
    readonly cores: number;
    /** Share of the machine's processor time in use meanwhile, by whatever runs here. */
    readonly busyShare: number;
  };
  readonly wasInterrupted: boolean;
  readonly schedule: Schedule;
  readonly steps: readonly StepResult[];
  readonly slices: readonly Slice[];
  readonly banks: readonly BankResult[];
  readonly incidents: readonly {
    readonly name: string;
    readonly atMs: number;
    readonly forMs: number;
    readonly issuers: readonly IssuerCode[];
  }[];
  readonly throttle: { readonly burst: number; readonly perSecond: number } | undefined;
  readonly rushes: readonly Rush[];
  readonly endsHeard: EndsHeard;
  readonly correctness: Correctness;
  readonly thresholds: readonly ThresholdResult[];
}
