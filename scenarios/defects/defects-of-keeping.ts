// Defects in who sees a report, and how long it is kept (R24 to R27).
import type { Defect } from './defect.ts';

const PASSWORD = 'engine/password.ts';
const QUERIES = 'engine/store/memory-queries.ts';
const REPORT = 'engine/report.ts';
const RETENTION = 'engine/retention.ts';
const WORK = 'engine/work.ts';

export const DEFECTS_OF_KEEPING: readonly Defect[] = [
  {
    name: 'any-password-opens',
    what: 'a report is shown whatever the password',
    rules: ['R24'],
    caughtBy: 'expectation',
    patches: [{ file: PASSWORD, find: 'if (matches) return', replace: 'if (true) return' }],
  },
  {
    name: 'wrong-passwords-not-counted',
    what: 'wrong passwords never lock',
    rules: ['R24'],
    caughtBy: 'expectation',
    patches: [{ file: PASSWORD, find: 'state.wrongTries : 0) + 1', replace: '0 : 0) + 1' }],
  },
  {
    name: 'lock-opens-to-the-right-password',
    what: 'while viewing is locked the right password opens it',
    rules: ['R24'],
    caughtBy: 'expectation',
    patches: [{ file: PASSWORD, find: 'nowMs < state.lockedUntilMs ?', replace: 'false ?' }],
  },
  {
    name: 'report-shown-to-anybody',
    what: 'every user may look at the queries and reports of every other, with their own password',
    rules: ['R24', 'R26'],
    caughtBy: 'I3',
    patches: [{ file: QUERIES, find: 'entry?.query.userId === userId ? entry : undefined', replace: 'entry' }],
  },
  {
    name: 'expires-a-day-early',
    what: 'a report goes at the beginning of the seventh day after the one it was made on',
    rules: ['R25'],
    caughtBy: 'I10',
    patches: [
      { file: RETENTION, find: 'startOfShanghaiDay(day + length + 1)', replace: 'startOfShanghaiDay(day + length)' },
    ],
  },
  {
    name: 'expires-a-day-late',
    what: 'a report is kept a day too long',
    rules: ['R25'],
    caughtBy: 'I10',
    patches: [
      {
        file: RETENTION,
        find: 'startOfShanghaiDay(day + length + 1)',
        replace: 'startOfShanghaiDay(day + length + 2)',
      },
    ],
  },
  {
    name: 'report-kept-after-expiry',
    what: 'a query is marked EXPIRED, and its report stays in the store',
    rules: ['R25'],
    caughtBy: 'I10',
    patches: [
      {
        file: QUERIES,
        find: "entry.status = 'EXPIRED';\n        entry.report = undefined;",
        replace: "entry.status = 'EXPIRED';",
      },
    ],
  },
  {
    name: 'answers-kept-after-the-end',
    what: 'what the banks answered stays beside the report, and after it',
    rules: ['R25', 'R26'],
    caughtBy: 'I10',
    patches: [{ file: QUERIES, find: 'entry.inquiries.clear();', replace: '' }],
  },
  {
    name: 'expiry-forgotten-in-a-crash',
    what: 'a restarted engine does not know when reports go',
    rules: ['R25'],
    caughtBy: 'I10',
    patches: [{ file: WORK, find: 'await this.#sweep();\n    this.#recovered', replace: 'this.#recovered' }],
  },
  {
    name: 'customer-in-an-event',
    what: 'the event of a call carries whom it is about',
    rules: ['R26'],
    caughtBy: 'I9',
    patches: [
      {
        file: 'engine/call-events.ts',
        find: 'operation: call.operation,',
        replace: 'operation: call.operation,\n  ...{ customer: call.inquiry.run.customer },',
      },
    ],
  },
  {
    name: 'user-id-from-id-number',
    what: 'the id of a user is made of their ID number',
    rules: ['R26'],
    caughtBy: 'I9',
    patches: [{ file: 'engine/accounts.ts', find: "random.id(20, 'user', idNumber)", replace: 'idNumber' }],
  },
  {
    name: 'advice-missing',
    what: 'a report is shown without the warnings against fraud',
    rules: ['R27'],
    caughtBy: 'expectation',
    patches: [{ file: REPORT, find: 'advice: ADVICE,', replace: 'advice: [],' }],
  },
];
