// Idempotency where nothing but one inquiry is needed: what is the same body, and what is another (issuer-api.yaml,
// "Idempotency"). It may be about nobody; what states are needed for is in idempotency-states.ts.
import type { InquiryRequest } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf } from '../verify/findings.ts';
import { expectSame, expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

const SOURCE = 'issuer-api.yaml, Idempotency';

/** Addresses of nobody, should the endpoint call back. */
const CALLBACK_URL = 'https://network.invalid/callbacks/one';

/** So many at the same time: a few more than a pool of ten takes at once. */
export const AT_ONCE = 20;

interface Rewriting {
  readonly name: string;
  readonly title: string;
  readonly rewrite: (inquiry: InquiryRequest) => string;
}

const reversed = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, member]) => [name, reversed(member)]),
      )
    : value;

const escaped = (text: string): string =>
  text.replaceAll(/[^\x20-\x7e]|[a-z]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const REWRITINGS: readonly Rewriting[] = [
  { name: 'repeat', title: 'to the letter', rewrite: (inquiry) => JSON.stringify(inquiry) },
  { name: 'member-order', title: 'with its members in another order', rewrite: (one) => JSON.stringify(reversed(one)) },
  {
    name: 'whitespace',
    title: 'with other white space',
    rewrite: (inquiry) => `\r\n\t ${JSON.stringify(inquiry, undefined, '\t')} \r\n`,
  },
  {
    name: 'escapes',
    title: 'with its letters escaped',
    rewrite: (inquiry) => escaped(JSON.stringify(inquiry)),
  },
];

/** Equal as JSON values is the same body. */
const sameBody = ({ name, title, rewrite }: Rewriting): Check => ({
  name: `idempotency/${name}`,
  title: `The same inquiry again, ${title}, gets the same answer, however often`,
  source: SOURCE,
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0), { callbackUrl: CALLBACK_URL });
    const first = await endpoint.ask(inquiry);
    const findings: Finding[] = [...expectTaken(first)];
    for (const time of ['again', 'once more']) {
      const sent = `POST /v1/card-inquiries, signed, the same inquiry ${time}, ${title}`;
      findings.push(...expectSame(first, await endpoint.ask(inquiry, { text: rewrite(inquiry), sent })));
    }
    return findings;
  },
});

interface Difference {
  readonly what: string;
  readonly of: (inquiry: InquiryRequest) => InquiryRequest;
}

const customerWith =
  (more: Partial<InquiryRequest['customer']>) =>
  (inquiry: InquiryRequest): InquiryRequest => ({ ...inquiry, customer: { ...inquiry.customer, ...more } });

const withoutCallback = ({ callbackUrl: _callbackUrl, ...inquiry }: InquiryRequest): InquiryRequest => inquiry;

/** Each alone makes another body, also where a database or a URL parser would call the two texts equal. */
const DIFFERENCES: Readonly<Record<string, readonly Difference[]>> = {
  consent: [
    { what: 'another consentId', of: (inquiry) => ({ ...inquiry, consentId: `${inquiry.consentId}-2` }) },
    {
      what: 'its consentId in capitals',
      of: (inquiry) => ({ ...inquiry, consentId: inquiry.consentId.toUpperCase() }),
    },
  ],
  customer: [
    { what: 'another ID number', of: customerWith({ idNumber: nobody(1).idNumber }) },
    { what: 'another name', of: customerWith({ name: nobody(1).name }) },
    { what: 'its name with a space behind', of: customerWith({ name: `${nobody(0).name} ` }) },
    { what: 'another mobile', of: customerWith({ mobile: nobody(1).mobile }) },
  ],
  'callback-url': [
    { what: 'another callbackUrl', of: (inquiry) => ({ ...inquiry, callbackUrl: `${CALLBACK_URL}/2` }) },
    { what: 'a slash behind its callbackUrl', of: (inquiry) => ({ ...inquiry, callbackUrl: `${CALLBACK_URL}/` }) },
    {
      what: 'its callbackUrl with the port spelt out',
      of: (inquiry) => ({ ...inquiry, callbackUrl: CALLBACK_URL.replace('.invalid', '.invalid:443') }),
    },
    { what: 'no callbackUrl', of: withoutCallback },
  ],
};

