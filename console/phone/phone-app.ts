// The app on the phone at work: what a tap asks of the network, and what the phone hears by itself.
import { computed, effect, signal } from '@preact/signals';
import type { z } from 'zod';
import {
  acceptanceSchema,
  banksSchema,
  codeSentSchema,
  phoneSchema,
  queryDetailSchema,
  recordsSchema,
  reportSchema,
  sessionSchema,
  verificationSchema,
} from '../../core/app-answers.ts';
import { ask, type Call, type Problem } from '../live/control.ts';
import { connection, onChange, overview } from '../live/overview.ts';
import { customer, tellMade } from './customer.ts';
import { FRESH, next, type PhoneEvent, type PhoneState, type ScreenName, shownQueryOf } from './flow.ts';
import { APP_TEXTS, CONSENT_VERSION } from './texts.ts';

/** So often the phone looks for messages and for what has become of its queries, in real time. */
const LOOK_EVERY_MS = 1000;

export const phone = signal<PhoneState>(FRESH);
export const banks = signal<readonly { readonly bank: string; readonly bankName: string }[]>([]);
/** Whether the app looks at its records before it asks for another query, as the real one does. */
export const looksFirst = signal(true);
/** Where the next sign-in is from; undefined: the customer's own region (R6). */
export const signInRegion = signal<string | undefined>(undefined);
const troubleSeen = signal<string | undefined>(undefined);

/** What keeps the phone from hearing of anything new, in the app's words. */
export const trouble = computed(() => {
  const isCut = overview.value !== undefined && connection.value !== 'live';
  return isCut ? APP_TEXTS.offline : troubleSeen.value;
});

/** Where the network's clock stands, epoch ms; undefined before anything was heard. */
export const networkNowMs = computed(() => (overview.value === undefined ? undefined : Date.parse(overview.value.at)));

export const dispatch = (event: PhoneEvent): void => {
  phone.value = next(phone.value, event);
};

/** Another customer: nothing of the one before is left on the phone. */
effect(() => {
  void customer.value?.idNumber;
  phone.value = FRESH;
  troubleSeen.value = undefined;
  signInRegion.value = undefined;
});

const refuse = (problem: Problem): void => {
  dispatch({ type: 'refused', problem, nowMs: networkNowMs.peek() });
};

/** Whether the phone is still in the hands, and in the session, in which something was asked. */
const moment = (): (() => boolean) => {
  const [holder, session] = [customer.value?.idNumber, phone.value.session];
  return () => customer.value?.idNumber === holder && phone.value.session === session;
};

/** One thing after the other: a second tap while one is under way does nothing. */
const act = async <Value>(
  path: string,
  schema: z.ZodType<Value>,
  call: Call,
  use: (value: Value) => void | Promise<void>,
): Promise<void> => {
  if (phone.value.isBusy) return;
  const isSame = moment();
  dispatch({ type: 'busy', isBusy: true });
  const { session } = phone.value;
  const answer = await ask(path, schema, { ...call, ...(session && { token: session.token }) });
  if (!isSame()) return;
  dispatch({ type: 'busy', isBusy: false });
  if (answer.ok) await use(answer.value);
  else refuse(answer.problem);
};

/** Registers the customer, or signs in one who is registered. */
export const enter = async (how: 'register' | 'sign-in', paymentPassword: string): Promise<void> => {
  const isSame = moment();
  if (customer.value === undefined || phone.value.isBusy) return;
  const told = how === 'register' ? await tellMade(customer.value) : { ok: true as const, value: customer.value };
  if (!isSame()) return;
  if (!told.ok) return refuse(told.problem);
  const { name, idNumber, mobile, boundCard, region: home } = told.value;
  const region = signInRegion.value ?? home;
  const signedIn = (session: z.output<typeof sessionSchema>): Promise<void> => {
    dispatch({ type: 'signed-in', session });
    return refresh();
  };
  const [path, body] =
    how === 'register'
      ? ['/v1/users', { name, idNumber, mobile, boundCard, region, paymentPassword }]
      : ['/v1/sessions', { mobile, paymentPassword, region }];
  await act(path, sessionSchema, { method: 'POST', body }, signedIn);
};

