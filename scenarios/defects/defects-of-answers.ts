// Defects in what an answer of a bank means (R4, R16, R20).
import type { Defect } from './defect.ts';

const FAN_OUT = 'engine/fan-out.ts';
const ISSUER = 'simulator/issuer/issuer.ts';
const OUTCOME = 'engine/outcome.ts';
const RETRY = 'engine/retry.ts';

export const DEFECTS_OF_ANSWERS: readonly Defect[] = [
  {
    name: 'repeated-inquiry-refused',
    what: 'a bank refuses an inquiry that it has had before, though it is the same',
    rules: ['R4'],
    caughtBy: 'expectation',
    patches: [{ file: ISSUER, find: 'bound.bodyHash === bodyHash ?', replace: 'false ?' }],
  },
  {
    name: 'accepted-is-a-failure',
    what: '202 is taken for a status that is not in the contract',
    rules: ['R4', 'R16'],
    caughtBy: 'expectation',
    patches: [{ file: OUTCOME, find: 'status === 202', replace: 'false' }],
  },
  {
    name: 'stranger-not-denied',
    what: 'a bank answers about a name or a mobile that is not the one it has on file',
    rules: ['R16'],
    caughtBy: 'expectation',
    patches: [{ file: ISSUER, find: 'return DENIED;', replace: 'void 0;' }],
  },
  {
    name: 'denial-asked-again',
    what: 'respCode 66 is taken for no answer, and the bank is asked again',
    rules: ['R16', 'R17'],
    caughtBy: 'I7',
    patches: [
      { file: RETRY, find: "if (outcome.kind === 'denied') return { bank, disposition: 'DENIED' };", replace: '' },
    ],
  },
  {
    name: 'failure-asked-again',
    what: 'a bank that cannot be understood is asked again',
    rules: ['R16', 'R17'],
    caughtBy: 'I7',
    patches: [{ file: RETRY, find: "outcome.kind === 'failed' ?", replace: 'false ?' }],
  },
  {
    name: 'ninth-broken-answer',
    what: 'a bank that breaks the contract is asked a ninth time',
    rules: ['R16'],
    caughtBy: 'I7',
    patches: [
      {
        file: RETRY,
        find: 'brokenInRow >= context.settings.brokenAnswers',
        replace: 'brokenInRow > context.settings.brokenAnswers',
      },
    ],
  },
  {
    name: 'other-inquiry-merged',
    what: 'an answer for another inquiry is taken for this one',
    rules: ['R20'],
    caughtBy: 'expectation',
    patches: [{ file: OUTCOME, find: 'body.inquiryId !== asked.inquiryId', replace: 'false' }],
  },
  {
    name: 'other-bank-merged',
    what: 'an answer from another bank is taken for this one',
    rules: ['R20'],
    caughtBy: 'expectation',
    patches: [{ file: OUTCOME, find: 'body.issuer === asked.bank ?', replace: 'true ?' }],
  },
  {
    name: 'full-number-merged',
    what: 'an answer with a full card number is taken, number and all',
    rules: ['R20', 'R2', 'R26'],
    caughtBy: 'I9',
    patches: [
      {
        file: 'core/messages.ts',
        find: 'export const cardSchema = z\n  .strictObject(',
        replace: 'export const cardSchema = z\n  .looseObject(',
      },
    ],
  },
  {
    name: 'repeated-answer-added',
    what: 'a callback that comes twice adds its cards a second time',
    rules: ['R20'],
    caughtBy: 'I3',
    patches: [
      {
        file: FAN_OUT,
        find: "if (inquiry === undefined || inquiry.progress.state === 'DONE') return",
        replace: `if (inquiry?.progress.state === 'DONE') {
          const { outcome } = inquiry.progress;
          if (outcome.disposition === 'DELIVERED' && told.end.disposition === 'DELIVERED') {
            const cards = [...outcome.answer.cards, ...told.end.answer.cards];
            inquiry.progress = { ...inquiry.progress, outcome: { ...outcome, answer: { ...outcome.answer, cards } } };
          }
        }
        if (inquiry === undefined || inquiry.progress.state === 'DONE') return`,
      },
    ],
  },
  {
    name: 'late-reply-counted-twice',
    what: 'the reply to a call whose inquiry a callback has ended meanwhile ends it once more',
    rules: ['R20', 'R21'],
    caughtBy: 'I2',
    patches: [{ file: FAN_OUT, find: "if (inquiry.progress.state !== 'WAITING') return;", replace: '' }],
  },
];
