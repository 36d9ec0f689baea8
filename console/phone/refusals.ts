// What the app does when the network refuses: its words exactly as they came, and where the user finds themselves then.
import type { Problem } from '../live/control.ts';
import type { ScreenName } from './flow.ts';
import { APP_TEXTS, timeText } from './texts.ts';

/** One thing that the app says and that has to be acknowledged. */
export interface Dialog {
  readonly text: string;
  /** For the tester. */
  readonly code: string;
  /** What else the user should know, a line each. */
  readonly notes: readonly string[];
}

export interface Consequence {
  /** Default: the same. */
  readonly screen?: ScreenName;
  readonly losesVerification?: boolean;
  readonly losesCode?: boolean;
}

/** By code; any other refusal leaves the user where they are. */
export const REFUSED: Readonly<Record<string, Consequence>> = {
  CONSENT_REQUIRED: { screen: 'consent' },
  UNKNOWN_BANK: { screen: 'banks' },
  // The code is not used up by it (R7).
  FACE_MISMATCH: { screen: 'face' },
  SMS_CODE_WRONG: { losesCode: true },
  SMS_CODE_EXPIRED: { losesCode: true },
  // A verification is good for ten minutes: it is done once more.
  NOT_VERIFIED: { screen: 'face', losesVerification: true, losesCode: true },
  REGION_NOT_OPEN: { screen: 'lookup' },
  QUERY_IN_PROGRESS: { screen: 'lookup' },
  TOO_SOON: { screen: 'lookup' },
  NOT_READY: { screen: 'record' },
  QUERY_FAILED: { screen: 'record' },
  EXPIRED: { screen: 'record' },
  NOT_FOUND: { screen: 'lookup' },
};

export const dialogOf = ({ code, message, more }: Problem): Dialog => ({
  text: message ?? (code === 'UNREACHABLE' || code === 'TIMED_OUT' ? APP_TEXTS.unreachable : APP_TEXTS.unexpected),
  code,
  notes: notesOf(more),
});

const notesOf = ({ opensAt, until, triesLeft, resendAfter }: Problem['more']): readonly string[] => [
  ...(typeof opensAt === 'string' ? [`可再次申请的时间：${timeText(opensAt)}`] : []),
  ...(typeof until === 'string' ? [`解锁时间：${timeText(until)}`] : []),
  ...(typeof triesLeft === 'number' ? [`还可尝试 ${triesLeft} 次`] : []),
  ...(typeof resendAfter === 'number' ? [`${resendAfter} 秒后可重新发送`] : []),
];
