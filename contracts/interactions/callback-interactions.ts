// What a bank sends to callbackUrl, as messages: their form and content. That they are delivered, how often and when,
// Pact cannot say: ../checks does.
import type { IssuerCode } from '../../core/banks.ts';
import { refusalAbout, resultFor, subjectOf } from './answers.ts';
import { deliveredOf, OTHER_NAME } from './customer-interactions.ts';
import { given, inquiryAbout } from './inquiries.ts';
import type { CallbackInteraction } from './interaction.ts';
import { SOMEBODY } from './somebody.ts';

export const callbackInteractions = (issuer: IssuerCode): readonly CallbackInteraction[] => {
  const found = inquiryAbout(issuer, 'callback-result', SOMEBODY);
  const refused = inquiryAbout(issuer, 'callback-refusal', { ...SOMEBODY, name: OTHER_NAME });
  const answersLater = given('answers later', { customer: SOMEBODY });
  return [
    {
      kind: 'callback',
      description: 'the result of an inquiry, called back',
      states: [answersLater],
      inquiry: found,
      body: resultFor(subjectOf(issuer, found), SOMEBODY),
      outcome: deliveredOf(SOMEBODY),
    },
    {
      kind: 'callback',
      // The state `customer details differ` is refused at once, whatever else holds: nothing would be called back.
      description: 'the refusal of an inquiry under another name, called back',
      states: [answersLater],
      inquiry: refused,
      body: refusalAbout(subjectOf(issuer, refused), '66'),
      outcome: { kind: 'denied' },
    },
  ];
};
