// A refusal in place of the bank's answer, with any status: the bank has not looked at the call, and binds nothing.
import { durationMs, oneOf, reading, wholeFrom } from '../../core/fields.ts';
import codes from '../../core/response-codes.json' with { type: 'json' };
import { answerNow } from '../issuer/delivery.ts';
import { respMsgOf } from '../issuer/refusals.ts';
import type { BreakageKind } from './fault.ts';

export interface Status {
  readonly kind: 'status';
  readonly status: number;
  readonly respCode?: string | undefined;
  /** Milliseconds, or `none`: not even where the contract wants one. */
  readonly retryAfter?: number | 'none' | undefined;
}

/** The response code that the contract has for a status. */
const RESP_CODES: Readonly<Record<number, string>> = {
  400: '10',
  401: '11',
  404: '34',
  409: '12',
  413: '10',
  422: '66',
  429: '37',
  503: '06',
};
/** Of statuses whose refusal names the inquiry and the bank. */
const NAMES_SUBJECT: ReadonlySet<number> = new Set([409, 422]);
const MAX_RETRY_AFTER_MS = 30 * 86_400_000;

const retryAfter = () =>
  durationMs(0, MAX_RETRY_AFTER_MS).or(
    reading((given) => (given === 'none' ? ('none' as const) : undefined), 'none', { const: 'none' }),
  );

export const status: BreakageKind<Status> = {
  kind: 'status',
  summary:
    'A refusal with this `status` (300 to 599), a `respCode` (default: that of the contract) and, where given, `retryAfter` (429: 1s unless `none`). The bank binds nothing.',
  keys: {
    status: wholeFrom(300, 599),
    respCode: oneOf(codes.acp.map(({ code }) => code)).optional(),
    retryAfter: retryAfter().optional(),
  },
  decides: 'outcome',
  instead(data, { inquiryId, issuer }) {
    const respCode = data.respCode ?? RESP_CODES[data.status] ?? '99';
    const subject = NAMES_SUBJECT.has(data.status) && inquiryId !== '' ? { inquiryId, issuer } : {};
    const delivery = answerNow(data.status, { ...subject, respCode, respMsg: respMsgOf(respCode) });
    const afterMs = data.retryAfter ?? (data.status === 429 ? 1000 : 'none');
    if (afterMs === 'none') return delivery;
    return { ...delivery, act: { ...delivery.act, retryAfterS: Math.ceil(afterMs / 1000) } };
  },
};
