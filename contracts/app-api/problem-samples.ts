// One of each refusal, so that the document says of them what the engine's own problems say: status, headers, members
// and words. A refusal that is added to the engine does not compile until it is here.
import { type DoorRefusal, type Problem, problemOf } from '../../engine/doors/problems.ts';
import type { Refusal } from '../../engine/refusal.ts';

type AnyRefusal = Refusal | DoorRefusal;
export type ProblemCode = AnyRefusal['code'];

const AT_MS = 0;
const ERRORS = [{ pointer: '/member', message: 'what is wrong with it' }];

const SAMPLES: { readonly [Code in ProblemCode]: Extract<AnyRefusal, { readonly code: Code }> } = {
  VALIDATION: { code: 'VALIDATION', errors: ERRORS },
  MALFORMED: { code: 'MALFORMED', errors: ERRORS },
  PAYLOAD_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', limitBytes: 1 },
  UNSUPPORTED_MEDIA_TYPE: { code: 'UNSUPPORTED_MEDIA_TYPE' },
  METHOD_NOT_ALLOWED: { code: 'METHOD_NOT_ALLOWED', allow: 'GET' },
  BUSY: { code: 'BUSY', detail: '' },
  INTERNAL: { code: 'INTERNAL' },
  ALREADY_REGISTERED: { code: 'ALREADY_REGISTERED' },
  WRONG_CREDENTIALS: { code: 'WRONG_CREDENTIALS' },
  UNAUTHENTICATED: { code: 'UNAUTHENTICATED' },
  NOT_REAL_NAME: { code: 'NOT_REAL_NAME' },
  REGION_NOT_OPEN: { code: 'REGION_NOT_OPEN' },
  NOT_VERIFIED: { code: 'NOT_VERIFIED' },
  UNKNOWN_BANK: { code: 'UNKNOWN_BANK', banks: [{ index: 0 }] },
  QUERY_IN_PROGRESS: { code: 'QUERY_IN_PROGRESS' },
  TOO_SOON: { code: 'TOO_SOON', opensAtMs: AT_MS },
  THROTTLED: { code: 'THROTTLED', retryAfterMs: 1000 },
  IDEMPOTENCY_KEY_REUSED: { code: 'IDEMPOTENCY_KEY_REUSED' },
  STOPPING: { code: 'STOPPING' },
  SMS_TOO_SOON: { code: 'SMS_TOO_SOON', resendAtMs: AT_MS },
  CONSENT_REQUIRED: { code: 'CONSENT_REQUIRED' },
  FACE_MISMATCH: { code: 'FACE_MISMATCH' },
  SMS_CODE_WRONG: { code: 'SMS_CODE_WRONG' },
  SMS_CODE_EXPIRED: { code: 'SMS_CODE_EXPIRED' },
  NOT_FOUND: { code: 'NOT_FOUND' },
  NOT_READY: { code: 'NOT_READY' },
  QUERY_FAILED: { code: 'QUERY_FAILED' },
  EXPIRED: { code: 'EXPIRED' },
  WRONG_PASSWORD: { code: 'WRONG_PASSWORD', triesLeft: 4 },
  LOCKED: { code: 'LOCKED', untilMs: AT_MS },
};

/** As the engine gives it. */
export const problemSampleOf = (code: ProblemCode): Problem => problemOf(SAMPLES[code], AT_MS);
