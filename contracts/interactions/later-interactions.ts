// Answers that say "later": too many requests, closed, busy. Both operations get them, and before anybody looks whom
// they are about.
import type { IssuerCode } from '../../core/banks.ts';
import { busy, closed, throttled } from './answers.ts';
import { given, inquiryAbout, inquiryIdFor } from './inquiries.ts';
import type { ExpectedAnswer, IssuerInteraction, ProviderState } from './interaction.ts';
import { SOMEBODY } from './somebody.ts';

interface Reason {
  readonly name: string;
  readonly state: ProviderState;
  readonly answer: ExpectedAnswer;
}

const retryAfterSeconds = 7;
/** As a bank that is closed until its day's end is through says it. */
const longRetryAfterSeconds = 1800;

const REASONS: readonly Reason[] = [
  { name: 'throttling', state: given('throttling', { retryAfterSeconds }), answer: throttled(retryAfterSeconds) },
  {
    name: 'closed',
    state: given('closed', { retryAfterSeconds: longRetryAfterSeconds }),
    answer: closed(longRetryAfterSeconds),
  },
  { name: 'busy', state: given('busy'), answer: busy },
];

export const laterInteractions = (issuer: IssuerCode): readonly IssuerInteraction[] =>
  REASONS.flatMap(({ name, state, answer }): IssuerInteraction[] => {
    const { retryAfterS } = answer;
    const common = {
      states: [state],
      answer,
      outcome: { kind: 'later', retryAfterMs: retryAfterS === undefined ? undefined : retryAfterS * 1000 },
    } as const;
    return [
      {
        kind: 'ask',
        description: `an inquiry while the bank is ${name}`,
        inquiry: inquiryAbout(issuer, `${name}-post`, SOMEBODY),
        ...common,
      },
      {
        kind: 'status',
        description: `a status call while the bank is ${name}`,
        inquiryId: inquiryIdFor(issuer, `${name}-get`),
        ...common,
      },
    ];
  });
