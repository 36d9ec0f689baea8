// The app of a network at an address, as the people of a story use it: each call of theirs, each refusal as they are
// shown it.
import { CONSENT_VERSION, PAYMENT_PASSWORD } from '../scenarios/play/app-user.ts';
import type { Acceptance, Actor, Answer, ShownRefusal, Stage } from '../scenarios/stage.ts';
import { CODE } from '../scenarios/virtual/virtual-app.ts';
import { MISMATCHING_SAMPLE } from '../simulator/checks/face-verifier.ts';
import { AppClient, type AppClientOptions, AppRefused } from './app-client.ts';

type AppCalls = Pick<
  Stage,
  'register' | 'signIn' | 'sendCode' | 'lastCode' | 'verify' | 'apply' | 'view' | 'record' | 'messages'
>;

/** Of the right form, and given out to nobody. */
const UNKNOWN_VERIFICATION = `v${'0'.repeat(20)}`;

/** What an application said that its record does not. */
interface Applied {
  readonly userId: string;
  readonly verificationId: string;
  readonly deadlineMs: number;
  readonly idempotencyKey: string | undefined;
}

/** `heard` resolves when everything that has happened up to now has been told. */
export const createHttpApp = (url: string, options: AppClientOptions, heard: () => Promise<void>): AppCalls => {
  const applied = new Map<string, Applied>();
  const stranger = new AppClient(url, options);
  const appOf = ({ token }: Actor): AppClient => new AppClient(url, { ...options, token });
  /** A call that makes something happen, or shows what has. */
  const ask = async <Value>(call: () => Promise<Value>): Promise<Answer<Value>> => {
    const answer = await answerOf(call);
    await heard();
    return answer;
  };
  const messages = ({ person }: Actor): Promise<readonly string[]> => stranger.messagesOn(person.mobile);

  return {
    register: (person) =>
      answerOf(async () => {
        const { name, idNumber, mobile, boundCard, region } = person;
        const form = { name, idNumber, mobile, boundCard, region, paymentPassword: PAYMENT_PASSWORD };
        return { person, ...(await stranger.register(form)) };
      }),
    signIn: (person, paymentPassword) =>
      answerOf(async () => {
        const { mobile, region } = person;
        return { person, ...(await stranger.signIn({ mobile, paymentPassword, region })) };
      }),
    sendCode: (actor) => ask(async () => ({ resendAfterMs: 1000 * (await appOf(actor).requestCode()) })),
    lastCode: async (actor) => (await messages(actor)).flatMap((text) => CODE.exec(text)?.[0] ?? []).at(-1),
    verify: (actor, { consent, face, smsCode }) =>
      answerOf(async () => ({
        verificationId: await appOf(actor).verify({
          consent: { version: CONSENT_VERSION, accepted: consent },
          face: { sample: face === 'match' ? 'match' : MISMATCHING_SAMPLE },
          smsCode,
        }),
      })),
    apply: (actor, { verificationId = UNKNOWN_VERIFICATION, banks, idempotencyKey }) =>
      ask(async (): Promise<Acceptance> => {
        const { queryId, acceptedAt, deadline, message } = await appOf(actor).apply(
          { verificationId, banks },
          idempotencyKey,
        );
        const deadlineMs = Date.parse(deadline);
        applied.set(queryId, { userId: actor.userId, verificationId, deadlineMs, idempotencyKey });
        return { queryId, acceptedAtMs: Date.parse(acceptedAt), deadlineMs, message };
      }),
    view: (actor, queryId, password) => ask(() => appOf(actor).report(queryId, password)),
    record: (actor, queryId) =>
      ask(async () => {
        const { status, acceptedAt, generatedAt, expiresAt, banks } = await appOf(actor).record(queryId);
        const known = applied.get(queryId);
        if (known === undefined) throw new Error(`the network shows a record of ${queryId}, for which nobody applied`);
        return {
          ...known,
          queryId,
          status,
          banks: banks.map(({ bank }) => bank),
          dispositions: banks,
          acceptedAtMs: Date.parse(acceptedAt),
          generatedAtMs: instantOf(generatedAt),
          expiresAtMs: instantOf(expiresAt),
          callbackBaseUrl: undefined,
        };
      }),
    messages,
  };
};

const answerOf = async <Value>(call: () => Promise<Value>): Promise<Answer<Value>> => {
  try {
    return { ok: true, value: await call() };
  } catch (error) {
    if (error instanceof AppRefused) return { ok: false, refusal: shownRefusal(error) };
    throw error;
  }
};

const shownRefusal = ({ code, userMessage, more }: AppRefused): ShownRefusal => {
  const { retryAfterSeconds, opensAt, until, triesLeft } = more;
  return {
    code,
    message: userMessage,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterMs: 1000 * retryAfterSeconds }),
    ...(opensAt === undefined ? {} : { opensAtMs: Date.parse(opensAt) }),
    ...(triesLeft === undefined ? {} : { triesLeft }),
    ...(until === undefined ? {} : { untilMs: Date.parse(until) }),
  };
};

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));
