// What holds of every plan: nobody is lost, more of a bank makes no report later, a higher throttle accepts no fewer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { admissionFlow } from './admission-flow.ts';
import { smallPlan } from './plan-fixture.ts';
import { runPlan } from './plan-run.ts';

const STEP_MS = 250;
const RUNS = { numRuns: 25 };
/** Where each run is two plans whose bank falls far behind. */
const FEW_RUNS = { numRuns: 6 };

const curve = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 6 })
  .filter((parts) => parts.some((part) => part > 0));
const users = fc.integer({ min: 1, max: 4000 });
const throttle = fc.record({
  burst: fc.integer({ min: 1, max: 300 }),
  perSecond: fc.double({ min: 0.5, max: 200, noNaN: true }),
});
const returns = fc.option(
  fc.record({ share: fc.constantFrom(0, 0.3, 0.8), after: fc.constantFrom('1s', '7s', '40s') }),
  { nil: undefined },
);
const fault = fc.constantFrom(
  { kind: 'status', status: 503, share: 0.4 },
  { kind: 'status', status: 400, share: 0.2 },
  { kind: 'outage', from: '5s', until: '25s' },
  { kind: 'outage', as: 'hang', from: '5s', until: '25s' },
  { kind: 'malformed', share: 0.5 },
  { kind: 'ramp', from: '0s', until: '20s' },
  { kind: 'maintenance', from: '10s', until: '20s' },
  { kind: 'burst', good: '10s', bad: '3s' },
);
const bank = fc.record(
  {
    rateLimit: fc.record({ perSecond: fc.integer({ min: 1, max: 60 }) }),
    capacity: fc.record({
      servers: fc.integer({ min: 1, max: 20 }),
      queue: fc.integer({ min: 0, max: 100 }),
      service: fc.constant({ p50: '200ms', p99: '700ms' }),
    }),
    faults: fc.tuple(fault),
    mode: fc.constantFrom('sync', 'poll', 'callback'),
  },
  { requiredKeys: [] },
);
const near = (one: number, other: number): void =>
  expect(Math.abs(one - other)).toBeLessThan(1e-6 * Math.max(1, one, other));

test('whoever applies is accepted or refused, and every user is accepted or gives up', () => {
  fc.assert(
    fc.property(curve, users, returns, throttle, (shape, count, back, limit) => {
      const plan = smallPlan({ users: count, curve: shape, over: '60s', returns: back });
      const { applications, accepted, totals } = admissionFlow(plan, limit, STEP_MS);
      near(totals.accepted + totals.gaveUp, count);
      let sum = 0;
      for (const [at, come] of applications.entries()) {
        const taken = accepted[at] ?? Number.NaN;
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(taken).toBeLessThanOrEqual(come + 1e-9);
        sum += taken;
        // R11: in any time from the beginning no more than the bucket lets in.
        expect(sum).toBeLessThanOrEqual(limit.burst + (limit.perSecond * (at + 1) * STEP_MS) / 1000 + 1e-6);
      }
    }),
    RUNS,
  );
});

test('whoever is accepted is answered, ended without cards, or timed out at every bank', () => {
  fc.assert(
    fc.property(curve, users, throttle, bank, (shape, count, limit, settings) => {
      const plan = smallPlan({
        users: count,
        curve: shape,
        over: '60s',
        engine: { deadline: '3m' },
        issuers: { PSBC: settings },
      });
      const run = runPlan(plan, limit, STEP_MS);
      for (const { answered, ended, timedOut, firstCalls, longestWaitMs } of run.banks) {
        near(answered + ended + timedOut, run.accepted);
        expect(firstCalls).toBeLessThanOrEqual(run.accepted + 1e-6);
        expect(longestWaitMs).toBeLessThanOrEqual(180_000);
      }
      expect(run.missed).toBeLessThanOrEqual(run.accepted + 1e-6);
    }),
    RUNS,
  );
});

test('a higher throttle accepts no fewer, where nobody comes back', () => {
  fc.assert(
    fc.property(curve, users, throttle, fc.double({ min: 1, max: 4, noNaN: true }), (shape, count, limit, times) => {
      const plan = smallPlan({ users: count, curve: shape, over: '60s' });
      const accepted = (perSecond: number): number =>
        admissionFlow(plan, { ...limit, perSecond }, STEP_MS).totals.accepted;
      expect(accepted(limit.perSecond * times)).toBeGreaterThanOrEqual(accepted(limit.perSecond) - 1e-6);
    }),
    RUNS,
  );
});

test('more servers make no report later', () => {
  const servers = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
  fc.assert(
    fc.property(curve, users, servers, (shape, count, [few, more]) => {
      const reportWith = (some: number) => {
        // A queue that holds every place in flight, so that nobody is turned away.
        const capacity = { servers: some, queue: 100, service: { fixed: '100ms' } };
        const plan = smallPlan({ users: count, curve: shape, over: '60s', issuers: { PSBC: { capacity } } });
        return runPlan(plan, { burst: 200, perSecond: 50 }, STEP_MS).report;
      };
      const [slow, fast] = [reportWith(few), reportWith(few + more)];
      for (const part of ['p50Ms', 'p90Ms', 'p99Ms'] as const) {
        expect(fast?.[part] ?? 0).toBeLessThanOrEqual((slow?.[part] ?? 0) * (1 + 1e-6));
      }
    }),
    FEW_RUNS,
  );
});

test('the same plan gives the same numbers, and half the step nearly the same', () => {
  const plan = smallPlan({
    users: 3000,
    curve: [1, 3, 1],
    over: '60s',
    issuers: { PSBC: { capacity: { servers: 5, queue: 100, service: { fixed: '150ms' } } } },
  });
  const limit = { burst: 50, perSecond: 60 };
  const run = runPlan(plan, limit, STEP_MS);
  expect(runPlan(plan, limit, STEP_MS)).toEqual(run);
  const finer = runPlan(plan, limit, STEP_MS / 2);
  expect(finer.accepted / run.accepted).toBeCloseTo(1, 3);
  expect((finer.report?.p99Ms ?? 0) / (run.report?.p99Ms ?? 1)).toBeCloseTo(1, 1);
});
