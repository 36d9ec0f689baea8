// People who are denied and should not be, or not and should; answers that say too much; calls that are turned away.
import { type Came, nobodyAt, type Reply, refusal } from '../checks/wrong-proxy-fixture.ts';
import { changing, customerIn, idIn, isPost, onFile, withBody } from '../checks/wrong-ways-fixture.ts';
import { type Mistake, type WrongEndpoint, wrong } from './wrong-endpoint.ts';

/** Says this in every result and refusal. */
const saying = (text: (came: Came) => string | undefined, statuses = [200, 422]) =>
  changing(statuses, (reply, came) => {
    const respMsg = text(came);
    return respMsg === undefined ? reply : withBody(reply, { respMsg });
  });

const NOT_SAYING: readonly WrongEndpoint[] = [
  wrong(
    'full-number-in-a-message',
    'The message tells of the main card with its whole number',
    saying((came) => (onFile(came)?.cards.length === 1 ? 'main card 6217001234567891001' : undefined)),
    'every-answer/masking',
  ),
  wrong(
    'full-number-in-a-header',
    'A header for the operators has the account with its whole number',
    (): Mistake => ({
      answer: (reply, came) =>
        onFile(came) === undefined ? reply : { ...reply, headers: { 'x-account': '6217001234567891001' } },
    }),
    'every-answer/masking',
  ),
  wrong(
    'name-echoed-in-an-error',
    'A denial says who was asked about',
    saying((came) => `${String(customerIn(came).name)} is not known so`, [422]),
    'every-answer/nothing-personal',
  ),
  wrong(
    'value-echoed-in-an-error',
    'An error of the form repeats the value that is wrong',
    changing([400], (reply, { json }) => withBody(reply, { respMsg: `wrong: ${JSON.stringify(json)}` })),
    'form/no-value-repeated',
  ),
  wrong(
    'says-what-differs',
    'A denial says whether it was the name or the mobile',
    saying((came) => (customerIn(came).name === onFile(came)?.name ? 'wrong mobile' : 'wrong name'), [422]),
    'r3/no-hint',
  ),
];

const denied = (reply: Reply, came: Came): Reply =>
  onFile(came) === undefined ? reply : withBody(refusal(422, '66'), { inquiryId: idIn(came), issuer: 'ICBC' });

const CUSTOMERS: readonly WrongEndpoint[] = [
  wrong(
    'denied-with-200',
    'A denial comes with status 200, as everything that was understood',
    changing([422], (reply) => ({ ...reply, status: 200 })),
    'r3/other-name',
    'r3/details-differ',
    'every-answer/schema',
    'every-answer/resp-code',
  ),
  wrong(
    'any-details-taken',
    "The ID number alone is looked up: name and mobile may be anybody's",
    changing([422], (_reply, came) => nobodyAt(idIn(came))),
    'r3/other-name',
    'r3/other-mobile',
  ),
  wrong(
    'nobody-is-an-error',
    'Somebody who is no customer gets 404, and not an empty list',
    changing([200], (reply, came) => (isPost(came) && onFile(came) === undefined ? refusal(404, '34') : reply)),
    'basics/nobody',
    'basics/nobody-has-no-cards',
    'every-answer/status',
  ),
  wrong(
    'rare-names-lost',
    'The database has no characters beyond the BMP, so that whoever has one in their name is denied',
    changing([200], (reply, came) =>
      /[\u{10000}-\u{10ffff}]/u.test(String(customerIn(came).name)) ? denied(reply, came) : reply,
    ),
    'r3/rare-name',
    'r3/longest-name',
  ),
  wrong(
    'long-names-cut',
    'Names are kept with 20 characters, so that whoever has a longer one is denied',
    changing([200], (reply, came) => (String(customerIn(came).name).length > 20 ? denied(reply, came) : reply)),
    'r3/longest-name',
  ),
  wrong(
    'small-x-on-file',
    'ID numbers are kept with a small x at their end, and so are not found with a capital one',
    changing([200], (reply, came) => (/X$/.test(String(customerIn(came).idNumber)) ? denied(reply, came) : reply)),
    'r3/check-character-x',
  ),
];

const RETRY = 'every-answer/retry-after';
const TURNED_AWAY: readonly WrongEndpoint[] = [
  wrong(
    'no-retry-after',
    'Whoever is throttled is not told for how long',
    changing([429], ({ retryAfter: _left, ...reply }) => reply),
    RETRY,
    'availability/throttled-post',
    'availability/throttled-get',
    'pact/an-inquiry-while-the-bank-is-throttling',
  ),
  wrong(
    'retry-after-as-a-date',
    'Retry-After is a date',
    changing([429], (reply) => ({ ...reply, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' })),
    RETRY,
    'availability/throttled-post',
  ),
  wrong(
    'retry-after-in-milliseconds',
    'Retry-After is in milliseconds',
    changing([429, 503], (reply) =>
      reply.retryAfter === undefined ? reply : { ...reply, retryAfter: `${reply.retryAfter}000` },
    ),
    'availability/throttled-post',
    'availability/closed-post',
  ),
  wrong(
    'throttled-before-the-signature',
    'Whoever comes too often is told so before it is known who it is',
    changing([401], (reply, { body }) =>
      body.includes('"customer"') ? { ...refusal(429, '37'), retryAfter: '1' } : reply,
    ),
    'availability/throttled-in-order',
    'signature/missing',
  ),
  wrong(
    'questions-not-throttled',
    'The rate limit is for POST, and every GET is answered',
    changing([429], (reply, came) => (isPost(came) ? reply : refusal(404, '34'))),
    'availability/throttled-get',
  ),
  wrong(
    'closed-is-an-error',
    'While the bank is closed its gateway says 502',
    changing([503], () => refusal(502, '99')),
    'availability/closed-post',
    'every-answer/status',
  ),
];

export const WRONG_DENIALS: readonly WrongEndpoint[] = [...NOT_SAYING, ...CUSTOMERS, ...TURNED_AWAY];
