// Playing scenarios: the story of the interface document, everything that can be found wrong, crowds, crashes, codes.
import { expect, test } from 'vitest';
import { eventLog } from './play/event-log.ts';
import { defineScenario, runScenario } from './run-scenario.ts';
import { exampleScenario } from './scenario-fixture.ts';
import type { ScenarioResult } from './scenario-result.ts';
import { openVirtualStage } from './virtual/virtual-stage.ts';

interface Story {
  readonly given?: object;
  readonly steps: readonly object[];
  readonly finally?: object;
}

const LI = { people: { li: {} } };

const play = (story: Story, seed = 7): Promise<ScenarioResult> =>
  runScenario({ name: 'A story of this test', rules: ['R9'], seed, given: LI, ...story });

/** What is wrong, in lines: the place, what was expected, what came. */
const wrongIn = ({ steps, finally: end, violations, crash }: ScenarioResult): readonly string[] => [
  ...[...steps.flatMap(({ mismatches }) => mismatches), ...end].map(
    ({ pointer, expected, got }) => `${pointer}: ${expected} | ${got}`,
  ),
  ...violations.map(({ invariant, message }) => `${invariant}: ${message}`),
  ...(crash === undefined ? [] : [crash]),
];

const answersIn = ({ steps }: ScenarioResult): readonly string[] => steps.map(({ answer }) => answer);

const OUTAGE = exampleScenario();

test('the story of the interface document passes', async () => {
  const result = await runScenario(OUTAGE);
  expect(wrongIn(result)).toEqual([]);
  expect(result.passed).toBe(true);
  expect(answersIn(result)).toEqual([
    'accepted',
    'refused: QUERY_IN_PROGRESS',
    'shown: 1 debit, 0 credit',
    'refused: EXPIRED',
  ]);
  expect(result.steps[0]?.what).toBe('li applies to ALL as q1');
  expect(result.issuerCalls).toBeGreaterThan(17);
});

test('the same story twice gives the same log to the byte, another seed another (I12)', async () => {
  const log = eventLog(await runScenario(defineScenario(OUTAGE)));
  expect(eventLog(await runScenario(OUTAGE))).toBe(log);
  expect(eventLog(await runScenario({ ...OUTAGE, seed: 8 }))).not.toBe(log);
  expect(log).toContain('+00:00:00.000  story  li applies to ALL as q1\n');
  expect(log).toContain('+00:00:00.000  CMB    call 1 of q1 → ECONNREFUSED, unknown, again at ');
  expect(log).toContain('+9d 00:00:00.000  story  → refused: EXPIRED\n');
});

test('data that are no scenario are told with every mistake, and nothing runs', async () => {
  const story = {
    name: 'A story',
    rules: ['R1'],
    steps: [
      { at: '0s', aply: {} },
      { at: 'noon', sendCode: { person: 'wu' } },
    ],
  };
  await expect(runScenario(story)).rejects.toThrow(/\/steps\/0.*\/steps\/1/s);
  expect(() => defineScenario(story)).toThrow(RangeError);
});

