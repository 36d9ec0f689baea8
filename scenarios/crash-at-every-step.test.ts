// Kills the engine at every call that it makes to its store, before and after the call took effect: whatever it was in
// the middle of, one true report and one short message come of it (R14, R21, R23).
import { expect, test } from 'vitest';
import { defineScenario, runScenario } from './run-scenario.ts';
import type { ScenarioResult } from './scenario-result.ts';
import type { CrashPoint } from './virtual/severance.ts';
import { openVirtualStage, type VirtualStage } from './virtual/virtual-stage.ts';

const REPORT = {
  summary: { debit: 3, credit: 1 },
  banks: { HXB: { disposition: 'DELIVERED', unsupported: { NO_RESERVED_MOBILE: 1 } } },
  cards: [
    { bank: 'ICBC', type: 'DEBIT', first4: '6222', last4: '0001' },
    { bank: 'BOC', type: 'DEBIT', first4: '6217', last4: '0003' },
    { bank: 'PSBC', type: 'DEBIT', first4: '6217', last4: '0004' },
    { bank: 'CMB', type: 'CREDIT', first4: '6225', last4: '0002' },
  ],
};

/** Banks that answer at once, after failures, late, by callback, on being asked. Whoever hears nothing asks again. */
const STORY = defineScenario({
  name: 'A query whose engine is killed somewhere',
  rules: ['R14'],
  seed: 11,
  given: {
    issuers: {
      ICBC: { latency: { fixed: '40ms' } },
      CMB: { latency: { fixed: '40ms' }, faults: [{ kind: 'fail-first', n: 2, as: { kind: 'status', status: 503 } }] },
      BOC: { latency: { fixed: '300ms' }, faults: [{ kind: 'fail-first', n: 1, as: 'reset' }] },
      PSBC: { mode: 'callback', latency: { fixed: '3s' } },
      HXB: { mode: 'poll', latency: { fixed: '2s' } },
    },
    people: {
      li: {
        cards: [
          { bank: 'ICBC', type: 'DEBIT', first4: '6222', last4: '0001' },
          { bank: 'CMB', type: 'CREDIT', first4: '6225', last4: '0002' },
          { bank: 'BOC', type: 'DEBIT', first4: '6217', last4: '0003' },
          { bank: 'PSBC', type: 'DEBIT', first4: '6217', last4: '0004' },
          { bank: 'HXB', type: 'DEBIT', first4: '6226', last4: '0005', reservedMobile: false },
        ],
      },
    },
  },
  steps: [
    {
      at: '0s',
      apply: { person: 'li', banks: ['ICBC', 'CMB', 'BOC', 'PSBC', 'HXB'], idempotencyKey: 'once', as: 'q1' },
    },
    {
      at: '2m',
      apply: { person: 'li', banks: ['ICBC', 'CMB', 'BOC', 'PSBC', 'HXB'], idempotencyKey: 'once', as: 'q2' },
    },
    { at: '10m', view: { query: 'q2' }, expect: { report: REPORT } },
  ],
  finally: { sms: { li: 1 }, status: { q2: 'READY' } },
});

interface Run {
  readonly result: ScenarioResult;
  readonly storeCalls: number;
}

const play = async (crashAt?: CrashPoint): Promise<Run> => {
  let stage: VirtualStage | undefined;
  const result = await runScenario(STORY, {
    stage: async (scenario) => {
      stage = await openVirtualStage(scenario, crashAt === undefined ? {} : { crashAt });
      return stage;
    },
  });
  return { result, storeCalls: stage?.storeCalls() ?? 0 };
};

const crashesIn = ({ sights }: ScenarioResult): number => sights.filter(({ kind }) => kind === 'crashed').length;

const failuresIn = ({ steps, finally: end, violations, crash }: ScenarioResult) => ({
  mismatches: [...steps.flatMap(({ mismatches }) => mismatches), ...end],
  violations,
  crash,
});

test('the story passes where nobody kills the engine', async () => {
  const { result, storeCalls } = await play();
  expect(failuresIn(result)).toEqual({ mismatches: [], violations: [], crash: undefined });
  expect(crashesIn(result)).toBe(0);
  expect(storeCalls).toBeGreaterThan(40);
});

test('an engine killed at any of its calls to the store leaves one true report and one message behind', async () => {
  const { storeCalls } = await play();
  const failures: unknown[] = [];
  let crashes = 0;
  for (let storeCall = 1; storeCall <= storeCalls; storeCall++) {
    for (const when of ['before', 'after'] as const) {
      const { result } = await play({ storeCall, when });
      crashes += crashesIn(result);
      if (!result.passed) failures.push({ storeCall, when, ...failuresIn(result) });
    }
  }
  expect(failures).toEqual([]);
  expect(crashes).toBe(2 * storeCalls);
});
