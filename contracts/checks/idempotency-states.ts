// Idempotency where it matters what has become of the inquiry before: which answers bind an id to its body and which
// do not, and repeats of an inquiry that has cards to answer (issuer-api.yaml, "Idempotency").
import type { InquiryRequest } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode } from '../verify/findings.ts';
import { askedAs, contractCustomer } from './contract-customer.ts';
import { AT_ONCE, expectConflict } from './idempotency.ts';
import { expectAnswer, expectSame, expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

const SOURCE = 'issuer-api.yaml, Idempotency (what binds an id, and what does not)';
const TOO_LARGE_BYTES = 20_000;

/** An inquiry that is right but for its size. */
export const oversized = (inquiry: InquiryRequest): string => JSON.stringify(inquiry) + ' '.repeat(TOO_LARGE_BYTES);

type Refuse = (endpoint: Endpoint, inquiry: InquiryRequest) => Promise<readonly Finding[]>;

interface Refusing {
  readonly name: string;
  readonly what: string;
  readonly needs: Check['needs'];
  readonly refuse: Refuse;
}

/** The states in which everything is refused, ended again. */
const underState =
  (state: string, params: object, status: number, respCode: string): Refuse =>
  async (endpoint, inquiry) => {
    await endpoint.given(state, params);
    const sent = `POST /v1/card-inquiries, signed, while ${state}`;
    const findings = expectCode(await endpoint.ask(inquiry, { sent }), status, respCode);
    await endpoint.endStates();
    return findings;
  };

const REFUSALS: readonly Refusing[] = [
  {
    name: '400',
    what: '400 / 10',
    needs: [],
    refuse: async (endpoint, inquiry) =>
      expectCode(
        await endpoint.ask(
          { ...inquiry, remark: '' },
          { sent: 'POST /v1/card-inquiries, signed, with a member too many' },
        ),
        400,
        '10',
      ),
  },
  {
    name: '401',
    what: '401 / 11',
    needs: [],
    refuse: async (endpoint, inquiry) =>
      expectCode(await endpoint.ask(inquiry, { change: { key: 'another-key' } }), 401, '11'),
  },
  {
    name: '413',
    what: '413 / 10',
    needs: [],
    refuse: async (endpoint, inquiry) =>
      expectCode(
        await endpoint.ask(inquiry, {
          text: oversized(inquiry),
          sent: `POST /v1/card-inquiries, signed, with ${TOO_LARGE_BYTES} spaces behind`,
        }),
        413,
        '10',
      ),
  },
  {
    name: '429',
    what: '429 / 37',
    needs: ['states'],
    refuse: underState('throttling', { retryAfterSeconds: 1 }, 429, '37'),
  },
  {
    name: '503-closed',
    what: '503 / 02',
    needs: ['states'],
    refuse: underState('closed', { retryAfterSeconds: 1 }, 503, '02'),
  },
  { name: '503-busy', what: '503 / 06', needs: ['states'], refuse: underState('busy', {}, 503, '06') },
];

const unboundAfter = ({ name, what, needs, refuse }: Refusing): Check => ({
  name: `idempotency/unbound-after-${name}`,
  title: `What is refused with ${what} binds nothing: its id is unknown, and free for another body`,
  source: SOURCE,
  needs,
  run: async (endpoint) => {
    const refused = endpoint.inquiryFor(nobody(0));
    const other = { ...endpoint.inquiryFor(nobody(1)), inquiryId: refused.inquiryId };
    const findings = await refuse(endpoint, refused);
    if (findings.length > 0) return findings;
    const unknown = await endpoint.status(refused.inquiryId, { sent: `GET of an inquiry that got ${what}` });
    const sent = `POST /v1/card-inquiries, signed, another body under an id that got ${what}`;
    return [...expectCode(unknown, 404, '34'), ...expectTaken(await endpoint.ask(other, { sent }))];
  },
});

/** What is bound stays bound, whatever is refused under its id afterwards. */
const boundThrough = ({ name, what, needs, refuse }: Refusing): Check => ({
  name: `idempotency/kept-through-${name}`,
  title: `An inquiry that was taken has the same answer after a call under its id was refused with ${what}`,
  source: SOURCE,
  needs,
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0));
    const first = await endpoint.ask(inquiry);
    const taken = expectTaken(first);
    if (taken.length > 0) return taken;
    const findings = await refuse(endpoint, inquiry);
    const sent = `POST /v1/card-inquiries, signed, an inquiry that was taken, after a ${what}`;
    return [...findings, ...expectSame(first, await endpoint.ask(inquiry, { sent }))];
  },
});

