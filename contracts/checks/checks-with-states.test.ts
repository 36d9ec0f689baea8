// Each check that looks at what became of inquiries, in states or without, is broken by an endpoint that is wrong in
// one way. That right endpoints pass all of them is shown in ../verify/sixteen-issuers.test.ts.
import { expect, test } from 'vitest';
import type { Check } from '../check.ts';
import { CONTRACT_CUSTOMERS } from '../customers.ts';
import { openStated } from '../verify/stated-fixture.ts';
import { verifyEndpoint } from '../verify/verify-endpoint.ts';
import { AVAILABILITY_CHECKS } from './availability.ts';
import { CONCURRENCY_STATE_CHECKS } from './concurrency.ts';
import { IDEMPOTENCY_CHECKS } from './idempotency.ts';
import { IDEMPOTENCY_STATE_CHECKS } from './idempotency-states.ts';
import { MASKING_CHECKS } from './masking.ts';
import { R3_CHECKS } from './r3.ts';
import { RUNNING_CHECKS } from './running.ts';
import { nobodyAt, openWrong, refusal, type Wrong } from './wrong-proxy-fixture.ts';
import {
  always,
  bindingRefused,
  bodyOf,
  changing,
  customerIn,
  forgettingRefused,
  idIn,
  isPost,
  mixingUpPeople,
  onFile,
  withBody,
} from './wrong-ways-fixture.ts';

type Row = readonly [what: string, makeWrong: () => Wrong, broken: readonly string[]];

/** Keeps the text of what was sent first under each id, and says what follows. */
const comparing = (isRefused: (text: string, first: string) => boolean) => (): Wrong => {
  const texts = new Map<string, string>();
  return {
    answer(reply, came) {
      if (!isPost(came) || reply.status > 299) return reply;
      const text = came.body.toString();
      const first = texts.get(idIn(came));
      texts.set(idIn(came), first ?? text);
      if (first === undefined || !isRefused(text, first)) return reply;
      return withBody(refusal(409, '12'), { inquiryId: idIn(came), issuer: 'ICBC' });
    },
  };
};

/** Compares before it asks whether there is room. */
function lookingUpFirst(): Wrong {
  const consents = new Map<string, unknown>();
  return {
    request(came) {
      const known = consents.get(idIn(came));
      if (isPost(came) && known === undefined) consents.set(idIn(came), came.json.consentId);
      const isOther = known !== undefined && isPost(came) && known !== came.json.consentId;
      return isOther ? withBody(refusal(409, '12'), { inquiryId: idIn(came), issuer: 'ICBC' }) : undefined;
    },
  };
}

const IDEMPOTENCY_ROWS: readonly Row[] = [
  [
    'takes any body under an id',
    changing([409], (_reply, came) => nobodyAt(idIn(came))),
    [
      'idempotency/other-consent',
      'idempotency/other-customer',
      'idempotency/other-callback-url',
      'idempotency/callback-url-later',
      'idempotency/concurrent-bodies',
      'idempotency/bound-after-200',
      'idempotency/bound-after-202',
      'idempotency/bound-after-422',
      'running/answered',
    ],
  ],
  [
    'names nobody in a conflict',
    changing([409], () => refusal(409, '12')),
    ['idempotency/other-consent', 'idempotency/bound-after-200', 'running/answered'],
  ],
  [
    'compares texts',
    comparing((text, first) => text !== first),
    ['idempotency/member-order', 'idempotency/whitespace', 'idempotency/escapes'],
  ],
  [
    'takes an id once',
    comparing(() => true),
    ['idempotency/repeat', 'idempotency/concurrent-repeats', 'availability/throttled-passes', 'running/answers-later'],
  ],
  [
    'knows no capitals',
    always({
      request: (came) =>
        isPost(came)
          ? { body: Buffer.from(JSON.stringify({ ...came.json, inquiryId: idIn(came).toLowerCase() })) }
          : { target: came.target.toLowerCase() },
    }),
    ['idempotency/id-case'],
  ],
  ...[400, 401, 413, 429].map(
    (status): Row => [`binds what got ${status}`, bindingRefused(status), [`idempotency/unbound-after-${status}`]],
  ),
  [
    'binds what got 503',
    bindingRefused(503),
    ['idempotency/unbound-after-503-closed', 'idempotency/unbound-after-503-busy'],
  ],
  ...[400, 401, 413, 429].map(
    (status): Row => [`loses what got ${status}`, forgettingRefused(status), [`idempotency/kept-through-${status}`]],
  ),
  [
    'loses what got 503',
    forgettingRefused(503),
    [
      'idempotency/kept-through-503-closed',
      'idempotency/kept-through-503-busy',
      'availability/closed-passes',
      'availability/busy-passes',
    ],
  ],
];

