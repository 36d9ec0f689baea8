// A user who is due before they are registered: no request, and no latency of the network.
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { LoadProblem } from './load-problem.ts';
import { sumOfSeconds } from './merged-metering.ts';
import { partPlan } from './part-plan.ts';
import { PartRun, type PartRunParts } from './part-run.ts';
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
/** Two users, so far apart that there is a second look at who is to be made ready. */
const SLOW = { fromPerSecond: 2, toPerSecond: 2, forMs: 1000 };
const walker = { idNumber: 'nobody', userId: 'u1', token: 't1', verificationId: 'v1' };

/** The run of one generator with one user who stands ready, and a network whose throttle refuses everybody. */
const runWith = (given: Pick<PartRunParts, 'preparation'> & Partial<PartRunParts>) =>
  new PartRun({
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
    judge: { judge: () => true, view: () => ({ wrongReports: 0, violations: [] }) },
    offsetMs: 0,
    renew: async () => undefined,
    onNote: () => undefined,
    mayReturn: false,
    ...given,
  });

test('who was not registered in time is due and not sent, breaks the schedule, and is in no latency', async () => {
  const run = runWith({ preparation: { walkers: [walker], fill: async () => undefined } });
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

test('a network that cannot register anybody just now does not end the run, and is asked again', async () => {
  const notes: string[] = [];
  let tries = 0;
  const run = runWith({
    plan: {
      ...partPlan(profile, 0, 1, DEFAULT_SETTINGS),
      readyFirst: 0,
      walkers: 1,
      segments: [SLOW],
      durationMs: SLOW.forMs,
    },
    preparation: {
      walkers: [walker],
      fill: async () => {
        tries++;
        throw new LoadProblem('the network does not register somebody (timeout)');
      },
    },
    onNote: (line) => notes.push(line),
  });
  const { metered } = await run.run(preciseClock.now(), new AbortController().signal);
  expect(metered.steps.map(({ outcomes }) => outcomes)).toEqual([{ THROTTLED: 2 }]);
  expect(tries).toBeGreaterThan(1);
  expect(notes).toEqual([
    expect.stringContaining('users cannot be made ready as fast as they come: the network does not'),
  ]);
  await run.close();
});