interface Binding {
  readonly name: string;
  readonly title: string;
  readonly state: readonly [string, object];
  readonly asked: Parameters<Endpoint['inquiryFor']>[0];
  readonly expect: (exchange: Exchange) => readonly Finding[];
}

const mixed = contractCustomer('mixed');
const { name, idNumber, mobile } = mixed;

const BINDINGS: readonly Binding[] = [
  {
    name: '200',
    title: '200 / 00',
    state: ['a customer', { customer: mixed }],
    asked: askedAs(mixed),
    expect: (exchange) => expectAnswer(exchange, mixed),
  },
  {
    name: '202',
    title: '202 / 05',
    state: ['answers later', { customer: mixed }],
    asked: askedAs(mixed),
    expect: (exchange) => expectCode(exchange, 202, '05'),
  },
  {
    name: '422',
    title: '422 / 66',
    state: ['customer details differ', { name, idNumber, mobile }],
    asked: askedAs(mixed),
    expect: (exchange) => expectCode(exchange, 422, '66'),
  },
];

/** Other bodies with the other customer's own: 409 comes before the customer is looked at. */
const boundAfter = ({ name: status, title, state, asked, expect }: Binding): Check => ({
  name: `idempotency/bound-after-${status}`,
  title: `${title} binds the id: the same inquiry gets the same again, another body 409 / 12 whoever it is about`,
  source: `${SOURCE}; Order of checks`,
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given(...state);
    const inquiry = endpoint.inquiryFor(asked);
    const { inquiryId, customer } = inquiry;
    const first = await endpoint.ask(inquiry);
    const wrong = expect(first);
    if (wrong.length > 0) return wrong;
    const others = [
      { ...inquiry, consentId: `${inquiry.consentId}-2` },
      { ...inquiry, customer: { ...customer, name: nobody(0).name } },
      { ...inquiry, customer: nobody(0) },
    ];
    const findings: Finding[] = [];
    for (const other of others) {
      const sent = `POST /v1/card-inquiries, signed, another body under an id that got ${title}`;
      findings.push(...expectConflict(await endpoint.ask(other, { sent }), inquiryId, endpoint));
    }
    const sent = `POST /v1/card-inquiries, signed, again what got ${title}`;
    return [...findings, ...expectSame(first, await endpoint.ask(inquiry, { sent }))];
  },
});

const concurrentRepeats: Check = {
  name: 'idempotency/concurrent-repeats',
  title: `${AT_ONCE} sends of one inquiry at once get one and the same answer`,
  source: 'issuer-api.yaml, Idempotency',
  needs: ['states'],
  run: async (endpoint) => {
    await endpoint.given('a customer', { customer: mixed });
    const inquiry = endpoint.inquiryFor(askedAs(mixed));
    const sent = `POST /v1/card-inquiries, signed, one of ${AT_ONCE} at once of the same inquiry`;
    const exchanges = await Promise.all(Array.from({ length: AT_ONCE }, () => endpoint.ask(inquiry, { sent })));
    return exchanges.flatMap((exchange) => expectAnswer(exchange, mixed));
  },
};

export const IDEMPOTENCY_STATE_CHECKS: readonly Check[] = [
  ...REFUSALS.map(unboundAfter),
  ...REFUSALS.map(boundThrough),
  ...BINDINGS.map(boundAfter),
  concurrentRepeats,
];
