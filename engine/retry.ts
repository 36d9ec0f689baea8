// When a bank is asked again, and how an inquiry ends (R16, R17). Pure; what it returns is written to the store, so a
// restart neither forgets nor hurries a retry.
import type { IssuerCode } from '../core/banks.ts';
import type { Outcome } from './outcome.ts';
import type { BankOutcome } from './report.ts';
import type { RetrySettings } from './settings.ts';

/** Where one inquiry stands. */
export type Progress =
  | {
      readonly state: 'WAITING';
      /** The bank has accepted it (202): it is asked for with GET. */
      readonly running: boolean;
      /** Calls made so far. */
      readonly attempts: number;
      /** Calls since the last step forward: each makes the next pause longer. */
      readonly inVain: number;
      /** Answers in a row that broke the contract (R16). */
      readonly brokenInRow: number;
      /** When the next call is due. */
      readonly nextAtMs: number;
    }
  | { readonly state: 'DONE'; readonly attempts: number; readonly outcome: BankOutcome };

export type Waiting = Extract<Progress, { state: 'WAITING' }>;

/** An inquiry that has not been sent. */
export const firstProgress = (nowMs: number): Waiting => ({
  state: 'WAITING',
  running: false,
  attempts: 0,
  inVain: 0,
  brokenInRow: 0,
  nextAtMs: nowMs,
});

export interface RetryContext {
  readonly bank: IssuerCode;
  readonly nowMs: number;
  readonly settings: RetrySettings;
  /** Uniform in [0, 1), keyed by the inquiry and the attempt. */
  readonly chance: number;
}

/** Where the inquiry stands after a call ended so. */
export const afterCall = (before: Waiting, outcome: Outcome, context: RetryContext): Progress => {
  const attempts = before.attempts + 1;
  const end = endOf(outcome, context.bank);
  if (end !== undefined) return { state: 'DONE', attempts, outcome: end };
  const brokenInRow = brokenInRowAfter(before, outcome);
  if (brokenInRow >= context.settings.brokenAnswers) {
    return { state: 'DONE', attempts, outcome: { bank: context.bank, disposition: 'FAILED' } };
  }
  const running = outcome.kind === 'running' || (before.running && outcome.kind !== 'lost');
  const inVain = running === before.running ? before.inVain + 1 : 1;
  const pauseMs = running ? statusPauseMs(inVain, context) : backOffMs(inVain, context);
  const floorMs = outcome.kind === 'later' ? (outcome.retryAfterMs ?? 0) : 0;
  return {
    state: 'WAITING',
    running,
    attempts,
    inVain,
    brokenInRow,
    nextAtMs: context.nowMs + Math.max(floorMs, pauseMs),
  };
};

/** The end that an outcome means at once; undefined where the inquiry goes on. */
export const endOf = (outcome: Outcome, bank: IssuerCode): BankOutcome | undefined => {
  if (outcome.kind === 'delivered') return { bank, disposition: 'DELIVERED', answer: outcome.answer };
  if (outcome.kind === 'denied') return { bank, disposition: 'DENIED' };
  return outcome.kind === 'failed' ? { bank, disposition: 'FAILED' } : undefined;
};

/** No answer at all neither breaks the contract nor keeps it. */
const brokenInRowAfter = (before: Waiting, outcome: Outcome): number => {
  if (outcome.kind === 'broken') return before.brokenInRow + 1;
  return outcome.kind === 'unknown' ? before.brokenInRow : 0;
};

/** Growing pauses with full jitter: uniform below a limit that doubles up to the longest. */
const backOffMs = (inVain: number, { settings, chance }: RetryContext): number =>
  Math.round(chance * Math.min(settings.longestPauseMs, settings.firstPauseMs * 2 ** (inVain - 1)));

/** 1, 2, 4, 8, 16, 32 s, then ever more rarely (R17). */
const statusPauseMs = (asked: number, { settings }: RetryContext): number => {
  const { statusPausesMs, longestStatusPauseMs } = settings;
  const listed = statusPausesMs[asked - 1];
  if (listed !== undefined) return listed;
  const last = statusPausesMs.at(-1) ?? settings.firstPauseMs;
  return Math.min(longestStatusPauseMs, last * 2 ** (asked - statusPausesMs.length));
};