const AVAILABILITY_ROWS: readonly Row[] = [
  [
    'says when in milliseconds',
    changing([429, 503], (reply) => ({ ...reply, retryAfter: `${reply.retryAfter ?? 0}000` })),
    ['throttled-post', 'throttled-get', 'closed-post', 'closed-get', 'later-state-wins'].map(
      (name) => `availability/${name}`,
    ),
  ],
  [
    'says when as a date',
    changing([429], (reply) => ({ ...reply, retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' })),
    ['availability/throttled-post', 'availability/throttled-get'],
  ],
  [
    'says closed where it is busy',
    changing([503], (reply) => withBody(reply, { respCode: '02' })),
    ['availability/busy-post', 'availability/busy-get', 'availability/busy-in-order'],
  ],
  [
    'has errors in place of refusals',
    changing([429, 503], () => refusal(500, '99')),
    ['throttled', 'closed', 'busy'].flatMap((name) => [`availability/${name}-in-order`, `availability/${name}-passes`]),
  ],
];

const IN_ORDER = ['throttled', 'closed', 'busy'].map((name) => `availability/${name}-in-order`);

/** They do so always, and nothing but these checks asks in such a moment. */
const ORDER_ROWS: readonly Row[] = [
  [
    'turns away what is not signed',
    always({ request: (came) => (came.problem === undefined ? undefined : refusal(429, '37')) }),
    IN_ORDER,
  ],
  [
    'looks at the form before it turns away',
    always({ request: (came) => (isPost(came) && came.json.inquiryId === undefined ? refusal(400, '10') : undefined) }),
    IN_ORDER,
  ],
  [
    'turns away what is too large',
    always({ request: ({ body }) => (body.byteLength > 16_384 ? refusal(429, '37') : undefined) }),
    IN_ORDER,
  ],
  ['looks an id up before it turns away', lookingUpFirst, IN_ORDER],
];

const CUSTOMERS = Object.keys(CONTRACT_CUSTOMERS).map((name) => `r3/${name}`);

const R3_ROWS: readonly Row[] = [
  [
    'shows a card too many',
    changing([200], (reply) => {
      const cards = bodyOf(reply).cards as readonly unknown[];
      return withBody(reply, { cards: [...cards, { cardType: 'DEBIT', panFirst4: '6217', panLast4: '9999' }] });
    }),
    [...CUSTOMERS, 'r3/no-such-customer'],
  ],
  [
    'has null for an empty list',
    changing([200], (reply) => {
      const { cards, unsupported } = bodyOf(reply) as Readonly<Record<string, readonly unknown[]>>;
      return withBody(reply, { ...(cards?.length === 0 && { cards: null }), unsupported });
    }),
    ['r3/no-cards', 'r3/id-expired', 'r3/no-such-customer'],
  ],
  [
    'lists every card of whom it has',
    changing([200], (reply, came) => {
      const cards = onFile(came)?.cards.map(({ reservedMobile: _one, cardlessEnabled: _other, ...card }) => card);
      return cards === undefined ? reply : withBody(reply, { cards });
    }),
    ['r3/id-expired', 'r3/no-mobile', 'r3/cardless-off', 'r3/mixed', 'masking/hidden-cards'],
  ],
  [
    'merges counts',
    changing([200], (reply) => {
      const counts = bodyOf(reply).unsupported as readonly { readonly count: number }[];
      const count = counts.reduce((sum, one) => sum + one.count, 0);
      return withBody(reply, { unsupported: count === 0 ? [] : [{ reason: 'NO_RESERVED_MOBILE', count }] });
    }),
    ['r3/mixed', 'r3/no-mobile-or-cardless-off', 'r3/id-expired', 'r3/cardless-off'],
  ],
  [
    'takes any details',
    changing([422], (_reply, came) => nobodyAt(idIn(came))),
    [
      ...['other-name', 'name-longer', 'other-mobile', 'other-name-and-mobile', 'details-differ', 'no-hint'].map(
        (name) => `r3/${name}`,
      ),
      'running/denied-later',
      'masking/denied-details',
    ],
  ],
  [
    'says what differs',
    changing([422], (reply, came) => {
      const isRight = customerIn(came).name === onFile(came)?.name;
      return withBody(reply, { respMsg: isRight ? 'the mobile is another' : 'the name is another' });
    }),
    ['r3/no-hint'],
  ],
];

/** Says with each later answer whom the inquiry was about. */
const remembering = (): Wrong => {
  const names = new Map<string, unknown>();
  return {
    answer(reply, came) {
      const known = names.get(idIn(came));
      if (known === undefined && isPost(came)) names.set(idIn(came), customerIn(came).name);
      return known === undefined ? reply : withBody(reply, { respMsg: `about ${String(known)}` });
    },
  };
};

const MASKING_ROWS: readonly Row[] = [
  [
    'breaks on a quote',
    always({
      request: (came) => (/['<]/.test(String(customerIn(came).name)) ? refusal(500, '99') : undefined),
    }),
    ['masking/tempting-names'],
  ],
  [
    'takes an id for a number',
    changing([200], (reply, came) =>
      /^\d+$/.test(idIn(came)) ? withBody(reply, { inquiryId: String(Number(idIn(came))) }) : reply,
    ),
    ['masking/digit-ids'],
  ],
  ['remembers a name', remembering, ['masking/later-answers']],
  [
    'says whom it has',
    changing([422], (reply, came) => withBody(reply, { respMsg: `known as ${onFile(came)?.name}` })),
    ['masking/denied-details'],
  ],
  [
    'names a card that it does not show',
    changing([200], (reply, came) => withBody(reply, { respMsg: `not: ${onFile(came)?.cards[0]?.panLast4}` })),
    ['masking/hidden-cards'],
  ],
];

const RUNNING_ROWS: readonly Row[] = [
  [
    'knows no inquiry that is running',
    always({ answer: (reply, came) => (!isPost(came) && reply.status === 202 ? refusal(404, '34') : reply) }),
    ['running/running', 'running/later-state-wins', 'running/answers-later', 'running/denied-later'],
  ],
  [
    'takes every unknown inquiry for running',
    changing([404], (_reply, came) => ({
      status: 202,
      body: { inquiryId: idIn(came), issuer: 'ICBC', respCode: '05' },
    })),
    ['running/unknown'],
  ],
  [
    'answers at once what is asked again',
    always({ answer: (reply, came) => (!isPost(came) && reply.status === 202 ? nobodyAt(idIn(came)) : reply) }),
    ['running/answers-later', 'running/denied-later'],
  ],
];

const CONCURRENCY_ROWS: readonly Row[] = [
  ['mixes up people who are asked about at once', mixingUpPeople, ['concurrency/customers']],
];

const ROWS: readonly Row[] = [
  ...IDEMPOTENCY_ROWS,
  ...AVAILABILITY_ROWS,
  ...ORDER_ROWS,
  ...R3_ROWS,
  ...CONCURRENCY_ROWS,
  ...MASKING_ROWS,
  ...RUNNING_ROWS,
];
const CHECKS: readonly Check[] = [
  ...IDEMPOTENCY_CHECKS,
  ...IDEMPOTENCY_STATE_CHECKS,
  ...AVAILABILITY_CHECKS,
  ...R3_CHECKS,
  ...CONCURRENCY_STATE_CHECKS,
  ...MASKING_CHECKS,
  ...RUNNING_CHECKS,
];

for (const [what, makeWrong, broken] of ROWS) {
  test(`an endpoint that ${what} is seen by ${broken.length} of its checks, ${broken[0]} first`, async () => {
    const { url, stateUrl } = await openStated();
    const { checks } = await verifyEndpoint({
      issuer: 'ICBC',
      url: await openWrong(makeWrong(), url),
      stateUrl,
      key: 'dev-key-ICBC',
      timeoutMs: 5000,
      checks: CHECKS.filter(({ name }) => broken.includes(name)),
    });
    const seen = checks.filter(({ name, verdict }) => broken.includes(name) && verdict.kind === 'broken');
    expect(seen.map(({ name }) => name).sort()).toEqual([...broken].sort());
  });
}

test('each of these checks is broken by one of these endpoints', () => {
  const seen = new Set(ROWS.flatMap(([, , broken]) => broken));
  expect(CHECKS.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});
