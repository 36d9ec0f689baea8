// What a breakage makes of a call, as the engine sees it: the same meaning that engine/outcome.ts gives to the answer,
// the time that the caller waits for it, and whether the bank has done its work. Shares and times come from the fault.
import { callFailureFor, TIMED_OUT } from '../../core/failures.ts';
import type { CallResult } from '../../core/issuer-client.ts';
import { type Outcome, outcomeOf } from '../../engine/outcome.ts';
import { kindOf } from '../../simulator/faults/fault-set.ts';
import type { Breakage } from '../../simulator/faults/kinds.ts';
import type { Delivery } from '../../simulator/issuer/delivery.ts';

/** How a call ends that is not answered. `broken` counts towards FAILED (R16); `ended` is an end: DENIED or FAILED. */
export type Ending = 'later' | 'unknown' | 'broken' | 'ended';

export interface BrokenCall {
  /** `port`, `instead`: the bank's gate sees nothing of it. `alter`: the bank has worked for it. */
  readonly at: 'port' | 'instead' | 'alter';
  readonly ending: Ending;
  /** The call hangs until the caller gives up. */
  readonly isSilent: boolean;
  /** The floor of the next call, ms. */
  readonly floorMs: number;
}

/** Kinds of which no mean can be told. `load run` and scenarios show what they do. */
export const NOT_PLANNED: Readonly<Record<string, string>> = {
  callback: 'what becomes of one callback is no matter of means',
  dribble: 'how long it takes hangs on the size of each answer',
  'fail-first': 'it hits the same inquiries again, and a plan knows none',
};

const ASKED = { bank: 'PLAN', inquiryId: 'plan-inquiry', operation: 'ask' } as const;
const CALL = { issuer: 'PLAN', inquiryId: 'plan-inquiry', attempt: 1, nowMs: 0, unit: () => 0 };
const ANSWER: Delivery = {
  afterMs: 0,
  act: {
    kind: 'respond',
    status: 200,
    body: { inquiryId: 'plan-inquiry', issuer: 'PLAN', respCode: '00', respMsg: '', cards: [], unsupported: [] },
  },
};

/** Undefined where the call is answered all the same, as with `latency`. `endsAfterMs`: until its window closes. */
export const brokenCallOf = (breakage: Breakage, endsAfterMs: number | undefined): BrokenCall | undefined => {
  const kind = kindOf(breakage);
  if (kind.port?.(breakage) !== undefined) {
    return { at: 'port', ending: 'unknown', isSilent: false, floorMs: 0 };
  }
  const instead = kind.instead?.(breakage, { ...CALL, endsAtMs: endsAfterMs });
  const delivery = instead ?? kind.alter?.(breakage, ANSWER, { ...CALL, endsAtMs: endsAfterMs }) ?? ANSWER;
  const outcome = outcomeOf(resultOf(delivery), ASKED);
  if (outcome.kind === 'delivered') return undefined;
  return {
    at: instead === undefined ? 'alter' : 'instead',
    ending: endingOf(outcome),
    isSilent: delivery.act.kind === 'hang',
    floorMs: outcome.kind === 'later' ? (outcome.retryAfterMs ?? 0) : 0,
  };
};

const endingOf = ({ kind }: Outcome): Ending => {
  if (kind === 'later' || kind === 'broken') return kind;
  return kind === 'denied' || kind === 'failed' ? 'ended' : 'unknown';
};

/** What a caller gets of it. A body that is no message is told by its content type, as a door's reading of it would. */
const resultOf = ({ act }: Delivery): CallResult => {
  if (act.kind === 'hang') return { kind: 'no-reply', failure: TIMED_OUT };
  if (act.kind !== 'respond' || act.transport !== undefined) {
    return { kind: 'no-reply', failure: callFailureFor('ECONNRESET') };
  }
  const { status, body, raw, retryAfterS } = act;
  return {
    kind: 'reply',
    reply: {
      status,
      retryAfter: retryAfterS === undefined ? undefined : String(retryAfterS),
      contentType: raw === undefined ? 'application/json' : 'text/plain',
      body: raw === undefined ? body : undefined,
    },
  };
};
