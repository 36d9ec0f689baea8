// For tests of reports: results of scenarios made by hand, with everything in them that a report can show.
import { BANKS, type IssuerCode } from '../../core/banks.ts';
import type { EngineEvent } from '../../engine/events.ts';
import { incidentSchema } from '../../simulator/faults/fault-schema.ts';
import { settingsSchema } from '../../simulator/issuer/settings-schema.ts';
import type { Sight } from '../oracle/sight.ts';
import type { ScenarioResult, StepResult } from '../scenario-result.ts';
import type { Action, Scenario, Step } from '../story/scenario.ts';
import type { ReportedScenario, ScenarioReport } from './scenario-report.ts';

const START_MS = Date.parse('2026-01-05T09:00:00+08:00');
const HOUR_MS = 3_600_000;

const APPLY: Action = {
  kind: 'apply',
  person: 'li',
  banks: 'ALL',
  as: 'q1',
  verification: 'fresh',
  consent: true,
  face: 'match',
  code: 'right',
  idempotencyKey: undefined,
};

const step = (index: number, atMs: number, action: Action): Step => ({
  index,
  atMs,
  action,
  repeat: 1,
  overMs: 0,
  expect: {},
});

const control: Scenario['given']['control'] = {
  issuers: new Map(
    BANKS.map(({ code }) => [
      code,
      code === 'CMB' ? settingsSchema.parse({ faults: [{ kind: 'outage', from: '0s', until: '2h' }] }) : {},
    ]),
  ),
  incidents: [{ kind: 'hang', issuers: ['ICBC'], from: '30m', for: '1h' }].map((given) => ({
    given,
    value: incidentSchema(BANKS.map(({ code }) => code)).parse(given),
  })),
};

const scenario = (name: string, steps: readonly Step[]): Scenario => ({
  name,
  rules: ['R16', 'R17', 'R19'],
  seed: 7,
  given: { startAtMs: START_MS, engine: {}, population: {}, control, people: new Map() },
  steps,
  finally: { sms: {}, attempts: {}, status: {}, events: {} },
});

let calls = 0;

interface CallGiven {
  readonly bank: IssuerCode;
  readonly fromMs: number;
  readonly tookMs: number;
  readonly outcome: string;
  readonly attempt?: number;
  readonly nextAtMs?: number;
  readonly status?: number;
  readonly failure?: string;
}

const engine = (event: EngineEvent): Sight => ({ kind: 'engine', event, atMs: event.atMs });

/** One call, begun and ended. Instants are offsets from the start. */
export const call = ({ bank, fromMs, tookMs, attempt = 1, nextAtMs, ...ended }: CallGiven): readonly Sight[] => {
  const traceparent = `trace-${++calls}`;
  const what = { queryId: 'query-1', bank, inquiryId: `inquiry-${bank}`, traceparent, attempt };
  const atMs = START_MS + fromMs;
  return [
    engine({ type: 'call-started', ...what, operation: 'ask', isProbe: false, atMs }),
    engine({
      type: 'call-ended',
      ...what,
      ...ended,
      nextAtMs: nextAtMs === undefined ? undefined : START_MS + nextAtMs,
      tookMs,
      atMs: atMs + tookMs,
    }),
  ];
};

const done = (bank: IssuerCode, atMs: number): Sight =>
  engine({ type: 'bank-done', queryId: 'query-1', bank, disposition: 'DELIVERED', atMs: START_MS + atMs });

const stepResult = (index: number, atMs: number, what: string, answer: string): StepResult => ({
  index,
  atMs: START_MS + atMs,
  what,
  answer,
  mismatches: [],
});

/** An outage of two hours that a report outlives: CMB is asked again and again. */
const outageSights = (): readonly Sight[] => [
  engine({
    type: 'query-accepted',
    queryId: 'query-1',
    userId: 'user-1',
    banks: ['ICBC', 'CMB', 'PSBC'],
    deadlineMs: START_MS + 24 * HOUR_MS,
    atMs: START_MS,
  }),
  ...call({ bank: 'ICBC', fromMs: 0, tookMs: 180, outcome: 'delivered', status: 200 }),
  done('ICBC', 180),
  ...call({ bank: 'PSBC', fromMs: 0, tookMs: 420, outcome: 'running', status: 202, nextAtMs: 1420 }),
  ...call({ bank: 'PSBC', fromMs: 1420, tookMs: 90, outcome: 'delivered', status: 200, attempt: 2 }),
  done('PSBC', 1510),
  ...[0, 1, 3, 8, 20, 60, 200, 900, 2400, 5400].flatMap((seconds, at, all) =>
    call({
      bank: 'CMB',
      fromMs: seconds * 1000,
      tookMs: 2,
      outcome: 'unknown',
      failure: 'ECONNREFUSED',
      attempt: at + 1,
      nextAtMs: (all[at + 1] ?? 7500) * 1000,
    }),
  ),
  ...call({ bank: 'CMB', fromMs: 7_500_000, tookMs: 240, outcome: 'delivered', status: 200, attempt: 11 }),
  done('CMB', 7_500_240),
  engine({ type: 'query-ended', queryId: 'query-1', userId: 'user-1', status: 'READY', atMs: START_MS + 7_500_240 }),
];

