// Inquiries about customers: each of the contract's own with all that R3 says of their cards, somebody whom the bank
// does not have, and those who are not who they say they are.
import type { IssuerCode } from '../../core/banks.ts';
import type { Outcome } from '../../engine/outcome.ts';
import { CONTRACT_CUSTOMERS, type ContractCustomer } from '../customers.ts';
import { answered, cardsToAnswer, denied, subjectOf } from './answers.ts';
import { callbackUrlOf, given, givenCustomer, identityOf, inquiryAbout } from './inquiries.ts';
import type { AskInteraction } from './interaction.ts';
import { SOMEBODY } from './somebody.ts';

export const deliveredOf = (customer: ContractCustomer): Outcome => ({
  kind: 'delivered',
  answer: cardsToAnswer(customer),
});

/** 200 cards in any order: Pact would compare each with each, and a third of every pact were theirs. A check asks. */
const TOO_LARGE_FOR_PACT = 'most-cards';

/** No customer has it. */
export const OTHER_NAME = '别的名字';
/** No customer has registered it. */
const OTHER_MOBILE = '11000000000';

export const customerInteractions = (issuer: IssuerCode): readonly AskInteraction[] => [
  ...Object.entries(CONTRACT_CUSTOMERS).flatMap(([name, customer]) =>
    name === TOO_LARGE_FOR_PACT ? [] : [about(issuer, name, customer)],
  ),
  withCallback(issuer),
  nobody(issuer),
  deniedWhere(issuer, 'details-differ', 'an inquiry about somebody whom the bank knows by other details', {
    states: [given('customer details differ', identityOf(SOMEBODY))],
    asked: SOMEBODY,
  }),
  deniedWhere(issuer, 'other-name', 'an inquiry about a customer under another name', {
    states: [givenCustomer(SOMEBODY)],
    asked: { ...SOMEBODY, name: OTHER_NAME },
  }),
  deniedWhere(issuer, 'other-mobile', 'an inquiry about a customer with another mobile', {
    states: [givenCustomer(SOMEBODY)],
    asked: { ...SOMEBODY, mobile: OTHER_MOBILE },
  }),
];

const about = (issuer: IssuerCode, name: string, customer: ContractCustomer): AskInteraction => {
  const inquiry = inquiryAbout(issuer, `customer-${name}`, customer);
  return {
    kind: 'ask',
    description: `an inquiry about the customer ${name}`,
    states: [givenCustomer(customer)],
    inquiry,
    answer: answered(subjectOf(issuer, inquiry), customer),
    outcome: deliveredOf(customer),
  };
};

/** The engine offers to be called back at every inquiry: a bank that answers at once need not take it up. */
const withCallback = (issuer: IssuerCode): AskInteraction => {
  const inquiry = { ...inquiryAbout(issuer, 'with-callback', SOMEBODY), callbackUrl: callbackUrlOf(issuer) };
  return {
    kind: 'ask',
    description: 'an inquiry that names an address to call back',
    states: [givenCustomer(SOMEBODY)],
    inquiry,
    answer: answered(subjectOf(issuer, inquiry), SOMEBODY),
    outcome: deliveredOf(SOMEBODY),
  };
};

const nobody = (issuer: IssuerCode): AskInteraction => {
  const inquiry = inquiryAbout(issuer, 'nobody', SOMEBODY);
  const holdsNothing = { ...SOMEBODY, idExpired: false, cards: [] };
  return {
    kind: 'ask',
    description: 'an inquiry about somebody whom the bank does not have',
    states: [given('no such customer', identityOf(SOMEBODY))],
    inquiry,
    answer: answered(subjectOf(issuer, inquiry), holdsNothing),
    outcome: deliveredOf(holdsNothing),
  };
};

type Denial = Pick<AskInteraction, 'states'> & { readonly asked: Parameters<typeof inquiryAbout>[2] };

const deniedWhere = (
  issuer: IssuerCode,
  topic: string,
  description: string,
  { states, asked }: Denial,
): AskInteraction => {
  const inquiry = inquiryAbout(issuer, topic, asked);
  const answer = denied(subjectOf(issuer, inquiry));
  return { kind: 'ask', description, states, inquiry, answer, outcome: { kind: 'denied' } };
};