/** Also: what was refused has changed nothing. */
const otherBody = (name: string, differences: readonly Difference[]): Check => ({
  name: `idempotency/other-${name}`,
  title: `The same inquiryId with another ${name} gets 409 / 12, naming inquiry and bank, and changes nothing`,
  source: `${SOURCE}; Refusal`,
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0), { callbackUrl: CALLBACK_URL });
    const first = await endpoint.ask(inquiry);
    const findings: Finding[] = [...expectTaken(first)];
    for (const { what, of } of differences) {
      const sent = `POST /v1/card-inquiries, signed, the same inquiryId with ${what}`;
      findings.push(...expectConflict(await endpoint.ask(of(inquiry), { sent }), inquiry.inquiryId, endpoint));
    }
    const sent = 'POST /v1/card-inquiries, signed, the first inquiry again, after others under its id';
    return [...findings, ...expectSame(first, await endpoint.ask(inquiry, { sent }))];
  },
});

/** 409 / 12 with whom it is about. */
export const expectConflict = (
  exchange: Exchange,
  inquiryId: string,
  { issuer }: Pick<Endpoint, 'issuer'>,
): readonly Finding[] => {
  const wrongCode = expectCode(exchange, 409, '12');
  if (wrongCode.length > 0 || exchange.answer.kind === 'failure') return wrongCode;
  const told = exchange.answer.json as Readonly<Record<string, unknown>>;
  return told.inquiryId === inquiryId && told.issuer === issuer
    ? []
    : [findingOf(exchange, `409 / 12 with the inquiryId and issuer ${issuer}`, '409 / 12 without these')];
};

const callbackLater: Check = {
  name: 'idempotency/callback-url-later',
  title: 'The same inquiryId with a callbackUrl that was not there before gets 409 / 12',
  source: `${SOURCE} (callbackUrl included)`,
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0));
    const taken = expectTaken(await endpoint.ask(inquiry));
    const sent = 'POST /v1/card-inquiries, signed, the same inquiryId with a callbackUrl now';
    const again = await endpoint.ask({ ...inquiry, callbackUrl: CALLBACK_URL }, { sent });
    return [...taken, ...expectConflict(again, inquiry.inquiryId, endpoint)];
  },
};

/** A column that ignores case takes two inquiries for one. */
const idCase: Check = {
  name: 'idempotency/id-case',
  title: 'Two ids that differ in capitals alone are two inquiries',
  source: 'issuer-api.yaml, InquiryId',
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(0));
    const other = { ...endpoint.inquiryFor(nobody(1)), inquiryId: inquiry.inquiryId.toUpperCase() };
    const first = await endpoint.ask(inquiry);
    const unknown = await endpoint.status(other.inquiryId, { sent: 'GET of that inquiryId in capitals' });
    const second = await endpoint.ask(other, {
      sent: 'POST /v1/card-inquiries, signed, another inquiry with that inquiryId in capitals',
    });
    return [...expectTaken(first), ...expectCode(unknown, 404, '34'), ...expectTaken(second)];
  },
};

/** Which of them comes first is chance; that one does is not. */
const oneOfMany: Check = {
  name: 'idempotency/concurrent-bodies',
  title: `Of ${AT_ONCE} inquiries at once with one inquiryId and different bodies one is taken, the others get 409`,
  source: SOURCE,
  needs: [],
  run: async (endpoint) => {
    const { inquiryId } = endpoint.inquiryFor(nobody(0));
    const sent = `POST /v1/card-inquiries, signed, ${AT_ONCE} at once with one inquiryId and different bodies`;
    const exchanges = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, nth) =>
        endpoint.ask({ ...endpoint.inquiryFor(nobody(nth)), inquiryId }, { sent }),
      ),
    );
    const taken = exchanges.filter((exchange) => expectTaken(exchange).length === 0);
    const others = exchanges.filter((exchange) => !taken.includes(exchange));
    const [first = others[0]] = taken;
    if (first === undefined) return [];
    const count = taken.length === 1 ? [] : [findingOf(first, 'one of them taken', `${taken.length} were taken`)];
    return [...count, ...others.flatMap((exchange) => expectConflict(exchange, inquiryId, endpoint))];
  },
};

export const IDEMPOTENCY_CHECKS: readonly Check[] = [
  ...REWRITINGS.map(sameBody),
  ...Object.entries(DIFFERENCES).map(([name, differences]) => otherBody(name, differences)),
  callbackLater,
  idCase,
  oneOfMany,
];
