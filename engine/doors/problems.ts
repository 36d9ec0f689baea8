// Refusals as RFC 9457 problem answers: `message` for the user in Chinese, `detail` for the developer in English.
import { shanghaiTimestamp } from '../../core/calendar.ts';
import type { MemberError } from '../../core/failures.ts';
import type { Refusal } from '../refusal.ts';
import { TEXTS } from '../texts.ts';

/** What goes wrong before the engine is asked. */
export type DoorRefusal =
  | { readonly code: 'MALFORMED'; readonly errors: readonly MemberError[] }
  | { readonly code: 'PAYLOAD_TOO_LARGE'; readonly limitBytes: number }
  | { readonly code: 'UNSUPPORTED_MEDIA_TYPE' }
  | { readonly code: 'METHOD_NOT_ALLOWED'; readonly allow: string }
  /** More at a time than this door holds in memory. */
  | { readonly code: 'BUSY'; readonly detail: string }
  | { readonly code: 'INTERNAL' };

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** A stop takes 10 s at most (cli/network.ts), and a start about as long. */
const STOPPING_RETRY_SECONDS = 20;
/** A request of the app takes far less. */
const BUSY_RETRY_SECONDS = 1;

type AnyRefusal = Refusal | DoorRefusal;

/** Status, title and detail of each refusal; `more` are members that only it has. */
interface Form {
  readonly status: number;
  readonly detail: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The problem answer for a refusal at this instant (epoch ms). */
export const problemOf = (refusal: AnyRefusal, nowMs: number): Problem => {
  const { status, detail, more = {}, headers = {} } = formOf(refusal, nowMs);
  // To an app, a body that is no JSON is a validation failure like any other: only the status tells them apart.
  const code = refusal.code === 'MALFORMED' ? 'VALIDATION' : refusal.code;
  const message = code === 'IDEMPOTENCY_KEY_REUSED' ? TEXTS.VALIDATION.text : TEXTS[code].text;
  const title = code.charAt(0) + code.slice(1).toLowerCase().replaceAll('_', ' ');
  return {
    status,
    headers,
    body: { type: `urn:banknet:problem:${code}`, title, status, detail, code, message, ...more },
  };
};

const secondsUntil = (atMs: number, nowMs: number): number => Math.max(0, Math.ceil((atMs - nowMs) / 1000));

const retryAfter = (seconds: number) => ({ 'retry-after': String(seconds) });

/**
 * A member of the app's own making may be called by a card number: what is neither a word (after `:` of a path or `?`
 * of a query) nor an index is not repeated, for answers end up in logs (R26).
 */
const shown = (errors: readonly MemberError[]): readonly MemberError[] =>
  errors.map(({ pointer, message }) => ({
    pointer: pointer.replaceAll(/[^/]+/g, (part) => (/^([:?]?[A-Za-z][\w-]*|[0-9]{1,5})$/.test(part) ? part : '*')),
    message,
  }));

const listed = (errors: readonly MemberError[]): string =>
  errors.map(({ pointer, message }) => `${pointer || 'the body'} ${message}`).join('; ');

const formOf = (refusal: AnyRefusal, nowMs: number): Form => {
  switch (refusal.code) {
    case 'MALFORMED':
    case 'VALIDATION': {
      const errors = shown(refusal.errors);
      return { status: refusal.code === 'MALFORMED' ? 400 : 422, detail: listed(errors), more: { errors } };
    }
    case 'UNKNOWN_BANK': {
      const errors = refusal.banks.map(({ index }) => ({
        pointer: `/banks/${index}`,
        message: 'is no bank of this network; GET /v1/banks lists them',
      }));
      return { status: 422, detail: listed(errors), more: { errors } };
    }
    case 'THROTTLED': {
      const seconds = Math.max(1, Math.ceil(refusal.retryAfterMs / 1000));
      return {
        status: 429,
        detail: `Too many applications at present (R11); room again in ${seconds} s. Nothing was used up.`,
        headers: retryAfter(seconds),
      };
    }
    case 'SMS_TOO_SOON': {
      const seconds = secondsUntil(refusal.resendAtMs, nowMs);
      return {
        status: 429,
        detail: `The next code may be sent in ${seconds} s (R7)`,
        more: { resendAfter: seconds },
        headers: retryAfter(seconds),
      };
    }
    case 'TOO_SOON': {
      const opensAt = shanghaiTimestamp(refusal.opensAtMs);
      return { status: 409, detail: `The next application is open from ${opensAt} (R10)`, more: { opensAt } };
    }
    case 'LOCKED': {
      const until = shanghaiTimestamp(refusal.untilMs);
      return { status: 423, detail: `Too many wrong passwords; locked until ${until} (R24)`, more: { until } };
    }
    case 'WRONG_PASSWORD':
      return {
        status: 403,
        detail: `Wrong payment password; ${refusal.triesLeft} tries left (R24)`,
        more: { triesLeft: refusal.triesLeft },
      };
    case 'PAYLOAD_TOO_LARGE':
      return { status: 413, detail: `The body is over ${refusal.limitBytes} bytes` };
    case 'STOPPING':
      return {
        status: 503,
        detail: 'This engine is stopping and accepts nothing new; nothing was used up, send it again',
        headers: retryAfter(STOPPING_RETRY_SECONDS),
      };
    case 'BUSY':
      return { status: 503, detail: refusal.detail, headers: retryAfter(BUSY_RETRY_SECONDS) };
    case 'METHOD_NOT_ALLOWED':
      return { status: 405, detail: `Allowed here: ${refusal.allow}`, headers: { allow: refusal.allow } };
    default:
      return PLAIN[refusal.code];
  }
};

type PlainCode = Exclude<
  AnyRefusal['code'],
  | 'MALFORMED'
  | 'VALIDATION'
  | 'UNKNOWN_BANK'
  | 'THROTTLED'
  | 'SMS_TOO_SOON'
  | 'TOO_SOON'
  | 'LOCKED'
  | 'WRONG_PASSWORD'
  | 'PAYLOAD_TOO_LARGE'
  | 'METHOD_NOT_ALLOWED'
  | 'STOPPING'
  | 'BUSY'
>;

const PLAIN: Readonly<Record<PlainCode, Form>> = {
  NOT_REAL_NAME: { status: 422, detail: 'Name, ID number, mobile and bound card do not belong to one person (R5)' },
  REGION_NOT_OPEN: {
    status: 403,
    detail: 'Neither the region of most logins nor the home region of the mobile is open (R6)',
  },
  NOT_VERIFIED: { status: 422, detail: 'No unused, unexpired verification of this user has this verificationId (R7)' },
  QUERY_IN_PROGRESS: { status: 409, detail: 'A query of this user is running (R9)' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    detail: 'This Idempotency-Key was used for another application; use a new key for a new application (R14)',
  },
  ALREADY_REGISTERED: {
    status: 409,
    detail: 'The ID number or the mobile is registered; sign in with POST /v1/sessions',
  },
  WRONG_CREDENTIALS: { status: 401, detail: 'Mobile and payment password do not fit a registered user' },
  UNAUTHENTICATED: {
    status: 401,
    detail: 'Send the token of POST /v1/users or /v1/sessions as Authorization: Bearer TOKEN',
  },
  CONSENT_REQUIRED: { status: 422, detail: 'consent.accepted must be true (R7)' },
  FACE_MISMATCH: { status: 422, detail: 'The face sample does not match the person (R7)' },
  SMS_CODE_WRONG: { status: 422, detail: 'smsCode is not the code that was sent (R7)' },
  SMS_CODE_EXPIRED: { status: 422, detail: 'The code is used, worn out or older than it may be; send a new one (R7)' },
  NOT_FOUND: { status: 404, detail: 'There is no such thing, or it is not yours' },
  NOT_READY: { status: 409, detail: 'The query is still running (R21)' },
  QUERY_FAILED: { status: 409, detail: 'No bank delivered, so there is no report; apply again (R21)' },
  EXPIRED: { status: 410, detail: 'The report was kept for its time and has gone (R25)' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, detail: 'Send application/json in UTF-8, without content coding' },
  INTERNAL: { status: 500, detail: 'Something failed here that should not; the log of the network says what' },
};
