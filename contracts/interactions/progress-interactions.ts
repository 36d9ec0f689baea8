// What becomes of an inquiry: accepted and running, answered before, unknown; asked by POST and by GET.
import type { IssuerCode } from '../../core/banks.ts';
import { accepted, answered, otherBody, subjectOf, unknownInquiry } from './answers.ts';
import { deliveredOf } from './customer-interactions.ts';
import { callbackUrlOf, consentIdFor, given, inquiryAbout, inquiryIdFor } from './inquiries.ts';
import type { AskInteraction, IssuerInteraction, StatusInteraction } from './interaction.ts';
import { SOMEBODY } from './somebody.ts';

export const progressInteractions = (issuer: IssuerCode): readonly IssuerInteraction[] => [
  answersLater(issuer, 'later', 'an inquiry that is answered later', {}),
  answersLater(issuer, 'later-callback', 'an inquiry that is answered later, at the address that it names', {
    callbackUrl: callbackUrlOf(issuer),
  }),
  ...running(issuer),
  ...answeredBefore(issuer),
  unknown(inquiryIdFor(issuer, 'unknown'), 'a status call for an inquiry that the bank does not know', true),
  unknown('short', 'a status call for an id that is outside the pattern of ids', false),
];

const answersLater = (
  issuer: IssuerCode,
  topic: string,
  description: string,
  more: { readonly callbackUrl?: string },
): AskInteraction => {
  const inquiry = { ...inquiryAbout(issuer, topic, SOMEBODY), ...more };
  return {
    kind: 'ask',
    description,
    states: [given('answers later', { customer: SOMEBODY })],
    inquiry,
    answer: accepted(subjectOf(issuer, inquiry)),
    outcome: { kind: 'running' },
  };
};

const running = (issuer: IssuerCode): readonly IssuerInteraction[] => {
  const asked = inquiryAbout(issuer, 'running-post', SOMEBODY);
  const inquiryId = inquiryIdFor(issuer, 'running-get');
  return [
    {
      kind: 'ask',
      description: 'an inquiry that is running already',
      states: [given('inquiry running', { inquiryId: asked.inquiryId })],
      inquiry: asked,
      answer: accepted(subjectOf(issuer, asked)),
      outcome: { kind: 'running' },
    },
    {
      kind: 'status',
      description: 'a status call for an inquiry that is running',
      states: [given('inquiry running', { inquiryId })],
      inquiryId,
      answer: accepted({ inquiryId, issuer }),
      outcome: { kind: 'running' },
    },
  ];
};

/** Asked again by GET, by the same POST, and by a POST whose body is another under the same id. */
const answeredBefore = (issuer: IssuerCode): readonly IssuerInteraction[] => {
  const before = (topic: string) => {
    const inquiry = inquiryAbout(issuer, topic, SOMEBODY);
    const { inquiryId, consentId } = inquiry;
    const states = [given('inquiry answered', { inquiryId, consentId, customer: SOMEBODY })];
    return { inquiry, states, subject: subjectOf(issuer, inquiry) };
  };
  const seen = before('answered-get');
  const repeated = before('answered-repeat');
  const changed = before('answered-other-body');
  return [
    {
      kind: 'status',
      description: 'a status call for an inquiry that was answered',
      states: seen.states,
      inquiryId: seen.inquiry.inquiryId,
      answer: answered(seen.subject, SOMEBODY),
      outcome: deliveredOf(SOMEBODY),
    },
    {
      kind: 'ask',
      description: 'an inquiry that was answered, sent again',
      states: repeated.states,
      inquiry: repeated.inquiry,
      answer: answered(repeated.subject, SOMEBODY),
      outcome: deliveredOf(SOMEBODY),
    },
    {
      kind: 'ask',
      description: 'an inquiry under the id of another that was answered',
      states: changed.states,
      inquiry: { ...changed.inquiry, consentId: consentIdFor('another-consent') },
      answer: otherBody(changed.subject),
      outcome: { kind: 'failed', reason: 'status 409' },
    },
  ];
};

/** `isGiven`: by a state of its own; an id outside the pattern is nobody's in any state. */
const unknown = (inquiryId: string, description: string, isGiven: boolean): StatusInteraction => ({
  kind: 'status',
  description,
  states: isGiven ? [given('inquiry unknown', { inquiryId })] : [],
  inquiryId,
  answer: unknownInquiry,
  outcome: { kind: 'lost' },
});
