// The time steps held to the network call by call, over small plans that both can run: of each kind of trouble one.
import { expect, test } from 'vitest';
import { compareRuns } from './agreement.ts';
import { runCallByCall } from './call-by-call.ts';
import { smallPlan } from './plan-fixture.ts';
import { keepsDeadline, runPlan } from './plan-run.ts';

const STEP_MS = 100;
const OPEN = { burst: 1000, perSecond: 1000 };
const steady = (perSecond: number, forMs: string) => [{ perSecond, for: forMs }];

/** What both come to must be within the tolerances of agreement.ts; those that are not, in words. */
const apartIn = async (given: object, throttle = OPEN, names?: readonly string[]): Promise<readonly string[]> => {
  const plan = smallPlan(given);
  const calls = await runCallByCall(plan, throttle);
  if (calls === undefined) throw new Error('nobody interrupted it');
  return compareRuns(runPlan(plan, throttle, STEP_MS), calls)
    .filter(({ held, name }) => !held && (names?.includes(name) ?? true))
    .map(({ name, bank = '', inSteps, callByCall }) => `${bank} ${name}: ${inSteps} in steps, ${callByCall} by call`);
};

test.each<[string, object, { burst: number; perSecond: number }?]>([
  ['banks that are well', { users: 2000, curve: steady(20, '100s') }],
  [
    'a throttle that refuses half of a peak',
    {
      users: 3000,
      curve: [
        { to: 100, over: '30s' },
        { to: 0, over: '30s' },
      ],
    },
    { burst: 50, perSecond: 30 },
  ],
  [
    'people who come back',
    { users: 1800, curve: steady(60, '30s'), returns: { share: 0.8, after: '20s' } },
    { burst: 20, perSecond: 20 },
  ],
  [
    'servers that are too few for the peak',
    {
      users: 2400,
      curve: [
        { to: 60, over: '40s' },
        { to: 0, over: '40s' },
      ],
      issuers: { PSBC: { capacity: { servers: 10, queue: 200, service: { p50: '300ms', p99: '900ms' } } } },
    },
  ],
  [
    'too few places in flight',
    {
      users: 2400,
      curve: steady(40, '60s'),
      engine: { inFlightPerIssuer: 8 },
      issuers: { PSBC: { latency: { p50: '400ms', p99: '900ms' } } },
    },
  ],
  [
    'a bank that fails three calls of ten',
    {
      users: 2400,
      curve: steady(40, '60s'),
      issuers: { PSBC: { faults: [{ kind: 'status', status: 503, share: 0.3 }] } },
    },
  ],
  [
    'a deadline that servers cannot keep',
    {
      users: 3000,
      curve: steady(50, '60s'),
      engine: { deadline: '40s' },
      issuers: { PSBC: { capacity: { servers: 10, queue: 200, service: { fixed: '400ms' } } } },
    },
  ],
  [
    'a bank that stays down until the deadline',
    {
      users: 1200,
      curve: steady(20, '60s'),
      engine: { deadline: '60s' },
      issuers: { PSBC: { faults: [{ kind: 'refuse', from: '40s', until: '1h' }] } },
    },
  ],
  [
    'a bank that is slow for a while',
    {
      users: 2400,
      curve: steady(20, '120s'),
      issuers: { PSBC: { faults: [{ kind: 'latency', p50: '2s', from: '30s', until: '60s' }] } },
    },
  ],
  [
    'a maintenance with its Retry-After',
    {
      users: 2400,
      curve: steady(20, '120s'),
      issuers: { PSBC: { faults: [{ kind: 'maintenance', from: '30s', until: '70s' }] } },
    },
  ],
  [
    'a bank that is polled',
    { users: 2000, curve: steady(20, '100s'), issuers: { PSBC: { mode: 'poll', latency: { p50: '4s', p99: '20s' } } } },
  ],
  [
    'a bank that calls back',
    {
      users: 2000,
      curve: steady(20, '100s'),
      issuers: { PSBC: { mode: 'callback', latency: { p50: '5s', p99: '40s' } } },
    },
  ],
])('%s: both come to the same', async (_what, given, throttle) => {
  expect(await apartIn(given, throttle)).toEqual([]);
});

/** Which of two that come at one instant a gate turns away is chance, and p50 and p90 are of those few. */
const AT_A_GATE = ['accepted', 'missed', 'calls', 'peak backlog', 'report p99'];

test.each<[string, object]>([
  [
    'a rate limit that is too low for a peak',
    {
      users: 1520,
      curve: [
        { perSecond: 20, for: '20s' },
        { perSecond: 36, for: '20s' },
        { perSecond: 10, for: '40s' },
      ],
      issuers: { PSBC: { rateLimit: { perSecond: 30, burst: 30 } } },
    },
  ],
  [
    'a queue that is full in a peak',
    {
      users: 1040,
      curve: [
        { perSecond: 10, for: '20s' },
        { perSecond: 26, for: '20s' },
        { perSecond: 8, for: '40s' },
      ],
      issuers: { PSBC: { capacity: { servers: 4, queue: 6, service: { p50: '180ms', p99: '500ms' } } } },
    },
  ],
  [
    'a rate limit of a tenth of what comes, with the circuit open most of the time',
    { users: 4000, curve: steady(100, '40s'), issuers: { PSBC: { rateLimit: { perSecond: 10, burst: 10 } } } },
  ],
])('%s: as many calls, as many waiting, as long until the last', async (_what, given) => {
  expect(await apartIn(given, OPEN, AT_A_GATE)).toEqual([]);
});

test('an outage costs both the same calls, and leaves the same waiting within the pause of a probe', async () => {
  const plan = smallPlan({
    users: 6000,
    curve: steady(20, '300s'),
    issuers: { PSBC: { faults: [{ kind: 'outage', from: '60s', until: '180s' }] } },
  });
  const steps = runPlan(plan, OPEN, STEP_MS).banks.find(({ bank }) => bank === 'PSBC');
  const calls = (await runCallByCall(plan, OPEN))?.banks.find(({ bank }) => bank === 'PSBC');
  if (steps === undefined || calls === undefined) throw new Error('the plan asks PSBC');
  expect(Math.abs(steps.firstCalls + steps.retries + steps.probes - calls.calls)).toBeLessThan(10);
  // The probe that finds the bank well comes within a minute: at 20 a second.
  expect(Math.abs(steps.peakBacklog - calls.peakBacklog)).toBeLessThan(60 * 20);
  expect(steps.peakBacklog).toBeGreaterThan(120 * 20);
});

test('a throttle between what a bank can do and what it cannot: both say which keeps the deadline', async () => {
  const plan = smallPlan({
    users: 3000,
    curve: steady(50, '60s'),
    engine: { deadline: '30s' },
    issuers: { PSBC: { capacity: { servers: 4, queue: 200, service: { fixed: '200ms' } } } },
  });
  for (const [perSecond, keeps] of [
    [20, true],
    [26, true],
    [40, false],
  ] as const) {
    const throttle = { burst: 20, perSecond };
    expect(keepsDeadline(runPlan(plan, throttle, STEP_MS))).toBe(keeps);
    expect((await runCallByCall(plan, throttle))?.missed === 0).toBe(keeps);
  }
});
