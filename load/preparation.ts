// Brings the people of a load run to the door before they are due: registered, and verified for their first
// application. The first go the whole way through the app; whoever is due after their verification would have ended, or
// comes after the first thousands, has theirs made beside it. Of a long run the later ones come while it goes on.
import type { Clock } from '../core/clock.ts';
import type { People } from '../simulator/people/people.ts';
import { codeSentSchema, phoneSchema, type Session, sessionSchema, verificationSchema } from './app-answers.ts';
import type { HttpLink, LinkAnswer } from './http-link.ts';
import { arrangeVerification } from './journey.ts';
import { LoadProblem } from './load-problem.ts';
import { PAYMENT_PASSWORD, type Step, type Walker } from './walker.ts';

/** People who are there already, from an earlier run, are passed over: so many before it is given up. */
const MAX_TAKEN = 1_000_000;
const CONSENT = { version: '2022-03', accepted: true };

export type PreparationStep = Step<'register' | 'verify'>;

export interface PreparationOptions {
  readonly link: HttpLink;
  readonly controlToken: string | undefined;
  readonly people: People;
  /** Which of all people are this generator's: the `part`-th and every `of`-th after it. */
  readonly part: number;
  readonly of: number;
  /** Where they log in: a region in which the service is open (R6). */
  readonly region: string | undefined;
  /** Of the first so many each gets a code and types it in; after them a verification is arranged. */
  readonly walkThrough: number;
  /** Until when an arranged verification is good, on the network's clock. */
  readonly arrangedUntilMs: number;
  readonly clock: Pick<Clock, 'now'>;
  readonly onStep: (step: PreparationStep) => void;
  readonly signal?: AbortSignal | undefined;
}

export class Preparation {
  readonly #options: PreparationOptions;
  readonly #walkers: Walker[] = [];
  #nextIndex: number;
  #begun = 0;
  #taken = 0;

  constructor(options: PreparationOptions) {
    this.#options = options;
    this.#nextIndex = options.part;
  }

  /** Those who stand ready; it grows. */
  get walkers(): readonly Walker[] {
    return this.#walkers;
  }

  /**
   * Until so many stand ready, or less where it is interrupted; `atOnce` are brought to the door at a time.
   * @throws {LoadProblem} where the network refuses somebody, or does not answer
   */
  async fill(count: number, atOnce: number, onProgress: (prepared: number) => void = () => undefined): Promise<void> {
    const bring = async (): Promise<void> => {
      while (this.#begun < count && this.#options.signal?.aborted !== true) {
        const nth = this.#begun++;
        try {
          this.#walkers.push(await this.#bringOne(nth));
        } catch (error) {
          // Another comes in their place, should this be tried again.
          this.#begun--;
          throw error;
        }
        onProgress(this.#walkers.length);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, bring));
  }

  async #bringOne(nth: number): Promise<Walker> {
    for (;;) {
      const walker = await prepare(this.#nextPerson(), nth, this.#options);
      if (walker !== undefined) return walker;
      this.#taken++;
    }
  }

  #nextPerson(): string {
    const { people, of } = this.#options;
    const index = this.#nextIndex;
    this.#nextIndex += of;
    if (index < people.capacity && this.#taken <= MAX_TAKEN) return people.at(index);
    throw new LoadProblem(
      `${this.#taken} people are registered there already, and no more are free: take a network with a fresh --store`,
    );
  }
}

/** Undefined where this person is registered already. */
const prepare = async (idNumber: string, nth: number, options: PreparationOptions): Promise<Walker | undefined> => {
  const person = options.people.find(idNumber);
  if (person === undefined) throw new Error('the population lists somebody who does not exist');
  const { name, mobile, boundCard } = person;
  const region = options.region ?? person.region;
  const form = { name, idNumber, mobile, boundCard, region, paymentPassword: PAYMENT_PASSWORD };
  const session = await timed('register', options, () =>
    options.link.send({ method: 'POST', path: '/v1/users', body: form }, sessionSchema),
  );
  if (session.kind === 'refused' && session.word === 'ALREADY_REGISTERED') return undefined;
  const { userId, token } = valueIn(session, 'register somebody');
  const verificationId =
    nth < options.walkThrough ? await walkThrough({ userId, token }, mobile, options) : await arranged(userId, options);
  return { idNumber, userId, token, verificationId };
};

/** Code, phone, face and consent, as the app has them (R7). */
const walkThrough = ({ token }: Session, mobile: string, options: PreparationOptions): Promise<string> =>
  timed('verify', options, async () => {
    const { link, controlToken } = options;
    const post = (path: string, body: object) => ({ method: 'POST', path, body, token }) as const;
    valueIn(await link.send(post('/v1/sms-codes', { purpose: 'QUERY' }), codeSentSchema), 'send a code');
    const phone = { method: 'GET', path: `/control/sms?mobile=${mobile}`, token: controlToken } as const;
    const { messages } = valueIn(await link.send(phone, phoneSchema), 'show the simulated phone');
    const smsCode = /[0-9]{6}/.exec(messages.findLast(({ text }) => text.includes('验证码'))?.text ?? '')?.[0];
    const body = { consent: CONSENT, face: { sample: 'match' }, smsCode: smsCode ?? '' };
    return link.send(post('/v1/verifications', body), verificationSchema);
  }).then((verified) => valueIn(verified, 'verify somebody').verificationId);

const arranged = async (userId: string, options: PreparationOptions): Promise<string> => {
  const { link, controlToken, arrangedUntilMs } = options;
  const made = await arrangeVerification(link, controlToken, userId, arrangedUntilMs);
  return valueIn(made, 'make a verification for a load run').verificationId;
};

const timed = async <Value>(
  step: PreparationStep['step'],
  { clock, onStep }: PreparationOptions,
  act: () => Promise<LinkAnswer<Value>>,
): Promise<LinkAnswer<Value>> => {
  const sinceMs = clock.now();
  const answer = await act();
  const atMs = clock.now();
  onStep({ step, latencyMs: atMs - sinceMs, outcome: answer.kind === 'ok' ? 'accepted' : answer.word, atMs });
  return answer;
};

const valueIn = <Value>(answer: LinkAnswer<Value>, what: string): Value => {
  if (answer.kind === 'ok') return answer.value;
  const why = answer.kind === 'refused' ? `${answer.word} ${answer.detail}`.trim() : answer.word;
  throw new LoadProblem(`the network does not ${what} (${why})`);
};
