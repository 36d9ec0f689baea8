// The app on the phone as a state and what happens to it. Pure: calls are made elsewhere (app.ts) and their answers
// come here as events.
import type { Acceptance, PhoneMessage, QueryDetail, QueryRow, ReportRead, Session } from '../../core/app-answers.ts';
import type { Problem } from '../live/control.ts';
import { type Dialog, dialogOf, REFUSED } from './refusals.ts';
import { APP_TEXTS } from './texts.ts';

/** `lookup` is the app's page of the service: how it works, or the records where there are any. */
export type ScreenName =
  | 'sign-in'
  | 'home'
  | 'messages'
  | 'lookup'
  | 'consent'
  | 'banks'
  | 'face'
  | 'code'
  | 'accepted'
  | 'record'
  | 'password'
  | 'report';

export type Chosen = 'ALL' | readonly string[];
export type FaceSample = 'match' | 'mismatch';

export interface PhoneState {
  readonly screen: ScreenName;
  readonly session: Session | undefined;
  /** Of the application that is being filled in. */
  readonly consented: boolean;
  readonly banks: Chosen;
  readonly face: FaceSample;
  readonly code: string;
  /** By the network's clock, epoch ms. */
  readonly resendAtMs: number | undefined;
  /** Good for one application that is accepted: one that is throttled uses up nothing (R11). */
  readonly verificationId: string | undefined;
  readonly accepted: Acceptance | undefined;
  /** Newest first; undefined until they have come. */
  readonly records: readonly QueryRow[] | undefined;
  readonly record: QueryDetail | undefined;
  readonly password: string;
  readonly report: ReportRead | undefined;
  /** Short messages, oldest first; undefined until they have come: what is there then is no news. */
  readonly messages: readonly PhoneMessage[] | undefined;
  /** The newest that has been seen. */
  readonly seenMessage: string | undefined;
  readonly dialog: Dialog | undefined;
  /** A call of the user's is under way. */
  readonly isBusy: boolean;
}

const NO_APPLICATION = {
  consented: false,
  banks: 'ALL',
  face: 'match',
  code: '',
  verificationId: undefined,
  accepted: undefined,
} as const satisfies Partial<PhoneState>;

/** Nobody is signed in. */
export const FRESH: PhoneState = {
  ...NO_APPLICATION,
  screen: 'sign-in',
  session: undefined,
  resendAtMs: undefined,
  records: undefined,
  record: undefined,
  password: '',
  report: undefined,
  messages: undefined,
  seenMessage: undefined,
  dialog: undefined,
  isBusy: false,
};

export type PhoneEvent =
  | { readonly type: 'signed-in'; readonly session: Session }
  | { readonly type: 'signed-out' }
  | { readonly type: 'opened'; readonly screen: ScreenName }
  | { readonly type: 'left' }
  /** `looksFirst`: the app sees in its records that a query runs, and does not ask. */
  | { readonly type: 'new-query'; readonly looksFirst: boolean }
  | { readonly type: 'consented'; readonly accepted: boolean }
  | { readonly type: 'chose'; readonly banks: Chosen }
  | { readonly type: 'face-taken'; readonly sample: FaceSample }
  | { readonly type: 'typed'; readonly field: 'code' | 'password'; readonly digits: string }
  | { readonly type: 'code-sent'; readonly resendAtMs: number }
  | { readonly type: 'verified'; readonly verificationId: string }
  | { readonly type: 'accepted'; readonly acceptance: Acceptance }
  | { readonly type: 'records'; readonly records: readonly QueryRow[] }
  /** The user has opened it. */
  | { readonly type: 'record-opened'; readonly record: QueryDetail }
  /** It was asked for once more. */
  | { readonly type: 'record'; readonly record: QueryDetail }
  | { readonly type: 'report'; readonly report: ReportRead }
  | { readonly type: 'messages'; readonly messages: readonly PhoneMessage[] }
  | { readonly type: 'messages-seen' }
  | { readonly type: 'refused'; readonly problem: Problem; readonly nowMs: number | undefined }
  | { readonly type: 'dismissed' }
  | { readonly type: 'busy'; readonly isBusy: boolean };

/** Where the way back leads. */
const BACK: Readonly<Record<ScreenName, ScreenName>> = {
  'sign-in': 'sign-in',
  home: 'home',
  messages: 'home',
  lookup: 'home',
  consent: 'lookup',
  banks: 'consent',
  face: 'banks',
  code: 'face',
  accepted: 'lookup',
  record: 'lookup',
  password: 'record',
  report: 'record',
};

/** Of a screen that is left no password stays, and no report; a message above it has been seen. */
const openScreen = (state: PhoneState, screen: ScreenName): PhoneState => ({
  ...state,
  screen,
  password: '',
  report: screen === 'report' ? state.report : undefined,
  seenMessage: screen === state.screen ? state.seenMessage : keyOf(state.messages?.at(-1)),
});

