// The refusals of issuer-api.yaml, each with its status and the text of the acp list; none repeats what was sent.
import type { IssuerCode } from '../../core/banks.ts';
import type { MemberError } from '../../core/failures.ts';
import { type FormFailure, MAX_REQUEST_BYTES, type Refusal, type RefusalCode } from '../../core/messages.ts';
import codes from '../../core/response-codes.json' with { type: 'json' };
import { answerNow, type Delivery } from './delivery.ts';

const MESSAGES: ReadonlyMap<string, string> = new Map(codes.acp.map(({ code, msg }) => [code, msg]));

/** The text of a response code in the acp list. */
export const respMsgOf = (respCode: string): string => {
  const respMsg = MESSAGES.get(respCode);
  if (respMsg === undefined) throw new Error(`response code ${respCode} is not in core/response-codes.json`);
  return respMsg;
};

/** Whom a refusal is about: present on 409, 422 and in callbacks. */
export interface Subject {
  readonly inquiryId: string;
  readonly issuer: IssuerCode;
}

export const refusalAbout = ({ inquiryId, issuer }: Subject, respCode: RefusalCode): Refusal => ({
  inquiryId,
  issuer,
  respCode,
  respMsg: respMsgOf(respCode),
});

const refuse = (status: number, respCode: RefusalCode, errors: readonly MemberError[]): Delivery =>
  answerNow(status, { respCode, respMsg: respMsgOf(respCode), errors });

const aboutTheWhole = (message: string): readonly MemberError[] => [{ pointer: '', message }];

export const badForm = ({ onlyMissing, errors }: FormFailure): Delivery =>
  refuse(400, onlyMissing ? '13' : '10', errors);

export const badSignature = (problem: string): Delivery => refuse(401, '11', aboutTheWhole(problem));

export const otherBody = (subject: Subject): Delivery => answerNow(409, refusalAbout(subject, '12'));

export const unknownInquiry: Delivery = answerNow(404, { respCode: '34', respMsg: respMsgOf('34') });

/** 429 and 503: the call may come again later, after `retryAfterS` where that is known. */
export const turnedAway = (status: number, respCode: RefusalCode, retryAfterS?: number): Delivery => {
  const { act } = answerNow(status, { respCode, respMsg: respMsgOf(respCode) });
  return { afterMs: 0, act: retryAfterS === undefined ? act : { ...act, retryAfterS } };
};

export const unknownPath: Delivery = refuse(404, '10', aboutTheWhole('there is nothing at this path'));

export const bodyTooLarge: Delivery = refuse(
  413,
  '10',
  aboutTheWhole(`the body is over ${MAX_REQUEST_BYTES} bytes: send at most that many`),
);

/** The program itself is broken: the caller's outcome is unknown. */
export const brokenInside: Delivery = answerNow(500, { respCode: '99', respMsg: respMsgOf('99') });

/** `allow`: the methods that this path has. */
export const wrongMethod = (allow: string): Delivery => ({
  afterMs: 0,
  act: {
    kind: 'respond',
    status: 405,
    body: { respCode: '10', respMsg: respMsgOf('10'), errors: aboutTheWhole(`this path has only ${allow}`) },
    allow,
  },
});