test('an answer that is not the expected one is told with its place, what was expected and what came', async () => {
  const result = await play({
    steps: [
      { at: '0s', apply: { person: 'li', banks: 'ALL', as: 'q1' }, expect: { refused: 'THROTTLED' } },
      { at: '1h', view: { query: 'q1' }, expect: { refused: 'NOT_READY' } },
      { at: '1h', apply: { person: 'li', banks: 'ALL' }, expect: { accepted: true } },
      {
        at: '2h',
        apply: { person: 'li', banks: 'ALL' },
        expect: { refused: 'TOO_SOON', opensAt: '8d', message: '请稍后' },
      },
      { at: '3h', view: { query: 'q1', password: 'wrong' }, expect: { refused: 'WRONG_PASSWORD', triesLeft: 5 } },
      { at: '4h', record: { query: 'q1' }, expect: { status: 'FAILED', banks: { CMB: 'TIMEOUT', ICBC: 'DELIVERED' } } },
    ],
  });
  expect(result.passed).toBe(false);
  const made = result.sights.find((sight) => sight.kind === 'record');
  const generatedAtMs = made?.kind === 'record' ? (made.record.generatedAtMs ?? 0) : 0;
  const opensAtMs = generatedAtMs + 7 * 86_400_000 - result.startMs;
  expect(wrongIn(result)).toEqual([
    '/steps/0/expect/refused: THROTTLED | accepted',
    expect.stringMatching(/^\/steps\/1\/expect\/refused: NOT_READY \| shown: \d+ debit, \d+ credit$/),
    expect.stringMatching(/^\/steps\/2\/expect\/accepted: true \| refused: TOO_SOON/),
    '/steps/3/expect/message: 请稍后 | 最近一次查询报告生成7天后方可再次查询',
    `/steps/3/expect/opensAt: 8d | ${opensAtMs}ms`,
    '/steps/4/expect/triesLeft: 5 | 4',
    '/steps/5/expect/status: FAILED | READY',
    '/steps/5/expect/banks/CMB: TIMEOUT | DELIVERED',
  ]);
});

test('a report is compared member by member, its cards as a whole and in their order', async () => {
  const cards = [
    { bank: 'ICBC', type: 'DEBIT', first4: '6222', last4: '0001' },
    { bank: 'CMB', type: 'CREDIT', first4: '6225', last4: '0002' },
  ];
  const look = (report: object) => ({ at: '1h', view: { query: 'q1' }, expect: { report } });
  const result = await play({
    given: { people: { li: { cards } } },
    steps: [
      { at: '0s', apply: { person: 'li', banks: ['ICBC', 'CMB'], as: 'q1' } },
      look({ cards }),
      look({ cards: cards.slice(1) }),
      look({ summary: { debit: 2, credit: 1 } }),
      look({ banks: { CMB: { credit: 2, disposition: 'DENIED', unsupported: { ID_EXPIRED: 1 } }, ABC: { debit: 0 } } }),
    ],
  });
  expect(wrongIn(result)).toEqual([
    '/steps/2/expect/report/cards: CMB CREDIT 6225…0002 | ICBC DEBIT 6222…0001, CMB CREDIT 6225…0002',
    '/steps/3/expect/report/summary/debit: 2 | 1',
    '/steps/4/expect/report/banks/ABC: a bank of the report | none',
    '/steps/4/expect/report/banks/CMB/disposition: DENIED | DELIVERED',
    '/steps/4/expect/report/banks/CMB/credit: 2 | 1',
    '/steps/4/expect/report/banks/CMB/unsupported/ID_EXPIRED: 1 | 0',
  ]);
});

test('what must be true at the end is told where it is not', async () => {
  const result = await play({
    steps: [{ at: '0s', apply: { person: 'li', banks: ['ICBC'], as: 'q1' } }],
    finally: {
      sms: { li: 2 },
      attempts: { ICBC: { min: 2, max: 3 }, ABC: 0 },
      status: { q1: 'FAILED' },
      events: { 'query-accepted': 1, throttled: { min: 1 } },
    },
  });
  expect(wrongIn(result)).toEqual([
    '/finally/sms/li: 2 | 1',
    '/finally/attempts/ICBC: 2 to 3 | 1',
    '/finally/status/q1: FAILED | READY',
    expect.stringMatching(/^\/finally\/events\/throttled: 1 to \d+ \| 0$/),
  ]);
});

test('a step that cannot be done is told, and the story goes on', async () => {
  const result = await play({
    given: { people: { li: {} }, issuers: { CMB: { faults: [{ name: 'flaky', kind: 'reset', until: '1s' }] } } },
    steps: [
      { at: '0s', apply: { person: 'li', banks: ['ICBC'], verification: 'used' } },
      { at: '1m', fault: { issuers: ['CMB'], kind: 'hang', name: 'slow' } },
      { at: '1m', fault: { issuers: ['CMB'], kind: 'hang', name: 'slow', share: '1/2' } },
      { at: '2m', apply: { person: 'li', banks: ['ICBC'] }, expect: { accepted: true } },
    ],
  });
  expect(wrongIn(result)).toEqual([
    '/steps/0/apply: a step that can be done | li has used no verification yet: let an earlier application of li be accepted',
    expect.stringMatching(/^\/steps\/2\/fault: a step that can be done \| a fault cannot begin at CMB: \/name /),
  ]);
});

