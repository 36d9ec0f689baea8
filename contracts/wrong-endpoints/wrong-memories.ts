// Mistakes about what was before: repeats, other bodies under one id, questions, inquiries that are still running.
import { inquiryResultSchema, parseMessage } from '../../core/messages.ts';
import { nobodyAt, refusal } from '../checks/wrong-proxy-fixture.ts';
import { bindingRefused, changing, forgettingRefused, idIn, isPost, withBody } from '../checks/wrong-ways-fixture.ts';
import { type Mistake, type WrongEndpoint, wrong } from './wrong-endpoint.ts';

/** A card less each time after the first. */
const losing = (): Mistake => {
  const asked = new Set<string>();
  return changing([200], (reply, came) => {
    const read = parseMessage(inquiryResultSchema, reply.body);
    if (!asked.has(idIn(came)) || !read.ok) {
      asked.add(idIn(came));
      return reply;
    }
    return withBody(reply, { cards: read.value.cards.slice(1) });
  })();
};

/** Compares texts, as they came, with the first. */
const comparingTexts = (): Mistake => {
  const texts = new Map<string, string>();
  return changing([200, 202], (reply, came) => {
    if (!isPost(came)) return reply;
    const text = came.body.toString();
    const first = texts.get(idIn(came)) ?? text;
    texts.set(idIn(came), first);
    return first === text ? reply : withBody(refusal(409, '12'), { inquiryId: idIn(came), issuer: 'ICBC' });
  })();
};

/** Three behind one address, asked in turn: each knows what it was asked itself. */
const threeInstances = (): Mistake => {
  let calls = 0;
  const knownTo = [new Set<string>(), new Set<string>(), new Set<string>()];
  return {
    answer(reply, came) {
      const ids = knownTo[calls++ % knownTo.length];
      if (isPost(came) && reply.status < 300) ids?.add(idIn(came));
      return !isPost(came) && reply.status < 300 && ids?.has(idIn(came)) !== true ? refusal(404, '34') : reply;
    },
  };
};

export const WRONG_MEMORIES: readonly WrongEndpoint[] = [
  wrong(
    'second-answer-differs',
    'The same inquiry is worked out anew each time, and the second answer is another',
    losing,
    'idempotency/bound-after-200',
    'idempotency/concurrent-repeats',
  ),
  wrong(
    'repeat-refused',
    'An inquiry that comes again is taken for a mistake: 409',
    () => {
      const asked = new Set<string>();
      return changing([200], (reply, came) => {
        const isRepeat = isPost(came) && asked.has(idIn(came));
        asked.add(idIn(came));
        return isRepeat ? withBody(refusal(409, '12'), { inquiryId: idIn(came), issuer: 'ICBC' }) : reply;
      })();
    },
    'idempotency/repeat',
    'connection/nobody-waits',
  ),
  wrong(
    'never-409',
    'Another body under a known id is answered like the first',
    changing([409], (_reply, came) => nobodyAt(idIn(came))),
    'idempotency/other-consent',
    'idempotency/other-customer',
    'idempotency/other-callback-url',
    'running/answered',
  ),
  wrong(
    'conflict-without-names',
    'A 409 does not say which inquiry it is about',
    changing([409], () => refusal(409, '12')),
    'every-answer/inquiry-id',
    'every-answer/issuer',
    'idempotency/other-consent',
  ),
  wrong(
    'texts-compared',
    'Two bodies are compared as texts, so that a blank makes another inquiry',
    comparingTexts,
    'idempotency/whitespace',
    'idempotency/member-order',
    'idempotency/escapes',
  ),
  wrong(
    'forgotten-after-an-error',
    'An error under a known id makes the bank forget what it had answered',
    forgettingRefused(400),
    'idempotency/kept-through-400',
  ),
  wrong(
    'rate-limit-binds',
    'An inquiry that was throttled is kept, and its id is bound to a body that nobody has looked at',
    bindingRefused(429),
    'idempotency/unbound-after-429',
  ),
  wrong(
    'refusal-binds',
    'An inquiry that was refused for its form is kept under its id',
    bindingRefused(400),
    'idempotency/unbound-after-400',
  ),
  wrong(
    'ids-without-case',
    'The column of ids knows no capitals, so that two inquiries are one',
    () => ({
      request: (came) =>
        isPost(came)
          ? { body: Buffer.from(JSON.stringify({ ...came.json, inquiryId: idIn(came).toLowerCase() })) }
          : { target: came.target.toLowerCase() },
    }),
    'idempotency/id-case',
  ),
  wrong(
    'answered-and-forgotten',
    'What was answered at once is kept nowhere: GET says 404',
    changing([200], (reply, came) => (isPost(came) ? reply : refusal(404, '34'))),
    'r3/one-debit-card',
    'running/answered',
    'path/nothing-deleted',
    'pact/a-status-call-for-an-inquiry-that-was-answered',
  ),
  wrong(
    'instances-share-nothing',
    'Three instances behind one address have a memory each',
    threeInstances,
    'path/nothing-deleted',
    'concurrency/different',
  ),
  wrong(
    'pending-with-200',
    'What is still running comes with status 200',
    changing([202], (reply) => ({ ...reply, status: 200 })),
    'running/running',
    'running/answers-later',
    'every-answer/schema',
    'every-answer/resp-code',
  ),
  wrong(
    'running-for-ever',
    'Every inquiry that is not known is said to be running',
    changing([404], (_reply, came) => ({
      status: 202,
      body: { inquiryId: idIn(came), issuer: 'ICBC', respCode: '05', respMsg: 'accepted' },
    })),
    'basics/unknown-inquiry',
    'running/unknown',
  ),
  wrong(
    'running-not-found',
    'An inquiry that is still running is not found by GET',
    changing([202], (reply, came) => (isPost(came) ? reply : refusal(404, '34'))),
    'running/running',
    'running/answers-later',
  ),
];
