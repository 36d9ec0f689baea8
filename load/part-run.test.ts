// A user who is due before they are registered: no request, and no latency of the network.
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { sumOfSeconds } from './merged-metering.ts';
import { partPlan } from './part-plan.ts';
import { PartRun } from './part-run.ts';
import { preciseClock } from './precise-clock.ts';
import { RunMeter } from './run-meter.ts';
import { scheduleOf } from './schedule.ts';

const profile = {
  arrivals: { model: 'open', segments: [{ fromPerSecond: 200, toPerSecond: 200, forMs: 20 }] },
  banks: 'ALL',
  people: 100,
  warmUpMs: 0,
  drainMs: 5000,
} as const;
const walker = { idNumber: 'nobody', userId: 'u1', token: 't1', verificationId: 'v1' };

test('who was not registered in time is due and not sent, breaks the schedule, and is in no latency', async () => {
  const run = new PartRun({
    url: 'http://127.0.0.1:1',
    profile,
    part: 0,
    of: 1,
    plan: partPlan(profile, 0, 1, DEFAULT_SETTINGS),
    link: {
      send: async () => ({ kind: 'refused', word: 'THROTTLED', status: 429, detail: '' }),
      close: async () => undefined,
    },
    ends: {
      wait: async () => ({ kind: 'unended' }),
      heard: { breaks: 0, fromRecords: 0, undated: 0 },
      close: async () => undefined,
      abandon: () => undefined,
    },
    meter: new RunMeter(),
    preparation: { walkers: [walker], fill: async () => undefined },
    judge: { judge: () => true, view: () => ({ wrongReports: 0, violations: [] }) },
    offsetMs: 0,
    renew: async () => undefined,
    mayReturn: false,
  });
  const { drive, metered } = await run.run(preciseClock.now(), new AbortController().signal);
  expect(scheduleOf([drive])).toMatchObject({
    due: 4,
    sent: 1,
    kept: false,
    why: expect.stringMatching(/^3 users were due before the network had registered them; /),
  });
  expect(metered.steps.map(({ step, outcomes }) => [step, outcomes])).toEqual([['apply', { THROTTLED: 1 }]]);
  // One that is held up may have its answer in the next second.
  expect(sumOfSeconds(metered.seconds)).toMatchObject({ due: 4, sent: 1, answered: 1, errors: 0 });
  await run.close();
});
