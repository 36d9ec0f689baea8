// The app of a network under virtual time: each call as its user makes it, each refusal as they are shown it.

import { parseMessage } from '../../core/messages.ts';
import { fail, type Result } from '../../core/result.ts';
import { applicationSchema } from '../../engine/doors/app-schemas.ts';
import { type DoorRefusal, problemOf } from '../../engine/doors/problems.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Refusal } from '../../engine/refusal.ts';
import type { Store, User } from '../../engine/store/port.ts';
import { TEXTS } from '../../engine/texts.ts';
import { MISMATCHING_SAMPLE } from '../../simulator/checks/face-verifier.ts';
import type { Person } from '../../simulator/people/person.ts';
import { CONSENT_VERSION, PAYMENT_PASSWORD } from '../play/app-user.ts';
import { type Actor, type Answer, NO_ANSWER, type ShownRefusal, type Stage } from '../stage.ts';
import { type EngineHost, LOST } from './engine-host.ts';

type AppCalls = Pick<
  Stage,
  'register' | 'signIn' | 'sendCode' | 'lastCode' | 'verify' | 'apply' | 'view' | 'record' | 'messages'
>;

type Asked<Value> = Result<Value, Refusal | DoorRefusal>;

/** More than a phone of any story has: it shows all. */
const MAX_MESSAGES = 1000;
/** Of the right form, and given out to nobody. */
const UNKNOWN_VERIFICATION = `v${'0'.repeat(20)}`;

export const createVirtualApp = (host: EngineHost, store: Store, now: () => number): AppCalls => {
  const ask = async <Value>(question: (engine: Engine) => Promise<Asked<Value>>): Promise<Answer<Value>> => {
    const answer = await host.ask(question);
    if (answer === LOST) return { ok: false, refusal: { code: NO_ANSWER, message: '' } };
    return answer.ok ? answer : { ok: false, refusal: shownRefusal(answer.failure, now()) };
  };
  const askAs = <Value>({ token }: Actor, question: (engine: Engine, user: User) => Promise<Asked<Value>>) =>
    ask(async (engine): Promise<Asked<Value>> => {
      const user = await engine.accounts.userOf(token);
      return user === undefined ? fail({ code: 'UNAUTHENTICATED' }) : await question(engine, user);
    });
  const actorOf = (person: Person, answer: Answer<{ readonly userId: string; readonly token: string }>) =>
    answer.ok ? { ok: true as const, value: { person, ...answer.value } } : answer;
  const messages = async ({ person }: Actor): Promise<readonly string[]> =>
    (await store.messagesTo(person.mobile, MAX_MESSAGES)).map(({ text }) => text);

  return {
    async register(person) {
      const { name, idNumber, mobile, boundCard, region } = person;
      const form = { name, idNumber, mobile, boundCard, region, paymentPassword: PAYMENT_PASSWORD };
      return actorOf(person, await ask((engine) => engine.accounts.register(form)));
    },
    async signIn(person, paymentPassword) {
      const { mobile, region } = person;
      return actorOf(person, await ask((engine) => engine.accounts.signIn({ mobile, paymentPassword, region })));
    },
    async sendCode(actor) {
      const sent = await askAs(actor, (engine, user) => engine.identityChecks.sendCode(user));
      return sent.ok ? { ok: true, value: { resendAfterMs: sent.value.resendAtMs - now() } } : sent;
    },
    lastCode: async (actor) => latestCodeIn(await messages(actor)),
    verify: (actor, { consent, face, smsCode }) =>
      askAs(actor, (engine, user) =>
        engine.identityChecks.verify(user, {
          consent: { version: CONSENT_VERSION, accepted: consent },
          face: { sample: face === 'match' ? 'match' : MISMATCHING_SAMPLE },
          smsCode,
        }),
      ),
    async apply(actor, { verificationId = UNKNOWN_VERIFICATION, banks, idempotencyKey }) {
      const applied = await askAs(actor, async (engine, user) => {
        const form = parseMessage(applicationSchema, { verificationId, banks });
        if (!form.ok) return fail({ code: 'VALIDATION', errors: form.failure.errors });
        return engine.applications.apply(user, { ...form.value, idempotencyKey });
      });
      return applied.ok ? { ok: true, value: { ...applied.value, message: TEXTS.ACCEPTED.text } } : applied;
    },
    view: (actor, queryId, password) => askAs(actor, (engine, user) => engine.reports.view(user, queryId, password)),
    record: (actor, queryId) =>
      askAs(actor, async (engine, user) => {
        const record = await engine.reports.recordOf(user, queryId);
        return record === undefined ? fail({ code: 'NOT_FOUND' }) : { ok: true, value: record };
      }),
    messages,
  };
};

/** A code in a short message. */
export const CODE = /[0-9]{6}/;

const latestCodeIn = (texts: readonly string[]): string | undefined =>
  CODE.exec(texts.findLast((text) => CODE.test(text)) ?? '')?.[0];

/** A refusal as the app shows it: pauses in whole seconds, as they are told. */
const shownRefusal = (refusal: Refusal | DoorRefusal, nowMs: number): ShownRefusal => {
  const { body, headers } = problemOf(refusal, nowMs);
  const retryAfter = headers['retry-after'];
  return {
    code: body.code,
    message: String(body.message),
    ...(retryAfter === undefined ? {} : { retryAfterMs: 1000 * Number(retryAfter) }),
    ...(refusal.code === 'TOO_SOON' ? { opensAtMs: refusal.opensAtMs } : {}),
    ...(refusal.code === 'WRONG_PASSWORD' ? { triesLeft: refusal.triesLeft } : {}),
    ...(refusal.code === 'LOCKED' ? { untilMs: refusal.untilMs } : {}),
  };
};