export const signOut = (): void => dispatch({ type: 'signed-out' });

export const open = (screen: ScreenName): void => dispatch({ type: 'opened', screen });

export const consent = (): Promise<void> =>
  act('/v1/banks', banksSchema, {}, (value) => {
    banks.value = value.banks;
    open('banks');
  });

export const sendCode = (): Promise<void> =>
  act('/v1/sms-codes', codeSentSchema, { method: 'POST', body: { purpose: 'QUERY' } }, ({ resendAfter }) => {
    dispatch({ type: 'code-sent', resendAtMs: (networkNowMs.peek() ?? 0) + resendAfter * 1000 });
    return refresh();
  });

/** Verifies, and then applies; with a verification that is still good it only applies. */
export const apply = async (): Promise<void> => {
  if (phone.value.verificationId === undefined) {
    const { consented, face, code } = phone.value;
    const body = { consent: { version: CONSENT_VERSION, accepted: consented }, face: { sample: face }, smsCode: code };
    await act('/v1/verifications', verificationSchema, { method: 'POST', body }, ({ verificationId }) =>
      dispatch({ type: 'verified', verificationId }),
    );
  }
  const { verificationId, banks: chosen } = phone.value;
  if (verificationId === undefined) return;
  // A verification serves one application: its id names it, should the answer be lost and the application be repeated.
  const call = { method: 'POST', body: { verificationId, banks: chosen }, idempotencyKey: verificationId } as const;
  await act('/v1/queries', acceptanceSchema, call, (acceptance) => {
    dispatch({ type: 'accepted', acceptance });
    return refresh();
  });
};

export const openRecord = (queryId: string): Promise<void> =>
  act(`/v1/queries/${queryId}`, queryDetailSchema, {}, (record) => dispatch({ type: 'record-opened', record }));

export const viewReport = (): Promise<void> => {
  const { record, password } = phone.value;
  const call = { method: 'POST', body: { paymentPassword: password } } as const;
  return act(`/v1/queries/${record?.queryId}/report`, reportSchema, call, (report) =>
    dispatch({ type: 'report', report }),
  );
};

/** Asks for all that may have changed while nobody tapped. What cannot be asked is told by {@link trouble}. */
export const refresh = async (): Promise<void> => {
  const { session } = phone.value;
  if (session === undefined) return;
  const isSame = moment();
  let failed: string | undefined;
  const look = async <Value>(path: string, schema: z.ZodType<Value>, use: (value: Value) => void, call: Call = {}) => {
    const answer = await ask(path, schema, call);
    if (!isSame()) return;
    if (answer.ok) use(answer.value);
    else if (answer.problem.code === 'UNAUTHENTICATED') refuse(answer.problem);
    else failed = isCut(answer.problem) ? APP_TEXTS.offline : APP_TEXTS.unexpected;
  };
  const { token } = session;
  const query = shownQueryOf(phone.value);
  await look('/v1/queries', recordsSchema, ({ queries }) => put({ type: 'records', records: queries }), { token });
  if (!isSame()) return;
  await Promise.all([
    look(`/control/sms?userId=${session.userId}`, phoneSchema, ({ messages }) => put({ type: 'messages', messages })),
    query === undefined
      ? undefined
      : look(`/v1/queries/${query}`, queryDetailSchema, (record) => put({ type: 'record', record }), { token }),
  ]);
  if (isSame()) troubleSeen.value = failed;
};

const isCut = ({ code }: Problem): boolean => code === 'UNREACHABLE' || code === 'TIMED_OUT';

/** What is as it was is not put: nothing is drawn anew for it. */
const put = (event: PhoneEvent): void => {
  const then = next(phone.value, event);
  if (JSON.stringify(then) !== JSON.stringify(phone.value)) phone.value = then;
};

/** The phone is looked at: it hears of what happens until the returned function is called. */
export const followPhone = (): (() => void) => {
  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking || connection.value !== 'live') return;
    isLooking = true;
    await refresh();
    isLooking = false;
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  const leave = onChange(() => void look());
  return () => {
    clearInterval(timer);
    leave();
  };
};
