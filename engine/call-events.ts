// The two ends of a call to an issuer as events: what was sent to whom, what came back, what it means. Of an answer
// only its codes are told (R26).
import type { CallResult } from '../core/issuer-client.ts';
import type { EngineEvent } from './events.ts';
import type { CallKind } from './issuer-lane.ts';
import { type Asked, type Outcome, respCodeOf } from './outcome.ts';
import type { Progress, Waiting } from './retry.ts';
import type { Inquiry } from './run.ts';

type CallStarted = Extract<EngineEvent, { type: 'call-started' }>;
type CallEnded = Extract<EngineEvent, { type: 'call-ended' }>;

/** One call of an inquiry. */
export interface Call extends Asked {
  readonly inquiry: Inquiry;
  /** Where the inquiry stood before it. */
  readonly before: Waiting;
  readonly attempt: number;
  readonly kind: CallKind;
  readonly isProbe: boolean;
  readonly traceparent: string;
  readonly startedAtMs: number;
}

export const callStarted = (call: Call): CallStarted => ({
  type: 'call-started',
  queryId: call.inquiry.run.query.queryId,
  bank: call.bank,
  inquiryId: call.inquiryId,
  traceparent: call.traceparent,
  operation: call.operation,
  attempt: call.attempt,
  isProbe: call.isProbe,
  atMs: call.startedAtMs,
});

/** `next` is where the inquiry stands after it. */
export const callEnded = (
  call: Call,
  result: CallResult,
  outcome: Outcome,
  next: Progress,
  atMs: number,
): CallEnded => {
  const reply = result.kind === 'reply' ? result.reply : undefined;
  return {
    type: 'call-ended',
    queryId: call.inquiry.run.query.queryId,
    bank: call.bank,
    inquiryId: call.inquiryId,
    traceparent: call.traceparent,
    attempt: call.attempt,
    status: reply?.status,
    respCode: reply === undefined ? undefined : respCodeOf(reply),
    failure: result.kind === 'no-reply' ? result.failure.code : undefined,
    outcome: outcome.kind,
    reason: 'reason' in outcome ? outcome.reason : undefined,
    retryAfterMs: outcome.kind === 'later' ? outcome.retryAfterMs : undefined,
    nextAtMs: next.state === 'WAITING' ? next.nextAtMs : undefined,
    tookMs: atMs - call.startedAtMs,
    atMs,
  };
};