test('what fails inside is a crash of the run, and no answer', async () => {
  const scenario = defineScenario(OUTAGE);
  const stage = await openVirtualStage(scenario);
  const broken = { ...stage, view: () => Promise.reject(new Error('the store is gone')) };
  const result = await runScenario(scenario, { stage: async () => broken, file: 'outage.yaml' });
  expect(result).toMatchObject({ passed: false, crash: 'Error: the store is gone', file: 'outage.yaml' });
  expect(result.steps).toHaveLength(3);
  const never = await runScenario(scenario, { stage: () => Promise.reject(new Error('no place for a stage')) });
  expect(never).toMatchObject({ passed: false, crash: 'Error: no place for a stage', steps: [] });
});

test('an oracle that sees something wrong fails the run, with the step after which it was', async () => {
  const scenario = defineScenario(OUTAGE);
  const stage = await openVirtualStage(scenario);
  const view: typeof stage.view = async (...look) => {
    const seen = await stage.view(...look);
    return seen.ok ? { ok: true, value: { ...seen.value, cards: [] } } : seen;
  };
  const result = await runScenario(scenario, { stage: async () => ({ ...stage, view }) });
  expect(result.passed).toBe(false);
  expect(result.violations.map(({ invariant, afterStep }) => [invariant, afterStep])).toContainEqual(['I3', 2]);
});

test('a step of a crowd is one of each, all at the same time, and is counted', async () => {
  const result = await play({
    given: { throttle: { burst: 30, perSecond: 1 }, people: { crowd: { count: 50 } } },
    steps: [
      {
        at: '0s',
        apply: { person: 'crowd', banks: ['ICBC'], as: 'q' },
        expect: { accepted: 30, refused: { THROTTLED: 20 }, retryAfter: '1s' },
      },
      { at: '1h', view: { query: 'q' }, expect: { accepted: 29 } },
      { at: '1h', record: { query: 'q', by: 'crowd' }, expect: { refused: { NOT_FOUND: 1470 } } },
    ],
    finally: { sms: { crowd: 30 } },
  });
  expect(wrongIn(result)).toEqual([expect.stringMatching(/^\/steps\/1\/expect\/accepted: 29 \| 30 shown$/)]);
  expect(answersIn(result)[0]).toBe('30 accepted, 20 refused: THROTTLED');
});

test('a repeated step is done so often, at once or spread over its time', async () => {
  const spread = await play({
    steps: [
      {
        at: '0s',
        apply: { person: 'li', banks: 'ALL', as: 'q1' },
        repeat: 50,
        expect: { accepted: 1, refused: { QUERY_IN_PROGRESS: 49 } },
      },
      {
        at: '1m',
        sendCode: { person: 'li' },
        repeat: 4,
        over: '2m',
        expect: { accepted: 2, refused: { SMS_TOO_SOON: 2 } },
      },
      { at: '90s', sendCode: { person: 'li' }, expect: { refused: 'SMS_TOO_SOON' } },
    ],
  });
  expect(wrongIn(spread)).toEqual([]);
  const moments = eventLog(spread)
    .split('\n')
    .filter((line) => line.includes('a code is sent'))
    .map((line) => line.slice(0, 13));
  expect(moments).toEqual(['+00:00:00.000', '+00:01:00.000', '+00:02:00.000']);
});

