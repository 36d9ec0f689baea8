// Many calls at once: each gets its own answer. What repeats of one inquiry get, and several bodies under one id,
// stands in ./idempotency.ts.
import type { InquiryRequest } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer } from '../customers.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';
import { askedAs } from './contract-customer.ts';
import { expectAnswer, expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

const AT_ONCE = 20;
const EACH = [...Array(AT_ONCE).keys()];

/** It may have had enough of them; what it takes must be right. */
const isTurnedAway = (exchange: Exchange): boolean =>
  [expectCode(exchange, 429, '37'), expectCode(exchange, 503, '02', '06')].some((findings) => findings.length === 0);

const isTaken = (exchange: Exchange | undefined): boolean => exchange !== undefined && !isTurnedAway(exchange);

const expectOwn = (exchange: Exchange, inquiryId: string): readonly Finding[] => {
  if (isTurnedAway(exchange)) return [];
  const wrongCode = expectTaken(exchange);
  if (wrongCode.length > 0) return wrongCode;
  return memberOf(exchange.answer, 'inquiryId') === inquiryId
    ? []
    : [findingOf(exchange, 'the inquiryId of the request', 'another inquiryId')];
};

const someTaken = (exchanges: readonly Exchange[]): readonly Finding[] => {
  const [first] = exchanges;
  return first === undefined || !exchanges.every(isTurnedAway)
    ? []
    : [findingOf(first, `at least one of ${AT_ONCE} taken`, 'all turned away')];
};

const different: Check = {
  name: 'concurrency/different',
  title: 'Twenty different inquiries at once are each answered under their own id, and each is known afterwards',
  source: 'issuer-api.yaml, InquiryResult',
  needs: [],
  run: async (endpoint) => {
    const inquiries = EACH.map((nth) => endpoint.inquiryFor(nobody(nth)));
    const asked = await Promise.all(
      inquiries.map((inquiry) => endpoint.ask(inquiry, { sent: `POST, one of ${AT_ONCE} at once` })),
    );
    const taken = inquiries.filter((_inquiry, at) => isTaken(asked[at]));
    const looked = await Promise.all(
      taken.map(({ inquiryId }) => endpoint.status(inquiryId, { sent: `GET, one of ${taken.length} at once` })),
    );
    return [
      ...someTaken(asked),
      ...asked.flatMap((exchange, at) => expectOwn(exchange, inquiries[at]?.inquiryId ?? '')),
      ...looked.flatMap((exchange, at) => expectOwn(exchange, taken[at]?.inquiryId ?? '')),
    ];
  },
};

interface WrongCall {
  readonly ask: (endpoint: Endpoint, inquiry: InquiryRequest) => Promise<Exchange>;
  readonly status: number;
  readonly respCode: string;
}

const AMONG = `one of ${AT_ONCE} at once`;
const WRONG_KEY = { key: 'not-the-key-of-this-issuer' };
const MISSING: WrongCall = {
  ask: (endpoint) => endpoint.ask({}, { sent: `POST, every member missing, ${AMONG}` }),
  status: 400,
  respCode: '13',
};
const WRONG_CALLS: readonly WrongCall[] = [
  MISSING,
  {
    ask: (endpoint, inquiry) => endpoint.ask(inquiry, { change: WRONG_KEY, sent: `POST, with another key, ${AMONG}` }),
    status: 401,
    respCode: '11',
  },
  {
    ask: (endpoint, { inquiryId }) => endpoint.status(inquiryId, { sent: `GET, unknown, ${AMONG}` }),
    status: 404,
    respCode: '34',
  },
];

const mixed: Check = {
  name: 'concurrency/mixed',
  title: 'Right and wrong calls at once are each answered as they would be alone',
  source: 'issuer-api.yaml, responses',
  needs: [],
  run: async (endpoint) => {
    const calls = EACH.map(async (nth): Promise<readonly Finding[]> => {
      const inquiry = endpoint.inquiryFor(nobody(nth));
      if (nth % 4 === 0) return expectOwn(await endpoint.ask(inquiry, { sent: `POST, ${AMONG}` }), inquiry.inquiryId);
      const { ask, status, respCode } = WRONG_CALLS[nth % WRONG_CALLS.length] ?? MISSING;
      const exchange = await ask(endpoint, inquiry);
      return isTurnedAway(exchange) ? [] : expectCode(exchange, status, respCode);
    });
    return (await Promise.all(calls)).flat();
  },
};

const CUSTOMERS = Object.values(CONTRACT_CUSTOMERS).slice(0, AT_ONCE);

/** What belongs to one call, kept where all calls see it, comes to light only so. */
const customers: Check = {
  name: 'concurrency/customers',
  title: `${AT_ONCE} customers asked about at once are each answered with their own cards, and so again by GET`,
  source: 'issuer-api.yaml, InquiryResult; R3',
  needs: ['states'],
  run: async (endpoint) => {
    for (const customer of CUSTOMERS) await endpoint.given('a customer', { customer });
    const asked = CUSTOMERS.map((customer) => ({ customer, inquiry: endpoint.inquiryFor(askedAs(customer)) }));
    const answers = await Promise.all(
      asked.map(({ inquiry }) => endpoint.ask(inquiry, { sent: `POST, about one of ${AT_ONCE} customers at once` })),
    );
    const taken = asked.filter((_one, at) => isTaken(answers[at]));
    const looked = await Promise.all(
      taken.map(({ inquiry }) => endpoint.status(inquiry.inquiryId, { sent: `GET, one of ${taken.length} at once` })),
    );
    return [
      ...someTaken(answers),
      ...asked.flatMap(({ customer }, at) => expectOwnCards(answers[at], customer)),
      ...taken.flatMap(({ customer }, at) => expectOwnCards(looked[at], customer)),
    ];
  },
};

const expectOwnCards = (exchange: Exchange | undefined, customer: ContractCustomer): readonly Finding[] =>
  exchange === undefined || isTurnedAway(exchange) ? [] : expectAnswer(exchange, customer);

export const CONCURRENCY_CHECKS: readonly Check[] = [different, mixed];
export const CONCURRENCY_STATE_CHECKS: readonly Check[] = [customers];
