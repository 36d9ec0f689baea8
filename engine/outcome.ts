// What an issuer's answer means (R16, R17, R20): one table from status, respCode, transport error and contract to an
// outcome. Pure. Nothing of a wrong answer is ever merged.
import type { IssuerCode } from '../core/banks.ts';
import type { MemberError } from '../core/failures.ts';
import type { CallResult, IssuerReply } from '../core/issuer-client.ts';
import { type FormFailure, NOT_A_MEMBER, parseMessage, refusalSchema } from '../core/messages.ts';
import { parseInquiryPending, parseInquiryResult } from '../core/plain-messages.ts';
import type { Result } from '../core/result.ts';
import type { BankAnswer } from './report.ts';

export type Outcome =
  | { readonly kind: 'delivered'; readonly answer: BankAnswer }
  | { readonly kind: 'denied' }
  /** Accepted and still running (202 / 05). */
  | { readonly kind: 'running' }
  /** The bank says "later"; `retryAfterMs` is a floor. */
  | { readonly kind: 'later'; readonly retryAfterMs: number | undefined }
  /** Nobody knows what became of the call: it may be repeated. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** The bank does not know this inquiry (404 / 34 on GET): it is sent again. */
  | { readonly kind: 'lost' }
  /** An answer that breaks the contract: discarded, an unknown outcome (R20). */
  | { readonly kind: 'broken'; readonly reason: string }
  /** The bank cannot be understood (R16): never retried. */
  | { readonly kind: 'failed'; readonly reason: string };

/** What was asked, and how. */
export interface Asked {
  readonly bank: IssuerCode;
  readonly inquiryId: string;
  readonly operation: 'ask' | 'status';
}

/** The meaning of how a call ended. */
export const outcomeOf = (result: CallResult, asked: Asked): Outcome => {
  if (result.kind === 'no-reply') {
    return { kind: result.failure.kind === 'too-large' ? 'broken' : 'unknown', reason: result.failure.code };
  }
  const { reply } = result;
  const { status } = reply;
  if (status === 200) return resultOutcome(reply, asked);
  if (status === 202) return pendingOutcome(reply, asked);
  if (status === 422) return refusalOutcome(reply, asked);
  if (status === 429 || status === 503) return { kind: 'later', retryAfterMs: retryAfterMsOf(reply) };
  if (status >= 500) return { kind: 'unknown', reason: `status ${status}` };
  if (status === 404 && asked.operation === 'status' && respCodeOf(reply) === '34') return { kind: 'lost' };
  return { kind: 'failed', reason: `status ${status}` };
};

/** The meaning of a body that an issuer sent to us, as a callback: a result or a denial, nothing else. */
export const callbackOutcomeOf = (body: unknown, asked: Asked): Outcome => {
  const reply: IssuerReply = { status: 200, contentType: 'application/json', body };
  return respCodeOf(reply) === '66' ? refusalOutcome(reply, asked) : resultOutcome(reply, asked);
};

const resultOutcome = (reply: IssuerReply, asked: Asked): Outcome => {
  const parsed = parseBody(parseInquiryResult, reply);
  if (typeof parsed === 'string') return { kind: 'broken', reason: parsed };
  const foreign = foreignness(parsed, asked);
  if (foreign !== undefined) return { kind: 'broken', reason: foreign };
  return { kind: 'delivered', answer: { cards: parsed.cards, unsupported: parsed.unsupported } };
};

const pendingOutcome = (reply: IssuerReply, asked: Asked): Outcome => {
  const parsed = parseBody(parseInquiryPending, reply);
  if (typeof parsed === 'string') return { kind: 'broken', reason: parsed };
  const foreign = foreignness(parsed, asked);
  return foreign === undefined ? { kind: 'running' } : { kind: 'broken', reason: foreign };
};

const refusalOutcome = (reply: IssuerReply, asked: Asked): Outcome => {
  const parsed = parseBody((body) => parseMessage(refusalSchema, body), reply);
  if (typeof parsed === 'string') return { kind: 'broken', reason: parsed };
  if (parsed.respCode !== '66') return { kind: 'broken', reason: `respCode ${parsed.respCode} with a denial` };
  const foreign = foreignness(parsed, asked);
  return foreign === undefined ? { kind: 'denied' } : { kind: 'broken', reason: foreign };
};

/** The body as its schema has it, or what is wrong with it. */
const parseBody = <Message>(
  parse: (body: unknown) => Result<Message, FormFailure>,
  reply: IssuerReply,
): Message | string => {
  if (reply.bodyError !== undefined) return `body ${reply.bodyError}`;
  if (!/^application\/json\s*(;|$)/i.test(reply.contentType ?? '')) return 'content type is not application/json';
  const parsed = parse(reply.body);
  if (parsed.ok) return parsed.value;
  const [first] = parsed.failure.errors;
  return `body breaks its schema at ${first === undefined ? 'its root' : placeOf(first)}`;
};

/** The name of a member that is none of ours is the sender's text, maybe somebody's data: left out of reasons (R26). */
const placeOf = ({ pointer, message }: MemberError): string =>
  message === NOT_A_MEMBER ? pointer.replace(/[^/]*$/, '*') : pointer || 'its root';

const foreignness = (
  body: { readonly inquiryId?: string | undefined; readonly issuer?: string | undefined },
  asked: Asked,
): string | undefined => {
  if (body.inquiryId !== asked.inquiryId) return 'answer for another inquiry';
  return body.issuer === asked.bank ? undefined : 'answer from another bank';
};

/** The respCode of an answer; anything but two digits is none of ours and might be anybody's data (R26). */
export const respCodeOf = ({ body }: IssuerReply): string | undefined => {
  const code = typeof body === 'object' && body !== null && 'respCode' in body ? body.respCode : undefined;
  return typeof code === 'string' && /^[0-9]{2}$/.test(code) ? code : undefined;
};

/** Retry-After is a number of seconds, never a date; anything else is no floor. */
const retryAfterMsOf = ({ retryAfter }: IssuerReply): number | undefined =>
  retryAfter !== undefined && /^[0-9]{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : undefined;
