// What one generator has to do: the shares of all of them are the whole.
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../engine/settings.ts';
import { AHEAD, partPlan } from './part-plan.ts';

const OPEN = {
  arrivals: { model: 'open', segments: [{ fromPerSecond: 10, toPerSecond: 10, forMs: 5000 }] },
  people: 1000,
  warmUpMs: 1000,
  drainMs: 2000,
} as const;

test('the shares of several generators are all visits and all people, each once', () => {
  const plans = [0, 1, 2].map((part) => partPlan(OPEN, part, 3, DEFAULT_SETTINGS));
  const sum = (read: (plan: (typeof plans)[number]) => number) => plans.reduce((total, plan) => total + read(plan), 0);
  expect([sum(({ warmVisits }) => warmVisits), sum(({ walkers }) => walkers)]).toEqual([10, 60]);
  expect(plans[0]).toMatchObject({ durationMs: 5000, lastMs: 8000, walkThrough: 20, readyFirst: 21 });
});

test('no more people are prepared than there are to come, and of a long run not all before it', () => {
  expect(partPlan({ ...OPEN, people: 7 }, 0, 1, DEFAULT_SETTINGS)).toMatchObject({ visits: 60, walkers: 7 });
  const segments = [{ fromPerSecond: 20, toPerSecond: 20, forMs: 7_200_000 }];
  const soak = { ...OPEN, arrivals: { model: 'open', segments }, people: 200_000 } as const;
  const plan = partPlan(soak, 0, 1, DEFAULT_SETTINGS);
  expect(plan).toMatchObject({ walkers: 144_020, readyFirst: AHEAD, walkThrough: 2000 });
});

test('whoever is due after a verification of the app would have ended has theirs made beside it', () => {
  const slow = [{ fromPerSecond: 1, toPerSecond: 1, forMs: 3_600_000 }];
  const profile = { ...OPEN, arrivals: { model: 'open', segments: slow }, people: 10_000, warmUpMs: 0 } as const;
  const { walkers, walkThrough } = partPlan(profile, 0, 1, DEFAULT_SETTINGS);
  expect([walkers, walkThrough]).toEqual([3600, 301]);
});

test('a closed model needs as many people as the throttle lets through, and those who are under way', () => {
  const closed = { ...OPEN, arrivals: { model: 'closed', users: 8, forMs: 3000 } } as const;
  const settings = { ...DEFAULT_SETTINGS, throttle: { burst: 20, perSecond: 10 } };
  expect(partPlan(closed, 0, 1, settings)).toMatchObject({ users: 8, walkers: 68, visits: 68, durationMs: 3000 });
  expect(partPlan(closed, 0, 1, { ...settings, intervalMs: 0 }).visits).toBe(Number.POSITIVE_INFINITY);
});
