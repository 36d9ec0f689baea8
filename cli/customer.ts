// One synthetic person who walks through the app: registers or signs in, verifies, applies, waits, views the report.
import type { Report } from '../engine/report.ts';
import type { Person } from '../simulator/people/person.ts';
import { type AppClient, AppRefused } from './app-client.ts';
import type { Progress } from './progress.ts';

/** Everybody in the simulation has this payment password: it protects nothing. */
export const PAYMENT_PASSWORD = '135246';
const CONSENT = { version: '2022-03', accepted: true };

export type QueryEnd =
  | { readonly status: 'READY'; readonly report: Report }
  | { readonly status: 'FAILED'; readonly message: string };

/** Registers this person with the network, or signs in one who is registered. Returns which of the two. */
export const enter = async (app: AppClient, person: Person): Promise<'registered' | 'signed in'> => {
  const { name, idNumber, mobile, boundCard, region } = person;
  try {
    await app.register({ name, idNumber, mobile, boundCard, region, paymentPassword: PAYMENT_PASSWORD });
    return 'registered';
  } catch (error) {
    if (!(error instanceof AppRefused) || error.refusal.code !== 'ALREADY_REGISTERED') throw error;
    await app.signIn({ mobile, paymentPassword: PAYMENT_PASSWORD, region });
    return 'signed in';
  }
};

/** Consent, face and the code that arrives on the simulated phone: a verification for one application (R7). */
export const verify = async (app: AppClient, mobile: string): Promise<string> => {
  try {
    await app.requestCode();
  } catch (error) {
    // The code of a moment ago is still good, unless it has been used: then the next step says so.
    if (!(error instanceof AppRefused) || error.refusal.code !== 'SMS_TOO_SOON') throw error;
  }
  const texts = await app.messagesOn(mobile);
  const smsCode = texts.findLast((text) => text.includes('验证码'))?.match(/[0-9]{6}/)?.[0] ?? '';
  return app.verify({ consent: CONSENT, face: { sample: 'match' }, smsCode });
};

/** Applies, shows the progress of every bank, and brings the report. */
export const queryToTheEnd = async (
  app: AppClient,
  mobile: string,
  banks: 'ALL' | readonly string[],
  progress: Progress,
): Promise<QueryEnd> => {
  const verificationId = await verify(app, mobile);
  const acceptance = await app.apply({ verificationId, banks });
  progress.accepted(acceptance.title, acceptance.message);
  let status = 'RUNNING';
  for await (const { event, data } of app.events(acceptance.queryId)) {
    progress.event(event, data);
    if (event === 'end') status = String(data.status);
  }
  progress.done();
  if (status === 'READY') return { status, report: await app.report(acceptance.queryId, PAYMENT_PASSWORD) };
  const notice = (await app.messagesOn(mobile)).at(-1) ?? '';
  return { status: 'FAILED', message: notice };
};