export const runningOf = ({ records }: PhoneState): QueryRow | undefined =>
  records?.find(({ status }) => status === 'RUNNING');

const keyOf = (message: PhoneMessage | undefined): string | undefined =>
  message === undefined ? undefined : `${message.at} ${message.text}`;

/** The newest short message, where it has not been seen yet. */
export const newsOf = ({ messages, seenMessage }: PhoneState): PhoneMessage | undefined => {
  const newest = messages?.at(-1);
  return newest === undefined || keyOf(newest) === seenMessage ? undefined : newest;
};

/** The code that a short message brings. */
export const codeIn = (text: string): string | undefined => /验证码([0-9]{6})/.exec(text)?.[1];

/** The query that the screen is about. */
export const shownQueryOf = ({ screen, record, accepted }: PhoneState): string | undefined => {
  if (screen === 'record' || screen === 'password' || screen === 'report') return record?.queryId;
  return screen === 'accepted' ? accepted?.queryId : undefined;
};

export const next = (state: PhoneState, event: PhoneEvent): PhoneState => {
  switch (event.type) {
    case 'signed-in':
      return { ...FRESH, session: event.session, screen: 'home' };
    case 'signed-out':
      return FRESH;
    case 'opened':
      return openScreen(state, event.screen);
    case 'left':
      return openScreen(state, BACK[state.screen]);
    case 'new-query':
      if (event.looksFirst && runningOf(state) !== undefined) return withDialog(state, QUERY_IN_PROGRESS);
      return openScreen({ ...state, ...NO_APPLICATION }, 'consent');
    case 'consented':
      return { ...state, consented: event.accepted };
    case 'chose':
      return { ...state, banks: event.banks };
    case 'face-taken':
      return openScreen({ ...state, face: event.sample, verificationId: undefined }, 'code');
    case 'typed':
      return { ...state, [event.field]: event.digits };
    case 'code-sent':
      return { ...state, resendAtMs: event.resendAtMs, code: '' };
    case 'verified':
      return { ...state, verificationId: event.verificationId };
    case 'accepted':
      return openScreen({ ...state, ...NO_APPLICATION, accepted: event.acceptance }, 'accepted');
    case 'records':
      return { ...state, records: event.records };
    case 'record-opened':
      return openScreen({ ...state, record: event.record }, 'record');
    case 'record':
      return withRecord(state, event.record);
    case 'report':
      return openScreen({ ...state, report: event.report }, 'report');
    case 'messages': {
      const isFirst = state.messages === undefined;
      return { ...state, messages: event.messages, ...(isFirst ? { seenMessage: keyOf(event.messages.at(-1)) } : {}) };
    }
    case 'messages-seen':
      return { ...state, seenMessage: keyOf(state.messages?.at(-1)) };
    case 'refused':
      return refused(state, event.problem, event.nowMs);
    case 'dismissed':
      return { ...state, dialog: undefined };
    case 'busy':
      return { ...state, isBusy: event.isBusy };
  }
};

const QUERY_IN_PROGRESS: Dialog = { text: APP_TEXTS.inProgress, code: 'QUERY_IN_PROGRESS', notes: [] };

const withDialog = (state: PhoneState, dialog: Dialog): PhoneState => ({ ...state, dialog });

/** A report that has gone is shown no longer, whatever is on the screen (R25). */
const withRecord = (state: PhoneState, record: QueryDetail): PhoneState => {
  if (state.record?.queryId !== record.queryId) return state;
  const isGone = record.status === 'EXPIRED' && (state.screen === 'report' || state.screen === 'password');
  if (!isGone) return { ...state, record };
  const text = record.message ?? APP_TEXTS.unexpected;
  return withDialog(openScreen({ ...state, record }, 'record'), { text, code: 'EXPIRED', notes: [] });
};

const refused = (state: PhoneState, problem: Problem, nowMs: number | undefined): PhoneState => {
  const dialog = dialogOf(problem);
  if (problem.code === 'UNAUTHENTICATED') return { ...FRESH, dialog };
  const consequence = REFUSED[problem.code] ?? {};
  const resendAfter = problem.more.resendAfter;
  const resendAtMs =
    typeof resendAfter === 'number' && nowMs !== undefined ? nowMs + resendAfter * 1000 : state.resendAtMs;
  return withDialog(
    {
      ...openScreen(state, consequence.screen ?? state.screen),
      code: consequence.losesCode === true ? '' : state.code,
      verificationId: consequence.losesVerification === true ? undefined : state.verificationId,
      resendAtMs,
    },
    dialog,
  );
};
