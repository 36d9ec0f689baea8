// Throttled, closed, busy: every signed request is turned away for now, after size and signature and before everything
// else, with the Retry-After that was asked for; and afterwards all is as before.
import type { Check, Endpoint, Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf } from '../verify/findings.ts';
import { oversized } from './idempotency-states.ts';
import { expectSame, expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

interface TurningAway {
  readonly name: string;
  readonly state: string;
  readonly status: number;
  readonly respCode: string;
  /** Whether the state says how long, or leaves it to the bank. */
  readonly saysWhen: boolean;
}

const WAYS: readonly TurningAway[] = [
  { name: 'throttled', state: 'throttling', status: 429, respCode: '37', saysWhen: true },
  { name: 'closed', state: 'closed', status: 503, respCode: '02', saysWhen: true },
  { name: 'busy', state: 'busy', status: 503, respCode: '06', saysWhen: false },
];

/** At once; a moment; longer than a minute, as nobody has it by chance. */
const RETRY_AFTERS_S = [0, 7, 5400] as const;
const SOME_RETRY_AFTER_S = 7;

const paramsOf = ({ saysWhen }: TurningAway, retryAfterSeconds: number): object =>
  saysWhen ? { retryAfterSeconds } : {};

const sourceOf = ({ state, status }: TurningAway): string => `contract-states.md, ${state}; issuer-api.yaml, ${status}`;

const OPERATIONS = ['POST', 'GET'] as const;

const callOf = (endpoint: Endpoint, operation: (typeof OPERATIONS)[number], sent: string): Promise<Exchange> =>
  operation === 'POST'
    ? endpoint.ask(endpoint.inquiryFor(nobody(0)), { sent })
    : endpoint.status(endpoint.freshId(), { sent });

const turnsAway = (way: TurningAway, operation: (typeof OPERATIONS)[number]): Check => {
  const { name, state, status, respCode, saysWhen } = way;
  const waits = saysWhen ? RETRY_AFTERS_S : [SOME_RETRY_AFTER_S];
  return {
    name: `availability/${name}-${operation.toLowerCase()}`,
    title: `While ${state} a ${operation} gets ${status} / ${respCode}${saysWhen ? ' with the Retry-After given' : ''}`,
    source: sourceOf(way),
    needs: ['states'],
    run: async (endpoint) => {
      const findings: Finding[] = [];
      for (const waitS of waits) {
        await endpoint.given(state, paramsOf(way, waitS));
        const sent = `${operation}, signed, while ${state}${saysWhen ? ` for ${waitS} s` : ''}`;
        const exchange = await callOf(endpoint, operation, sent);
        findings.push(...expectCode(exchange, status, respCode), ...(saysWhen ? expectWait(exchange, waitS) : []));
        await endpoint.endStates();
      }
      return findings;
    },
  };
};

const expectWait = (exchange: Exchange, waitS: number): readonly Finding[] => {
  if (exchange.answer.kind === 'failure') return [];
  const value = exchange.answer.headers['retry-after'];
  if (value === String(waitS)) return [];
  const got = value === undefined ? 'no Retry-After' : `Retry-After: ${value}`;
  return [findingOf(exchange, `Retry-After: ${waitS}`, got)];
};

/** Size and signature come before availability, form and idempotency after it. */
const inOrder = (way: TurningAway): Check => {
  const { name, state, status, respCode } = way;
  return {
    name: `availability/${name}-in-order`,
    title: `While ${state} what is too large gets 413 and what is wrongly signed 401; form and id are not looked at`,
    source: 'issuer-api.yaml, Order of checks',
    needs: ['states'],
    run: async (endpoint) => {
      const inquiry = endpoint.inquiryFor(nobody(0));
      const taken = expectTaken(await endpoint.ask(inquiry));
      await endpoint.given(state, paramsOf(way, SOME_RETRY_AFTER_S));
      const large = oversized(inquiry);
      const other = { ...inquiry, consentId: `${inquiry.consentId}-2` };
      const post = `POST /v1/card-inquiries while ${state}`;
      return [
        ...taken,
        ...expectCode(await endpoint.ask(inquiry, { text: large, sent: `${post}, too large` }), 413, '10'),
        ...expectCode(
          await endpoint.ask(inquiry, { change: { key: 'another-key' }, sent: `${post}, with another key` }),
          401,
          '11',
        ),
        ...expectCode(
          await endpoint.status(inquiry.inquiryId, {
            change: { key: 'another-key' },
            sent: `GET while ${state}, with another key`,
          }),
          401,
          '11',
        ),
        ...expectCode(await endpoint.ask(inquiry, { text: '{', sent: `${post}, no JSON` }), status, respCode),
        ...expectCode(await endpoint.ask({}, { sent: `${post}, all members missing` }), status, respCode),
        ...expectCode(await endpoint.ask(other, { sent: `${post}, another body for a known id` }), status, respCode),
        ...expectCode(await endpoint.ask(inquiry, { sent: `${post}, known` }), status, respCode),
        ...expectCode(
          await endpoint.status(inquiry.inquiryId, { sent: `GET, known, while ${state}` }),
          status,
          respCode,
        ),
      ];
    },
  };
};

/** The engine tries again: then it must get what it would have got. */
const passes = (way: TurningAway): Check => ({
  name: `availability/${way.name}-passes`,
  title: `What was turned away while ${way.state} is answered afterwards, and what was known before still is`,
  source: sourceOf(way),
  needs: ['states'],
  run: async (endpoint) => {
    const { state, status, respCode } = way;
    const known = endpoint.inquiryFor(nobody(0));
    const fresh = endpoint.inquiryFor(nobody(1));
    const first = await endpoint.ask(known);
    await endpoint.given(state, paramsOf(way, 1));
    const turnedAway = await endpoint.ask(fresh, { sent: `POST /v1/card-inquiries, signed, while ${state}` });
    await endpoint.endStates();
    const after = `after ${state} has ended`;
    return [
      ...expectTaken(first),
      ...expectCode(turnedAway, status, respCode),
      ...expectTaken(await endpoint.ask(fresh, { sent: `POST /v1/card-inquiries, the same again, ${after}` })),
      ...expectSame(first, await endpoint.ask(known, { sent: `POST /v1/card-inquiries, known from before, ${after}` })),
      ...expectSame(first, await endpoint.status(known.inquiryId, { sent: `GET, known from before, ${after}` })),
    ];
  },
});

const laterWins: Check = {
  name: 'availability/later-state-wins',
  title: 'Of two states that turn away the later one counts',
  source: 'contract-states.md (States add up; the later wins)',
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given('throttling', { retryAfterSeconds: 3 });
    await endpoint.given('closed', { retryAfterSeconds: 9 });
    const exchange = await callOf(endpoint, 'POST', 'POST, signed, while throttling and then closed');
    return [...expectCode(exchange, 503, '02'), ...expectWait(exchange, 9)];
  },
};

export const AVAILABILITY_CHECKS: readonly Check[] = [
  ...WAYS.flatMap((way) => OPERATIONS.map((operation) => turnsAway(way, operation))),
  ...WAYS.map(inOrder),
  ...WAYS.map(passes),
  laterWins,
];
