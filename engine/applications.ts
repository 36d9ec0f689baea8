// Applying for a query (R8 to R14): gathers what R12 asks about, decides in one atomic step of the store, and starts
// the fan-out only after the answer is durable.
import { fail, ok, type Result } from '../core/result.ts';
import { fullBucket } from '../core/token-bucket.ts';
import type { AdjustableThrottle } from './adjustable-throttle.ts';
import { admit } from './admission.ts';
import type { EngineParts } from './ports.ts';
import type { Refusal, RefusalCode } from './refusal.ts';
import { isRegionOpen } from './region.ts';
import type { NewQuery, User } from './store/port.ts';
import type { Work } from './work.ts';

export interface ApplicationRequest {
  readonly verificationId: string;
  readonly banks: 'ALL' | readonly string[];
  readonly idempotencyKey: string | undefined;
  /** Of the trace that the app has begun. */
  readonly traceId?: string | undefined;
}

/** Applications of one engine, handed to `work` once accepted; `throttle` says how many are. */
export const createApplications = (parts: EngineParts, work: Work, throttle: AdjustableThrottle) => {
  const { store, clock, random, settings, banks, owner, events, callbackBaseUrl } = parts;
  const all = banks.map(({ code }) => code);
  const context = {
    known: new Set(all),
    queryIdOf: (userId: string, ordinal: number) => `q${random.id(20, 'query', userId, ordinal)}`,
  };

  /** R5: there is no other way to register, so a registered user with ID number and bound card is a real-name one. */
  const isRealName = (user: User) => user.idNumber !== '' && user.boundCard.last4 !== '';

  const noteRefusal = (
    { userId }: User,
    code: RefusalCode | 'IDEMPOTENT_REPEAT',
    atMs: number,
    retryAfterMs?: number,
  ) => events.emit({ type: 'application-refused', userId, code, retryAfterMs, atMs });
  const refuse = (user: User, refusal: Refusal, atMs: number) => {
    noteRefusal(user, refusal.code, atMs, refusal.code === 'THROTTLED' ? refusal.retryAfterMs : undefined);
    return fail(refusal);
  };

  return {
    async apply(user: User, request: ApplicationRequest): Promise<Result<NewQuery, Refusal>> {
      const nowMs = clock.now();
      if (work.isStopping) return refuse(user, { code: 'STOPPING' }, nowMs);
      const loginCounts = await store.loginCounts(user.userId, nowMs - settings.loginWindowMs);
      const applicant = {
        userId: user.userId,
        verificationId: request.verificationId,
        banks: request.banks === 'ALL' ? all : request.banks,
        idempotencyKey: request.idempotencyKey,
        realName: isRealName(user),
        regionOpen: isRegionOpen(loginCounts, user.mobile, settings.openRegions),
        callbackBaseUrl,
        traceId: request.traceId,
        nowMs,
      };
      const placed = work.reserve();
      const admission = await store.apply(
        {
          userId: user.userId,
          verificationId: request.verificationId,
          idempotencyKey: request.idempotencyKey,
          nowMs,
          owner: placed ? owner : undefined,
          leaseUntilMs: nowMs + settings.leaseMs,
        },
        (facts) => {
          const bucket = throttle.grown(facts.bucket ?? fullBucket(nowMs));
          const inForce = { ...settings, throttle: throttle.settings };
          return admit(applicant, { ...facts, bucket }, { ...context, settings: inForce });
        },
      );
      if (admission.kind !== 'accepted') {
        if (placed) work.fill(undefined);
        if (admission.kind === 'refused') return refuse(user, admission.refusal, nowMs);
        noteRefusal(user, 'IDEMPOTENT_REPEAT', nowMs);
        return ok(admission.query);
      }
      throttle.saw(admission.bucket);
      const { query } = admission;
      const { queryId, userId, deadlineMs } = query;
      events.emit({ type: 'query-accepted', queryId, userId, banks: query.banks, deadlineMs, atMs: nowMs });
      if (placed) work.fill({ query, user, inquiries: [] });
      else work.queue();
      return ok(query);
    },
  };
};
