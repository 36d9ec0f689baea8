// Defects in the simulated banks (R1 to R3). What they share with the oracle's own truth only a scenario that says what
// must come can find.
import type { Defect } from './defect.ts';

const APPLICATIONS = 'engine/applications.ts';
const ISSUER = 'simulator/issuer/issuer.ts';
const TRUTH = 'simulator/people/ground-truth.ts';

export const DEFECTS_OF_BANKS: readonly Defect[] = [
  {
    name: 'last-bank-not-among-all',
    what: 'ALL leaves the last bank of the network out',
    rules: ['R1'],
    caughtBy: 'expectation',
    patches: [
      {
        file: APPLICATIONS,
        find: 'banks.map(({ code }) => code);',
        replace: 'banks.map(({ code }) => code).slice(0, -1);',
      },
    ],
  },
  {
    name: 'wrong-digits-shown',
    what: 'a bank shows the four digits before the last one instead of the last four',
    rules: ['R2'],
    caughtBy: 'expectation',
    patches: [{ file: 'core/mask.ts', find: 'panLast4: pan.slice(-4)', replace: 'panLast4: pan.slice(-5, -1)' }],
  },
  {
    name: 'expired-document-asked-last',
    what: 'a card without a reserved mobile counts under that, also where the document has expired',
    rules: ['R3'],
    caughtBy: 'expectation',
    patches: [
      {
        file: TRUTH,
        find: "if (isExpired(idExpiresOn, today)) return 'ID_EXPIRED';",
        replace: "if (card.reservedMobile && isExpired(idExpiresOn, today)) return 'ID_EXPIRED';",
      },
    ],
  },
  {
    name: 'expired-on-its-last-day',
    what: 'a document is taken for expired on the last day on which it is good',
    rules: ['R3'],
    caughtBy: 'expectation',
    patches: [{ file: TRUTH, find: 'idExpiresOn < today', replace: 'idExpiresOn <= today' }],
  },
  {
    name: 'cardless-not-asked',
    what: 'a card without cardless self-service is shown',
    rules: ['R3'],
    caughtBy: 'expectation',
    patches: [{ file: TRUTH, find: "card.cardlessEnabled ? undefined : 'CARDLESS_NOT_ENABLED'", replace: 'undefined' }],
  },
  {
    name: 'document-not-looked-at',
    what: 'a bank answers as if every document were good for life',
    rules: ['R3'],
    caughtBy: 'I3',
    patches: [
      {
        file: ISSUER,
        find: 'answerOf(holding, shanghaiDay(nowMs))',
        replace: "answerOf({ ...holding, idExpiresOn: 'LONG_TERM' }, shanghaiDay(nowMs))",
      },
    ],
  },
];
