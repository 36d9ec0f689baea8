// Defects in applying (R9 to R14).
import type { Defect } from './defect.ts';

const ADMISSION = 'engine/admission.ts';
const APPLICATIONS = 'engine/applications.ts';
const QUERIES = 'engine/store/memory-queries.ts';
const STORE = 'engine/store/memory.ts';

export const DEFECTS_OF_APPLYING: readonly Defect[] = [
  {
    name: 'second-query-beside-the-first',
    what: 'a running query does not keep its user from another',
    rules: ['R9', 'R13'],
    caughtBy: 'I5',
    patches: [{ file: ADMISSION, find: 'if (facts.running)', replace: 'if (false)' }],
  },
  {
    name: 'interval-from-acceptance',
    what: 'the seven days count from the acceptance, not from the making of the report',
    rules: ['R10'],
    caughtBy: 'I5',
    patches: [
      {
        file: QUERIES,
        find: 'Math.max(history.lastGeneratedAtMs ?? endedAtMs, endedAtMs)',
        replace: 'entry.query.acceptedAtMs',
      },
    ],
  },
  {
    name: 'interval-after-failure',
    what: 'a query that failed sets an interval, too',
    rules: ['R10', 'R21'],
    caughtBy: 'expectation',
    patches: [
      {
        file: QUERIES,
        find: 'history.running.delete(entry);',
        replace: 'history.running.delete(entry); history.lastGeneratedAtMs = endedAtMs;',
      },
    ],
  },
  {
    name: 'interval-a-second-short',
    what: 'the next application is open a second before the interval is over',
    rules: ['R10'],
    caughtBy: 'I5',
    patches: [{ file: ADMISSION, find: 'nowMs < opensAtMs)', replace: 'nowMs < opensAtMs - 1000)' }],
  },
  {
    name: 'interval-closed-at-its-end',
    what: 'the next application is refused at the instant from which it is open',
    rules: ['R10'],
    caughtBy: 'expectation',
    patches: [{ file: ADMISSION, find: 'nowMs < opensAtMs)', replace: 'nowMs <= opensAtMs)' }],
  },
  {
    name: 'throttle-one-over',
    what: 'the throttle lets one application more at once',
    rules: ['R11'],
    caughtBy: 'I6',
    patches: [
      {
        file: APPLICATIONS,
        find: 'throttle: throttle.settings }',
        replace: 'throttle: { ...throttle.settings, burst: throttle.settings.burst + 1 } }',
      },
    ],
  },
  {
    name: 'throttle-one-short',
    what: 'the throttle refuses the last application that it has room for',
    rules: ['R11'],
    caughtBy: 'I6',
    patches: [
      {
        file: APPLICATIONS,
        find: 'throttle: throttle.settings }',
        replace: 'throttle: { ...throttle.settings, burst: throttle.settings.burst - 1 } }',
      },
    ],
  },
  {
    name: 'throttle-forgets-in-a-crash',
    what: 'each engine counts for itself: after a restart the whole burst is there again',
    rules: ['R11'],
    caughtBy: 'I6',
    patches: [
      {
        file: 'engine/adjustable-throttle.ts',
        find: 'reduce(grownUntil, bucket)',
        replace: 'reduce(grownUntil, this.#latest ?? { spent: 0, atMs: bucket.atMs })',
      },
    ],
  },
  {
    name: 'throttle-says-too-soon',
    what: 'Retry-After of a throttled application is a millisecond before there is room',
    rules: ['R11'],
    caughtBy: 'I6',
    patches: [
      {
        file: ADMISSION,
        find: 'retryAfterMs: token.retryAfterMs',
        replace: 'retryAfterMs: token.retryAfterMs - 1',
      },
    ],
  },
  {
    name: 'throttled-costs-the-verification',
    what: 'an application that was throttled has used up its verification',
    rules: ['R11', 'R12'],
    caughtBy: 'expectation',
    patches: [
      {
        file: QUERIES,
        find: "if (admission.kind !== 'accepted') return admission;",
        replace: `if (admission.kind !== 'accepted') {
          const throttled = admission.kind === 'refused' && admission.refusal.code === 'THROTTLED';
          if (found !== undefined && throttled) found.used = true;
          return admission;
        }`,
      },
    ],
  },
  {
    name: 'verification-before-region',
    what: 'R7 is checked before R6, and a refusal names the wrong one',
    rules: ['R12'],
    caughtBy: 'expectation',
    patches: [
      {
        file: ADMISSION,
        find: 'if (!applicant.regionOpen)',
        replace: `if (facts.verification === undefined) return refuse({ code: 'NOT_VERIFIED' });
          if (!applicant.regionOpen)`,
      },
    ],
  },
  {
    name: 'one-at-a-time-asked-too-early',
    what: 'whether a query runs is asked before the atomic step that accepts, not in it',
    rules: ['R13', 'R9'],
    caughtBy: 'I5',
    patches: [
      {
        file: STORE,
        find: 'apply: async (application, decide) => queries.apply(application, decide),',
        replace: `apply: async (application, decide) => {
          const running = queries.latestOf(application.userId, 1)[0]?.status === 'RUNNING';
          await null;
          return queries.apply(application, (facts) => decide({ ...facts, running, verificationUsed: false }));
        },`,
      },
    ],
  },
  {
    name: 'idempotency-key-ignored',
    what: 'an application repeated under its Idempotency-Key is a new one',
    rules: ['R14'],
    caughtBy: 'expectation',
    patches: [{ file: ADMISSION, find: 'facts.earlier !== undefined', replace: 'false' }],
  },
  {
    name: 'crashed-queries-left-alone',
    what: 'a restarted engine does not take up what the one before has left',
    rules: ['R14'],
    caughtBy: 'I1',
    patches: [
      {
        file: 'engine/work.ts',
        find: 'async start(): Promise<void> {\n    await this.#claim();',
        replace: 'async start(): Promise<void> {',
      },
    ],
  },
];