const OUTAGE = scenario('A bank that is down for two hours still makes the report', [
  step(0, 0, APPLY),
  step(1, 60_000, { ...APPLY, banks: ['ICBC'], as: undefined }),
  step(2, 3 * HOUR_MS, { kind: 'view', query: 'q1', by: undefined, password: 'right' }),
  step(3, 9 * 24 * HOUR_MS, { kind: 'view', query: 'q1', by: undefined, password: 'right' }),
]);

const OUTAGE_STEPS: readonly StepResult[] = [
  stepResult(0, 0, 'li applies to ALL as q1', 'accepted'),
  stepResult(1, 60_000, 'li applies to ICBC', 'refused: QUERY_IN_PROGRESS'),
  stepResult(2, 3 * HOUR_MS, 'li views q1', 'a report'),
  stepResult(3, 9 * 24 * HOUR_MS, 'li views q1', 'refused: EXPIRED'),
];

export const passedResult = (): ScenarioResult => ({
  scenario: OUTAGE,
  file: 'stories/outage.yaml',
  rules: OUTAGE.rules,
  passed: true,
  steps: OUTAGE_STEPS,
  finally: [],
  violations: [],
  crash: undefined,
  sights: outageSights(),
  startMs: START_MS,
  endMs: START_MS + 9 * 24 * HOUR_MS,
  issuerCalls: 14,
});

export const failedResult = (): ScenarioResult => ({
  ...passedResult(),
  scenario: { ...OUTAGE, name: 'A report that lost a card', rules: ['R21', 'R22'] },
  file: 'stories/lost card.yaml',
  rules: ['R21', 'R22'],
  passed: false,
  steps: OUTAGE_STEPS.map((one) =>
    one.index === 2
      ? { ...one, mismatches: [{ pointer: '/steps/2/expect/report/summary/debit', expected: '1', got: '0' }] }
      : one,
  ),
  finally: [{ pointer: '/finally/sms/li', expected: '1', got: '2' }],
  violations: [
    {
      invariant: 'I3',
      queryId: 'query-1',
      message: 'CMB delivered 2 cards, the report has 1',
      atMs: START_MS + 7_500_240,
      afterStep: 1,
    },
  ],
  sights: [
    ...outageSights(),
    { kind: 'crashed', atMs: START_MS + 30_000 },
    { kind: 'restarted', atMs: START_MS + 45_000 },
  ],
});

/** A report with one of each verdict. */
export const mixedReport = (): ScenarioReport => ({
  stage: 'in virtual time',
  wasInterrupted: false,
  scenarios: [
    { kind: 'played', result: passedResult(), replay: 'banknet scenario run stories/outage.yaml', tookMs: 120 },
    { kind: 'played', result: failedResult(), replay: "banknet scenario run 'stories/lost card.yaml'", tookMs: 80 },
    {
      kind: 'not-run',
      scenario: scenario('A crash in the middle', []),
      file: 'stories/crash.yaml',
      reason: 'this network cannot crash its engine',
    },
  ],
});

/** A scenario that is called like this, and says it wherever it can. */
export const hostileScenario = (words: string): ReportedScenario => {
  const failed = failedResult();
  return {
    kind: 'played',
    result: {
      ...failed,
      scenario: { ...failed.scenario, name: words },
      file: words,
      steps: failed.steps.map((one) => ({
        ...one,
        what: words,
        answer: words,
        mismatches: [{ pointer: words, expected: words, got: words }],
      })),
      violations: failed.violations.map((one) => ({ ...one, message: words, queryId: words })),
      crash: words,
    },
    replay: words,
    tookMs: 1,
  };
};
