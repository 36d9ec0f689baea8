// A clock that moves only when told.
import { expect, test } from 'vitest';
import { nextTurn } from './system-clock.ts';
import { DEFAULT_START_MS, VirtualClock } from './virtual-clock.ts';

const newClock = (startMs = 0): VirtualClock => new VirtualClock({ startMs, settle: nextTurn });
const FAR_MS = 1e9;

test('virtual time begins on Monday, 5 January 2026, at nine in Shanghai', () => {
  expect(new Date(new VirtualClock({ settle: nextTurn }).now()).toISOString()).toBe('2026-01-05T01:00:00.000Z');
  expect(DEFAULT_START_MS).toBe(Date.parse('2026-01-05T09:00:00+08:00'));
});

test('tasks run at their instants, in the order of time and then of their making', async () => {
  const clock = newClock(100);
  const ran: string[] = [];
  const note = (name: string) => () => void ran.push(`${name} at ${clock.now()}`);
  clock.at(130, note('c'));
  clock.at(110, note('a'));
  clock.at(130, note('d'));
  clock.at(120, note('b'));
  await clock.runUntil(130);
  expect(ran).toEqual(['a at 110', 'b at 120', 'c at 130', 'd at 130']);
});

test('running stops at the instant asked for, that instant included, and stays there', async () => {
  const clock = newClock();
  const ran: number[] = [];
  for (const atMs of [10, 20, 21]) clock.at(atMs, () => void ran.push(atMs));
  await clock.runUntil(20);
  expect([ran, clock.now(), clock.pending]).toEqual([[10, 20], 20, 1]);
  await clock.runUntil(20);
  await clock.runUntil(5);
  expect([ran, clock.now()]).toEqual([[10, 20], 20]);
  await clock.runUntil(1000);
  expect([ran, clock.now()]).toEqual([[10, 20, 21], 1000]);
});

test('a timer in the past is due now, and not before the call returns', async () => {
  const clock = newClock(50);
  const ran: string[] = [];
  clock.at(10, () => void ran.push(`task at ${clock.now()}`));
  ran.push('returned');
  await clock.runUntil(50);
  expect(ran).toEqual(['returned', 'task at 50']);
});

test('what is set going at an instant comes to rest before time moves', async () => {
  const clock = newClock();
  const seen: string[] = [];
  const work = async (name: string) => {
    await clock.sleep(10);
    for (let step = 0; step < 20; step++) await Promise.resolve();
    seen.push(`${name} at ${clock.now()}`);
    clock.at(clock.now(), () => void seen.push(`${name} again at ${clock.now()}`));
  };
  void work('a');
  clock.at(11, () => void seen.push('later'));
  await clock.runUntil(100);
  expect(seen).toEqual(['a at 10', 'a again at 10', 'later']);
});

test('a cancelled timer does not run', async () => {
  const clock = newClock();
  const ran: string[] = [];
  const cancel = clock.at(10, () => void ran.push('cancelled'));
  clock.at(5, cancel);
  expect(await clock.runUntilIdle(FAR_MS)).toBe(true);
  expect([ran, clock.pending]).toEqual([[], 0]);
});

test('until idle runs timers that timers make, and says when the limit came first', async () => {
  const clock = newClock();
  let left = 5;
  const again = (): void => {
    if (--left > 0) clock.at(clock.now() + 86_400_000, again);
  };
  clock.at(1, again);
  expect(await clock.runUntilIdle(2 * 86_400_000)).toBe(false);
  expect([left, clock.now()]).toEqual([3, 86_400_001]);
  expect(await clock.runUntilIdle(FAR_MS)).toBe(true);
  expect([left, clock.now()]).toEqual([0, 4 * 86_400_000 + 1]);
});
