// Scenario files as data: what they come to, and every mistake at once with the nearest right word.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { exampleScenario } from '../scenario-fixture.ts';
import { ACTION_KINDS } from './action-schema.ts';
import type { Scenario } from './scenario.ts';
import { readScenario } from './scenario-schema.ts';

const read = (data: unknown): Scenario => {
  const result = readScenario(data);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

/** The example with other parts, as YAML. */
const withParts = (text: string): Readonly<Record<string, unknown>> => ({ ...exampleScenario(), ...parse(text) });

const mistakesOf = (text: string): readonly string[] => {
  const result = readScenario(withParts(text));
  return result.ok ? [] : result.failure.map(({ pointer, message }) => `${pointer} ${message}`);
};

const ofStep = (step: string): readonly string[] => mistakesOf(`{ finally: {}, steps: [${step}] }`);

test('the example becomes a scenario in milliseconds, with every default filled in', () => {
  const { given, steps, ...rest } = read(exampleScenario());
  expect(rest).toEqual({
    name: 'A bank that is down for two hours still makes the report',
    rules: ['R16', 'R17', 'R19'],
    seed: 7,
    finally: {
      sms: { li: { min: 1, max: 1 } },
      attempts: { CMB: { min: 2, max: 40 }, ICBC: { min: 1, max: 1 } },
      status: {},
      events: {},
    },
  });
  expect(given.startAtMs).toBe(Date.parse('2026-01-05T01:00:00Z'));
  expect(given.engine).toEqual({ throttle: { burst: 2, perSecond: 1 } });
  expect(given.control.issuers.size).toBe(16);
  expect(given.control.issuers.get('CMB')?.faults?.value).toMatchObject([{ name: 'outage' }]);
  expect(given.people.get('zhang')).toEqual({ name: 'zhang', persona: 'ordinary', count: 1, change: undefined });
  expect(given.people.get('li')?.change).toMatchObject({
    given: { idExpiresOn: { PSBC: '2020-01-01' }, cards: [{ bank: 'CMB' }, {}, {}] },
    value: { cards: [{ bank: 'CMB', cardType: 'DEBIT' }, { reservedMobile: false }, {}] },
  });
  expect(steps.map(({ atMs }) => atMs)).toEqual([0, 60_000, 10_800_000, 777_600_000]);
  expect(steps[0]).toEqual({
    index: 0,
    atMs: 0,
    action: {
      kind: 'apply',
      person: 'li',
      banks: 'ALL',
      as: 'q1',
      verification: 'fresh',
      consent: true,
      face: 'match',
      code: 'right',
      idempotencyKey: undefined,
    },
    repeat: 1,
    overMs: 0,
    expect: { accepted: true },
  });
  expect(steps[2]?.expect).toEqual({
    report: {
      summary: { debit: 1, credit: 0 },
      banks: {
        CMB: { disposition: 'DELIVERED', unsupported: { NO_RESERVED_MOBILE: 1 } },
        PSBC: { disposition: 'DELIVERED', unsupported: { ID_EXPIRED: 1 } },
      },
    },
  });
});

test('every action is read, its fault and its change as they were written too', () => {
  const { steps } = read(
    withParts(`
steps:
  - { at: 0s, register: { person: li, as: somebody-else }, expect: { refused: NOT_REAL_NAME } }
  - { at: 0s, signIn: { person: li, password: wrong }, repeat: 5, over: 4s }
  - { at: 0s, sendCode: { person: li } }
  - { at: 0s, apply: { person: li, banks: [CMB, CMB], as: q1, verification: { of: zhang } } }
  - { at: 0s, view: { query: q1, by: zhang }, expect: { refused: NOT_FOUND } }
  - { at: 0s, record: { query: q1 }, expect: { status: RUNNING, banks: { CMB: PENDING } } }
  - { at: 1s, fault: { issuers: [CMB], kind: status, status: 503, for: 1m } }
  - { at: 1s, heal: { name: status } }
  - { at: 1s, throttle: { burst: 1, perSecond: 0.5 } }
  - { at: 1s, crash: }
  - { at: 1s, person: { person: li, region: 上海 } }
`),
  );
  expect(new Set(steps.map(({ action }) => action.kind))).toEqual(new Set(ACTION_KINDS));
  const actions = Object.fromEntries(steps.map((step) => [step.action.kind, step]));
  expect(actions.signIn).toMatchObject({ repeat: 5, overMs: 4000, action: { password: 'wrong' } });
  expect(actions.apply).toMatchObject({ action: { banks: ['CMB', 'CMB'], verification: { of: 'zhang' } } });
  expect(actions.fault?.action).toMatchObject({
    issuers: ['CMB'],
    fault: { given: { kind: 'status', status: 503, for: '1m' }, value: { name: 'status', forMs: 60_000 } },
  });
  expect(actions.fault?.action).not.toHaveProperty('fault.given.issuers');
  expect(actions.heal?.action).toEqual({ kind: 'heal', issuers: 'ALL', name: 'status' });
  expect(actions.crash?.action).toEqual({ kind: 'crash', restartAfterMs: 0 });
  expect(actions.person?.action).toMatchObject({
    person: 'li',
    change: { given: { region: '上海' }, value: { region: '31' } },
  });
});

test('a story of nothing but a name and a step has the defaults of everything else', () => {
  const { rules, seed, given } = read({ name: 'Nothing happens', steps: [{ at: '0s', heal: null }] });
  expect({ rules, seed, engine: given.engine, people: given.people.size }).toEqual({
    rules: [],
    seed: 42,
    engine: {},
    people: 0,
  });
});

test('further settings of the engine are taken; what a group leaves out has its default', () => {
  const { given } = read(
    withParts(
      'given: { engine: { smsCode: { valid: 1m }, openRegions: [上海], retryBudget: {} } }\nsteps: [{ at: 0s, heal: }]\nfinally: {}',
    ),
  );
  expect(given.engine).toMatchObject({
    smsCode: { validMs: 60_000, wrongTries: 5, resendAfterMs: 60_000 },
    openRegions: ['31'],
    retryBudget: { share: 0.1 },
  });
});

test.each([
  ['action', '{ at: 0s, aply: { person: li, banks: ALL } }', '/steps/0/aply is an unknown key; did you mean apply?'],
  [
    'key',
    '{ at: 0s, apply: { persn: li, person: li, banks: ALL } }',
    '/steps/0/apply/persn is an unknown key; did you mean person?',
  ],
  [
    'person',
    '{ at: 0s, apply: { person: zhagn, banks: ALL } }',
    '/steps/0/apply/person must be one of given.people; did you mean zhang?',
  ],
  [
    'bank',
    '{ at: 0s, apply: { person: li, banks: [CBM] } }',
    '/steps/0/apply/banks/0 must be a bank, or the step expect refused: UNKNOWN_BANK; did you mean CMB?',
  ],
  [
    'refusal',
    '{ at: 0s, register: { person: li }, expect: { refused: NOT_REAL_NAM } }',
    '/steps/0/expect/refused must be the code of a refusal; did you mean NOT_REAL_NAME?',
  ],
  [
    'fault',
    '{ at: 0s, heal: { name: outtage } }',
    '/steps/0/heal/name must be the name of a fault; did you mean outage?',
  ],
  [
    'kind of fault',
    '{ at: 0s, fault: { issuers: ALL, kind: outtage } }',
    /^\/steps\/0\/fault\/kind must be one of .*; did you mean outage\?$/,
  ],
  [
    'issuer',
    '{ at: 0s, heal: { issuers: [ICB] } }',
    /^\/steps\/0\/heal\/issuers\/0 must be one of .*; did you mean ICBC\?$/,
  ],
  [
    'verification',
    '{ at: 0s, apply: { person: li, banks: ALL, verification: fersh } }',
    '/steps/0/apply/verification must be one of fresh, none, stale, used; did you mean fresh?',
  ],
])('a misspelt %s is answered with the nearest right one', (_what, step, message) => {
  expect(ofStep(step)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
});

test('misspelt words outside of steps are answered with the nearest right one', () => {
  expect(
    mistakesOf(`
rulez: []
rules: [R28]
given: { people: { li: { persona: ordnary }, zhang: {} }, issuers: { CBM: {} } }
finally: { sms: { zhagn: 1 }, attempts: { ICBB: 1 }, status: { q2: READDY }, events: { throtled: 1 } }
`),
  ).toEqual([
    '/rules/0 must be a rule, R1 to R27',
    '/given/issuers/CBM is an unknown key; did you mean CMB?',
    expect.stringMatching(/^\/given\/people\/li\/persona must be one of .*; did you mean ordinary\?$/),
    '/finally/attempts/ICBB is an unknown key; did you mean ICBC?',
    '/finally/status/q2 must be one of RUNNING, READY, FAILED, EXPIRED; did you mean READY?',
    '/finally/events/throtled is an unknown key; did you mean throttled?',
    '/rulez is an unknown key; did you mean rules?',
    '/finally/sms/zhagn must be one of given.people; did you mean zhang?',
    expect.stringMatching(/^\/finally\/status\/q2 must be a query that a step applies for, .*; did you mean q1\?$/),
  ]);
});

test('a step has one action, and no other', () => {
  expect(ofStep('{ at: 0s }')).toEqual([expect.stringMatching(/^\/steps\/0 must have one action, of apply, view, /)]);
  expect(ofStep('{ at: 0s, crash: {}, heal: {} }')).toEqual([
    '/steps/0 must have one action, not heal and crash together',
  ]);
  expect(ofStep('crash')).toEqual([expect.stringMatching(/^\/steps\/0 must be keys with values/)]);
  expect(ofStep('')).toEqual(['/steps must have at least one step']);
});

test('time does not run backwards, and queries are looked at after they are applied for', () => {
  expect(ofStep('{ at: 3h, heal: }, { at: 2h, heal: }, { at: 2h, heal: }')).toEqual([
    '/steps/1/at must not be before the step above it, which is at 3h',
  ]);
  expect(
    ofStep(`{ at: 0s, view: { query: q1 } }, { at: 0s, apply: { person: li, banks: ALL, as: q1 } },
      { at: 0s, record: { query: q2 } }, { at: 0s, apply: { person: li, banks: ALL, as: q1 } }`),
  ).toEqual([
    '/steps/0/view/query must be a query that an earlier step applies for, with as: NAME; steps.1 is not earlier',
    '/steps/2/record/query must be a query that an earlier step applies for, with as: NAME; did you mean q1?',
    '/steps/3/apply/as must not be the name of two queries',
  ]);
});

test('a misspelt action takes no names away from later steps', () => {
  expect(ofStep('{ at: 0s, aply: { person: li, banks: ALL, as: q1 } }, { at: 1s, view: { query: q1 } }')).toEqual([
    '/steps/0/aply is an unknown key; did you mean apply?',
  ]);
});

test('a bank that is none may be applied for where the step expects to be refused by then (R12)', () => {
  const apply = 'at: 0s, apply: { person: li, banks: [ICBC, CBM] }';
  expect(ofStep(`{ ${apply}, expect: { refused: UNKNOWN_BANK } }`)).toEqual([]);
  expect(ofStep(`{ ${apply}, repeat: 2, expect: { refused: { UNKNOWN_BANK: 2 } } }`)).toEqual([]);
  expect(ofStep(`{ ${apply}, expect: { refused: TOO_SOON } }`)).toHaveLength(1);
  expect(ofStep('{ at: 0s, apply: { person: li, banks: [] }, expect: { refused: VALIDATION } }')).toEqual([]);
  expect(ofStep('{ at: 0s, apply: { person: li, banks: [] } }')).toHaveLength(1);
});

test.each([
  ['{ at: 0s, heal: , expect: { accepted: true } }', '/steps/0/expect must not stand beside heal, which has no answer'],
  ['{ at: 0s, sendCode: { person: li }, expect: { report: {} } }', '/steps/0/expect/report is an unknown key'],
  [
    '{ at: 0s, sendCode: { person: li }, expect: { accepted: true, refused: SMS_TOO_SOON } }',
    '/steps/0/expect/refused must not stand beside accepted: true',
  ],
  ['{ at: 0s, sendCode: { person: li }, expect: { accepted: 1 } }', '/steps/0/expect/accepted must not be counted'],
  [
    '{ at: 0s, sendCode: { person: li }, expect: { refused: { SMS_TOO_SOON: 1 } } }',
    '/steps/0/expect/refused must not be counted',
  ],
  ['{ at: 0s, sendCode: { person: li }, over: 1s }', '/steps/0/over must spread several actions'],
  ['{ at: 0s, throttle: { burst: 1, perSecond: 1 }, repeat: 2 }', '/steps/0/repeat must not stand beside throttle'],
  ['{ at: 0s, person: { person: li } }', '/steps/0/person must say what changes'],
  [
    '{ at: 0s, apply: { person: li, banks: ALL, verification: none, consent: false } }',
    '/steps/0/apply/consent must not stand beside this verification',
  ],
])('what cannot be meant is refused: %s', (step, start) => {
  expect(ofStep(step)).toEqual([expect.stringMatching(new RegExp(`^${start.replaceAll('/', '\\/')}`))]);
});

test('a crowd and a repeat may be counted', () => {
  const parts = (step: string) => `
given: { people: { crowd: { count: 3 }, li: {} } }
finally: {}
steps: [${step}]`;
  expect(mistakesOf(parts('{ at: 0s, register: { person: crowd }, over: 1s, expect: { accepted: 3 } }'))).toEqual([]);
  expect(
    mistakesOf(
      parts(
        '{ at: 0s, register: { person: li }, repeat: 2, expect: { accepted: 1, refused: { ALREADY_REGISTERED: 1 } } }',
      ),
    ),
  ).toEqual([]);
  expect(
    mistakesOf(
      parts(
        '{ at: 0s, apply: { person: crowd, banks: ALL, as: q }, expect: { accepted: 3 } }, { at: 1m, view: { query: q }, expect: { accepted: 3 } }',
      ),
    ),
  ).toEqual([]);
});

test('what nobody could play is refused by its bounds', () => {
  const steps = Array.from({ length: 1001 }, () => ({ at: '0s', heal: null }));
  expect(readScenario({ ...exampleScenario(), steps })).toMatchObject({
    failure: [{ pointer: '/steps', message: 'must not be more than 1000 steps' }],
  });
  expect(mistakesOf('{ given: { people: { li: { count: 600 }, zhang: { count: 600 } } } }')[0]).toMatch(
    /^\/given\/people must not be more than 1000 people/,
  );
  expect(ofStep('{ at: 0s, crash: , repeat: 100001 }')[0]).toMatch(/^\/steps\/0\/repeat must be a whole number/);
  expect(
    mistakesOf(`{ finally: {}, given: { people: { li: { count: 1000 } } },
    steps: [{ at: 0s, register: { person: li }, repeat: 2000 }] }`),
  ).toEqual(['/steps must not be more than 1000000 actions together; they are 2000000']);
  expect(mistakesOf(`{ name: "${'x'.repeat(201)}" }`)).toHaveLength(1);
});

test('given contradictions are told: two throttles, one mobile for a crowd, twice the same card, an outage twice', () => {
  expect(
    mistakesOf(`
given:
  throttle: { burst: 1, perSecond: 1 }
  engine: { throttle: { burst: 1, perSecond: 1 } }
  people: { li: {}, zhang: {} }`),
  ).toEqual(['/given/throttle must not stand beside engine.throttle: both are the same setting']);
  const card = '{ bank: CMB, type: DEBIT, first4: "6225", last4: "1234" }';
  expect(
    mistakesOf(`given: { people: { li: { count: 2, mobile: "17012345678" }, zhang: { cards: [${card}, ${card}] } } }`),
  ).toEqual([
    '/given/people/li/mobile must not stand beside a count: nobody shares a mobile number',
    '/given/people/zhang/cards/1 must not have type and ends of card 0 at the same bank',
  ]);
  expect(mistakesOf('{ given: { people: { "1li": {}, li: {}, zhang: {} } } }')).toEqual([
    expect.stringMatching(/^\/given\/people\/1li must be a name/),
  ]);
  const real = mistakesOf(
    '{ given: { people: { li: {}, zhang: {} }, issuers: { HXB: { url: "https://hxb.example" } } } }',
  );
  expect(real).toEqual([expect.stringMatching(/^\/given\/issuers\/HXB\/url is an unknown key/)]);
});