test('an engine that is killed leaves its queries to the next one; while it is down nobody is answered', async () => {
  const result = await play({
    given: { people: { li: {}, wang: {} }, issuers: { defaults: { latency: { fixed: '1s' } } } },
    steps: [
      { at: '0s', apply: { person: 'li', banks: ['ICBC', 'CMB'], as: 'q1' }, expect: { accepted: true } },
      { at: '500ms', crash: { restartAfter: '10s' } },
      { at: '5s', apply: { person: 'wang', banks: ['ICBC'] }, expect: { refused: 'NO_ANSWER' } },
      { at: '11s', apply: { person: 'wang', banks: ['ICBC'], as: 'q2' }, expect: { accepted: true } },
    ],
    finally: {
      sms: { li: 1, wang: 1 },
      status: { q1: 'READY', q2: 'READY' },
      attempts: { ICBC: 3, CMB: 2 },
      events: { crashed: 1, restarted: 1 },
    },
  });
  expect(wrongIn(result)).toEqual([]);
  expect(answersIn(result)).toEqual(['accepted', 'done', 'refused: NO_ANSWER', 'accepted']);
});

test('the first step of a verification that is refused is the answer of the application', async () => {
  const apply = (how: object) => ({ apply: { person: 'li', banks: ['ICBC'], ...how } });
  const result = await play({
    given: { people: { li: {}, wang: {} } },
    steps: [
      { at: '0s', ...apply({ consent: false, face: 'mismatch' }), expect: { refused: 'CONSENT_REQUIRED' } },
      { at: '0s', ...apply({ face: 'mismatch', code: 'wrong' }), expect: { refused: 'FACE_MISMATCH' } },
      { at: '0s', ...apply({ code: 'wrong' }), expect: { refused: 'SMS_CODE_WRONG' } },
      { at: '1s', ...apply({ code: 'expired' }), expect: { refused: 'SMS_CODE_EXPIRED' } },
      { at: '2s', ...apply({ verification: 'none' }), expect: { refused: 'NOT_VERIFIED' } },
      { at: '2s', ...apply({ verification: 'stale' }), expect: { refused: 'NOT_VERIFIED' } },
      { at: '2s', ...apply({ verification: { of: 'wang' } }), expect: { refused: 'NOT_VERIFIED' } },
      { at: '3s', ...apply({ as: 'q1' }), expect: { accepted: true } },
      { at: '9d', ...apply({ verification: 'used' }), expect: { refused: 'NOT_VERIFIED' } },
    ],
    finally: { events: { 'code-sent': 2 } },
  });
  expect(wrongIn(result)).toEqual([]);
});

test('what somebody changes holds from then on, and either truth may stand in a report of that time (I3)', async () => {
  const cards = (last4: string) => [{ bank: 'ICBC', type: 'DEBIT', first4: '6222', last4 }];
  const result = await play({
    given: { people: { li: { cards: cards('0001') } }, issuers: { ICBC: { mode: 'poll', latency: { fixed: '1h' } } } },
    steps: [
      { at: '0s', apply: { person: 'li', banks: ['ICBC'], as: 'q1' } },
      { at: '1m', person: { person: 'li', cards: cards('0002') } },
      {
        at: '3h',
        view: { query: 'q1' },
        expect: { report: { cards: [{ bank: 'ICBC', type: 'DEBIT', first4: '6222', last4: '0001' }] } },
      },
      { at: '8d', apply: { person: 'li', banks: ['ICBC'], as: 'q2' } },
      {
        at: '201h',
        view: { query: 'q2' },
        expect: { report: { cards: [{ bank: 'ICBC', type: 'DEBIT', first4: '6222', last4: '0002' }] } },
      },
    ],
  });
  expect(wrongIn(result)).toEqual([]);
});

test('no personal data stands in a log', async () => {
  const scenario = defineScenario(OUTAGE);
  const stage = await openVirtualStage(scenario);
  const result = await runScenario(scenario, { stage: async () => stage });
  const log = eventLog(result);
  const people = stage.context.people();
  expect(people.length).toBeGreaterThan(1);
  for (const { idNumber, name = '', mobile = '' } of people) {
    for (const secret of [idNumber, name, mobile]) expect(log).not.toContain(secret);
  }
});
