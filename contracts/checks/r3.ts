// R3: each customer of the contract is answered exactly as the rule says, by POST and by GET; whoever is not who they
// say they are is denied, and not told why.
import type { Customer } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer, expectedAnswer } from '../customers.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';
import { askedAs, contractCustomer } from './contract-customer.ts';
import { expectAnswer, expectSame } from './outcomes.ts';
import { nobody } from './people.ts';

const SOURCE = 'R3; issuer-api.yaml, InquiryResult';

/** `2 cards, NO_RESERVED_MOBILE 2`. */
const wordsFor = (customer: ContractCustomer): string => {
  const { cards, unsupported } = expectedAnswer(customer);
  const shown = cards.length === 0 ? 'no card' : `${cards.length} ${cards.length === 1 ? 'card' : 'cards'}`;
  return [shown, ...unsupported.map(({ reason, count }) => `${reason} ${count}`)].join(', ');
};

const aboutCustomer = ([name, customer]: readonly [string, ContractCustomer]): Check => ({
  name: `r3/${name}`,
  title: `The customer ${name} is answered with ${wordsFor(customer)}, by POST and by GET`,
  source: SOURCE,
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given('a customer', { customer });
    const inquiry = endpoint.inquiryFor(askedAs(customer));
    const sent = `POST /v1/card-inquiries, signed, about the customer ${name}`;
    const asked = expectAnswer(await endpoint.ask(inquiry, { sent }), customer);
    if (asked.length > 0) return asked;
    const seen = await endpoint.status(inquiry.inquiryId, { sent: `GET of the inquiry about the customer ${name}` });
    return expectAnswer(seen, customer);
  },
});

const noSuchCustomer: Check = {
  name: 'r3/no-such-customer',
  title: 'Somebody whom the bank knew before and knows no more has no cards: the lists are empty, not null or missing',
  source: 'contract-states.md, no such customer; States add up, the later wins',
  needs: ['states'],
  run: async (endpoint) => {
    const customer = contractCustomer('mixed');
    const { name, idNumber, mobile } = customer;
    await endpoint.given('a customer', { customer });
    await endpoint.given('no such customer', { name, idNumber, mobile });
    return expectAnswer(await endpoint.ask(endpoint.inquiryFor(askedAs(customer))), { ...customer, cards: [] });
  },
};

/** A customer that the bank has is asked about under details that are not theirs. */
const someoneElse: readonly (readonly [string, string, (customer: Customer) => Customer])[] = [
  ['other-name', 'another name', (customer) => ({ ...customer, name: nobody(0).name })],
  ['name-longer', 'a name that only begins with theirs', (customer) => ({ ...customer, name: `${customer.name}甲` })],
  ['other-mobile', 'another mobile', (customer) => ({ ...customer, mobile: nobody(0).mobile })],
  ['other-name-and-mobile', 'another name and mobile', (customer) => ({ ...nobody(0), idNumber: customer.idNumber })],
];

const deniedAs = ([name, what, change]: (typeof someoneElse)[number]): Check => ({
  name: `r3/${name}`,
  title: `The ID number of a customer under ${what} gets 422 / 66 by POST and GET, naming inquiry and bank`,
  source: 'contract-states.md, a customer; issuer-api.yaml, 422',
  needs: ['states'],
  run: async (endpoint) => {
    const customer = contractCustomer('mixed');
    await endpoint.given('a customer', { customer });
    const inquiry = endpoint.inquiryFor(change(askedAs(customer)));
    const sent = `POST /v1/card-inquiries, signed, about a customer under ${what}`;
    const asked = await endpoint.ask(inquiry, { sent });
    const wrong = expectDenied(asked, inquiry.inquiryId, endpoint);
    if (wrong.length > 0) return wrong;
    return expectSame(asked, await endpoint.status(inquiry.inquiryId, { sent: 'GET of that inquiry' }));
  },
});

const detailsDiffer: Check = {
  name: 'r3/details-differ',
  title: 'Whoever the bank knows by other details gets 422 / 66, whatever of them is asked',
  source: 'contract-states.md, customer details differ',
  needs: ['states'],
  run: async (endpoint) => {
    const { name, idNumber, mobile, ...customer } = askedAs(contractCustomer('mixed'));
    await endpoint.given('customer details differ', { name, idNumber, mobile });
    const asked: readonly Customer[] = [
      { ...customer, name, idNumber, mobile },
      { ...nobody(0), idNumber },
    ];
    const findings: Finding[] = [];
    for (const one of asked) {
      const inquiry = endpoint.inquiryFor(one);
      findings.push(...expectDenied(await endpoint.ask(inquiry), inquiry.inquiryId, endpoint));
    }
    return findings;
  },
};

/** Whoever tries names and mobiles in turn must not learn which of them was right. */
const noHint: Check = {
  name: 'r3/no-hint',
  title: 'A denial for a wrong name and one for a wrong mobile say the same: no hint of what differs',
  source: 'issuer-api.yaml, 422 (name, ID number and mobile do not belong together), introduction',
  needs: ['states'],
  run: async (endpoint) => {
    const customer = contractCustomer('mixed');
    await endpoint.given('a customer', { customer });
    const [first, ...others] = await inTurn(someoneElse, ([, what, change]) =>
      endpoint.ask(endpoint.inquiryFor(change(askedAs(customer))), {
        sent: `POST /v1/card-inquiries, signed, about a customer under ${what}`,
      }),
    );
    if (first === undefined) return [];
    return [first, ...others].flatMap((exchange) => {
      const wrongCode = expectCode(exchange, 422, '66');
      if (wrongCode.length > 0) return wrongCode;
      return saidIn(exchange) === saidIn(first)
        ? []
        : [findingOf(exchange, 'the same message for every denial', 'another message than for another name')];
    });
  },
};

/** All that a denial says, but for what is its own: ids and numbers. */
const saidIn = ({ answer }: Exchange): string =>
  JSON.stringify([memberOf(answer, 'respMsg'), memberOf(answer, 'errors')]).replaceAll(/\d+/g, '');

const inTurn = async <Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> => {
  const values: Value[] = [];
  for (const item of items) values.push(await work(item));
  return values;
};

const expectDenied = (
  exchange: Exchange,
  inquiryId: string,
  { issuer }: Pick<Endpoint, 'issuer'>,
): readonly Finding[] => {
  const wrongCode = expectCode(exchange, 422, '66');
  if (wrongCode.length > 0) return wrongCode;
  return memberOf(exchange.answer, 'inquiryId') === inquiryId && memberOf(exchange.answer, 'issuer') === issuer
    ? []
    : [findingOf(exchange, `422 / 66 with the inquiryId and issuer ${issuer}`, '422 / 66 without these')];
};

export const R3_CHECKS: readonly Check[] = [
  ...Object.entries(CONTRACT_CUSTOMERS).map(aboutCustomer),
  noSuchCustomer,
  ...someoneElse.map(deniedAs),
  detailsDiffer,
  noHint,
];
