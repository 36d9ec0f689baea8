// How long a call that the bank has let in takes until its answer, what else may become of it, and which further calls
// it brings: in poll and callback mode the engine asks for a running inquiry again and again (R17).
import type { EngineSettings } from '../../engine/settings.ts';
import type { Latency } from '../../simulator/issuer/latency.ts';
import type { IssuerSettings } from '../../simulator/issuer/settings.ts';
import type { BrokenCall, Ending } from './breakage-outcomes.ts';
import { AT_ONCE, meanOf, mixed, type Spread, type SpreadPoint, spreadOf, summed } from './spread.ts';

/** A share of calls that are not answered. */
export interface FailedShare {
  readonly share: number;
  readonly ending: Ending;
  /** From the beginning of the call to its end. */
  readonly afterMs: number;
  readonly floorMs: number;
}

/** So many of the answered inquiries are asked for their status so long after they were sent. */
export interface StatusCalls {
  readonly share: number;
  readonly afterMs: number;
}

/** Of the calls that the bank's gate has let in. */
export interface AnswerTimes {
  readonly answered: number;
  /** Of those, from the beginning of the call to the answer; weights sum up to 1. */
  readonly spread: Spread;
  readonly failures: readonly FailedShare[];
  /** How long a call is in flight, in the mean: it holds one of the places of its bank. */
  readonly holdMs: number;
  readonly statusCalls: readonly StatusCalls[];
  /** How long an accepted inquiry (202) is running at the bank, in the mean; 0 where the reply is the answer. */
  readonly runningMs: number;
}

/** A fault that changes what the bank delivers, with the share of calls that it hits now. */
export interface Alteration {
  readonly share: number;
  readonly broken: BrokenCall | undefined;
  readonly added: Latency | undefined;
}

type Engine = Pick<EngineSettings, 'issuerTimeoutMs' | 'retry'>;
type Bank = Pick<IssuerSettings, 'latency' | 'mode' | 'capacity'>;

/**
 * `alterations` in the order in which faults work: the last one has the last word. `queuedMs`: how long a call waits at
 * the bank. That is no part of its answer's time here, but the caller's patience counts it.
 */
export const answerTimesOf = (
  bank: Bank,
  { issuerTimeoutMs, retry }: Engine,
  alterations: readonly Alteration[],
  queuedMs: number,
): AnswerTimes => {
  const served = bank.capacity === undefined ? AT_ONCE : spreadOf(bank.capacity.service);
  const reply = alterations.reduce((spread, { share, added }) => {
    if (added === undefined || share === 0) return spread;
    return share === 1
      ? summed(spread, spreadOf(added))
      : mixed([
          [1 - share, spread],
          [share, summed(spread, spreadOf(added))],
        ]);
  }, served);
  const own = spreadOf(bank.latency);
  const inFlight = bank.mode === 'sync' ? summed(reply, own) : reply;
  const longestMs = issuerTimeoutMs - queuedMs;
  const [inTime, late] = [inFlight.filter(({ ms }) => ms < longestMs), shareFrom(inFlight, longestMs)];
  const replyMs = meanOf(inTime);
  const { left, failures } = brokenBy(alterations, replyMs, issuerTimeoutMs, 1 - late);
  const whole = inTime.map(({ ms, weight }) => ({ ms, weight: weight / (1 - late) }));
  const spread = spreadOfMode(bank.mode, whole, own, retry);
  const statusCalls = bank.mode === 'sync' ? [] : statusCallsOf(own, bank.mode, retry);
  return {
    answered: left,
    spread,
    failures: [...failures, ...(late > 0 ? [unknownAfter(late, issuerTimeoutMs)] : [])],
    holdMs: left * replyMs + failures.reduce((sum, one) => sum + one.share * one.afterMs, 0) + late * issuerTimeoutMs,
    statusCalls,
    runningMs: bank.mode === 'sync' ? 0 : meanOf(spread) - meanOf(whole),
  };
};

const unknownAfter = (share: number, afterMs: number): FailedShare => ({
  share,
  ending: 'unknown',
  afterMs,
  floorMs: 0,
});

const shareFrom = (spread: Spread, ms: number): number =>
  spread.reduce((sum, point) => sum + (point.ms >= ms ? point.weight : 0), 0);

/** From the last alteration to the first, each of what the later ones have left. */
const brokenBy = (alterations: readonly Alteration[], replyMs: number, timeoutMs: number, all: number) => {
  let left = all;
  const failures: FailedShare[] = [];
  for (const { share, broken } of alterations.toReversed()) {
    if (broken === undefined || share === 0 || left === 0) continue;
    const { ending, isSilent, floorMs } = broken;
    failures.push({ share: left * share, ending, afterMs: isSilent ? timeoutMs : replyMs, floorMs });
    left *= 1 - share;
  }
  return { left, failures };
};

type Retry = EngineSettings['retry'];

const spreadOfMode = (mode: IssuerSettings['mode'], reply: Spread, own: Spread, retry: Retry): Spread => {
  if (mode === 'sync') return reply;
  return summed(reply, mode === 'callback' ? own : own.map((point) => askedAfter(point, retry)));
};

/** The engine finds an answer that was ready by then when it asks next. */
const askedAfter = ({ ms, weight }: SpreadPoint, retry: Retry): SpreadPoint => {
  for (const askMs of statusTimes(retry)) if (askMs >= ms) return { ms: askMs, weight };
  return { ms, weight };
};

/** Rarer than this a status call is none. */
const RARE = 1e-6;

const statusCallsOf = (own: Spread, mode: 'poll' | 'callback', retry: Retry): readonly StatusCalls[] => {
  const calls: StatusCalls[] = [];
  let beforeMs = 0;
  for (const afterMs of statusTimes(retry)) {
    // Who is polled is asked once more than the answer took; a callback that is there ends the asking.
    const share = shareFrom(own, mode === 'poll' ? beforeMs : afterMs);
    if (share < RARE) break;
    calls.push({ share, afterMs });
    beforeMs = afterMs + 1e-9;
  }
  return calls;
};

/** No inquiry is asked about for longer. */
const LONGEST_ASKING_MS = 7 * 86_400_000;

/** When a running inquiry is asked for, from when it was sent. */
function* statusTimes({ statusPausesMs, longestStatusPauseMs, firstPauseMs }: Retry): Generator<number, void> {
  let [atMs, pauseMs, count] = [0, 0, 0];
  while (atMs < LONGEST_ASKING_MS) {
    const listed = statusPausesMs[count++];
    pauseMs = listed ?? Math.min(longestStatusPauseMs, (pauseMs === 0 ? firstPauseMs : pauseMs) * 2);
    atMs += pauseMs;
    yield atMs;
  }
}
