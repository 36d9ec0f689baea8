// How a call to an issuer can end without an answer. One union for every door: sockets, MSW and in-process
// give the same `code` for the same event, so the engine decides the same through each (R17).

/** A call that brought no complete answer. `code` is the error code that a socket client sees for it. */
export type CallFailure =
  | { readonly kind: 'refused'; readonly code: 'ECONNREFUSED' }
  | { readonly kind: 'reset'; readonly code: 'ECONNRESET' }
  | { readonly kind: 'closed'; readonly code: 'UND_ERR_SOCKET' }
  | { readonly kind: 'timeout'; readonly code: 'ETIMEDOUT' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'too-large'; readonly code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' }
  | { readonly kind: 'aborted'; readonly code: 'ABORT_ERR' };

/** One member of a message that is wrong: an RFC 6901 pointer to it, and what is wrong, never its value. */
export interface MemberError {
  readonly pointer: string;
  readonly message: string;
}

const REFUSED: CallFailure = { kind: 'refused', code: 'ECONNREFUSED' };
const RESET: CallFailure = { kind: 'reset', code: 'ECONNRESET' };
const CLOSED: CallFailure = { kind: 'closed', code: 'UND_ERR_SOCKET' };
export const TIMED_OUT: CallFailure = { kind: 'timeout', code: 'ETIMEDOUT' };
const TOO_LARGE: CallFailure = { kind: 'too-large', code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' };
export const ABORTED: CallFailure = { kind: 'aborted', code: 'ABORT_ERR' };

const BY_CODE: Readonly<Record<string, CallFailure>> = {
  ECONNREFUSED: REFUSED,
  ECONNRESET: RESET,
  EPIPE: RESET,
  UND_ERR_SOCKET: CLOSED,
  ETIMEDOUT: TIMED_OUT,
  UND_ERR_HEADERS_TIMEOUT: TIMED_OUT,
  UND_ERR_BODY_TIMEOUT: TIMED_OUT,
  UND_ERR_CONNECT_TIMEOUT: TIMED_OUT,
  UND_ERR_RES_EXCEEDED_MAX_SIZE: TOO_LARGE,
  UND_ERR_ABORTED: ABORTED,
  ABORT_ERR: ABORTED,
};

/** The failure that a client's error code stands for; a code we do not know is `unreachable` and keeps its name. */
export const callFailureFor = (code: string): CallFailure => BY_CODE[code] ?? { kind: 'unreachable', code };
