// The bank is closed, as in end-of-day processing: 503/02, with the Retry-After that leads to the end of the window.
import { answerNow } from '../issuer/delivery.ts';
import { respMsgOf } from '../issuer/refusals.ts';
import type { BreakageKind } from './fault.ts';

export interface Maintenance {
  readonly kind: 'maintenance';
}

export const maintenance: BreakageKind<Maintenance> = {
  kind: 'maintenance',
  summary: 'Closed: 503/02 with Retry-After to the end of the window. The bank binds nothing.',
  keys: {},
  decides: 'outcome',
  instead(_data, { nowMs, endsAtMs }) {
    const delivery = answerNow(503, { respCode: '02', respMsg: respMsgOf('02') });
    if (endsAtMs === undefined) return delivery;
    return { ...delivery, act: { ...delivery.act, retryAfterS: Math.ceil((endsAtMs - nowMs) / 1000) } };
  },
};
