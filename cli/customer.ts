// One synthetic person who walks through the app: registers or signs in, verifies, applies, waits, views the report.

import type { Report } from '../engine/report.ts';
import type { Person } from '../simulator/people/person.ts';
import { type AppClient, AppRefused } from './app-client.ts';
import { EXIT } from './exit-codes.ts';
import { CliProblem } from './problem.ts';
import type { Progress } from './progress.ts';

/** Everybody in the simulation has this payment password: it protects nothing. */
export const PAYMENT_PASSWORD = '135246';
const CONSENT = { version: '2022-03', accepted: true };
/** A stream of events may break so often before the network counts as gone. */
const MAX_STREAMS = 5;

/** Registers this person with the network, or signs in one who is registered. Returns which of the two. */
export const enter = async (app: AppClient, person: Person): Promise<'registered' | 'signed in'> => {
  const { name, idNumber, mobile, boundCard, region } = person;
  try {
    await app.register({ name, idNumber, mobile, boundCard, region, paymentPassword: PAYMENT_PASSWORD });
    return 'registered';
  } catch (error) {
    if (!(error instanceof AppRefused) || error.code !== 'ALREADY_REGISTERED') throw error;
    await app.signIn({ mobile, paymentPassword: PAYMENT_PASSWORD, region });
    return 'signed in';
  }
};

/** Consent, face and the code that arrives on the simulated phone: a verification for one application (R7). */
export const verify = async (app: AppClient, mobile: string): Promise<string> => {
  const tooSoon = await app.requestCode().then(() => undefined, codeTooSoon);
  const texts = await app.messagesOn(mobile);
  const smsCode = texts.findLast((text) => text.includes('验证码'))?.match(/[0-9]{6}/)?.[0];
  if (smsCode === undefined) {
    throw new CliProblem(EXIT.checkFailed, 'no code has come to the simulated phone: GET /control/sms shows it');
  }
  try {
    return await app.verify({ consent: CONSENT, face: { sample: 'match' }, smsCode });
  } catch (error) {
    // The code of a moment ago was still good, unless it had been used; then the wait for the next is what matters.
    throw tooSoon ?? error;
  }
};

const codeTooSoon = (error: unknown): AppRefused => {
  if (error instanceof AppRefused && error.code === 'SMS_TOO_SOON') return error;
  throw error;
};

/**
 * Applies for `banks`, shows every bank's progress, and brings the report.
 * @throws {AppRefused} where a step is refused; QUERY_FAILED where no bank delivered (R21)
 */
export const queryToTheEnd = async (
  app: AppClient,
  mobile: string,
  banks: 'ALL' | readonly string[],
  progress: Progress,
): Promise<Report> => {
  const verificationId = await verify(app, mobile);
  const { queryId, title, message } = await app.apply({ verificationId, banks });
  progress.accepted(title, message);
  await follow(app, queryId, progress);
  return app.report(queryId, PAYMENT_PASSWORD);
};

/** Until the query has ended. A stream that breaks is opened again. */
const follow = async (app: AppClient, queryId: string, progress: Progress): Promise<void> => {
  for (let streams = 0; streams < MAX_STREAMS; streams++) {
    for await (const { event, data } of app.events(queryId)) {
      progress.event(event, data);
      if (event === 'end') return;
    }
    if ((await app.status(queryId)) !== 'RUNNING') return;
  }
  const line = `the network broke off the progress of query ${queryId} ${MAX_STREAMS} times; the query goes on there`;
  throw new CliProblem(EXIT.environment, line);
};
