// Why the engine refuses something, as values. They become problem answers once, at the door.
import type { MemberError } from '../core/failures.ts';
import type { ApplicationRefusal } from './admission.ts';

export type Refusal =
  | ApplicationRefusal
  | { readonly code: 'VALIDATION'; readonly errors: readonly MemberError[] }
  | { readonly code: 'ALREADY_REGISTERED' }
  | { readonly code: 'WRONG_CREDENTIALS' }
  | { readonly code: 'UNAUTHENTICATED' }
  | { readonly code: 'SMS_TOO_SOON'; readonly resendAtMs: number }
  | { readonly code: 'CONSENT_REQUIRED' }
  | { readonly code: 'FACE_MISMATCH' }
  | { readonly code: 'SMS_CODE_WRONG' }
  | { readonly code: 'SMS_CODE_EXPIRED' }
  /** The engine is going down: what comes now is for the next one. */
  | { readonly code: 'STOPPING' }
  | { readonly code: 'NOT_FOUND' }
  | { readonly code: 'NOT_READY' }
  | { readonly code: 'QUERY_FAILED' }
  | { readonly code: 'EXPIRED' }
  | { readonly code: 'WRONG_PASSWORD'; readonly triesLeft: number }
  | { readonly code: 'LOCKED'; readonly untilMs: number };

export type RefusalCode = Refusal['code'];
