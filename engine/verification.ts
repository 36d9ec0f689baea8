// Codes by short message (R7): six digits, once, five minutes, five wrong tries, sixty seconds between two. Pure.
import type { EngineSettings } from './settings.ts';

export interface SmsCode {
  readonly code: string;
  readonly sentAtMs: number;
  readonly wrongTries: number;
  readonly used: boolean;
}

type CodeSettings = EngineSettings['smsCode'];

/** When the next code may be sent; undefined where it may be sent now. */
export const resendAtMs = (present: SmsCode | undefined, nowMs: number, settings: CodeSettings): number | undefined => {
  if (present === undefined) return undefined;
  const openAtMs = present.sentAtMs + settings.resendAfterMs;
  return nowMs < openAtMs ? openAtMs : undefined;
};

export interface CodeCheck {
  readonly verdict: 'RIGHT' | 'WRONG' | 'EXPIRED';
  /** The code afterwards; undefined where there is none. */
  readonly code: SmsCode | undefined;
}

/** Holds what the user typed against the code that was sent. A used or worn-out code has EXPIRED. */
export const checkCode = (
  present: SmsCode | undefined,
  typed: string,
  nowMs: number,
  settings: CodeSettings,
): CodeCheck => {
  if (present === undefined) return { verdict: 'WRONG', code: undefined };
  const over =
    present.used || present.wrongTries >= settings.wrongTries || nowMs >= present.sentAtMs + settings.validMs;
  if (over) return { verdict: 'EXPIRED', code: present };
  if (present.code !== typed) return { verdict: 'WRONG', code: { ...present, wrongTries: present.wrongTries + 1 } };
  return { verdict: 'RIGHT', code: { ...present, used: true } };
};
