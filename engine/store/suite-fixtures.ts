// People, applications and endings for the store suite: the smallest ones that a step accepts.
import { type Admission, type AdmissionFacts, admit } from '../admission.ts';
import type { Report } from '../report.ts';
import { firstProgress, type Progress } from '../retry.ts';
import { DEFAULT_SETTINGS, type EngineSettings } from '../settings.ts';
import type { SmsCode } from '../verification.ts';
import type { Application, Ending, ShortMessage, Store, User, Verification } from './port.ts';

/** A store under test. */
export interface OpenedStore {
  readonly store: Store;
  /** Shuts the store and opens the same data again, as after a crash; absent where closing forgets. */
  readonly reopen?: () => Promise<Store>;
  /** Shuts the store and removes its data. */
  readonly dispose: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

export const START_MS = Date.UTC(2026, 0, 5, 1);
export const BANKS = ['ICBC', 'CMB', 'CZB'];
const KNOWN = new Set(BANKS);
const NO_THROTTLE: EngineSettings = { ...DEFAULT_SETTINGS, throttle: { burst: 1_000_000, perSecond: 1 } };

export const userIdOf = (n: number): string => `user-${n}`;
export const mobileOf = (n: number): string => `10031${String(n).padStart(6, '0')}`;

export const userNumber = (n: number): User => ({
  userId: userIdOf(n),
  name: '测试',
  idNumber: `3100001990010${String(n).padStart(4, '0')}X`,
  mobile: mobileOf(n),
  passwordHash: `hash-${n}`,
  boundCard: { bank: 'ICBC', last4: '0001' },
  registeredAtMs: START_MS,
});

export const verificationNumber = (n: number, userNo: number): Verification => ({
  verificationId: `verification-${n}`,
  userId: userIdOf(userNo),
  consentVersion: '1',
  expiresAtMs: START_MS + 365 * 24 * 3_600_000,
});

/** The real decision (R12), by default without a throttle that anybody could feel. */
export const deciding =
  (
    application: Application,
    {
      banks = BANKS,
      settings = NO_THROTTLE,
      traceId,
    }: { banks?: readonly string[]; settings?: EngineSettings; traceId?: string | undefined } = {},
  ) =>
  (facts: AdmissionFacts): Admission =>
    admit({ ...application, banks, realName: true, regionOpen: true, callbackBaseUrl: undefined, traceId }, facts, {
      known: KNOWN,
      settings,
      queryIdOf: (userId, ordinal) => `query-${userId}-${ordinal}`,
    });

export const applicationOf = (
  userNo: number,
  verificationNo: number,
  more: Partial<Application> = {},
): Application => ({
  userId: userIdOf(userNo),
  verificationId: `verification-${verificationNo}`,
  idempotencyKey: undefined,
  nowMs: START_MS,
  owner: undefined,
  leaseUntilMs: START_MS + 30_000,
  ...more,
});

/** Registers user `n` with a verification of the same number. */
export const addUser = async (store: Store, n: number): Promise<void> => {
  await store.registerUser(userNumber(n));
  await store.saveVerification(verificationNumber(n, n));
};

/** A new user with an accepted query; its id. */
export const addQuery = async (store: Store, n: number, more: Partial<Application> = {}): Promise<string> => {
  await addUser(store, n);
  return applyAgain(store, n, n, more);
};

/** An application of a user who exists. Throws where it is not accepted. */
export const applyAgain = async (
  store: Store,
  userNo: number,
  verificationNo: number,
  more: Partial<Application> = {},
): Promise<string> => {
  const application = applicationOf(userNo, verificationNo, more);
  const admission = await store.apply(application, deciding(application));
  if (admission.kind !== 'accepted') throw new Error(`the fixture was not accepted: ${JSON.stringify(admission)}`);
  return admission.query.queryId;
};

export const reportNamed = (queryId: string, marker = 'marker'): Report => ({
  queryId,
  generatedAt: '2026-01-05T09:00:00.000+08:00',
  expiresAt: '2026-01-13T00:00:00.000+08:00',
  summary: { debit: 1, credit: 0, banks: [{ bank: 'ICBC', bankName: '工商银行', debit: 1, credit: 0 }] },
  cards: [{ bank: 'ICBC', bankName: '工商银行', cardType: 'DEBIT', panFirst4: '6222', panLast4: '0001' }],
  banks: [{ bank: 'ICBC', bankName: '工商银行', disposition: 'DELIVERED', unsupported: [] }],
  advice: [marker],
});

/** Ends with a report that goes at `expiresAtMs`. */
export const readyEnding = (
  queryId: string,
  owner: string,
  expiresAtMs: number,
  more: Partial<Ending> = {},
): Ending => ({
  queryId,
  owner,
  dispositions: [
    { bank: 'CZB', disposition: 'TIMEOUT' },
    { bank: 'ICBC', disposition: 'DELIVERED' },
    { bank: 'CMB', disposition: 'DENIED' },
  ],
  endedAtMs: START_MS + 1000,
  outcome: { status: 'READY', report: reportNamed(queryId), expiresAtMs },
  message: 'ready',
  ...more,
});

export const failedEnding = (queryId: string, owner: string): Ending => ({
  ...readyEnding(queryId, owner, 0),
  outcome: { status: 'FAILED' },
  message: 'failed',
});

export const waiting: Progress = { ...firstProgress(START_MS), attempts: 2, inVain: 2 };

export const delivered = (bank: string, panLast4 = '0001'): Progress => ({
  state: 'DONE',
  attempts: 3,
  outcome: {
    bank,
    disposition: 'DELIVERED',
    answer: {
      cards: [{ cardType: 'DEBIT', panFirst4: '6222', panLast4 }],
      unsupported: [{ reason: 'ID_EXPIRED', count: 2 }],
    },
  },
});

export const messageNumber = (n: number, userNo: number): ShortMessage => ({
  messageId: `message-${n}`,
  userId: userIdOf(userNo),
  text: `text ${n}`,
  atMs: START_MS + n,
});

export const codeSent = (code: string): SmsCode => ({ code, sentAtMs: START_MS, wrongTries: 0, used: false });
