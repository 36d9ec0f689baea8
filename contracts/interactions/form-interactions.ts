// Inquiries of a wrong form, as far as our own client can send them. What is no JSON, unsigned, stale or oversized Pact
// cannot say: ../checks does.
import type { IssuerCode } from '../../core/banks.ts';
import type { InquiryRequest } from '../../core/messages.ts';
import { badForm } from './answers.ts';
import { inquiryAbout } from './inquiries.ts';
import type { AskInteraction } from './interaction.ts';
import { SOMEBODY } from './somebody.ts';

interface WrongForm {
  readonly topic: string;
  readonly what: string;
  readonly pointers: readonly string[];
  readonly spoil: (inquiry: InquiryRequest) => InquiryRequest;
}

const WRONG_FORMS: readonly WrongForm[] = [
  {
    topic: 'check-character',
    what: 'a wrong check character in the ID number',
    pointers: ['/customer/idNumber'],
    spoil: (inquiry) => ({
      ...inquiry,
      customer: { ...inquiry.customer, idNumber: withOtherCheckCharacter(inquiry.customer.idNumber) },
    }),
  },
  {
    topic: 'short-consent',
    what: 'a consentId that is too short',
    pointers: ['/consentId'],
    spoil: (inquiry) => ({ ...inquiry, consentId: 'short' }),
  },
  {
    topic: 'callback-address',
    what: 'a callbackUrl that is no http address',
    pointers: ['/callbackUrl'],
    spoil: (inquiry) => ({ ...inquiry, callbackUrl: 'ftp://engine.invalid/callbacks' }),
  },
  {
    topic: 'empty-name',
    what: 'an empty name',
    pointers: ['/customer/name'],
    spoil: (inquiry) => ({ ...inquiry, customer: { ...inquiry.customer, name: '' } }),
  },
];

const withOtherCheckCharacter = (idNumber: string): string =>
  idNumber.slice(0, -1) + (idNumber.endsWith('1') ? '2' : '1');

export const formInteractions = (issuer: IssuerCode): readonly AskInteraction[] =>
  WRONG_FORMS.map(({ topic, what, pointers, spoil }) => ({
    kind: 'ask',
    description: `an inquiry with ${what}`,
    states: [],
    inquiry: spoil(inquiryAbout(issuer, topic, SOMEBODY)),
    answer: badForm(pointers),
    outcome: { kind: 'failed', reason: 'status 400' },
  }));
